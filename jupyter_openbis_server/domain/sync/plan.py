"""Plans of synchronisations."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.shared.progress import ZERO, Amount
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen
from jupyter_openbis_server.domain.sync.request import SyncRequest


class Kind(str, enum.Enum):
    """What to do with a path, or what to report about it."""

    NOTHING = "nothing"
    NOTE = "note"
    """The sides are the same; only what is known about them changes."""
    FORGET = "forget"
    """The path is on neither side any more."""

    SEND = "send"
    FETCH = "fetch"
    MAKE_THERE = "make-folder-in-openbis"
    MAKE_HERE = "make-folder-here"
    MOVE_THERE = "move-in-openbis"
    MOVE_HERE = "move-here"
    DELETE_THERE = "delete-in-openbis"
    DELETE_HERE = "delete-here"
    CONFLICT = "conflict"
    """Both sides have changed the file: neither is replaced."""

    EDITED_HERE = "edited-here"
    """The file was changed or created here, and openBIS does not follow."""
    EDITED_THERE = "edited-in-openbis"
    REMOVED_HERE = "removed-here"
    """The file was removed here, and is kept in openBIS."""
    REMOVED_THERE = "removed-in-openbis"
    BLOCKED = "blocked"
    """It cannot be stored on the other side; the problem says why."""


WORK = (
    Kind.SEND,
    Kind.FETCH,
    Kind.MAKE_THERE,
    Kind.MAKE_HERE,
    Kind.MOVE_THERE,
    Kind.MOVE_HERE,
    Kind.DELETE_THERE,
    Kind.DELETE_HERE,
)
"""What makes the sides equal."""

DIFFERENCES = (
    Kind.CONFLICT,
    Kind.EDITED_HERE,
    Kind.EDITED_THERE,
    Kind.REMOVED_HERE,
    Kind.REMOVED_THERE,
    Kind.BLOCKED,
)
"""What stays different until the user decides."""


@dataclass(frozen=True, slots=True)
class Action:
    """What to do with one path, or what is to be reported about it.

    Attributes:
        path: Its path on both sides.
        local: The local file or folder when the plan was made; None if there was none.
        remote: The file or folder in openBIS then; None if there was none.
        seen: What was known before.
        md5: MD5 of the content that both sides have, or that is moved; None if it is unknown.
        moved_from: The former path of a file that is moved.
        problem: Why it is blocked.
        decided_copy: Path of the copy of openBIS's version that a conflict has left, if the request decides it now.
    """

    kind: Kind
    path: str
    local: LocalEntry | None = None
    remote: DataSetFile | None = None
    seen: Seen | None = None
    md5: str | None = None
    moved_from: str | None = None
    problem: str = ""
    decided_copy: str | None = None

    @property
    def size(self) -> int:
        """Bytes to transfer; 0 if there are none."""
        if self.kind is Kind.SEND and self.local:
            return self.local.size
        return self.remote.size if self.kind in (Kind.FETCH, Kind.CONFLICT) and self.remote else 0


class Obstacle(NamedTuple):
    """Something in the local folder that cannot be synchronised, e.g. a link."""

    path: str
    problem: str


class ManyDeletions(NamedTuple):
    """Deletions that may mean that a disk is missing.

    Attributes:
        kind: On which side.
        deleted: Number of files that would be deleted.
        known: Number of all files.
    """

    kind: Kind
    deleted: int
    known: int


@dataclass(frozen=True)
class SyncPlan:
    """What a synchronisation would do; nothing has been changed.

    Attributes:
        request: What the user wants.
        owner: The sample or experiment with the files.
        url: Address of its openBIS.
        actions: What to do or to report, by path; also NOTE and FORGET, which change nothing on either side.
        is_known: Whether the folder was synchronised before.
        unchanged: Number and bytes of the files that are the same on both sides.
        excluded: Local files and folders that are excluded on request.
        unusable: What cannot be synchronised here.
    """

    request: SyncRequest
    owner: Entity
    url: str
    actions: tuple[Action, ...]
    is_known: bool = False
    unchanged: Amount = ZERO
    excluded: tuple[str, ...] = ()
    unusable: tuple[Obstacle, ...] = ()

    def of(self, *kinds: Kind) -> tuple[Action, ...]:
        """Return the actions of some kinds, by path."""
        return tuple(each for each in self.actions if each.kind in kinds)

    @property
    def work(self) -> tuple[Action, ...]:
        """What would be changed."""
        return self.of(*WORK)

    @property
    def differences(self) -> tuple[Action, ...]:
        """What would stay different."""
        return self.of(*DIFFERENCES)

    @property
    def counts(self) -> Counter[Kind]:
        """Number of actions of each kind."""
        return Counter(each.kind for each in self.actions)

    @property
    def shown_counts(self) -> Counter[Kind]:
        """Number of actions of each kind that users are to see."""
        return Counter(each.kind for each in self.actions if each.kind in (*WORK, *DIFFERENCES))

    @property
    def unusable_count(self) -> int:
        """Number of local files and folders that cannot be synchronised."""
        return len(self.unusable)

    @property
    def to_send(self) -> Amount:
        """Files and bytes to send."""
        return amount_of(self.of(Kind.SEND))

    @property
    def to_fetch(self) -> Amount:
        """Files and bytes to fetch."""
        return amount_of(self.of(Kind.FETCH))

    @property
    def many_deletions(self) -> ManyDeletions | None:
        """The deletions on one side, if more than one file and more than half of all would be deleted there."""
        for kind in (Kind.DELETE_HERE, Kind.DELETE_THERE):
            deleted = sum(1 for each in self.of(kind) if each.seen and not each.seen.is_folder)
            known = self.unchanged.files + len(self.actions)
            if deleted > 1 and deleted * 2 > known:
                return ManyDeletions(kind, deleted, known)
        return None

    @property
    def deletes_many(self) -> bool:
        """Whether there are many deletions: a disk may be missing."""
        return self.many_deletions is not None

    @property
    def is_settled(self) -> bool:
        """Whether both sides are the same, as far as the request goes."""
        return not self.work and not self.differences


def amount_of(actions: Iterable[Action]) -> Amount:
    """Return number and bytes of the files to transfer."""
    sizes = [each.size for each in actions]
    return Amount(len(sizes), sum(sizes))
