"""A named entity or data set with its properties, relatives and files."""

import pytest

from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import DataSetNotFound, EntityNotFound, InvalidReference, UnknownConnection
from jupyter_openbis_server.domain.files.describe import Describe
from jupyter_openbis_server.domain.properties.entity_type import EntityType, PropertyAssignment


@pytest.fixture
def describe(session_manager, entities, data_sets, data_store, world) -> Describe:
    return Describe(session_manager, entities, data_sets, data_store)


def test_metadata_and_files_of_a_data_set_are_returned(describe, world):
    found = describe("lab", world.data_set.perm_id)
    assert found.details.data_set.properties == world.data_set.properties
    assert {each.file.path: each.file.size for each in found.files if not each.file.is_folder} == {
        path: len(content) for path, content in world.data_set.files.items()
    }
    assert [each.component for each in found.files] == [None] * len(found.files)
    assert found.problem is None
    assert found.details.eln_url.endswith(world.data_set.perm_id)


def test_missing_entity_is_an_error(describe):
    with pytest.raises(DataSetNotFound):
        describe("lab", "20990101000000000-1")
    with pytest.raises(EntityNotFound):
        describe("lab", "/NO/SUCH/SAMPLE")
    with pytest.raises(InvalidReference):
        describe("lab", "a b c")
    with pytest.raises(UnknownConnection):
        describe("nowhere", "20990101000000000-1")


def test_metadata_is_returned_if_files_cannot_be_listed(describe, openbis, world):
    outside = openbis.add_data_set("RAW_DATA", world.experiment, kind="LINK")
    found = describe("lab", outside.perm_id)
    assert (found.details.data_set.kind, found.files) == ("LINK", ())


@pytest.mark.parametrize("kind", ["sample", "experiment", "project", "space"])
def test_each_kind_of_entity_is_described_by_identifier_link_and_permid(describe, world, kind):
    entity = getattr(world, kind)
    link = eln_url("https://other.example.org", entity.kind, entity.perm_id, entity.identifier)
    for text in (entity.identifier, entity.identifier.lower(), link, f" {link} "):
        found = describe("lab", text)
        assert (found.details.kind, found.details.identifier) == (entity.kind, entity.identifier)
        assert found.files == ()
    if entity.kind is not EntityKind.SPACE:
        assert describe("lab", entity.perm_id).details.identifier == entity.identifier


def test_link_to_a_data_set_describes_that_data_set(describe, world):
    link = eln_url("https://other.example.org", EntityKind.DATA_SET, world.data_set.perm_id)
    assert describe("lab", link).details.perm_id == world.data_set.perm_id


def test_files_of_a_container_name_their_component(describe, openbis, world):
    first = openbis.add_data_set("RAW_DATA", world.sample, {"original/plate.csv": b"1"})
    second = openbis.add_data_set("RAW_DATA", world.sample, {"original/plate.csv": b"22"})
    archived = openbis.add_data_set("RAW_DATA", world.sample, kind="LINK")
    whole = openbis.add_data_set(
        "RAW_DATA", world.sample, kind="CONTAINER", components=(first.perm_id, second.perm_id, archived.perm_id)
    )
    found = describe("lab", whole.perm_id)
    assert {each.whole_path: each.file.size for each in found.files if not each.file.is_folder} == {
        f"{first.perm_id}/original/plate.csv": 1,
        f"{second.perm_id}/original/plate.csv": 2,
    }


def test_samples_in_properties_get_their_identifiers(describe, openbis, world):
    openbis.add_type(EntityType("LINKING", assignments=(PropertyAssignment("FROM", data_type="SAMPLE"),)))
    data_set = openbis.add_data_set("LINKING", world.sample, properties={"FROM": world.sample.perm_id})
    found = describe("lab", data_set.perm_id)
    assert found.samples == {world.sample.perm_id: world.sample.identifier}
