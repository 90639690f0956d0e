"""Uploads of a table: everything is checked first; each row is registered exactly once."""

import datetime as dt

import pytest

from jupyter_openbis_server.adapters.threads import ThreadedWorkers
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    InvalidJournal,
    InvalidUploads,
    RowProblem,
    UploadUnconfirmed,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.uploads.many.journal import RowState
from jupyter_openbis_server.domain.uploads.many.report import UploadState
from jupyter_openbis_server.domain.uploads.many.rows import rows_of
from jupyter_openbis_server.domain.uploads.many.upload_many import UploadMany
from jupyter_openbis_server.domain.uploads.upload_checks import UploadChecks
from jupyter_openbis_server.domain.uploads.upload_data_set import UploadDataset
from jupyter_openbis_server.testing.fakes.library.upload_journals import MemoryUploadJournals
from tests.support.breaking_data_store import BreakingDataStore, Killed
from tests.support.recorded_progress import RecordedProgress

JOURNAL = "/data/journal"


@pytest.fixture
def registration(network) -> BreakingDataStore:
    return BreakingDataStore(network)


@pytest.fixture
def journals() -> MemoryUploadJournals:
    return MemoryUploadJournals()


@pytest.fixture
def checks(entities, data_sets, types, workspace, world) -> UploadChecks:
    return UploadChecks(entities, data_sets, types, workspace)


@pytest.fixture
def upload_many(session_manager, checks, registration, journals, clock) -> UploadMany:
    upload = UploadDataset(session_manager, checks, registration)
    return UploadMany(session_manager, upload, journals, ThreadedWorkers(), clock)


@pytest.fixture
def table(world, workspace):
    """Rows with a file each."""

    def make(*numbers: int, **more: object):
        for each in numbers:
            workspace.files[f"work/{each}.csv"] = f"{each}".encode()
        return rows_of(
            [
                {
                    "files": f"{each}.csv",
                    "type": "MICROSCOPY",
                    "to": world.upload_owner.identifier,
                    "$NAME": f"row {each}",
                    "MAGNIFICATION": 40,
                    "STAIN": "DAPI",
                    **more,
                }
                for each in numbers
            ],
            lambda path: f"work/{path}",
        )

    return make


def names(openbis, owner) -> list[str]:
    stored = [each.data_set for each in openbis.data_sets.values() if each.owner.perm_id == owner.perm_id]
    return sorted(each.name for each in stored if each.name and each.name.startswith("row "))


def states(result) -> list[str]:
    return [each.state.value for each in result.outcomes]


def test_a_data_set_is_registered_for_each_row(upload_many, table, openbis, world):
    progress, seen = RecordedProgress(), []
    result = upload_many("lab", table(1, 2, 3), JOURNAL, None, progress, on_outcome=seen.append)
    assert names(openbis, world.upload_owner) == ["row 1", "row 2", "row 3"]
    assert states(result) == ["done"] * 3
    assert (result.is_complete, result.failed) == (True, ())
    assert [openbis.data_sets[each].data_set.name for each in result.perm_ids] == ["row 1", "row 2", "row 3"]
    assert sorted(each.row for each in seen) == [1, 2, 3]
    assert (progress.begun[0][0], progress.bytes, len(progress.files)) == (Amount(3, 3), 3, 3)


def test_all_rows_are_checked_before_anything_is_sent(upload_many, table, openbis, world, journals):
    rows = table(1, 2, 3, 4)
    wrong = rows_of(
        [
            {
                "files": "1.csv",
                "type": "MICROSCOPY",
                "to": world.upload_owner.identifier,
                "MAGNIFICATION": 40,
                "STAIN": "X",
            },
            {"files": "none.csv", "type": "NO_SUCH_TYPE", "to": "/NO/SUCH/SAMPLE"},
        ],
        lambda path: f"work/{path}",
    )
    before = set(openbis.data_sets)
    with pytest.raises(InvalidUploads) as caught:
        upload_many("lab", (*wrong, *rows[2:]), JOURNAL)
    assert {(each.row, each.field) for each in caught.value.problems} == {
        (1, "prop.STAIN"),
        (2, "file"),
        (2, "type"),
        (2, "entityIdentifier"),
    }
    assert isinstance(caught.value.problems[0], RowProblem)
    assert "row 1: prop.STAIN" in str(caught.value)
    assert set(openbis.data_sets) == before
    assert journals.kept[JOURNAL] == []


def test_rows_of_the_journal_are_not_repeated(upload_many, table, openbis, world):
    first = upload_many("lab", table(1, 2), JOURNAL)
    second = upload_many("lab", table(3, 2, 1), JOURNAL)
    assert names(openbis, world.upload_owner) == ["row 1", "row 2", "row 3"]
    assert states(second) == ["done", "present", "present"]
    assert second.perm_ids[1:] == first.perm_ids[::-1]
    assert states(upload_many("lab", table(1), "/data/other journal")) == ["done"]


def test_a_check_sends_nothing(upload_many, table, openbis):
    upload_many("lab", table(1), JOURNAL)
    before = set(openbis.data_sets)
    result = upload_many.check("lab", table(1, 2), JOURNAL)
    assert states(result) == ["present", "checked"]
    assert result.outcomes[1].total == Amount(1, 1)
    assert states(upload_many.check("lab", table(1), None)) == ["checked"]
    assert set(openbis.data_sets) == before


def test_a_failed_row_does_not_stop_the_others(upload_many, table, openbis, world):
    rows = table(1, 2, 3)
    original = upload_many.upload.registration.register

    def register(session, draft, *arguments):
        openbis.refusal = "no room" if draft.properties["$NAME"] == "row 2" else None
        return original(session, draft, *arguments)

    upload_many.upload.registration.register = register
    result = upload_many("lab", rows, JOURNAL, max_concurrent=1)
    assert states(result) == ["done", "failed", "done"]
    assert "no room" in str(result.failed[0].error)
    upload_many.upload.registration.register = original
    openbis.refusal = None
    assert states(upload_many("lab", rows, JOURNAL)) == ["present", "done", "present"]
    assert names(openbis, world.upload_owner) == ["row 1", "row 2", "row 3"]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_row_whose_registration_was_interrupted_is_looked_for(
    upload_many, table, openbis, registration, world, clock, moment
):
    setattr(registration, moment, Killed())
    with pytest.raises(Killed):
        upload_many("lab", table(1), JOURNAL)
    setattr(registration, moment, None)
    clock.now += dt.timedelta(hours=1)
    result = upload_many("lab", table(1, 2), JOURNAL)
    assert states(result) == ["found" if moment == "after" else "done", "done"]
    assert names(openbis, world.upload_owner) == ["row 1", "row 2"]


def test_identical_rows_get_a_data_set_each(upload_many, table, openbis, registration, world, clock):
    rows = table(1, 1, 1)
    registration.after = Killed()
    with pytest.raises(Killed):
        upload_many("lab", rows[:2], JOURNAL, max_concurrent=1)
    registration.after = None
    clock.now += dt.timedelta(hours=1)
    result = upload_many("lab", rows, JOURNAL)
    assert names(openbis, world.upload_owner) == ["row 1"] * 3
    assert len(set(result.perm_ids)) == 3


def test_identical_rows_that_are_unconfirmed_find_a_data_set_each(
    upload_many, table, openbis, registration, world, clock
):
    registration.after = UploadUnconfirmed("no answer")
    assert states(upload_many("lab", table(1, 1), JOURNAL)) == ["unconfirmed", "unconfirmed"]
    registration.after = None
    clock.now += dt.timedelta(hours=1)
    result = upload_many("lab", table(1, 1, 1), JOURNAL)
    assert states(result) == ["found", "found", "done"]
    assert len(set(result.perm_ids)) == 3
    assert names(openbis, world.upload_owner) == ["row 1"] * 3


def test_an_unconfirmed_row_is_reported_and_found_by_the_next_run(
    upload_many, table, openbis, registration, world, clock, journals
):
    registration.after = UploadUnconfirmed("no answer")
    result = upload_many("lab", table(1), JOURNAL)
    assert states(result) == ["unconfirmed"]
    assert [each.state for each in journals.kept[JOURNAL]] == [RowState.BEGUN]
    registration.after = None
    clock.now += dt.timedelta(hours=1)
    second = upload_many("lab", table(1), JOURNAL)
    assert states(second) == ["found"]
    assert names(openbis, world.upload_owner) == ["row 1"]


def test_a_data_set_with_other_properties_is_not_taken(upload_many, table, openbis, registration, world, clock):
    registration.after = Killed()
    with pytest.raises(Killed):
        upload_many("lab", table(1), JOURNAL)
    registration.after = None
    clock.now += dt.timedelta(hours=1)
    (perm_id,) = [key for key, each in openbis.data_sets.items() if each.data_set.name == "row 1"]
    openbis.change(perm_id, properties={"$NAME": "row 1", "MAGNIFICATION": "63"})
    result = upload_many("lab", table(1), JOURNAL)
    assert states(result) == ["unconfirmed"]
    assert perm_id in str(result.failed[0].error)
    with pytest.raises(UploadUnconfirmed):
        result.raise_first()


def test_a_journal_of_another_openbis_is_refused(upload_many, table, journals):
    with journals.open(JOURNAL, "https://other.example.org"), pytest.raises(InvalidJournal):
        upload_many("lab", table(1), JOURNAL)
    with pytest.raises(InvalidJournal):
        upload_many("lab", table(1), JOURNAL)


def test_a_cancelled_run_continues(upload_many, table, openbis, world):
    cancellation = Cancellation()
    with pytest.raises(Cancelled):
        upload_many(
            "lab",
            table(1, 2, 3, 4),
            JOURNAL,
            cancellation,
            max_concurrent=1,
            on_outcome=lambda _: cancellation.cancel(),
        )
    assert len(names(openbis, world.upload_owner)) < 4
    result = upload_many("lab", table(1, 2, 3, 4), JOURNAL)
    assert UploadState.PRESENT in {each.state for each in result.outcomes}
    assert names(openbis, world.upload_owner) == ["row 1", "row 2", "row 3", "row 4"]


def test_the_rest_is_not_tried_without_a_login(upload_many, table, openbis, registration):
    def expire(*arguments):
        openbis.expire_all_sessions()
        openbis.users.clear()
        return original(*arguments)

    original, registration.register = registration.register, expire
    result = upload_many("lab", table(1, 2, 3), JOURNAL, max_concurrent=1)
    assert states(result) == ["not tried"] * 3
    assert result.stopped_by is not None
