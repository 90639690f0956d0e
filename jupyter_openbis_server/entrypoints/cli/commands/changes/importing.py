"""Command `import`: entries of an `.eln` archive as objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.eln_archives.import_archive import ImportedObject
from jupyter_openbis_server.domain.eln_archives.plan_import import ImportRequest, PlannedObject
from jupyter_openbis_server.domain.eln_archives.results import ArchiveResults
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.commands.changes.confirming import confirm, dry_run_option, yes_option
from jupyter_openbis_server.entrypoints.cli.commands.transfers.options import transfer_options
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.tables import size
from jupyter_openbis_server.entrypoints.library.local_paths import expanded

_MAX_SHOWN = 80
_MAX_NAMES = 20
_MISSING = "not in the archive, which lists them"
_Plan: TypeAlias = ArchiveResults[PlannedObject]


class _PlannedRows(Schema):
    entry = fields.String(attribute="entry.name")
    identifier = fields.String(attribute="draft.identifier")
    exists = fields.Function(lambda planned: planned.existing is not None)
    properties = fields.Dict()
    leftOut = fields.List(fields.String(), attribute="left_out")  # noqa: N815
    files = fields.Function(lambda planned: [each.name for each in planned.entry.files])
    missing = fields.List(fields.String(), attribute="entry.missing")


class _ImportedRows(Schema):
    permId = fields.String(attribute="entity.perm_id")  # noqa: N815
    identifier = fields.String(attribute="entity.identifier")
    isNew = fields.Boolean(attribute="is_new")  # noqa: N815
    files = fields.Integer()
    dataSet = fields.String(attribute="data_set")  # noqa: N815


@click.command("import", cls=OpenbisCommand)
@click.argument("archive", type=click.Path(exists=True, path_type=Path))
@click.option("--to", "owner", required=True, metavar="IDENTIFIER", help="Collection, project or space of the objects.")
@click.option("--type", "type_code", required=True, help="Type of the objects.")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="FIELD=PROPERTY",
    help="Property for a field, also for name and text. May be repeated.",
)
@click.option("--files-as", "files_type", default="", metavar="TYPE", help="Store files in data sets of this type.")
@dry_run_option
@yes_option
@transfer_options
@click.pass_obj
def import_(
    cli: CliContext,
    archive: Path,
    *,
    owner: str,
    type_code: str,
    mapping: tuple[str, ...],
    files_type: str,
    dry_run: bool,
    yes: bool,
) -> None:
    """Create an object for each entry of an .eln archive (eLabFTW and other notebooks), with its texts and files.

    Fields go to the properties that have their names as codes or labels, if the value fits; others are listed and left
    out. So are files that belong to no entry.
    Texts keep their formatting in properties of the ELN's word processor; in others, they are plain. Files become files
    of the objects (openBIS 7), or with --files-as data sets.

    The same import again continues an interrupted one: it finds the objects by their codes. With --files-as, what is
    registered is kept in ARCHIVE.journal, and a data set that openBIS has not confirmed is looked for, which can take a
    minute. Files that have changed in the archive become another data set.
    """
    path = expanded(archive).absolute()
    request = ImportRequest(str(path), owner, type_code, dict(map(_field_of, mapping)), files_type, f"{path}.journal")
    plan = cli.run_logged_in(cli.use_cases.eln_archives.plan, request)
    if dry_run:
        _respond(cli, _PlannedRows(), plan, plan, _lines_of_plan(plan))
        return
    confirm(cli, _lines_of_plan(plan), f"Import {len(plan)} entries?", yes=yes)
    done: list[ImportedObject] = []
    with cli.transfer("importing") as (cancellation, progress):
        done.extend(cli.use_cases.eln_archives.run(cli.open_session(), request, cancellation, progress))
    for line in _lines_outside_entries(plan):
        cli.echo_info(line)
    _respond(cli, _ImportedRows(), done, plan, (each.entity.identifier for each in done))


def _respond(cli: CliContext, schema: Schema, rows: Sequence[object], plan: _Plan, lines: Iterable[str]) -> None:
    """Write a row for each entry; as JSON also the files of none."""
    if cli.as_json:
        objects = schema.dump(rows, many=True)
        cli.respond_object({"objects": objects, "unused": list(plan.unused), "missing": list(plan.missing)})
    else:
        cli.respond_lines(lines)


def _field_of(text: str) -> tuple[str, str]:
    name, separator, code = text.partition("=")
    if not separator or not name.strip() or not code.strip():
        raise click.BadParameter(f"{text!r} is not FIELD=PROPERTY", param_hint="--map")
    return name.strip(), code.strip()


def _lines_of_plan(plan: _Plan) -> Iterator[str]:
    for each in plan:
        verb = "exists:" if each.existing else "would create"
        type_code = (each.existing and each.existing.type_code) or each.draft.type.code
        yield f"{verb} {each.draft.identifier}, {type_code}: {each.entry.name}"
        yield from (f"  {code} = {_shortened(str(value))}" for code, value in each.properties.items())
        if each.left_out:
            yield f"  left out, without a fitting property: {', '.join(each.left_out)}"
        if each.entry.files:
            amount = size(sum(file.size for file in each.entry.files))
            yield f"  {len(each.entry.files)} files, {amount}"
        if each.entry.missing:
            yield f"  {_MISSING}: {_first(each.entry.missing)}"
    yield from _lines_outside_entries(plan)


def _lines_outside_entries(plan: _Plan) -> Iterator[str]:
    if plan.unused:
        yield f"not imported, as they belong to no entry: {_first(plan.unused)}"
    if plan.missing:
        yield f"{_MISSING}: {_first(plan.missing)}"


def _first(names: Sequence[str]) -> str:
    more = len(names) - _MAX_NAMES
    return ", ".join(names[:_MAX_NAMES]) + (f" and {more} more" if more > 0 else "")


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_SHOWN else f"{line[:_MAX_SHOWN]}…"
