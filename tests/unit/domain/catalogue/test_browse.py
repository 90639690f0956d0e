"""Browsing the tree of openBIS: the children of an entity, one kind at a time."""

import pytest

from jupyter_openbis_server.domain.catalogue.browsing import Browse
from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import KindNotAllowedHere
from jupyter_openbis_server.domain.shared.page import PageRequest

ALL = PageRequest(0, 1000)


@pytest.fixture
def browse(session_manager, entities, data_sets, world) -> Browse:
    return Browse(session_manager, entities, data_sets)


def test_root_contains_spaces(browse, world):
    found = browse("lab", EntityKind.SPACE, None, ALL)
    assert (found.entities, found.data_sets, found.total) == ((world.space,), (), 1)


def test_project_contains_experiments_and_samples(browse, world):
    place = EntityRef(EntityKind.PROJECT, world.project.perm_id)
    assert world.experiment in browse("lab", EntityKind.EXPERIMENT, place, ALL).entities
    samples = browse("lab", EntityKind.SAMPLE, place, ALL).entities
    assert {each.kind for each in samples} == {EntityKind.SAMPLE}
    assert world.inner_sample not in samples


def test_experiment_contains_its_data_sets(browse, world):
    found = browse("lab", EntityKind.DATA_SET, world.experiment, ALL)
    assert {each.perm_id for each in found.data_sets} == world.experiment_data_sets - world.sample_data_sets
    assert (found.entities, found.total) == ((), len(found))


def test_page_contains_the_requested_rows(browse, world):
    whole = browse("lab", EntityKind.DATA_SET, world.sample, ALL)
    page = browse("lab", EntityKind.DATA_SET, world.sample, PageRequest(2, 3))
    assert (page.data_sets, page.total) == (whole.data_sets[2:5], whole.total)


@pytest.mark.parametrize(
    ("kind", "place", "sentence"),
    [
        (EntityKind.PROJECT, None, "No projects are directly in the instance itself, which contains spaces"),
        (
            EntityKind.DATA_SET,
            EntityRef(EntityKind.PROJECT, "1-2"),
            "No data sets are directly in a project, which contains experiments and samples",
        ),
        (
            EntityKind.SAMPLE,
            EntityRef(EntityKind.DATA_SET, "1-2"),
            "No samples are directly in a data set, which contains no others",
        ),
    ],
)
def test_disallowed_child_kind_is_refused_with_the_allowed_kinds(browse, kind, place, sentence):
    with pytest.raises(KindNotAllowedHere) as caught:
        browse("lab", kind, place, ALL)
    assert str(caught.value) == sentence
