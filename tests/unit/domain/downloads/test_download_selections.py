"""Download of selected files, and their local paths."""

import pytest

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import DownloadFailed, NoFilesMatch
from jupyter_openbis_server.domain.files.selection import Selection
from tests.unit.domain.conftest import without_manifests


def test_only_selected_files_and_their_folders_are_downloaded(download, folders, perm_id):
    done = download("lab", perm_id, "/data", selection=Selection(("plate 1",)))
    assert list(without_manifests(folders)) == [f"{done.path}/original/plate 1/Bild äöü.png"]
    assert f"{done.path}/original/none" not in folders.folders


def test_selection_without_matches_is_an_error(download, folders, perm_id):
    with pytest.raises(NoFilesMatch, match=r"no file that fits \*\.docx"):
        download("lab", perm_id, "/data", selection=Selection(("*.docx",)))
    assert folders.folders == set()


def test_outermost_folder_can_be_omitted(download, folders, perm_id, world):
    done = download("lab", perm_id, "/data", flat=True)
    expected = {path.removeprefix("original/"): content for path, content in world.data_set.files.items()}
    assert without_manifests(folders) == {f"{done.path}/{path}": content for path, content in expected.items()}
    assert f"{done.path}/none" in folders.folders
    assert f"{done.path}/original" not in folders.folders


def test_two_files_never_get_the_same_path(download, openbis, folders, world):
    twice = openbis.add_data_set("RAW_DATA", world.sample, {"original/x.csv": b"1", "x.csv": b"2"})
    with pytest.raises(DownloadFailed, match=r"x\.csv"):
        download("lab", twice.perm_id, "/data", flat=True)
    assert folders.files == {}


def test_data_set_without_a_matching_file_is_skipped(download_dataset, openbis, folders, world):
    with_it = openbis.add_data_set("RAW_DATA", world.sample, {"original/a.csv": b"1"}).perm_id
    without = openbis.add_data_set("RAW_DATA", world.sample, {"original/DEFAULT/a.csv": b"2"}).perm_id
    request = DownloadRequest((without, with_it), "/data", Selection(("a.csv",)))
    skipped, done = download_dataset("lab", request)
    assert (skipped.skipped.perm_id, done.skipped) == (without, None)
    assert "try **/a.csv" in str(skipped.skipped)
    assert list(without_manifests(folders)) == [f"/data/{with_it}/original/a.csv"]
    assert not any(without in path for path in folders.folders)


def test_error_has_a_hint_if_no_file_of_any_data_set_matches(download_dataset, openbis, folders, world):
    first = openbis.add_data_set("RAW_DATA", world.sample, {"original/b.txt": b"1"}).perm_id
    second = openbis.add_data_set("RAW_DATA", world.sample, {"original/DEFAULT/a.csv": b"2"}).perm_id
    with pytest.raises(NoFilesMatch, match=rf"{second} .*there is original/DEFAULT/a\.csv; try \*\*/a\.csv"):
        download_dataset("lab", DownloadRequest((first, second), "/data", Selection(("a.csv",))))
    assert folders.folders == set()
