"""openBIS's tree is browsed one kind of things at a time."""

import pytest

from jupyter_openbis_server.domain.errors import NotInThatPlace
from jupyter_openbis_server.domain.model import EntityKind, PageRequest, Place
from jupyter_openbis_server.domain.use_cases import Browse

ALL = PageRequest(0, 1000)


@pytest.fixture
def browse(keeper, entities, data_sets, world) -> Browse:
    return Browse(keeper, entities, data_sets)


def test_the_whole_instance_has_spaces(browse, world):
    found = browse("lab", EntityKind.SPACE, None, ALL)
    assert (found.entities, found.data_sets, found.total) == ((world.space,), (), 1)


def test_a_project_has_experiments_and_apart_from_them_samples(browse, world):
    place = Place(EntityKind.PROJECT, world.project.perm_id)
    assert world.experiment in browse("lab", EntityKind.EXPERIMENT, place, ALL).entities
    samples = browse("lab", EntityKind.SAMPLE, place, ALL).entities
    assert {each.kind for each in samples} == {EntityKind.SAMPLE}
    assert world.inner_sample not in samples


def test_an_experiment_has_data_sets_of_its_own(browse, world):
    found = browse("lab", EntityKind.DATA_SET, world.experiment, ALL)
    assert {each.perm_id for each in found.data_sets} == world.experiment_data_sets - world.sample_data_sets
    assert (found.entities, found.total) == ((), len(found))


def test_a_page_has_the_rows_that_were_asked_for(browse, world):
    whole = browse("lab", EntityKind.DATA_SET, world.sample, ALL)
    page = browse("lab", EntityKind.DATA_SET, world.sample, PageRequest(2, 3))
    assert (page.data_sets, page.total) == (whole.data_sets[2:5], whole.total)


@pytest.mark.parametrize(
    ("kind", "place", "sentence"),
    [
        (EntityKind.PROJECT, None, "No projects lie directly in the instance itself, which holds spaces"),
        (
            EntityKind.DATA_SET,
            Place(EntityKind.PROJECT, "1-2"),
            "No data sets lie directly in a project, which holds experiments and samples",
        ),
        (
            EntityKind.SAMPLE,
            Place(EntityKind.DATA_SET, "1-2"),
            "No samples lie directly in a data set, which holds no others",
        ),
    ],
)
def test_what_cannot_lie_there_is_refused_with_what_can(browse, kind, place, sentence):
    with pytest.raises(NotInThatPlace) as caught:
        browse("lab", kind, place, ALL)
    assert str(caught.value) == sentence
