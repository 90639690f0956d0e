"""Lineages: levels, limits and cycles."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import Cancelled, DataSetNotFound, EntityNotFound, InvalidLineage
from jupyter_openbis_server.domain.lineage.lineage import Direction
from jupyter_openbis_server.domain.lineage.trace_lineage import TraceLineage
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.testing.fakes.openbis.relations import MemoryRelations


@pytest.fixture
def relations(network) -> MemoryRelations:
    return MemoryRelations(network)


@pytest.fixture
def trace(session_manager, relations, world) -> TraceLineage:
    return TraceLineage(session_manager, relations)


@pytest.fixture
def family(openbis, world):
    """Data sets `old` <- `parent` <- `start` <- `child` <- `grandchild`, and `sibling`, another child of `parent`."""
    made: dict[str, str] = {}

    def add(name: str, *parents: str) -> str:
        made[name] = openbis.add_data_set(
            "RAW_DATA", world.sample, properties={"$NAME": name}, parents=tuple(made[each] for each in parents)
        ).perm_id
        return made[name]

    add("old")
    add("parent", "old")
    add("start", "parent")
    add("sibling", "parent")
    add("child", "start")
    add("grandchild", "child")
    return made


def ref(perm_id: str) -> EntityRef:
    return EntityRef(EntityKind.DATA_SET, perm_id)


def names(lineage) -> list[str | None]:
    return [each.name for each in lineage.nodes.values()]


def test_one_direction_only_is_followed_on_request(trace, family):
    assert names(trace("lab", ref(family["start"]), direction=Direction.SOURCES)) == ["start", "parent", "old"]
    assert names(trace("lab", ref(family["start"]), direction=Direction.RESULTS)) == ["start", "child", "grandchild"]


def test_ancestors_and_descendants_are_nodes_nearest_first(trace, family, relations):
    found = trace("lab", ref(family["start"]))
    assert names(found) == ["start", "parent", "child", "old", "grandchild"]
    assert set(found.edges) == {
        (family["old"], family["parent"]),
        (family["parent"], family["start"]),
        (family["start"], family["child"]),
        (family["child"], family["grandchild"]),
    }
    assert found.is_complete
    assert relations.requests == 3


@pytest.mark.parametrize(("depth", "expected"), [(0, ["start"]), (1, ["start", "parent", "child"])])
def test_the_depth_limits_the_steps(trace, family, relations, depth, expected):
    found = trace("lab", ref(family["start"]), depth)
    assert names(found) == expected
    assert found.is_complete
    assert relations.requests == depth + 1


def test_the_number_of_nodes_is_limited(trace, family):
    found = trace("lab", ref(family["start"]), None, 3)
    assert names(found) == ["start", "parent", "child"]
    assert not found.is_complete
    assert all(parent in found.nodes and child in found.nodes for parent, child in found.edges)


def test_a_cycle_ends(trace, family, openbis):
    stored = openbis.data_sets[family["old"]]
    openbis.data_sets[family["old"]] = replace(stored, parents=(family["start"], family["old"]))
    found = trace("lab", ref(family["start"]))
    assert (family["start"], family["old"]) in found.edges
    assert (family["old"], family["old"]) in found.edges
    assert set(names(found)) == {"start", "parent", "sibling", "child", "old", "grandchild"}


def test_samples_have_a_lineage_too(trace, world):
    found = trace("lab", EntityRef(EntityKind.SAMPLE, world.daughter.perm_id))
    assert found.edges == ((world.mother.perm_id, world.daughter.perm_id),)


def test_other_kinds_limits_and_missing_entities_are_errors(trace, world):
    for arguments in (
        (EntityRef(EntityKind.EXPERIMENT, world.experiment.perm_id),),
        (ref("1-1"), -1),
        (ref("1-1"), None, 0),
        (ref("1-1"), None, 10_001),
    ):
        with pytest.raises(InvalidLineage):
            trace("lab", *arguments)
    with pytest.raises(DataSetNotFound):
        trace("lab", ref("20010101000000000-999999"))
    with pytest.raises(EntityNotFound):
        trace("lab", EntityRef(EntityKind.SAMPLE, "20010101000000000-999999"))


def test_a_cancelled_trace_ends(trace, family):
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        trace("lab", ref(family["start"]), cancellation=cancellation)
