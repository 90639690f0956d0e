"""Import of `.eln` archives by the library, against the fake openBIS of both versions."""

from pathlib import Path

import pytest

from jupyter_openbis_server import (
    Connection,
    EntityNotFound,
    IntegrityError,
    InvalidChange,
    InvalidCrate,
    NoFileServer,
    NotLoggedIn,
    Object,
    connect,
)
from jupyter_openbis_server.domain.uploads.many import lost_registrations
from jupyter_openbis_server.entrypoints.library.shared_program import forget_programs
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from tests.support.eln_archive import unpacked, write_archive

PLACE = "/YEAST_LAB/GROWTH"
FIELDS = {"category": "$NAME", "name": "NOTES"}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "a.eln")


def test_a_plan_creates_nothing(lab: Connection, archive: Path) -> None:
    first, second = lab.plan_import(archive, "ENTRY", PLACE, files_as="RAW_DATA")
    assert first.properties["$NAME"] == "Growth"
    assert str(first.properties["NOTES"]).startswith("<h1>Aim</h1><p>Grow &lt;yeast&gt;")
    assert "steps" in first.left_out
    assert [each.existing for each in (first, second)] == [None, None]
    with pytest.raises(EntityNotFound):
        lab.object(first.draft.identifier or "")


@pytest.mark.uses_pybis
def test_entries_become_objects_with_data_sets_once(lab: Connection, openbis: FakeOpenbis, archive: Path) -> None:
    first, second = lab.import_eln(archive, "ENTRY", PLACE, files_as="RAW_DATA")
    assert isinstance(first.object, Object)
    assert (first.object.name, first.files, first.is_new, second.data_set) == ("Growth", 1, True, "")
    assert [each.path for each in lab.data_set(first.data_set).files("**/*.csv")] == ["original/curve 1.csv"]
    again = lab.import_eln(archive, "ENTRY", lab.project(PLACE), files_as="RAW_DATA")
    assert [(each.object.perm_id, each.is_new, each.data_set) for each in again] == [
        (first.object.perm_id, False, first.data_set),
        (second.object.perm_id, False, ""),
    ]


@pytest.mark.uses_pybis
def test_files_of_no_entry_are_named_in_plans_and_results(lab: Connection, archive: Path) -> None:
    folder = unpacked(archive)
    (folder / "raw.dat").write_bytes(b"x")
    assert lab.plan_import(folder, "ENTRY", PLACE, files_as="RAW_DATA").unused == ("raw.dat",)
    done = lab.import_eln(folder, "ENTRY", PLACE, files_as="RAW_DATA")
    assert (done.unused, len(done), done[0].files) == (("raw.dat",), 2, 1)


def test_fields_go_to_the_properties_that_are_named(lab: Connection, archive: Path) -> None:
    first, _ = lab.plan_import(archive, "ENTRY", PLACE, fields=FIELDS, files_as="RAW_DATA")
    assert first.properties == {"$NAME": "Demo", "NOTES": "<p>Growth</p>"}


def test_wrong_archives_and_types_are_refused(lab: Connection, archive: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidChange, match="NONE"):
        lab.import_eln(archive, "NONE", PLACE)
    (tmp_path / "b.eln").write_bytes(b"PK")
    with pytest.raises(InvalidCrate, match="neither a folder nor a zip archive"):
        lab.plan_import(tmp_path / "b.eln", "ENTRY", PLACE)


@pytest.mark.parametrize("files_as", ["", "NONE", "MICROSCOPY_IMAGE", "QUALITY_REPORT"])
def test_files_that_openbis_cannot_store_are_found_before_anything_is_created(
    lab: Connection, archive: Path, files_as: str
) -> None:
    """There is no file server, no such type, or one with mandatory properties."""
    with pytest.raises((InvalidChange, NoFileServer), match=r"files|no files of objects") as caught:
        lab.import_eln(archive, "ENTRY", PLACE, files_as=files_as)
    assert isinstance(caught.value, InvalidChange if files_as else NoFileServer)
    without_files, _ = lab.plan_import(archive, "ENTRY", PLACE, files_as="RAW_DATA")
    assert without_files.existing is None


@pytest.mark.uses_pybis
def test_a_file_that_changes_after_it_was_checked_is_not_registered(
    lab: Connection, openbis: FakeOpenbis, archive: Path
) -> None:
    folder, number = unpacked(archive), len(openbis.laboratory.data_sets.keys())

    def change(_: object) -> None:
        next(folder.rglob("*.csv")).write_bytes(b"9,9\n")

    with pytest.raises(IntegrityError, match=r"curve 1\.csv: it was changed"):
        lab.import_eln(folder, "ENTRY", PLACE, files_as="RAW_DATA", progress=change)
    assert len(openbis.laboratory.data_sets.keys()) == number
    with pytest.raises(InvalidChange, match=r"curve 1\.csv: its size or checksum"):
        lab.import_eln(folder, "ENTRY", PLACE, files_as="RAW_DATA")


@pytest.mark.uses_pybis
def test_each_object_has_its_data_set_also_after_a_deletion(
    lab: Connection, openbis: FakeOpenbis, archive: Path
) -> None:
    first, _ = lab.import_eln(archive, "ENTRY", PLACE, files_as="RAW_DATA")
    other, _ = lab.import_eln(archive, "ENTRY", "/YEAST_LAB", files_as="RAW_DATA")
    openbis.laboratory.data_sets.remove(first.data_set)
    openbis.laboratory.samples.remove(first.object.perm_id)
    again, _ = lab.import_eln(archive, "ENTRY", PLACE, files_as="RAW_DATA")
    for each in (other, again):
        assert [data_set.perm_id for data_set in each.object.data_sets()] == [each.data_set]


@pytest.mark.uses_pybis
def test_files_that_have_changed_in_the_archive_are_registered(lab: Connection, tmp_path: Path) -> None:
    first, _ = lab.import_eln(write_archive(tmp_path / "a.eln", b"old"), "ENTRY", PLACE, files_as="RAW_DATA")
    second, _ = lab.import_eln(write_archive(tmp_path / "a.eln", b"new"), "ENTRY", PLACE, files_as="RAW_DATA")
    assert (second.object.perm_id, second.is_new) == (first.object.perm_id, False)
    (file,) = lab.data_set(second.data_set).files("**/*.csv")
    with lab.data_set(second.data_set).open(file.path) as stream:
        assert stream.read() == b"new"


@pytest.mark.uses_pybis
@pytest.mark.usefixtures("lab")
def test_the_same_import_continues_after_a_token_has_expired(
    openbis: FakeOpenbis, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lost_registrations, "_PAUSES", (0.0,))
    openbis.faults.inject(Fault(FaultKind.EXPIRE_SESSION, method="createUploadedDataSet"))
    first = connect("a", url=openbis.url, token=openbis.sessions.open("alice"), http_only=True)
    with pytest.raises(NotLoggedIn):
        first.import_eln(archive, "ENTRY", PLACE, files_as="RAW_DATA")
    forget_programs()
    with connect("a", url=openbis.url, token=openbis.sessions.open("alice"), http_only=True) as second:
        done, _ = second.import_eln(archive, "ENTRY", PLACE, files_as="RAW_DATA")
        assert [each.perm_id for each in done.object.data_sets()] == [done.data_set]
