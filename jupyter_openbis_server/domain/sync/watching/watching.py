"""When a watched folder is synchronised again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from jupyter_openbis_server.domain.errors import Cancelled, ConnectionFailed, OpenbisError
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.sync.watching.nudge import Nudge
from jupyter_openbis_server.domain.sync.watching.ports import FolderChanges

_MAX_PAUSE = 600.0
"""Seconds between two attempts while openBIS does not answer."""

_MAX_DOUBLINGS = 10


@dataclass(frozen=True)
class Pace:
    """How often a folder is synchronised.

    Attributes:
        settle_seconds: How long a file must be unchanged before it is sent; also the shortest time between two
            synchronisations.
        interval_seconds: The longest time between two synchronisations: changes in openBIS are noticed only by them.
    """

    settle_seconds: float = 10.0
    interval_seconds: float = 60.0


@dataclass(frozen=True)
class Round:
    """The end of one synchronisation.

    Attributes:
        was_stopped: Whether an error ended it early.
        has_failed: Whether single files could not be transferred.
        seconds: Time until a file may be complete that is still written; None if there is none.
    """

    was_stopped: bool = False
    has_failed: bool = False
    seconds: float | None = None


@dataclass(frozen=True)
class Watching:
    """Repeats synchronisations of a folder.

    Attributes:
        clock: Returns seconds that only ever increase.
    """

    changes: FolderChanges
    clock: Callable[[], float]

    def repeat(
        self,
        folder: str,
        pace: Pace,
        synchronise: Callable[[], Round],
        on_error: Callable[[OpenbisError, int], None],
        cancellation: Cancellation,
        nudge: Nudge | None = None,
    ) -> None:
        """Synchronise when the folder changes, and from time to time, until it is cancelled.

        Args:
            folder: Absolute path.
            pace: How often.
            synchronise: Synchronises once.
            on_error: Receives an error, and the number of errors in a row.
            cancellation: Ends it.
            nudge: Ends the pauses.

        Raises:
            OpenbisError: the first synchronisation was not possible, e.g. as the object does not exist. Later errors,
                and those of the network, may pass, and do not end it.
            Cancelled: on request.
        """
        failures, is_first, nudge = 0, True, nudge or Nudge()
        with self.changes.of(folder) as changes:
            while True:
                began, ended = self.clock(), Round(was_stopped=True)
                try:
                    ended = synchronise()
                except Cancelled:
                    raise
                except OpenbisError as error:
                    if is_first and not isinstance(error, ConnectionFailed):
                        raise
                    failures += 1
                    on_error(detached(error), failures)
                else:
                    is_first = False
                    failures = failures + 1 if ended.was_stopped or ended.has_failed else 0
                at_most = _next(pace, ended, failures)
                at_least = at_most if ended.was_stopped else began + pace.settle_seconds - self.clock()
                nudge.pause(partial(changes.wait, at_least, at_most), cancellation)


def _next(pace: Pace, ended: Round, failures: int) -> float:
    """Return the seconds until the next attempt if the folder does not change."""
    pause = pause_after(pace, failures) if failures else pace.interval_seconds
    return pause if ended.was_stopped or ended.seconds is None else min(pause, ended.seconds)


def pause_after(pace: Pace, failures: int) -> float:
    """Return the seconds until the next attempt after this number of failures in a row."""
    return min(_MAX_PAUSE, pace.interval_seconds * 2.0 ** min(failures - 1, _MAX_DOUBLINGS))
