"""Import of `.eln` archives into openBIS 7, where the files of an entry become those of its object."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server import Connection, FilesNotUploaded, IntegrityError, InvalidChange
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as content
from tests.support.eln_archive import unpacked, write_archive

PLACE = "/YEAST_LAB/GROWTH"
LARGE = bytes(range(256)) * (12 << 12)
"""More than uploads send in one part."""
NAMES = ("µ 50%.txt", "sub/#1.txt", "-rf", "it's.txt")


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=content.USERS, settings=ServerSettings("3.7", afs="unlisted")) as server:
        yield server


@pytest.mark.uses_pybis
def test_files_of_entries_are_stored_once_and_completed(lab: Connection, openbis: FakeOpenbis, tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "a.eln", LARGE)
    first, _ = lab.import_eln(archive, "ENTRY", PLACE)
    folder = openbis.laboratory.afs_path(first.object.perm_id)
    assert (folder / "curve 1.csv").read_bytes() == LARGE
    (folder / "curve 1.csv").unlink()
    again, _ = lab.import_eln(archive, "ENTRY", PLACE)
    assert (again.object.perm_id, again.is_new) == (first.object.perm_id, False)
    assert (folder / "curve 1.csv").read_bytes() == LARGE


@pytest.mark.uses_pybis
def test_names_of_files_may_have_any_characters(lab: Connection, openbis: FakeOpenbis, tmp_path: Path) -> None:
    _, second = lab.import_eln(with_files(tmp_path / "a.eln", *NAMES), "ENTRY", PLACE)
    folder = openbis.laboratory.afs_path(second.object.perm_id)
    assert second.files == len(NAMES)
    assert [(folder / name).read_text() for name in NAMES] == list(NAMES)


def test_a_name_that_the_file_server_refuses_is_found_before_anything_is_created(
    lab: Connection, tmp_path: Path
) -> None:
    archive = with_files(tmp_path / "a.eln", "what?.txt")
    with pytest.raises(InvalidChange, match=r"Empty: what\?\.txt"):
        lab.import_eln(archive, "ENTRY", PLACE)
    planned = lab.plan_import(archive, "ENTRY", PLACE, files_as="RAW_DATA")
    assert [each.existing for each in planned] == [None, None]


@pytest.mark.uses_pybis
@pytest.mark.parametrize("content", [b"1,2\n", LARGE])
def test_a_file_that_changes_after_it_was_checked_is_not_stored(
    lab: Connection, openbis: FakeOpenbis, tmp_path: Path, content: bytes
) -> None:
    folder = unpacked(write_archive(tmp_path / "a.eln", content))

    def change(_: object) -> None:
        next(folder.rglob("*.csv")).write_bytes(content[::-1])

    with pytest.raises(FilesNotUploaded, match=r"curve 1\.csv: it was changed") as caught:
        lab.import_eln(folder, "ENTRY", PLACE, progress=change)
    assert isinstance(caught.value.__cause__, IntegrityError)
    planned, _ = lab.plan_import(write_archive(tmp_path / "b.eln", content), "ENTRY", PLACE)
    assert planned.existing
    stored = openbis.laboratory.afs_path(planned.existing.perm_id)
    assert [each.name for each in stored.rglob("*.csv")] == []


def with_files(path: Path, *names: str) -> Path:
    """Write an archive with files in the folder of the second entry."""
    archive = write_archive(path)
    with zipfile.ZipFile(archive, "a") as file:
        for name in names:
            file.writestr(f"2024-05-17-export/Empty - 3c4d/{name}", name)
    return archive
