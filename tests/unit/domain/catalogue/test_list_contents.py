"""Listing of the tree of openBIS, one level at a time."""

import pytest

from jupyter_openbis_server.domain.catalogue.browsing import ListContents
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import EntityNotFound, InvalidReference
from jupyter_openbis_server.domain.shared.page import PageRequest

ALL = PageRequest(0, 1000)


@pytest.fixture
def list_contents(session_manager, entities, data_sets, world) -> ListContents:
    return ListContents(session_manager, entities, data_sets)


@pytest.mark.parametrize("place", ["", "/", " / "])
def test_root_contains_spaces(list_contents, world, place):
    found = list_contents("lab", place, ALL)
    assert (found.place, found.entities, found.data_sets) == (None, (world.space,), ())


def test_space_contains_projects_then_samples(list_contents, world):
    found = list_contents("lab", "/LAB", ALL)
    assert found.place == world.space
    assert [each.kind for each in found.entities] == [EntityKind.PROJECT, EntityKind.PROJECT, EntityKind.SAMPLE]


def test_project_contains_no_data_sets(list_contents, world):
    found = list_contents("lab", world.project.identifier, ALL)
    assert {each.kind for each in found.entities} == {EntityKind.EXPERIMENT, EntityKind.SAMPLE}
    assert found.data_sets == ()


def test_experiment_contains_samples_and_data_sets(list_contents, world):
    found = list_contents("lab", world.experiment.identifier, ALL)
    assert found.entities == (world.inner_sample,)
    assert {each.perm_id for each in found.data_sets} == world.experiment_data_sets
    assert found.total == len(found) == 1 + len(world.experiment_data_sets)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_pages_continue_from_entities_to_data_sets(list_contents, world, count):
    whole = list_contents("lab", world.experiment.identifier, ALL)
    rows = []
    while len(rows) < whole.total:
        page = list_contents("lab", world.experiment.identifier, PageRequest(len(rows), count))
        assert page.total == whole.total
        rows += [*page.entities, *page.data_sets]
    assert rows == [*whole.entities, *whole.data_sets]


def test_page_beyond_the_end_is_empty(list_contents, world):
    found = list_contents("lab", "/LAB", PageRequest(500, 10))
    assert (len(found), found.total) == (0, 3)


def test_missing_entity_is_not_found(list_contents):
    with pytest.raises(EntityNotFound, match="sample, experiment, project or space: /NOTHING"):
        list_contents("lab", "/nothing", ALL)


def test_text_that_is_no_reference_is_refused(list_contents):
    with pytest.raises(InvalidReference):
        list_contents("lab", "two words", ALL)
