"""One folder of a data set is listed page by page."""

import pytest

from jupyter_openbis_server.domain.errors import DataSetNotPhysical, FileNotInDataSet
from jupyter_openbis_server.domain.files.list_files import ListFiles
from jupyter_openbis_server.domain.files.list_folder import ListFolder
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.progress import Amount

FILES = {
    "original/b/deep/x.bin": b"12345",
    "original/b/y.bin": b"123",
    "original/a.txt": b"1",
    "original/B.txt": b"22",
    "original/c.txt": b"",
}


@pytest.fixture
def list_folder(session_manager, data_sets, data_store, world) -> ListFolder:
    return ListFolder(ListFiles(session_manager, data_sets, data_store))


@pytest.fixture
def perm_id(openbis, world) -> str:
    return openbis.add_data_set("RAW_DATA", world.sample, FILES, folders=frozenset({"original/empty"})).perm_id


def rows(page) -> list[tuple[str, int, int]]:
    return [(row.name, row.amount.files, row.amount.bytes) for row in page.rows]


def test_folders_come_first_and_names_are_sorted_ignoring_case(list_folder, perm_id):
    page = list_folder("lab", perm_id, "original", PageRequest(0, 100))
    assert rows(page) == [("b", 2, 8), ("empty", 0, 0), ("a.txt", 1, 1), ("B.txt", 1, 2), ("c.txt", 1, 0)]
    assert (page.total, page.amount) == (5, Amount(5, 11))


def test_root_folder_contains_everything(list_folder, perm_id):
    page = list_folder("lab", perm_id, "", PageRequest(0, 100))
    assert (rows(page), page.total, page.amount) == ([("original", 5, 11)], 1, Amount(5, 11))


@pytest.mark.parametrize("folder", ["original/b", "/original/b/", "original/b/"])
def test_a_folder_is_named_by_its_path(list_folder, perm_id, folder):
    page = list_folder("lab", perm_id, folder, PageRequest(0, 100))
    assert (page.folder, rows(page)) == ("original/b", [("deep", 1, 5), ("y.bin", 1, 3)])


def test_page_contains_the_requested_rows(list_folder, perm_id):
    page = list_folder("lab", perm_id, "original", PageRequest(1, 2))
    assert ([row.name for row in page.rows], page.total) == (["empty", "a.txt"], 5)
    assert list_folder("lab", perm_id, "original", PageRequest(9, 2)).rows == ()


@pytest.mark.parametrize("folder", ["original/nothing", "..", "original/../..", "original//b"])
def test_missing_folder_is_not_found(list_folder, perm_id, folder):
    with pytest.raises(FileNotInDataSet):
        list_folder("lab", perm_id, folder, PageRequest())


def test_error_of_an_unlisted_component_is_raised_when_it_is_opened(list_folder, openbis, world):
    link = openbis.add_data_set("RAW_DATA", world.sample, kind="LINK", link="/nas/raw")
    components = (link.perm_id, *world.components)
    mixed = openbis.add_data_set("RAW_DATA", world.sample, kind="CONTAINER", components=components)
    page = list_folder("lab", mixed.perm_id, "", PageRequest())
    assert {row.name for row in page.rows} == {*components}
    with pytest.raises(DataSetNotPhysical, match="/nas/raw"):
        list_folder("lab", mixed.perm_id, link.perm_id, PageRequest())
