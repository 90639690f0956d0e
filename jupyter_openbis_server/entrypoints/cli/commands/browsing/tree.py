"""Command `tree`: entities and data sets, or the files of a data set, as a tree."""

from __future__ import annotations

from collections.abc import Iterator

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.walk_tree import TreeNode
from jupyter_openbis_server.domain.errors import EntityNotFound
from jupyter_openbis_server.domain.files.file_tree import FileTree, TreeEntry
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.commands.browsing.files import entry_as_object, files_of, may_be_data_set
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.tables import size
from jupyter_openbis_server.entrypoints.cli.output.terminal import write

_SPACE, _LINE, _BRANCH, _END = "    ", "│   ", "├── ", "└── "
_MAX_DEPTH = 100


class _NodeResponse(Schema):
    kind = fields.Function(lambda node: node.row.kind.value if isinstance(node.row, Entity) else "dataSet")
    permId = fields.String(attribute="row.perm_id")  # noqa: N815
    identifier = fields.Function(lambda node: node.row.identifier if isinstance(node.row, Entity) else None)
    type = fields.String(attribute="row.type_code", allow_none=True)
    name = fields.String(attribute="row.name", allow_none=True)
    size = fields.Function(lambda node: None if isinstance(node.row, Entity) else node.row.size)
    depth = fields.Integer()
    parent = fields.String(attribute="parent.perm_id", allow_none=True, dump_default=None)


@click.command(cls=OpenbisCommand)
@click.argument("reference", default="/")
@click.option("--depth", default=3, show_default=True, type=click.IntRange(1, _MAX_DEPTH), help="Number of levels.")
@click.pass_obj
def tree(cli: CliContext, reference: str, depth: int) -> None:
    """Show a space, project, experiment or sample with all that is in it; of a data set, its files.

    REFERENCE is as for `ls`. Each entity costs a request to openBIS, so --depth limits the levels.
    """
    walk = cli.use_cases.catalogue.walk_tree
    try:
        root = cli.run_logged_in(walk.root, reference)
    except EntityNotFound:
        if not may_be_data_set(reference):
            raise
        _show_files(cli, files_of(cli, reference), depth)
        return
    nodes = walk(cli.open_session(), root, depth)
    if cli.as_json:
        rows = _NodeResponse().dump(nodes, many=True)
        cli.respond_object({"root": root.identifier if root else "/", "nodes": rows})
        return
    write(root.identifier if root else "/")
    for node in nodes:  # shown at once: a large tree takes a while
        write(_line(node))


def _line(node: TreeNode) -> str:
    row = node.row
    if isinstance(row, Entity):
        label = row.identifier.rpartition("/")[2]
        more = [row.kind.value, row.type_code, row.name]
    else:
        label = row.perm_id
        more = [row.type_code, size(row.size), row.name]
    return f"{_indentation(node.lasts)}{label}  {', '.join(filter(None, more))}"


def _indentation(lasts: tuple[bool, ...]) -> str:
    above = "".join(_SPACE if each else _LINE for each in lasts[:-1])
    return above + (_END if lasts[-1] else _BRANCH)


def _show_files(cli: CliContext, files: FileTree, depth: int) -> None:
    shown = [(entry, lasts) for entry, lasts in _below(files, "", ()) if len(lasts) <= depth]
    if cli.as_json:
        cli.respond_object(
            {
                "root": files.root.perm_id,
                "nodes": [{**entry_as_object(each), "depth": len(lasts)} for each, lasts in shown],
            }
        )
        return
    lines = (f"{_indentation(lasts)}{_file_label(each)}" for each, lasts in shown)
    cli.respond_lines([files.root.perm_id, *lines])


def _below(files: FileTree, folder: str, lasts: tuple[bool, ...]) -> Iterator[tuple[TreeEntry, tuple[bool, ...]]]:
    entries = sorted(files.children(folder), key=lambda each: (not each.file.is_folder, each.path))
    for number, entry in enumerate(entries, start=1):
        here = (*lasts, number == len(entries))
        yield entry, here
        if entry.file.is_folder and not entry.problem:
            yield from _below(files, entry.path, here)


def _file_label(entry: TreeEntry) -> str:
    name = entry.path.rpartition("/")[2]
    if entry.problem:
        return f"{name}/  ({entry.problem})"
    return f"{name}/" if entry.file.is_folder else f"{name}  {size(entry.file.size)}"
