"""`ls` and `types`: what there is in openBIS."""

from __future__ import annotations

import click

from jupyter_openbis_server.domain.model import DataSet, DataSetPage, PageRequest
from jupyter_openbis_server.entrypoints.cli.program import Program
from jupyter_openbis_server.entrypoints.cli.tables import size, table
from jupyter_openbis_server.entrypoints.jupyter.answers import DataSetsAnswer, DataSetTypesAnswer


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


def _shown(page: DataSetPage) -> str:
    return table(map(_row, page.rows)) if page.rows else "no data sets"


def _row(data_set: DataSet) -> tuple[str, ...]:
    registered = data_set.registered.astimezone().strftime("%Y-%m-%d %H:%M") if data_set.registered else "-"
    return data_set.perm_id, data_set.type_code, registered, size(data_set.size), data_set.name or "-"
