"""`ls` and `types`: lists of entities, data sets and types."""

from __future__ import annotations

from collections.abc import Iterable

import click
from marshmallow import fields

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.properties.data_set_type import PropertyAssignment
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.iso_times import IsoDataSetResponse
from jupyter_openbis_server.entrypoints.cli.output.tables import local_time, size, table
from jupyter_openbis_server.entrypoints.schemas.data_sets import DataSetsResponse, DataSetTypesResponse
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
    see.
    """
    page = PageRequest(start, count)
    if only_data_sets:
        owner = identifier if identifier.strip().strip("/") else None
        data_sets = cli.run_logged_in(cli.use_cases.catalogue.list_data_sets, owner, page)
        cli.respond(_DataSetsResponse(), data_sets, lambda: _shown((), data_sets.rows))
        _report_more(cli, page, len(data_sets.rows), data_sets.total, data_sets.remark)
    else:
        found = cli.run_logged_in(cli.use_cases.catalogue.list_contents, identifier, page)
        cli.respond(_ContentsResponse(), found, lambda: _shown(found.entities, found.data_sets))
        _report_more(cli, page, len(found), found.total, found.remark)


def _report_more(cli: CliContext, page: PageRequest, count: int, total: int, remark: str | None) -> None:
    if remark:
        cli.echo_info(remark)
    elif not total:
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
