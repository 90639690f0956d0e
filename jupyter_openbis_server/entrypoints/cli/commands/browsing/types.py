"""Command `types`: data set types and their properties."""

from __future__ import annotations

import click

from jupyter_openbis_server.domain.properties.entity_type import PropertyAssignment
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.tables import table
from jupyter_openbis_server.entrypoints.schemas.data_sets import DataSetTypesResponse


@click.command(cls=OpenbisCommand)
@click.pass_obj
def types(cli: CliContext) -> None:
    """List the data set types, with the properties that uploads must (*) or may have.

    A property that is marked with + can have several values.
    """
    found = cli.run_logged_in(cli.use_cases.catalogue.list_types)
    cli.use_cases.catalogue.remember_type_codes(cli.connection_name, [each.code for each in found])  # for completion
    rows = [(each.code, ", ".join(_marked(one) for one in each.assignments if not one.is_computed)) for each in found]
    cli.respond(DataSetTypesResponse(), {"dataSetTypes": found}, lambda: table(rows))


def _marked(assignment: PropertyAssignment) -> str:
    return f"{assignment.code}{'*' * assignment.mandatory}{'+' * assignment.multi_value}"
