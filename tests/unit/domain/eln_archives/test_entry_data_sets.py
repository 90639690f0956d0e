"""Data sets of entries: the same files of the same object are registered once, also after an interruption."""

import datetime as dt
from collections.abc import Callable

import pytest

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry
from jupyter_openbis_server.domain.eln_archives.entry_data_sets import EntryDataSets
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    NotLoggedIn,
    UploadFailed,
    UploadUnconfirmed,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import NoProgress
from jupyter_openbis_server.domain.uploads.many import lost_registrations
from jupyter_openbis_server.domain.uploads.many.journal import JournalEntry, RowState
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from jupyter_openbis_server.domain.uploads.upload_checks import UploadChecks
from jupyter_openbis_server.domain.uploads.upload_data_set import UploadDataset
from jupyter_openbis_server.testing.fakes.library.upload_journals import MemoryUploadJournals
from tests.support.breaking_data_store import BreakingDataStore, Killed

JOURNAL = "/data/a.eln.journal"
NEVER = ConnectionFailed("lab", "no answer")
Store = Callable[..., str]


def entry(**files: str) -> ElnEntry:
    contents = files or {"a.csv": "1,2"}
    return ElnEntry("./a/", "Growth", files=tuple(ContentFile(name, text.encode()) for name, text in contents.items()))


ENTRY = entry()


@pytest.fixture
def registration(network) -> BreakingDataStore:
    return BreakingDataStore(network)


@pytest.fixture
def journals() -> MemoryUploadJournals:
    return MemoryUploadJournals()


@pytest.fixture
def upload(session_manager, registration, entities, data_sets, types, workspace) -> UploadDataset:
    return UploadDataset(session_manager, UploadChecks(entities, data_sets, types, workspace), registration)


@pytest.fixture
def store(upload, journals, clock, world) -> Store:
    """Store the files of an entry as an import of their own does."""

    def run(owner: Entity = world.upload_owner, entry: ElnEntry = ENTRY, type_code: str = world.upload_type) -> str:
        with journals.open(JOURNAL, "https://openbis.example.org") as journal:
            cancellation = Cancellation()
            stored = EntryDataSets("lab", type_code, upload, journal, cancellation, None, clock)
            stored.verify_recorded([(owner, entry)])
            return stored.store(owner, entry)

    return run


def test_the_same_files_of_the_same_object_are_registered_once(store: Store, openbis):
    first, number = store(), len(openbis.data_sets)
    assert (store(), len(openbis.data_sets)) == (first, number)


def test_another_object_has_its_own_data_set(store: Store, openbis, world):
    first, second = store(), store(world.empty_sample)
    assert [openbis.data_sets[each].owner.perm_id for each in (first, second)] == [
        world.upload_owner.perm_id,
        world.empty_sample.perm_id,
    ]


@pytest.mark.parametrize(
    "changed", [entry(**{"a.csv": "2,1"}), entry(**{"b.csv": "1,2"}), entry(**{"a.csv": "1,2", "b.csv": "x"})]
)
def test_other_files_are_another_data_set(store: Store, openbis, changed: ElnEntry):
    first, second = store(), store(entry=changed)
    assert first != second
    assert sorted(openbis.data_sets[second].files) == sorted(f"original/{each.name}" for each in changed.files)
    assert (store(), store(entry=changed)) == (first, second)


def test_another_type_is_another_data_set(store: Store):
    assert store(type_code="ATTACHMENT") != store()
    assert store(type_code="attachment") == store(type_code="ATTACHMENT")


def test_a_data_set_that_was_removed_is_registered_again(store: Store, openbis):
    first = store()
    del openbis.data_sets[first]
    second = store()
    assert second != first
    assert second in openbis.data_sets
    assert store() == second


@pytest.mark.parametrize("error", [Killed(), NotLoggedIn("lab"), UploadUnconfirmed("no answer")])
@pytest.mark.parametrize("is_registered", [False, True])
def test_the_next_import_finds_what_was_registered_or_registers_it(
    store: Store, openbis, registration, clock, error: BaseException, is_registered: bool
):
    number = len(openbis.data_sets)
    setattr(registration, "after" if is_registered else "before", error)
    with pytest.raises(type(error)):
        store()
    registration.before = registration.after = None
    clock.now += dt.timedelta(hours=1)
    perm_id = store()
    assert perm_id in openbis.data_sets
    assert len(openbis.data_sets) == number + 1
    assert (store(), len(openbis.data_sets)) == (perm_id, number + 1)


def test_a_registration_that_may_go_on_is_waited_for(
    store: Store, openbis, registration, monkeypatch: pytest.MonkeyPatch
):
    """openBIS ends it between two looks."""
    registration.before = Killed()
    with pytest.raises(Killed):
        store()
    registration.before = None
    monkeypatch.setattr(lost_registrations, "_PAUSES", (0.0, 0.0, 0.0))
    looks, registered_since = [], registration.registered_since

    def later(session, draft, mark, cancellation):
        looks.append(registered_since(session, draft, mark, cancellation))
        if len(looks) == 2:
            registration.register(session, draft, cancellation, NoProgress())
        return looks[-1]

    registration.registered_since = later
    number = len(openbis.data_sets)
    assert store() in openbis.data_sets
    assert (len(looks), len(openbis.data_sets)) == (3, number + 1)


def test_an_uncertain_registration_names_the_entry_and_the_next_step(store: Store, registration, clock, world):
    registration.after = UploadUnconfirmed("no answer")
    with pytest.raises(UploadUnconfirmed) as caught:
        store()
    message = str(caught.value)
    assert f"{world.upload_owner.identifier} (Growth): " in message
    assert message.endswith("the same import again looks for it, and continues")
    clock.now += dt.timedelta(hours=1)
    registration.registered_since = refuse
    with pytest.raises(UploadUnconfirmed, match=r"\(Growth\): .*same import again"):
        store()


def test_a_refused_registration_is_not_looked_for(store: Store, openbis, registration):
    registration.before = UploadFailed("no space left")
    with pytest.raises(UploadFailed, match="no space left"):
        store()
    registration.before, registration.registered_since = None, refuse
    assert store() in openbis.data_sets


@pytest.mark.parametrize("state", [RowState.DONE, RowState.BEGUN])
def test_data_sets_in_journals_of_the_release_candidate_are_found_in_openbis(
    store: Store, openbis, journals, clock, world, state: RowState
):
    """Its keys were the codes of entries."""
    first = store()
    perm_id = first if state is RowState.DONE else None
    journals.kept[JOURNAL][:] = [JournalEntry(ENTRY.code, state, clock.now, perm_id)]
    clock.now += dt.timedelta(hours=1)
    assert store() == first
    other = store(world.empty_sample)
    assert openbis.data_sets[other].owner.perm_id == world.empty_sample.perm_id
    assert store(entry=entry(**{"a.csv": "2,1"})) not in (first, other)


def refuse(*_: object) -> None:
    raise NEVER
