"""Command `search`: find data sets, samples, experiments and projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click

from jupyter_openbis_server.domain.catalogue.entity_kind import KINDS_BY_NAME, EntityKind, names_of
from jupyter_openbis_server.domain.search.conditions import conditions
from jupyter_openbis_server.domain.search.order import NEWEST_FIRST, Order
from jupyter_openbis_server.domain.search.query import SEARCHABLE_KINDS, SearchRequest
from jupyter_openbis_server.domain.search.results import FoundRow
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.commands.search.output import as_object, lines
from jupyter_openbis_server.entrypoints.cli.completion import type_codes
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.options.parameters import DateOrTime

_SHOWN_ROWS = 50


@click.command(cls=OpenbisCommand)
@click.argument("words", nargs=-1)
@click.option(
    "--kind",
    default="data-set",
    show_default=True,
    type=click.Choice(names_of(SEARCHABLE_KINDS)),
    help="What to search for.",
)
@click.option("--type", "type_code", default="", metavar="CODE", help="Only this type.", shell_complete=type_codes)
@click.option(
    "--in", "owner", default="", metavar="IDENTIFIER", help="Only in this space, project, experiment or sample."
)
@click.option(
    "--where",
    "where",
    multiple=True,
    metavar="CONDITION",
    help="Condition on a property, e.g. 'MAGNIFICATION > 40', 'STAIN = GFP'. May be repeated; all must match.",
)
@click.option("--from", "since", type=DateOrTime(), metavar="DATE", help="Registered on this day or later.")
@click.option("--to", "until", type=DateOrTime(), metavar="DATE", help="Registered on this day or before.")
@click.option("--modified-from", "modified_since", type=DateOrTime(), metavar="DATE", help="Modified then or later.")
@click.option("--modified-to", "modified_until", type=DateOrTime(), metavar="DATE", help="Modified then or before.")
@click.option("--mine", is_flag=True, help="Only what I have registered.")
@click.option(
    "--sort",
    default=str(NEWEST_FIRST),
    show_default=True,
    metavar="ORDER",
    help="registered, modified or code; with a minus before it in descending order.",
)
@click.option(
    "--limit",
    type=click.IntRange(0),
    metavar="N",
    help=f"How many rows at most. Default: {_SHOWN_ROWS}; with -q or --json, all.",
)
@click.option("--counts", is_flag=True, help="Also count what matches of each kind.")
@click.pass_obj
def search(
    cli: CliContext,
    /,
    words: tuple[str, ...],
    kind: str,
    where: tuple[str, ...],
    sort: str,
    limit: int | None,
    *,
    counts: bool,
    **filters: object,
) -> None:
    """Find data sets, samples (objects), experiments (collections) or projects.

    WORDS all occur in code, permId, identifier or any property; of a data set, also in those of its sample or
    experiment. `*` and `?` are wildcards. A permId, identifier or link of the ELN finds exactly that entity.

    A CONDITION is CODE = value, CODE != value, CODE > 40 (>=, <, <=), CODE = 10..20, CODE between a and b, CODE
    contains text, CODE is empty, or CODE is not empty. Numbers, dates (2024-05-17) and vocabulary terms are compared as
    such. A DATE is a day, a time like 2024-05-17T14:30:00+02:00, or a duration before now like 12h or 7d.

    With -q, one permId per line is printed, for `download -` or other programs.
    """
    text, order, found_kind = " ".join(words), Order.parse(sort), KINDS_BY_NAME[kind]
    request = SearchRequest(found_kind, text, where=conditions(where), order=order, **filters)  # type: ignore[arg-type]
    if limit is None and not cli.is_quiet and not cli.as_json:
        limit = _SHOWN_ROWS
    matches = cli.run_logged_in(cli.use_cases.catalogue.search_all, request, limit=limit)
    rows = list(matches)
    counted = _counts(cli, request) if counts else None
    if cli.as_json:
        cli.respond_object(as_object(rows, matches.total, counted))
    elif cli.is_quiet:
        cli.respond_lines(each.perm_id for each in rows)
    else:
        cli.respond_lines(lines(rows))
        _report(cli, rows, matches.total, counted)


def _counts(cli: CliContext, request: SearchRequest) -> Mapping[EntityKind, int]:
    found = cli.run_logged_in(cli.use_cases.catalogue.search, request, PageRequest(0, 0), with_counts=True)
    return found.counts or {}


def _report(cli: CliContext, rows: Iterable[FoundRow], total: int, counts: Mapping[EntityKind, int] | None) -> None:
    number = len([*rows])
    if not total:
        cli.echo_info("Nothing found (or no permission).")
    elif total > number:
        cli.echo_info(f"{total} in all; --limit {total} shows all.")
    if counts:
        cli.echo_info(", ".join(f"{kind.word}: {count}" for kind, count in counts.items()))
