"""What the last synchronisation of each folder has reported about single files."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from types import MappingProxyType

from jupyter_openbis_server.domain.sync.plan import Kind
from jupyter_openbis_server.domain.sync.report import SyncReport

_MAX_FOLDERS = 100
_MAX_PATHS = 10_000
"""Paths of one folder, of each list."""
_MAX_PATHS_OF_ALL = 100_000
"""Paths of all folders; those of the last folder always stay."""


_CHANGED_THERE = (Kind.CONFLICT, Kind.EDITED_THERE, Kind.REMOVED_THERE)


@dataclass(frozen=True)
class Outcome:
    """What was reported about a folder.

    Attributes:
        problems: Why files could not be transferred, by path.
        differences: What was changed in openBIS and stays different, by path; what was changed here can be seen here.
        waiting: Files that may still be written.
        is_complete: Whether `problems` and `differences` have all files.
    """

    problems: Mapping[str, str] = field(default_factory=dict)
    differences: Mapping[str, Kind] = field(default_factory=dict)
    waiting: frozenset[str] = frozenset()
    is_complete: bool = True

    @property
    def size(self) -> int:
        """Number of all paths."""
        return len(self.problems) + len(self.differences) + len(self.waiting)


class RecentOutcomes:
    """The outcomes of the last synchronisations of this process, by folder. Safe for use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._outcomes: OrderedDict[str, Outcome] = OrderedDict()

    def record(self, report: SyncReport, waiting: tuple[str, ...] = ()) -> None:
        """Record a synchronisation; it replaces the former one of the folder."""
        failed = ((each.action.path, str(each.error)) for each in report.failed)
        blocked = ((each.path, each.problem) for each in report.plan.of(Kind.BLOCKED))
        problems = dict(islice(chain(failed, blocked), _MAX_PATHS))
        different = ((each.path, each.kind) for each in report.plan.of(*_CHANGED_THERE))
        differences = dict(islice(different, _MAX_PATHS))
        outcome = Outcome(
            MappingProxyType(problems),
            MappingProxyType(differences),
            frozenset(waiting[:_MAX_PATHS]),
            max(len(problems), len(differences)) < _MAX_PATHS,
        )
        with self._lock:
            self._outcomes[report.request.folder] = outcome
            self._outcomes.move_to_end(report.request.folder)
            while self._are_too_many():
                self._outcomes.popitem(last=False)

    def _are_too_many(self) -> bool:
        paths = sum(each.size for each in self._outcomes.values())
        return len(self._outcomes) > _MAX_FOLDERS or (len(self._outcomes) > 1 and paths > _MAX_PATHS_OF_ALL)

    def of(self, folder: str) -> Outcome:
        """Return what is known about a folder; nothing if it was not synchronised by this process.

        Args:
            folder: Absolute path, as in the request.
        """
        with self._lock:
            return self._outcomes.get(folder, _NOTHING)


_NOTHING = Outcome()
