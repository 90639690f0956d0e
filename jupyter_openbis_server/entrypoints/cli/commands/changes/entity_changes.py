"""Command `set`: change a data set, sample or experiment."""

from __future__ import annotations

from collections.abc import Iterator

import click

from jupyter_openbis_server.domain.changes.entity_change import ChangePlan, ChangeRequest
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.commands.changes.confirming import (
    confirm,
    dry_run_option,
    lines_of_parents,
    shown,
    yes_option,
)
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.options.property_options import values_from_options
from jupyter_openbis_server.entrypoints.cli.output.tables import table
from jupyter_openbis_server.entrypoints.schemas.changes.entity_changes import ChangedEntityResponse, ChangePlanResponse

_NAME = "$NAME"


@click.command("set", cls=OpenbisCommand)
@click.argument("reference")
@click.argument("values", metavar="CODE=VALUE...", nargs=-1)
@click.option("--name", help=f"The name, i.e. the property {_NAME}; empty to clear it.")
@click.option("--add-parent", "added", multiple=True, metavar="REFERENCE", help="A parent to add. May be repeated.")
@click.option(
    "--remove-parent", "removed", multiple=True, metavar="REFERENCE", help="A parent to remove. May be repeated."
)
@yes_option
@dry_run_option
@click.pass_obj
def set_(
    cli: CliContext,
    reference: str,
    values: tuple[str, ...],
    name: str | None,
    added: tuple[str, ...],
    removed: tuple[str, ...],
    *,
    yes: bool,
    dry_run: bool,
) -> None:
    """Change properties, name and parents of a data set, sample or experiment.

    REFERENCE is a permId, an identifier, or a link of the ELN. `CODE=` clears a property; a code that is repeated has
    several values. The present and the new values are shown before anything is changed, and nothing is changed if
    another user has changed it meanwhile.
    """
    properties = values_from_options(values, "CODE=VALUE")
    if name is not None:
        properties[_NAME] = name
    if not (properties or added or removed):
        raise click.UsageError("Nothing to change: give CODE=VALUE, --name, --add-parent or --remove-parent.")
    request = ChangeRequest(reference, properties=properties, add_parents=added, remove_parents=removed)
    plan = cli.run_logged_in(cli.use_cases.changes.plan, request)
    if dry_run:
        cli.respond(ChangePlanResponse(), plan, lambda: _lines_of_plan(plan))
        return
    if not plan.is_empty:
        confirm(cli, _lines_of_plan(plan), "Change this?", yes=yes)
    done = cli.run_logged_in(cli.use_cases.changes.apply, request.confirming(plan))
    cli.respond(ChangedEntityResponse(), done, lambda: [done.entity.identifier or done.entity.perm_id])


def _lines_of_plan(plan: ChangePlan) -> Iterator[str]:
    entity = plan.entity
    found = "no changes" if plan.is_empty else "changes"
    yield f"{entity.kind.word} {entity.identifier or entity.perm_id}: {found}"
    rows = [(f"  {each.code}", shown(each.before), "->", shown(each.after)) for each in plan.properties]
    yield from table(rows) if rows else ()
    yield from lines_of_parents("add", plan.added_parents)
    yield from lines_of_parents("remove", plan.removed_parents)
