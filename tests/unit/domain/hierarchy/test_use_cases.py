"""Folders of entities: their contents, and single entries."""

import pytest

from jupyter_openbis_server.domain.catalogue.browsing import Browse
from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.errors import UnknownConnection
from jupyter_openbis_server.domain.hierarchy.use_cases import FindEntry, ListFolderContents


@pytest.fixture
def contents(session_manager, entities, data_sets, world) -> ListFolderContents:
    return ListFolderContents(Browse(session_manager, entities, data_sets))


@pytest.fixture
def find(session_manager, entities, data_sets, world) -> FindEntry:
    return FindEntry(session_manager, entities, data_sets)


def test_every_entry_of_the_hierarchy_is_found_by_its_name(contents, find) -> None:
    folders: list[Entity | None] = [None]
    seen = set()
    while folders:
        folder = folders.pop()
        for name, item in contents("lab", folder).entries.items():
            found = find("lab", folder, name)
            assert found is not None, name
            assert (type(found), found.perm_id) == (type(item), item.perm_id)
            seen.add(type(item))
            folders += [item] if isinstance(item, Entity) else []
    assert seen == {Entity, DataSet}


def test_experiment_has_the_code_and_a_sample_of_the_same_code_its_kind(contents, find, world) -> None:
    code = world.twin.code
    for project in (world.project, world.sample_project):
        entries = contents("lab", project).entries
        if f"{code}.sample" in entries:
            assert entries[f"{code}.sample"] == find("lab", project, f"{code}.sample") == world.twin
            assert entries[code] == find("lab", project, code) != world.twin
            return
    pytest.fail("no twin")


def test_data_set_is_found_in_its_own_folder_only(find, world) -> None:
    (perm_id, *_) = world.sample_data_sets
    assert find("lab", world.sample, perm_id).perm_id == perm_id
    assert find("lab", world.sample, f"{perm_id}.dataset").perm_id == perm_id
    for other in (world.empty_sample, world.experiment, world.project, world.space, None):
        assert find("lab", other, perm_id) is None
    assert find("lab", world.sample, "20990101000000000-1") is None


@pytest.mark.parametrize("name", ["", "files", "no_code", "NO_SUCH", "NO_SUCH.sample", "*", "X.dataset"])
def test_missing_entry_is_none(find, world, name) -> None:
    for place in (None, world.space, world.project, world.experiment, world.sample):
        assert find("lab", place, name) is None


def test_listing_of_data_sets_keeps_their_names_only(contents, world) -> None:
    properties = [each.properties for each in contents("lab", world.sample).entries.values()]
    assert {code for each in properties for code in each} == {"$NAME"}


def test_unknown_connection_is_an_error(contents, find) -> None:
    with pytest.raises(UnknownConnection):
        contents("nowhere", None)
    with pytest.raises(UnknownConnection):
        find("nowhere", None, "SPACE")
