"""Files that are still being written: instruments and programs write for a long time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.sync.entries import Stamp
from jupyter_openbis_server.domain.sync.plan import Action, Kind, SyncPlan


@dataclass(frozen=True)
class Ready:
    """The part of a plan that can be carried out.

    Attributes:
        plan: The plan without files that may still be written.
        waiting: Paths of these files.
        seconds: Time until the next of them may be ready; None if there are none.
    """

    plan: SyncPlan
    waiting: tuple[str, ...] = ()
    seconds: float | None = None


class Settling:
    """Remembers since when files are as they are. A file is complete when it has not changed for some time.

    Times of files are not used for this, as clocks can be wrong or set: only how long a file has been seen unchanged.

    Args:
        seconds: How long a file must be unchanged.
        clock: Returns seconds that only ever increase.
    """

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds, self._clock = seconds, clock
        self._since: dict[str, tuple[Stamp, float]] = {}

    def waiting(self, stamps: Mapping[str, Stamp]) -> dict[str, float]:
        """Return the files that may still be written, with the seconds until they may be complete.

        Args:
            stamps: All files that are to be sent, by path. Others are forgotten.
        """
        now = self._clock()
        self._since = {path: self._known(path, stamp, now) for path, stamp in stamps.items()}
        left = {path: since + self._seconds - now for path, (_, since) in self._since.items()}
        return {path: seconds for path, seconds in left.items() if seconds > 0}

    def ready(self, plan: SyncPlan, *, is_urgent: bool = False) -> Ready:
        """Return the part of a plan that can be carried out now: all of it, if the user does not want to wait."""
        if is_urgent:
            return Ready(plan)
        new = [(each.path, each.local.stamp) for each in plan.actions if _is_sent(each) and each.local]
        waiting = self.waiting({path: stamp for path, stamp in new if stamp})
        actions = tuple(each for each in plan.actions if each.path not in waiting)
        return Ready(replace(plan, actions=actions), tuple(waiting), min(waiting.values(), default=None))

    def _known(self, path: str, stamp: Stamp, now: float) -> tuple[Stamp, float]:
        known = self._since.get(path)
        return known if known and known[0].is_like(stamp) else (stamp, now)


def _is_sent(action: Action) -> bool:
    return action.kind in (Kind.SEND, Kind.MOVE_THERE)
