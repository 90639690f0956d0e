"""Commands `ls` and `types`: lists of entities, data sets and types."""

from __future__ import annotations

from collections.abc import Iterable

import click
from marshmallow import fields

from jupyter_openbis_server.domain.catalogue.contents import Contents
from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.files.file_tree import FolderRow
from jupyter_openbis_server.domain.files.own_files import OwnFiles
from jupyter_openbis_server.domain.properties.data_set_type import PropertyAssignment
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.iso_times import IsoDataSetResponse
from jupyter_openbis_server.entrypoints.cli.output.tables import local_time, size, table
from jupyter_openbis_server.entrypoints.schemas.data_sets import DataSetsResponse, DataSetTypesResponse
from jupyter_openbis_server.entrypoints.schemas.errors import error_response
from jupyter_openbis_server.entrypoints.schemas.files import FilesResponse
from jupyter_openbis_server.entrypoints.schemas.tree import ContentsResponse


class _DataSetsResponse(DataSetsResponse):
    dataSets = fields.List(fields.Nested(IsoDataSetResponse), attribute="rows")  # noqa: N815


class _ContentsResponse(ContentsResponse):
    dataSets = fields.List(fields.Nested(IsoDataSetResponse), attribute="data_sets")  # noqa: N815


@click.command("ls", cls=OpenbisCommand)
@click.argument("identifier", default="/")
@click.option("-d", "--data-sets", "only_data_sets", is_flag=True, help="All data sets in it, at any depth.")
@click.option("--start", default=0, show_default=True, type=click.IntRange(0), help="First row.")
@click.option(
    "--count",
    default=50,
    show_default=True,
    type=click.IntRange(1, PageRequest.MAX_COUNT),
    help="How many rows at most.",
)
@click.pass_obj
def list_(cli: CliContext, identifier: str, start: int, count: int, *, only_data_sets: bool) -> None:
    """List the spaces, or the contents of a space, project, experiment or sample.

    IDENTIFIER is /SPACE, /SPACE/PROJECT, /SPACE/PROJECT/CODE, a permId, a link of the ELN, or a code that is unique.
    Data sets are listed newest first, those of an experiment with those of its samples; `ls -d` lists all that you may
    see. Files that a sample or experiment has itself, in openBIS's file server (AFS), come last: the content of its
    outermost folder; `info` lists all of them.
    """
    page = PageRequest(start, count)
    if only_data_sets:
        owner = identifier if identifier.strip().strip("/") else None
        data_sets = cli.run_logged_in(cli.use_cases.catalogue.list_data_sets, owner, page)
        cli.respond(_DataSetsResponse(), data_sets, lambda: _shown((), data_sets.rows))
        _report_more(cli, page, len(data_sets.rows), data_sets.total, data_sets.remark)
    else:
        found = cli.run_logged_in(cli.use_cases.catalogue.list_contents, identifier, page)
        files = cli.run_logged_in(cli.use_cases.files.list_own, found)
        _contents_response(cli, found, files)
        _report_more(cli, page, len(found), found.total, files.remark, has_files=files.page is not None)


def _contents_response(cli: CliContext, found: Contents, files: OwnFiles) -> None:
    if cli.as_json:
        page = FilesResponse().dump(files.page) if files.page else None
        problem = error_response(files.problem) if files.problem else None
        response = _ContentsResponse().dump(found)
        cli.respond_object({**response, "remark": files.remark, "files": page, "filesProblem": problem})
        return
    rows = [_file_row(each) for each in files.page.rows] if files.page else []
    cli.respond_lines([*_shown(found.entities, found.data_sets), *table(rows)])
    if files.problem:
        cli.echo_info(f"The files cannot be listed: {files.problem}")
    if files.page and files.page.total > len(rows):
        cli.echo_info(
            f"{files.page.total} files and folders in all; `info {found.place and found.place.perm_id}` lists them."
        )


def _file_row(row: FolderRow) -> tuple[str, ...]:
    return (
        ("folder", f"{row.name}/", size(row.amount.bytes))
        if row.entry.file.is_folder
        else ("file", row.name, size(row.amount.bytes))
    )


def _report_more(
    cli: CliContext, page: PageRequest, count: int, total: int, remark: str | None, *, has_files: bool = False
) -> None:
    if remark:
        cli.echo_info(remark)
    elif not total and not has_files:
        cli.echo_info("Nothing found (or no permission).")
    if total > page.start + count:
        cli.echo_info(f"{total} in all; --start {page.start + count} shows more.")


@click.command(cls=OpenbisCommand)
@click.pass_obj
def types(cli: CliContext) -> None:
    """List the data set types, with the properties that uploads must (*) or may have.

    A property that is marked with + can have several values.
    """
    found = cli.run_logged_in(cli.use_cases.catalogue.list_data_set_types)
    cli.use_cases.catalogue.remember_type_codes(cli.connection_name, [each.code for each in found])  # for completion
    rows = [(each.code, ", ".join(_marked(one) for one in each.assignments if not one.is_computed)) for each in found]
    cli.respond(DataSetTypesResponse(), {"dataSetTypes": found}, lambda: table(rows))


def _marked(assignment: PropertyAssignment) -> str:
    return f"{assignment.code}{'*' * assignment.mandatory}{'+' * assignment.multi_value}"


def _shown(entities: Iterable[Entity], data_sets: Iterable[DataSet]) -> list[str]:
    return [*table(map(_entity_row, entities)), *table(map(_data_set_row, data_sets))]


def _entity_row(entity: Entity) -> tuple[str, ...]:
    return entity.kind.value, entity.identifier, entity.type_code or "-", entity.name or "-"


def _data_set_row(data_set: DataSet) -> tuple[str, ...]:
    return (
        data_set.perm_id,
        data_set.type_code,
        local_time(data_set.registered),
        size(data_set.size),
        data_set.name or "-",
    )
