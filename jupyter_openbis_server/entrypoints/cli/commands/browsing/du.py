"""Command `du`: sizes of data sets, samples and experiments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

from jupyter_openbis_server.domain.catalogue.data_set import CONTAINER, DataSet
from jupyter_openbis_server.domain.downloads.bulk.find_data_sets import FoundReference
from jupyter_openbis_server.domain.errors import ConnectionFailed, DataNotAvailable, OpenbisError
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.tables import size, table


@dataclass(frozen=True)
class _Amount:
    """The size of one data set, or of the files of a sample or experiment itself; None if it is not known."""

    perm_id: str
    owner: str | None
    bytes: int | None


@click.command(cls=OpenbisCommand)
@click.argument("references", metavar="REFERENCE...", nargs=-1, required=True)
@click.option("-s", "--summarize", is_flag=True, help="Only the sum of each REFERENCE.")
@click.option("--by-owner", is_flag=True, help="A row for each sample or experiment, instead of each data set.")
@click.option("--bytes", "exact", is_flag=True, help="Numbers of bytes, instead of KiB, MiB, …")
@click.pass_obj
def du(cli: CliContext, references: tuple[str, ...], *, summarize: bool, by_owner: bool, exact: bool) -> None:
    """Show how large data sets are, and their sum.

    REFERENCE is as for `download`: a data set, or a sample, experiment, project or space with all below it. The sizes
    are those that openBIS knows; - is an unknown one. The files that samples and experiments have themselves (AFS) are
    listed to be counted.
    """
    found = cli.run_logged_in(cli.use_cases.downloads.references.found, references)
    problem = next((each.error for each in found if each.error), None)
    if problem:
        raise problem
    sums = [(each.reference, list(_amounts(cli, each))) for each in found]
    if cli.as_json:
        cli.respond_object({"references": [_as_object(name, amounts) for name, amounts in sums]})
        return
    for reference, amounts in sums:
        rows = [] if summarize else _by_owner(amounts) if by_owner else [_row(each) for each in amounts]
        shown = [(_size(number, exact=exact), *names) for number, *names in [*rows, (_sum(amounts), reference, "")]]
        cli.respond_lines(table(shown))
        unknown = sum(each.bytes is None for each in amounts)
        if unknown:
            cli.echo_info(f"{reference}: openBIS does not know the size of {unknown} data sets.")


def _amounts(cli: CliContext, found: FoundReference) -> Iterator[_Amount]:
    data_sets = {each.perm_id: each for each in found.data_sets}
    for each in data_sets.values():
        if each.kind != CONTAINER:
            yield _Amount(each.perm_id, _owner(each), each.size)
    for perm_id in found.perm_ids:
        if perm_id not in data_sets:
            yield _own_files(cli, perm_id)


def _own_files(cli: CliContext, perm_id: str) -> _Amount:
    try:
        tree = cli.run_logged_in(cli.use_cases.files.list, perm_id)
    except (ConnectionFailed, DataNotAvailable) as problem:
        _report(cli, perm_id, problem)
        return _Amount(perm_id, None, None)
    return _Amount(perm_id, _owner(tree.root), sum(each.file.size for each in tree.entries))


def _report(cli: CliContext, perm_id: str, problem: OpenbisError) -> None:
    cli.echo_info(f"{perm_id}: the files cannot be listed: {problem}")


def _owner(data_set: DataSet) -> str | None:
    return data_set.sample or data_set.experiment


def _row(amount: _Amount) -> tuple[int | None, str, str]:
    return amount.bytes, amount.perm_id, amount.owner or "-"


def _by_owner(amounts: Sequence[_Amount]) -> list[tuple[int | None, str, str]]:
    owners: dict[str, list[_Amount]] = {}
    for each in amounts:
        owners.setdefault(each.owner or each.perm_id, []).append(each)
    return [(_sum(own), owner, f"{len(own)} data sets") for owner, own in sorted(owners.items())]


def _sum(amounts: Sequence[_Amount]) -> int:
    return sum(each.bytes or 0 for each in amounts)


def _size(number: int | None, *, exact: bool) -> str:
    return size(number) if number is None or not exact else str(number)


def _as_object(reference: str, amounts: Sequence[_Amount]) -> dict[str, object]:
    rows = [{"permId": each.perm_id, "owner": each.owner, "bytes": each.bytes} for each in amounts]
    unknown = sum(each.bytes is None for each in amounts)
    return {"reference": reference, "bytes": _sum(amounts), "unknown": unknown, "dataSets": rows}
