"""Lineages of notebooks."""

import pytest

from jupyter_openbis_server.domain.errors import NotANotebook, SourceNotReadable, UnknownConnection
from jupyter_openbis_server.domain.lineage.trace_lineage import TraceLineage
from jupyter_openbis_server.domain.research_objects.notebooks import notebook_lineage
from jupyter_openbis_server.domain.research_objects.notebooks.notebook_lineage import TraceNotebookLineage
from jupyter_openbis_server.entrypoints.graphs.formats import text
from jupyter_openbis_server.testing.fakes.openbis.relations import MemoryRelations
from tests.unit.domain.research_objects.conftest import NOTEBOOK, code, notebook_with

URL = "https://openbis.example.org"


@pytest.fixture
def trace(builder, session_manager, network, connections) -> TraceNotebookLineage:
    lineage = TraceLineage(session_manager, MemoryRelations(network))
    return TraceNotebookLineage(builder.find_inputs, builder.parse, lineage, connections)


@pytest.fixture
def family(openbis, world) -> tuple[str, str, str, str]:
    """PermIds of `old` <- `used`, and `produced` <- `later`."""

    def add(*parents: str) -> str:
        return openbis.add_data_set("RAW_DATA", world.sample, properties={"$NAME": "x"}, parents=parents).perm_id

    old, produced = add(), add()
    return old, add(old), produced, add(produced)


def test_sources_and_results_are_followed(trace, workspace, work, family):
    old, used, produced, later = family
    metadata = {"datasets": {used: {"url": URL}}, "openbis": {"permIds": {produced: ""}}}
    workspace.files[NOTEBOOK] = notebook_with(**metadata)
    graph = trace("lab", NOTEBOOK)
    assert set(graph.edges) == {
        (old, used),
        (used, "growth.ipynb"),
        ("growth.ipynb", produced),
        (produced, later),
    }
    assert graph.start == next(iter(graph.nodes)) == "growth.ipynb"
    assert (graph.nodes["growth.ipynb"].kind, graph.nodes[old].name) == ("notebook", "x")
    assert graph.is_complete
    assert old not in trace("lab", NOTEBOOK, depth=0).nodes


def test_results_of_others_and_other_sources_are_not_followed(trace, workspace, work, family, openbis, world):
    old, used, produced, later = family
    of_others = openbis.add_data_set("RAW_DATA", world.sample, parents=(used, old)).perm_id
    also_needed = openbis.add_data_set("RAW_DATA", world.sample, parents=(produced, of_others)).perm_id
    metadata = {"datasets": {used: {"url": URL}}, "openbis": {"permIds": {produced: ""}}}
    workspace.files[NOTEBOOK] = notebook_with(**metadata)
    graph = trace("lab", NOTEBOOK)
    assert set(graph.nodes) == {"growth.ipynb", old, used, produced, later, also_needed}
    shown_as_text = {each for each in graph.nodes if each in text(graph)}
    assert shown_as_text == set(graph.nodes)


def test_both_directions_of_what_was_produced_and_used_are_followed(trace, workspace, work, family):
    old, used, _, _ = family
    workspace.files[NOTEBOOK] = notebook_with(datasets={used: {"url": URL}}, openbis={"permIds": {used: "", old: ""}})
    assert set(trace("lab", NOTEBOOK).edges) == {
        (old, used),
        (used, "growth.ipynb"),
        ("growth.ipynb", used),
        ("growth.ipynb", old),
    }


def test_downloads_that_the_code_names_are_sources(trace, workspace, fetch, perm_id):
    fetch()
    workspace.files[NOTEBOOK] = notebook_with(code(perm_id))
    assert (perm_id, "growth.ipynb") in trace("lab", NOTEBOOK).edges


def test_what_openbis_does_not_show_is_a_node_without_name(trace, workspace, work):
    other = {"url": "https://other.example.org"}
    workspace.files[NOTEBOOK] = notebook_with(datasets={"1-1": {"url": URL}, "1-2": other})
    graph = trace("lab", NOTEBOOK)
    assert [(each.key, each.name) for each in graph.nodes.values()][1:] == [("1-1", ""), ("1-2", "")]


def test_a_notebook_with_many_data_sets_is_not_complete(trace, workspace, work, family, monkeypatch):
    monkeypatch.setattr(notebook_lineage, "MAX_FOLLOWED", 1)
    old, used, produced, _ = family
    workspace.files[NOTEBOOK] = notebook_with(datasets={used: {"url": URL}, produced: {"url": URL}})
    graph = trace("lab", NOTEBOOK)
    assert (graph.is_complete, old in graph.nodes, produced in graph.nodes) == (False, True, True)


def test_wrong_requests_are_refused(trace, workspace, work):
    with pytest.raises(UnknownConnection):
        trace("other", NOTEBOOK)
    with pytest.raises(SourceNotReadable):
        trace("lab", "work/missing.ipynb")
    workspace.files[NOTEBOOK] = b"text"
    with pytest.raises(NotANotebook):
        trace("lab", NOTEBOOK)
