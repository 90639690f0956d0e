"""Downloading many data sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from queue import SimpleQueue

from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DiskFull,
    DownloadFailed,
    NotLoggedIn,
    NoWorkers,
    OpenbisError,
)
from jupyter_openbis_server.domain.model import Cancellation, DownloadRequest
from jupyter_openbis_server.domain.model.download_report import DownloadOutcome, DownloadReport
from jupyter_openbis_server.domain.ports import Connections, DownloadCrew, DownloadFolders

_POINTLESS = (NotLoggedIn, DiskFull, NoWorkers)
"""After these all others would fail, too."""


@dataclass(frozen=True)
class DownloadMany:
    """Download data set by data set, a few at a time, and go on when one fails.

    To do the same again is to continue: what is complete is recognised and not fetched.

    Attributes:
        usual_crew: Makes the crew for runs that bring none, for so many downloads at a time.
    """

    connections: Connections
    folders: DownloadFolders
    usual_crew: Callable[[int], DownloadCrew]

    def __call__(
        self,
        name: str,
        request: DownloadRequest,
        perm_ids: Iterable[str],
        cancellation: Cancellation | None = None,
        *,
        at_a_time: int = 4,
        told: Callable[[DownloadOutcome], None] = lambda _: None,
        crew: DownloadCrew | None = None,
    ) -> DownloadReport:
        """Return what became of each data set.

        Args:
            name: The connection.
            request: What holds for all of them; its own data sets are ignored.
            perm_ids: Which ones; taken as they are needed, so they may be found while others are downloaded.
            cancellation: Ends all of it.
            at_a_time: How many are downloaded at a time; one at least.
            told: Is told of each as soon as it has ended, one after the other, in the caller's thread.
            crew: Who downloads, instead of the usual one.

        Raises:
            UnknownConnection, InvalidPath: nothing was done.
            Cancelled: on request; to do the same again continues.
        """
        self.connections.get(name)
        self.folders.check(request.folder)
        crew = crew or self.usual_crew(at_a_time)
        with (cancellation or Cancellation()).child() as group:
            run = _Run(crew, group, told)
            try:
                with group.calls(run.wake_up):
                    for perm_id in _each_once(perm_ids):
                        group.check()
                        run.collect(at_most=max(at_a_time, 1) - 1)
                        if run.stopped_by:
                            break
                        run.start(name, replace(request, perm_ids=(perm_id,)))
                    run.collect(at_most=0)
                    group.check()
            except BaseException:  # also Ctrl-C, or what the caller's own iterable raises
                group.cancel()
                run.give_up()
                raise
            finally:
                crew.finish()
        return DownloadReport(tuple(run.outcomes), run.stopped_by)


def _each_once(perm_ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for perm_id in perm_ids:
        if perm_id not in seen:
            seen.add(perm_id)
            yield perm_id


class _Run:
    """What is under way, and what has ended."""

    def __init__(self, crew: DownloadCrew, cancellation: Cancellation, told: Callable[[DownloadOutcome], None]) -> None:
        self.outcomes: list[DownloadOutcome] = []
        self.stopped_by: OpenbisError | None = None
        self._crew = crew
        self._cancellation = cancellation
        self._told = told
        self._under_way: dict[Future[DownloadOutcome], str] = {}
        self._ended: SimpleQueue[Future[DownloadOutcome] | None] = SimpleQueue()

    def start(self, name: str, request: DownloadRequest) -> None:
        """Begin with one more."""
        (perm_id,) = request.perm_ids
        try:
            future = self._crew.start(name, request, self._cancellation)
        except Cancelled:
            raise
        except OpenbisError as error:
            self._note(DownloadOutcome.failed(perm_id, error))
            return
        self._under_way[future] = perm_id
        future.add_done_callback(self._ended.put)

    def collect(self, *, at_most: int) -> None:
        """Wait until no more than so many are under way. Raises Cancelled, at once: others may be slow to end."""
        while len(self._under_way) > at_most:
            ended = self._ended.get()
            self._cancellation.check()
            if ended:
                self._note(self._crew.outcome(self._under_way.pop(ended), ended))

    def wake_up(self) -> None:
        """Let `collect` look whether it was cancelled."""
        self._ended.put(None)

    def give_up(self) -> None:
        """Take back what has not begun."""
        for future in self._under_way:
            future.cancel()

    def _note(self, outcome: DownloadOutcome) -> None:
        cause = outcome.error.cause if isinstance(outcome.error, DownloadFailed) else outcome.error
        if isinstance(cause, _POINTLESS):
            self.stopped_by = cause
        self.outcomes.append(outcome)
        self._told(outcome)
