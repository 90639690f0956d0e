"""Command `unarchive`: files of data sets back from the archive."""

from __future__ import annotations

from collections.abc import Mapping

import click

from jupyter_openbis_server.domain.shared.progress import Amount, Progress
from jupyter_openbis_server.entrypoints.cli.command import OpenbisCommand
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.tables import table
from jupyter_openbis_server.entrypoints.schemas.changes.unarchiving import UnarchiveResponse

_PENDING = "UNARCHIVE_PENDING"


@click.command(cls=OpenbisCommand)
@click.argument("perm_ids", metavar="PERMID...", nargs=-1, required=True)
@click.option("--wait", is_flag=True, help="Wait until all files are available. Ctrl-C ends the waiting only.")
@click.pass_obj
def unarchive(cli: CliContext, perm_ids: tuple[str, ...], *, wait: bool) -> None:
    """Ask openBIS to bring the files of data sets back from the archive, and print the status of each."""
    changes = cli.use_cases.changes
    states: Mapping[str, str] = cli.run_logged_in(changes.request_unarchiving, perm_ids)
    if wait and _PENDING in states.values():
        name = cli.open_session()
        with cli.transfer("unarchiving") as (cancellation, progress):
            shown = _Waiting(progress)
            states = changes.wait_until_available(name, perm_ids, cancellation, shown.on_states)
    content = UnarchiveResponse.content(states)
    cli.respond(UnarchiveResponse(), content, lambda: table(states.items()))


class _Waiting:
    """The progress of unarchiving: how many data sets are back."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def on_states(self, states: Mapping[str, str]) -> None:
        """See `OnStates`."""
        back = sum(status != _PENDING for status in states.values())
        self._progress.begin(Amount(len(states)), Amount(back))
