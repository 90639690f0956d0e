"""Some files of a data set, and where they go."""

import pytest

from jupyter_openbis_server.domain.errors import DownloadFailed, NothingSelected
from jupyter_openbis_server.domain.model import Selection

from .conftest import without_manifests


def test_only_selected_files_arrive_and_their_folders(download, folders, perm_id):
    done = download("lab", perm_id, "/data", selection=Selection(("plate 1",)))
    assert list(without_manifests(folders)) == [f"{done.path}/original/plate 1/Bild äöü.png"]
    assert f"{done.path}/original/none" not in folders.folders


def test_a_selection_of_nothing_is_said_so(download, folders, perm_id):
    with pytest.raises(NothingSelected, match=r"no file that fits \*\.docx"):
        download("lab", perm_id, "/data", selection=Selection(("*.docx",)))
    assert folders.folders == set()


def test_openbis_outermost_folder_can_be_left_out(download, folders, perm_id, world):
    done = download("lab", perm_id, "/data", flat=True)
    expected = {path.removeprefix("original/"): content for path, content in world.data_set.files.items()}
    assert without_manifests(folders) == {f"{done.path}/{path}": content for path, content in expected.items()}
    assert f"{done.path}/none" in folders.folders
    assert f"{done.path}/original" not in folders.folders


def test_two_files_never_get_one_name(download, openbis, folders, world):
    twice = openbis.add_data_set("RAW_DATA", world.sample, {"original/x.csv": b"1", "x.csv": b"2"})
    with pytest.raises(DownloadFailed, match=r"x\.csv"):
        download("lab", twice.perm_id, "/data", flat=True)
    assert folders.files == {}
