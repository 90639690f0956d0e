"""Plans and reports in a bounded size: a folder may have hundreds of thousands of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.sync.errors import PartialSyncFailure
from jupyter_openbis_server.domain.sync.plan import Action, Kind, Obstacle, SyncPlan
from jupyter_openbis_server.domain.sync.report import SyncCopy, SyncFailure, SyncReport
from jupyter_openbis_server.domain.sync.request import SyncRequest

MAX_SHOWN = 200
"""Actions of each kind, and other items, that an overview has at most."""


@dataclass(frozen=True)
class PlanOverview:
    """What a synchronisation would do: the first actions of each kind, and how many there are.

    Attributes:
        work: What would be changed.
        differences: What would stay different.
        shown_counts: Number of actions of each kind, of both.
    """

    request: SyncRequest
    owner: Entity
    work: tuple[Action, ...]
    differences: tuple[Action, ...]
    unusable: tuple[Obstacle, ...]
    unusable_count: int
    shown_counts: Mapping[Kind, int]
    unchanged: Amount
    to_send: Amount
    to_fetch: Amount
    deletes_many: bool

    @classmethod
    def of(cls, plan: SyncPlan) -> PlanOverview:
        """Return the overview of a plan."""
        return cls(
            plan.request,
            plan.owner,
            first_of_each_kind(plan.work),
            first_of_each_kind(plan.differences),
            plan.unusable[:MAX_SHOWN],
            plan.unusable_count,
            plan.shown_counts,
            plan.unchanged,
            plan.to_send,
            plan.to_fetch,
            plan.deletes_many,
        )


@dataclass(frozen=True)
class ReportOverview:
    """What a synchronisation has done: the first actions of each kind, and how many there are.

    Attributes:
        counts: Number of actions of each kind that were done.
        difference_counts: Number of paths that stay different, by the reason.
        stopped_by: See `SyncReport`.
    """

    request: SyncRequest
    owner: Entity
    done: tuple[Action, ...]
    failed: tuple[SyncFailure, ...]
    copies: tuple[SyncCopy, ...]
    differences: tuple[Action, ...]
    unusable: tuple[Obstacle, ...]
    counts: Mapping[Kind, int]
    difference_counts: Mapping[Kind, int]
    failed_count: int
    copy_count: int
    unusable_count: int
    unchanged: Amount
    is_settled: bool
    stopped_by: OpenbisError | None = None

    @classmethod
    def of(cls, report: SyncReport) -> ReportOverview:
        """Return the overview of a report."""
        return cls(
            report.request,
            report.owner,
            first_of_each_kind(report.done),
            report.failed[:MAX_SHOWN],
            report.copies[:MAX_SHOWN],
            first_of_each_kind(report.differences),
            report.unusable[:MAX_SHOWN],
            report.counts,
            report.difference_counts,
            report.failed_count,
            report.copy_count,
            report.unusable_count,
            report.unchanged,
            report.is_settled,
            report.stopped_by,
        )

    @property
    def error(self) -> OpenbisError | None:
        """Why not everything was done; None if it was. Files that stay different are no error."""
        if self.stopped_by or not self.failed:
            return self.stopped_by
        return PartialSyncFailure(self.failed_count, [(each.action.path, each.error) for each in self.failed])


def first_of_each_kind(actions: Iterable[Action]) -> tuple[Action, ...]:
    """Return the first actions of each kind, in their order."""
    seen: Counter[Kind] = Counter()
    first = []
    for each in actions:
        seen[each.kind] += 1
        if seen[each.kind] <= MAX_SHOWN:
            first.append(each)
    return tuple(first)
