"""`ls` and `types`: what there is in openBIS."""

from __future__ import annotations

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model import DataSet, DataSetDescription, DataSetPage, PageRequest
from jupyter_openbis_server.entrypoints.answers.data_sets import DataSetAnswer, DataSetsAnswer, DataSetTypesAnswer
from jupyter_openbis_server.entrypoints.cli.program import Program
from jupyter_openbis_server.entrypoints.cli.tables import size, table


@click.command("ls")
@click.argument("identifier")
@click.option("--start", default=0, show_default=True, type=click.IntRange(0), help="First row.")
@click.option(
    "--count", default=50, show_default=True, type=click.IntRange(1, PageRequest.MOST), help="How many rows at most."
)
@click.pass_obj
def list_(program: Program, identifier: str, start: int, count: int) -> None:
    """List the data sets of a sample or experiment, the newest first.

    IDENTIFIER is /SPACE/PROJECT/CODE, a permId, or a code that is unique.
    """
    use_case = program.container.list_data_sets()
    page = program.logged_in(lambda name: use_case(name, identifier, PageRequest(start, count)))
    program.answer(DataSetsAnswer(), page, lambda: _shown(page))
    if page.total > start + len(page.rows):
        program.say(f"{page.total} in all; --start {start + len(page.rows)} shows more.")


@click.command()
@click.pass_obj
def types(program: Program) -> None:
    """List the data set types, with the properties that uploads must (*) or may have."""
    found = program.logged_in(program.container.list_data_set_types())
    rows = [
        (each.code, ", ".join(f"{one.code}{'*' * one.mandatory}" for one in each.assignments if not one.is_computed))
        for each in found
    ]
    program.answer(DataSetTypesAnswer(), {"dataSetTypes": found}, lambda: table(rows) if rows else "")


class _FileAnswer(Schema):
    path = fields.String()
    size = fields.Integer()
    isFolder = fields.Boolean(attribute="is_folder")  # noqa: N815
    crc32 = fields.Integer(allow_none=True)


class _DescriptionAnswer(Schema):
    dataSet = fields.Nested(DataSetAnswer, attribute="data_set")  # noqa: N815
    files = fields.List(fields.Nested(_FileAnswer))
    problem = fields.Function(lambda found: str(found.problem) if found.problem else None)


@click.command()
@click.argument("perm_id", metavar="PERMID")
@click.pass_obj
def info(program: Program, perm_id: str) -> None:
    """Show what openBIS knows of a data set, and which files it holds."""
    use_case = program.container.describe_dataset()
    found = program.logged_in(lambda name: use_case(name, perm_id))
    program.answer(_DescriptionAnswer(), found, lambda: _described(found))


def _described(found: DataSetDescription) -> str:
    data_set = found.data_set
    status = data_set.physical.status if data_set.physical else None
    facts = [
        ("data set", data_set.perm_id),
        ("type", data_set.type_code),
        ("kind", data_set.kind if status is None else f"{data_set.kind}, {status}"),
        ("sample", data_set.sample),
        ("experiment", data_set.experiment),
        ("registered", _time(data_set)),
        ("by", data_set.registrator),
        ("size", size(data_set.size)),
        *sorted(data_set.properties.items()),
    ]
    files = [(size(each.size), each.path) for each in found.files if not each.is_folder]
    lines = [table([(name, value) for name, value in facts if value])]
    lines += [table(files)] if files else []
    lines += [f"The files cannot be listed: {found.problem}"] if found.problem else []
    return "\n\n".join(lines)


def _time(data_set: DataSet) -> str:
    return data_set.registered.astimezone().strftime("%Y-%m-%d %H:%M") if data_set.registered else "-"


def _shown(page: DataSetPage) -> str:
    return table(map(_row, page.rows)) if page.rows else "no data sets"


def _row(data_set: DataSet) -> tuple[str, ...]:
    return data_set.perm_id, data_set.type_code, _time(data_set), size(data_set.size), data_set.name or "-"
