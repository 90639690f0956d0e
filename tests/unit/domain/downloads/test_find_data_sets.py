"""The data sets that references name."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.downloads.bulk.find_data_sets import FindDataSets, FoundReference
from jupyter_openbis_server.domain.errors import (
    DataSetNotFound,
    EntityNotFound,
    InvalidReference,
    NothingToDownload,
)
from jupyter_openbis_server.testing.fakes.openbis.data_sets import MemoryDataSets
from jupyter_openbis_server.testing.fakes.openbis.entities import MemoryEntities
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from tests.support.world import World

CONNECTION = "lab"


@pytest.fixture
def find(
    session_manager: SessionManager, data_sets: MemoryDataSets, entities: MemoryEntities, world: World
) -> FindDataSets:
    return FindDataSets(session_manager, data_sets, entities)


def only(found: tuple[FoundReference, ...]) -> FoundReference:
    (one,) = found
    return one


def test_perm_ids_name_data_sets(find: FindDataSets, world: World) -> None:
    wanted = (world.data_set.perm_id, world.archived, world.data_set.perm_id)
    assert [each.perm_ids for each in find(CONNECTION, wanted)] == [(world.data_set.perm_id,), (world.archived,)]


@pytest.mark.parametrize("form", ["identifier", "permId", "link"])
def test_sample_names_all_its_data_sets(find: FindDataSets, world: World, form: str) -> None:
    link = eln_url("https://openbis.example.org", EntityKind.SAMPLE, world.sample.perm_id)
    reference = {"identifier": world.sample.identifier.lower(), "permId": world.sample.perm_id, "link": link}[form]
    assert set(only(find(CONNECTION, (reference,))).perm_ids) == set(world.sample_data_sets)


def test_everything_below_a_space_is_found_once(find: FindDataSets, world: World, openbis: MemoryOpenbis) -> None:
    found = only(find(CONNECTION, (world.space.identifier,)))
    listed = {each.perm_id for each in found.data_sets}
    assert listed == set(openbis.data_sets)
    assert len(found.perm_ids) == len(set(found.perm_ids))
    assert world.container in found.perm_ids
    assert not set(world.components) & set(found.perm_ids), "the container includes them"


def test_files_of_owners_in_afs_are_included(find: FindDataSets, world: World, openbis: MemoryOpenbis) -> None:
    openbis.afs_owners.add(world.inner_sample.perm_id)
    found = only(find(CONNECTION, (world.experiment.identifier,)))
    assert world.inner_sample.perm_id in found.perm_ids
    assert only(find(CONNECTION, (world.inner_sample.identifier,))).empty is None


def test_later_references_leave_out_what_earlier_ones_name(find: FindDataSets, world: World) -> None:
    first, second = find(CONNECTION, (world.data_set.perm_id, world.data_set.sample))
    assert first.perm_ids == (world.data_set.perm_id,)
    assert world.data_set.perm_id not in second.perm_ids


def test_unchanged_data_sets_are_left_out(find: FindDataSets, world: World, openbis: MemoryOpenbis) -> None:
    now = dt.datetime(2030, 1, 1, tzinfo=dt.timezone.utc)
    stored = openbis.data_sets[world.data_set.perm_id]
    openbis.data_sets[world.data_set.perm_id] = replace(stored, data_set=replace(stored.data_set, modified=now))
    references = (world.experiment.identifier, world.archived, world.data_set.perm_id, world.project.identifier)
    found = find(CONNECTION, references, modified_since=now)
    assert {one for each in found for one in each.perm_ids} == {world.data_set.perm_id}
    assert not any(each.error or each.empty for each in found)


@pytest.mark.parametrize(
    ("reference", "error"),
    [
        ("20990101000000000-1", DataSetNotFound),
        ("NOSUCH", DataSetNotFound),
        ("/NO/SUCH", EntityNotFound),
        ("a b", InvalidReference),
    ],
)
def test_unknown_reference_has_its_own_error(
    find: FindDataSets, world: World, reference: str, error: type[Exception]
) -> None:
    wrong, right = find(CONNECTION, (reference, world.data_set.perm_id))
    assert isinstance(wrong.error, error)
    assert wrong.perm_ids == ()
    assert right.perm_ids == (world.data_set.perm_id,)


def test_owner_without_anything_is_empty(find: FindDataSets, world: World) -> None:
    assert isinstance(only(find(CONNECTION, (world.empty_sample.identifier,))).empty, NothingToDownload)


def test_code_alone_does_not_name_an_entity(find: FindDataSets, world: World) -> None:
    code = world.sample.identifier.rpartition("/")[2]
    assert isinstance(only(find(CONNECTION, (code,))).error, DataSetNotFound)


def test_a_blank_reference_is_an_error(find: FindDataSets) -> None:
    assert isinstance(only(find(CONNECTION, ("",))).error, InvalidReference)
    assert isinstance(only(find(CONNECTION, (" ",))).error, InvalidReference)
