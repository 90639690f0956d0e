"""The tree of entities and data sets, walked on demand."""

import pytest

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.walk_tree import WalkTree
from jupyter_openbis_server.domain.errors import EntityNotFound


@pytest.fixture
def walk(session_manager, entities, data_sets, world) -> WalkTree:
    return WalkTree(session_manager, entities, data_sets)


def test_all_data_sets_of_the_instance_are_reached_once(walk, openbis):
    nodes = list(walk("lab", walk.root("lab", "/"), 100))
    data_sets = [node.row.perm_id for node in nodes if isinstance(node.row, DataSet)]
    assert sorted(data_sets) == sorted(openbis.data_sets)
    entities = [node.row.perm_id for node in nodes if isinstance(node.row, Entity)]
    assert sorted(entities) == sorted(openbis.entities)


def test_each_node_is_below_its_owner(walk, world):
    nodes = list(walk("lab", walk.root("lab", world.experiment.identifier), 100))
    (inner,) = [node for node in nodes if node.row == world.inner_sample]
    assert (inner.parent, inner.depth) == (world.experiment, 1)
    below = {node.row.perm_id for node in nodes if node.parent == world.inner_sample}
    assert below == {node.row.perm_id for node in nodes if node.depth == 2}
    assert below


def test_last_rows_are_marked(walk, world):
    nodes = list(walk("lab", world.experiment, 1))
    assert [node.lasts for node in nodes] == [(False,)] * (len(nodes) - 1) + [(True,)]


def test_deeper_levels_are_not_requested(walk, world, network, monkeypatch):
    asked = []
    inside = walk.entities.inside
    monkeypatch.setattr(walk.entities, "inside", lambda *args: (asked.append(args[1]), inside(*args))[1])
    assert {node.depth for node in walk("lab", None, 2)} == {1, 2}
    assert asked == [None, world.space, world.space]


def test_unknown_root_is_an_error(walk):
    with pytest.raises(EntityNotFound):
        walk.root("lab", "/NO/SUCH")
