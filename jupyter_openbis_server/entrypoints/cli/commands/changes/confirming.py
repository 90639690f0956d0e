"""Plans of changes: shown, and confirmed on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import click

from jupyter_openbis_server.domain.catalogue.details import RelatedEntity
from jupyter_openbis_server.domain.properties.property_value import PropertyValue, values_of
from jupyter_openbis_server.entrypoints.cli.context import CliContext

yes_option = click.option("--yes", "-y", is_flag=True, help="Do not ask for confirmation; required without a terminal.")
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Check everything, show what would be done, and do nothing."
)


def confirm(cli: CliContext, plan: Iterable[str], question: str, *, yes: bool) -> None:
    """Show a plan, and ask on a terminal. Raises UsageError: there is none; Abort: the user declines."""
    if yes:
        return
    for line in plan:
        cli.echo_info(line)
    if not sys.stdin.isatty():
        raise click.UsageError("There is no terminal to ask for confirmation; use --yes.")
    click.confirm(question, abort=True, err=True)


def lines_of_parents(verb: str, parents: Iterable[RelatedEntity]) -> Iterator[str]:
    """Yield a line for each parent."""
    yield from (f"  {verb} parent {each.perm_id} {each.name or ''}".rstrip() for each in parents)


def shown(value: PropertyValue | None) -> str:
    """Return a value as one text."""
    return "(not set)" if value is None else ", ".join(values_of(value))
