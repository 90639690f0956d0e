"""Outcomes of synchronisations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.sync.plan import Action, Kind, Obstacle, SyncPlan
from jupyter_openbis_server.domain.sync.request import SyncRequest


class SyncFailure(NamedTuple):
    """An action that was not carried out; both versions were kept."""

    action: Action
    error: OpenbisError


class SyncCopy(NamedTuple):
    """openBIS's version of a file that both sides have changed, stored beside the local one."""

    path: str
    copy: str


@dataclass(frozen=True)
class SyncReport:
    """What a synchronisation has done.

    Attributes:
        plan: What was to be done.
        done: The actions that were carried out.
        failed: The actions that were not, with the reason.
        copies: New copies of openBIS's versions of files that both sides have changed.
        stopped_by: Error that ended the work early; actions that are neither done nor failed were not tried then.
    """

    plan: SyncPlan
    done: tuple[Action, ...] = ()
    failed: tuple[SyncFailure, ...] = ()
    copies: tuple[SyncCopy, ...] = ()
    stopped_by: OpenbisError | None = None

    @property
    def is_complete(self) -> bool:
        """Whether everything that was planned was done."""
        return not self.failed and self.stopped_by is None

    @property
    def is_settled(self) -> bool:
        """Whether both sides are the same now, as far as the request goes."""
        return self.is_complete and not self.plan.differences

    @property
    def request(self) -> SyncRequest:
        """What the user wants."""
        return self.plan.request

    @property
    def owner(self) -> Entity:
        """The sample or experiment with the files."""
        return self.plan.owner

    @property
    def differences(self) -> tuple[Action, ...]:
        """What stays different until the user decides."""
        return self.plan.differences

    @property
    def unchanged(self) -> Amount:
        """Number and bytes of the files that were the same already."""
        return self.plan.unchanged

    @property
    def unusable(self) -> tuple[Obstacle, ...]:
        """What cannot be synchronised here."""
        return self.plan.unusable

    @property
    def counts(self) -> Counter[Kind]:
        """Number of actions of each kind that were done."""
        return Counter(each.kind for each in self.done)

    @property
    def difference_counts(self) -> Counter[Kind]:
        """Number of paths that stay different, by the reason."""
        return Counter(each.kind for each in self.differences)

    @property
    def failed_count(self) -> int:
        """Number of actions that failed."""
        return len(self.failed)

    @property
    def copy_count(self) -> int:
        """Number of new copies of openBIS's versions."""
        return len(self.copies)

    @property
    def unusable_count(self) -> int:
        """Number of local files and folders that cannot be synchronised."""
        return len(self.unusable)


@dataclass
class Outcomes:
    """The outcomes so far, while a synchronisation runs; used by one thread at a time."""

    done: list[Action] = field(default_factory=list)
    failed: list[SyncFailure] = field(default_factory=list)
    copies: list[SyncCopy] = field(default_factory=list)

    def fail(self, action: Action, error: OpenbisError) -> None:
        """Add an action that failed."""
        self.failed.append(SyncFailure(action, detached(error)))

    def report(self, plan: SyncPlan, stopped_by: OpenbisError | None = None) -> SyncReport:
        """Return the report."""
        return SyncReport(plan, tuple(self.done), tuple(self.failed), tuple(self.copies), stopped_by)
