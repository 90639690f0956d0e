"""The tree of a data set's files."""

import pytest

from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    DataSetArchived,
    DataSetNotFound,
    DataSetNotPhysical,
    FileNotInDataSet,
    InvalidPath,
    UnknownConnection,
)
from jupyter_openbis_server.domain.files.list_files import ListFiles


@pytest.fixture
def list_files(session_manager, data_sets, data_store, world) -> ListFiles:
    return ListFiles(session_manager, data_sets, data_store)


def paths(entries) -> list[str]:
    return [entry.path for entry in entries]


def test_tree_has_files_and_folders(list_files, world):
    tree = list_files("lab", world.data_set.perm_id)
    assert paths(tree.children("")) == ["original"]
    assert set(paths(tree.children("original"))) == {
        "original/plate 1",
        "original/none",
        "original/curve.csv",
        "original/empty.txt",
    }
    assert tree.children("original/none") == ()
    curve = tree.entry("original/curve.csv")
    assert tree.children("original/curve.csv") == (curve,)
    assert (curve.data_set.perm_id, curve.file.size) == (world.data_set.perm_id, 13)
    assert tree.entry("").file.is_folder


def test_missing_path_is_an_error(list_files, world):
    tree = list_files("lab", world.data_set.perm_id)
    for look in (tree.entry, tree.children):
        with pytest.raises(
            FileNotInDataSet, match=f"{world.data_set.perm_id} has no file or folder 'original/nothing'"
        ):
            look("original/nothing")


def test_the_components_of_a_container_are_folders(list_files, world):
    tree = list_files("lab", world.container)
    assert paths(tree.children("")) == list(world.components)
    curve = tree.entry(f"{world.data_set.perm_id}/original/curve.csv")
    assert (curve.data_set.perm_id, curve.file.path) == (world.data_set.perm_id, "original/curve.csv")
    assert tree.root.perm_id == world.container


def test_unlisted_component_does_not_hide_the_others(list_files, openbis, world):
    link = openbis.add_data_set("RAW_DATA", world.sample, kind="LINK", link="/nas/raw")
    mixed = openbis.add_data_set(
        "RAW_DATA", world.sample, kind="CONTAINER", components=(link.perm_id, *world.components)
    )
    tree = list_files("lab", mixed.perm_id)
    assert paths(tree.children("")) == [link.perm_id, *world.components]
    with pytest.raises(DataSetNotPhysical, match="/nas/raw"):
        tree.children(link.perm_id)


def test_data_set_without_own_files_is_an_error_with_a_reason(list_files, openbis, world):
    link = openbis.add_data_set("RAW_DATA", world.sample, kind="LINK", link="/nas/raw")
    with pytest.raises(DataSetNotPhysical, match="/nas/raw"):
        list_files("lab", link.perm_id)


def test_archived_files_are_listed_if_the_data_store_can(list_files, data_store, world, monkeypatch):
    assert paths(list_files("lab", world.archived).children("original")) == ["original/old.csv"]

    def cannot(session, data_set):
        raise DataNotAvailable("/store/1 does not exist")

    monkeypatch.setattr(data_store, "files", cannot)
    with pytest.raises(DataSetArchived, match="unarchive"):
        list_files("lab", world.archived)


def test_missing_data_set_is_an_error(list_files):
    with pytest.raises(DataSetNotFound):
        list_files("lab", "20990101000000000-1")
    with pytest.raises(UnknownConnection):
        list_files("nowhere", "20990101000000000-1")


def test_paths_outside_the_data_set_are_refused(list_files, openbis, world):
    hostile = openbis.add_data_set("RAW_DATA", world.sample, {"original/../../x": b"1"})
    with pytest.raises(InvalidPath):
        list_files("lab", hostile.perm_id)


@pytest.mark.parametrize("answer", [True, False])
def test_support_for_partial_reads_is_returned(list_files, openbis, world, answer):
    openbis.reads_parts = answer
    assert list_files("lab", world.data_set.perm_id).reads_parts is answer


def test_an_expired_session_is_renewed(list_files, openbis, world):
    list_files("lab", world.data_set.perm_id)
    openbis.expire_all_sessions()
    assert list_files("lab", world.data_set.perm_id).entries
    assert openbis.login_attempts == 2
