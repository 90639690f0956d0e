"""Command `lineage`: sources and results of a notebook, data set or object."""

from __future__ import annotations

from pathlib import Path

import click

from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.lineage.lineage import LineageGraph
from jupyter_openbis_server.domain.lineage.trace_lineage import DEFAULT_MAX_NODES, MAX_NODES
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.graphs.formats import FORMATS
from jupyter_openbis_server.entrypoints.library.local_paths import expanded, relative_to_root
from jupyter_openbis_server.entrypoints.schemas.tree import LineageGraphResponse


@click.command(cls=OpenbisCommand)
@click.argument("reference", metavar="NOTEBOOK|REFERENCE")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="Text or picture."
)
@click.option("--depth", type=click.IntRange(min=0), metavar="STEPS", help="Maximum distance. Default: no limit.")
@click.option(
    "--max-nodes", type=click.IntRange(1, MAX_NODES), default=DEFAULT_MAX_NODES, show_default=True, metavar="NUMBER",
    help="The nearest ones are shown.",
)  # fmt: skip
@click.pass_obj
def lineage(cli: CliContext, reference: str, *, form: str, depth: int | None, max_nodes: int) -> None:
    """Show the sources and results of a notebook, data set or object, at any distance.

    Of a file that ends with .ipynb: the data sets that it has used, by its metadata and the downloads that its code
    names, with their ancestors; and those that were uploaded from it, with their descendants.

    dot is for Graphviz, mermaid for Markdown; svg is a picture:
    `jupyter openbis lineage analysis.ipynb --format svg > lineage.svg`.
    """
    graph = _graph(cli, reference, depth, max_nodes)
    content = LineageGraphResponse.content(graph)
    cli.respond(LineageGraphResponse(), content, lambda: FORMATS[form](graph).split("\n"))


def _graph(cli: CliContext, reference: str, depth: int | None, max_nodes: int) -> LineageGraph:
    path = expanded(reference)
    if path.suffix.lower() == ".ipynb":
        if not path.exists():
            raise click.BadParameter(f"File not found: {path}", param_hint="NOTEBOOK")
        notebook = relative_to_root(Path(reference))
        trace = cli.use_cases.research_objects.trace_notebook_lineage
        return cli.run_logged_in(trace, notebook, depth, max_nodes)
    found = cli.run_logged_in(cli.use_cases.catalogue.find_details, reference)
    start = EntityRef(found.kind, found.perm_id)
    return LineageGraph.of(cli.run_logged_in(cli.use_cases.catalogue.trace_lineage, start, depth, max_nodes))
