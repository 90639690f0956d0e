"""Use cases that bring the files of data sets back from the archive."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import data_set_code
from jupyter_openbis_server.domain.catalogue.ports import DataSetsByReference
from jupyter_openbis_server.domain.changes.ports import EntityChanges
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    DataSetNotFound,
    FieldProblem,
    InvalidChange,
    UnarchivingFailed,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard

_ARCHIVED, _PENDING, _ARCHIVING = "ARCHIVED", "UNARCHIVE_PENDING", "ARCHIVE_PENDING"
_FIRST_PAUSE, _MAX_PAUSE, _GROWTH = 1.0, 60.0, 1.5
"""Seconds between two requests for the states: unarchiving takes seconds from a disk, hours from a tape."""

OnStates = Callable[[Mapping[str, str]], None]
"""Called with the archiving status of each data set by permId, whenever openBIS was asked."""


def _ignore(_: Mapping[str, str]) -> None:
    """Ignore the states."""


@dataclass(frozen=True)
class RequestUnarchiving:
    """Ask openBIS to bring the files of data sets back from the archive."""

    session_manager: SessionManager
    data_sets: DataSetsByReference
    changes: EntityChanges
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(self, name: str, perm_ids: Sequence[str]) -> dict[str, str]:
        """Request it for those in the archive; return the archiving status of each after that, by permId.

        A data set that is available, or about to be, is left alone.

        Raises:
            ReadOnly: changes are switched off.
            UnknownConnection, NotLoggedIn.
            DataSetNotFound: none of the data sets exists or is visible.
            InvalidChange: with a problem for each data set that cannot be unarchived; none was requested.
            ChangeFailed: openBIS refuses.
        """
        self.guard.check()
        return self.session_manager.use(name, self._request, perm_ids)

    def _request(self, session: Session, perm_ids: Sequence[str]) -> dict[str, str]:
        wanted = list(dict.fromkeys(map(data_set_code, perm_ids)))
        asked = [each for each in wanted if each]
        found = self.data_sets.get_many(session, asked) if asked else {}
        if asked and not found:
            raise DataSetNotFound(", ".join(asked))
        problems = [FieldProblem(each, problem) for each in wanted for problem in _problems(each, found.get(each))]
        if problems or not wanted:
            raise InvalidChange(problems or [FieldProblem("permIds", "name at least one data set")])
        archived = [each for each in wanted if found[each].status == _ARCHIVED]
        if archived:
            self._unarchive(session, archived)
            found = self.data_sets.get_many(session, wanted)
        return {each: found[each].status or "" for each in wanted if each in found}

    def _unarchive(self, session: Session, perm_ids: Sequence[str]) -> None:
        """Send the request. If its response is lost, the states decide; it does no harm twice."""
        try:
            self.changes.unarchive(session, perm_ids)
        except ConnectionFailed:
            found = self.data_sets.get_many(session, perm_ids)
            rest = [each for each in perm_ids if each in found and found[each].status == _ARCHIVED]
            if rest:
                self.changes.unarchive(session, rest)


@dataclass(frozen=True)
class WaitUntilAvailable:
    """Wait until the files of data sets are back from the archive."""

    session_manager: SessionManager
    data_sets: DataSetsByReference
    clock: Callable[[], float] = time.monotonic

    def __call__(
        self,
        name: str,
        perm_ids: Sequence[str],
        cancellation: Cancellation | None = None,
        on_states: OnStates = _ignore,
        timeout: float | None = None,
    ) -> dict[str, str]:
        """Return the status of each data set by permId when all can be read.

        Args:
            name: The connection.
            perm_ids: Data sets whose unarchiving was requested; those that are available do not make it wait.
            cancellation: Ends the waiting; openBIS continues.
            on_states: Receives the states.
            timeout: Maximum seconds; None for no limit.

        Raises:
            UnknownConnection, NotLoggedIn.
            UnarchivingFailed: a data set is in the archive again, or does not exist any more; or the timeout.
            Cancelled: on request.
        """
        cancellation = cancellation or Cancellation()
        wanted = list(dict.fromkeys(map(data_set_code, perm_ids)))
        until = None if timeout is None else self.clock() + timeout
        with cancellation.as_current():
            for pause in _pauses():
                states = self.session_manager.use(name, self._states, wanted)
                on_states(states)
                waiting = [each for each, status in states.items() if status == _PENDING]
                if not waiting:
                    return states
                left = pause if until is None else until - self.clock()
                if left <= 0:
                    raise UnarchivingFailed(waiting[0], f"it is still {_PENDING}; openBIS continues")
                cancellation.wait(min(pause, left))
        raise AssertionError  # the pauses never end

    def _states(self, session: Session, perm_ids: Sequence[str]) -> dict[str, str]:
        found = self.data_sets.get_many(session, perm_ids)
        for each in perm_ids:
            if each not in found:
                raise UnarchivingFailed(each, "it does not exist any more")
            if found[each].status in (_ARCHIVED, _ARCHIVING):
                raise UnarchivingFailed(each, f"its status is {found[each].status}; ask the operators of openBIS")
        return {each: found[each].status or "" for each in perm_ids}


def _problems(perm_id: str, data_set: DataSet | None) -> Iterator[str]:
    """Yield why a data set cannot be unarchived."""
    if data_set is None:
        yield str(DataSetNotFound(perm_id))
    elif data_set.kind == "CONTAINER":
        yield "it is a container without files of its own; name its components"
    elif data_set.kind != "PHYSICAL" or data_set.physical is None:
        yield "its files are not in openBIS, so they are never archived"
    elif data_set.status == _ARCHIVING:
        yield "its files are on their way into the archive; try again when its status is ARCHIVED"


def _pauses() -> Iterator[float]:
    pause = _FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * _GROWTH, _MAX_PAUSE)
