"""Command `create`: a new sample or experiment."""

from __future__ import annotations

from collections.abc import Iterator

import click

from jupyter_openbis_server.domain.catalogue.entity_kind import KINDS_BY_NAME, names_of
from jupyter_openbis_server.domain.changes.create_entity import PLACES
from jupyter_openbis_server.domain.changes.new_entity import CreationRequest, EntityDraft
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
from jupyter_openbis_server.entrypoints.schemas.changes.new_entities import CreatedEntityResponse, CreationPlanResponse


@click.command(cls=OpenbisCommand)
@click.argument("kind", type=click.Choice(names_of(PLACES)))
@click.option("--type", "type_code", required=True, help="Code of its type.")
@click.option(
    "--in",
    "owner",
    required=True,
    metavar="IDENTIFIER",
    help="The space, project or experiment of a sample; the project of an experiment.",
)
@click.option("--code", help="Its code; left out: openBIS generates it, if the type does.")
@click.option(
    "--prop",
    "properties",
    multiple=True,
    metavar="CODE=VALUE",
    help="A property. May be repeated, with the same code for several values.",
)
@click.option("--parent", "parents", multiple=True, metavar="REFERENCE", help="A parent of a sample. May be repeated.")
@yes_option
@dry_run_option
@click.pass_obj
def create(
    cli: CliContext,
    kind: str,
    type_code: str,
    owner: str,
    code: str | None,
    properties: tuple[str, ...],
    parents: tuple[str, ...],
    *,
    yes: bool,
    dry_run: bool,
) -> None:
    """Create a sample (object) or experiment (collection).

    Its identifier is printed. All problems are reported at once, before anything is created.
    """
    values = values_from_options(properties)
    request = CreationRequest(KINDS_BY_NAME[kind], type_code, owner, code, values, parents)
    draft = cli.run_logged_in(cli.use_cases.changes.plan_creation, request)
    if dry_run:
        cli.respond(CreationPlanResponse(), draft, lambda: _lines_of_draft(draft))
        return
    confirm(cli, _lines_of_draft(draft), "Create this?", yes=yes)
    done = cli.run_logged_in(cli.use_cases.changes.create, request)
    cli.respond(CreatedEntityResponse(), done, lambda: [done.entity.identifier])


def _lines_of_draft(draft: EntityDraft) -> Iterator[str]:
    prefix = draft.type.code_prefix
    named = draft.identifier or f"with a generated code{f' ({prefix}…)' if prefix else ''} in {draft.owner.identifier}"
    yield f"{draft.kind.value} {named}, type {draft.type.code}"
    rows = [(f"  {code}", shown(value)) for code, value in draft.properties.items()]
    yield from table(rows) if rows else ()
    yield from lines_of_parents("with", draft.parents)
