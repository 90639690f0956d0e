"""openBIS's tree is listed level by level."""

import pytest

from jupyter_openbis_server.domain.errors import EntityNotFound, InvalidReference
from jupyter_openbis_server.domain.model import EntityKind, PageRequest
from jupyter_openbis_server.domain.use_cases import ListContents

ALL = PageRequest(0, 1000)


@pytest.fixture
def list_contents(keeper, entities, data_sets, world) -> ListContents:
    return ListContents(keeper, entities, data_sets)


@pytest.mark.parametrize("place", ["", "/", " / "])
def test_the_whole_instance_has_spaces(list_contents, world, place):
    found = list_contents("lab", place, ALL)
    assert (found.place, found.entities, found.data_sets) == (None, (world.space,), ())


def test_a_space_has_projects_then_samples(list_contents, world):
    found = list_contents("lab", "/LAB", ALL)
    assert found.place == world.space
    assert [each.kind for each in found.entities] == [EntityKind.PROJECT, EntityKind.PROJECT, EntityKind.SAMPLE]


def test_a_project_has_no_data_sets_of_its_own(list_contents, world):
    found = list_contents("lab", world.project.identifier, ALL)
    assert {each.kind for each in found.entities} == {EntityKind.EXPERIMENT, EntityKind.SAMPLE}
    assert found.data_sets == ()


def test_an_experiment_has_samples_and_data_sets(list_contents, world):
    found = list_contents("lab", world.experiment.identifier, ALL)
    assert found.entities == (world.inner_sample,)
    assert {each.perm_id for each in found.data_sets} == world.experiment_data_sets
    assert found.total == len(found) == 1 + len(world.experiment_data_sets)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_pages_go_on_from_entities_to_data_sets(list_contents, world, count):
    whole = list_contents("lab", world.experiment.identifier, ALL)
    rows = []
    while len(rows) < whole.total:
        page = list_contents("lab", world.experiment.identifier, PageRequest(len(rows), count))
        assert page.total == whole.total
        rows += [*page.entities, *page.data_sets]
    assert rows == [*whole.entities, *whole.data_sets]


def test_beyond_the_end_there_are_no_rows(list_contents, world):
    found = list_contents("lab", "/LAB", PageRequest(500, 10))
    assert (len(found), found.total) == (0, 3)


def test_what_does_not_exist_is_not_found(list_contents):
    with pytest.raises(EntityNotFound, match="sample, experiment, project or space: /NOTHING"):
        list_contents("lab", "/nothing", ALL)


def test_what_names_nothing_is_refused(list_contents):
    with pytest.raises(InvalidReference):
        list_contents("lab", "two words", ALL)
