"""`ls` and `types`: what there is in openBIS."""

from __future__ import annotations

from collections.abc import Sequence

import click
from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model import DataSet, DataSetDescription, Entity, PageRequest, PropertyAssignment
from jupyter_openbis_server.domain.model.property_value import values_of
from jupyter_openbis_server.entrypoints.answers.data_sets import DataSetAnswer, DataSetsAnswer, DataSetTypesAnswer
from jupyter_openbis_server.entrypoints.answers.entities import ContentsAnswer
from jupyter_openbis_server.entrypoints.cli.program import Program
from jupyter_openbis_server.entrypoints.cli.tables import size, table


@click.command("ls")
@click.argument("identifier", default="/")
@click.option("-d", "--data-sets", "only_data_sets", is_flag=True, help="All data sets in it, at any depth.")
@click.option("--start", default=0, show_default=True, type=click.IntRange(0), help="First row.")
@click.option(
    "--count", default=50, show_default=True, type=click.IntRange(1, PageRequest.MOST), help="How many rows at most."
)
@click.pass_obj
def list_(program: Program, identifier: str, start: int, count: int, *, only_data_sets: bool) -> None:
    """List the spaces, or what lies in a space, project, experiment or sample.

    IDENTIFIER is /SPACE, /SPACE/PROJECT, /SPACE/PROJECT/CODE, a permId, or a code that is unique. Data sets are listed
    newest first, those of an experiment with those of its samples.
    """
    page = PageRequest(start, count)
    if only_data_sets:
        data_sets = program.logged_in(lambda name: program.container.list_data_sets()(name, identifier, page))
        program.answer(DataSetsAnswer(), data_sets, lambda: _shown((), data_sets.rows))
        _tell_of_more(program, page, len(data_sets.rows), data_sets.total, data_sets.remark)
    else:
        found = program.logged_in(lambda name: program.container.list_contents()(name, identifier, page))
        program.answer(ContentsAnswer(), found, lambda: _shown(found.entities, found.data_sets))
        _tell_of_more(program, page, len(found), found.total, found.remark)


def _tell_of_more(program: Program, page: PageRequest, count: int, total: int, remark: str | None) -> None:
    if remark:
        program.say(remark)
    elif not total:
        program.say("There is nothing that you may see.")
    if total > page.start + count:
        program.say(f"{total} in all; --start {page.start + count} shows more.")


@click.command()
@click.pass_obj
def types(program: Program) -> None:
    """List the data set types, with the properties that uploads must (*) or may have.

    A property that is marked with + can have several values.
    """
    found = program.logged_in(program.container.list_data_set_types())
    rows = [(each.code, ", ".join(_marked(one) for one in each.assignments if not one.is_computed)) for each in found]
    program.answer(DataSetTypesAnswer(), {"dataSetTypes": found}, lambda: table(rows) if rows else "")


def _marked(assignment: PropertyAssignment) -> str:
    return f"{assignment.code}{'*' * assignment.mandatory}{'+' * assignment.multi_value}"


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
        *((code, text) for code, value in sorted(data_set.properties.items()) for text in values_of(value)),
    ]
    files = [(size(each.size), each.path) for each in found.files if not each.is_folder]
    lines = [table([(name, value) for name, value in facts if value])]
    lines += [table(files)] if files else []
    lines += [f"The files cannot be listed: {found.problem}"] if found.problem else []
    return "\n\n".join(lines)


def _time(data_set: DataSet) -> str:
    return data_set.registered.astimezone().strftime("%Y-%m-%d %H:%M") if data_set.registered else "-"


def _shown(entities: Sequence[Entity], data_sets: Sequence[DataSet]) -> str:
    tables = [table(map(_entity_row, entities))] if entities else []
    tables += [table(map(_data_set_row, data_sets))] if data_sets else []
    return "\n".join(tables)


def _entity_row(entity: Entity) -> tuple[str, ...]:
    return entity.kind.value, entity.identifier, entity.type_code or "-", entity.name or "-"


def _data_set_row(data_set: DataSet) -> tuple[str, ...]:
    return data_set.perm_id, data_set.type_code, _time(data_set), size(data_set.size), data_set.name or "-"
