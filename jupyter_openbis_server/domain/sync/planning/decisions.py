"""What to do with a file, by what has happened to it on both sides since they were last the same.

This module has no ports: it decides about one path at a time, from values.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen
from jupyter_openbis_server.domain.sync.plan import Kind
from jupyter_openbis_server.domain.sync.request import Prefer, SyncRequest


class Change(enum.Enum):
    """What has happened to a path on one side since both were last the same."""

    ABSENT = enum.auto()
    SAME = enum.auto()
    CHANGED = enum.auto()
    UNCERTAIN = enum.auto()
    """Its size is the same; only its content can decide."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What has happened to a file on both sides."""

    here: Change
    there: Change

    @property
    def may_be_equal(self) -> bool:
        """Whether both sides have another file than before."""
        changed = (Change.CHANGED, Change.UNCERTAIN)
        return self.here in changed and self.there in changed


def compare(seen: Seen | None, local: LocalEntry | None, remote: DataSetFile | None) -> Pair:
    """Return what has happened to a file; contents are not considered yet."""
    return Pair(_change_here(seen, local), _change_there(seen, remote))


def decide(pair: Pair, seen: Seen | None, request: SyncRequest, *, equal: bool) -> Kind:
    """Return what to do with a file.

    Args:
        pair: What has happened to it; nothing is uncertain any more.
        seen: What was known about it; None for a path that was never on both sides.
        request: What the user wants.
        equal: Whether both sides are known to have the same content.
    """
    if equal or (pair.here is Change.SAME and pair.there is Change.SAME):
        return Kind.NOTE if equal else Kind.NOTHING
    if pair.here is Change.ABSENT:
        return _absent_here(pair.there, seen, request)
    if pair.there is Change.ABSENT:
        return _absent_there(pair.here, seen, request)
    return _on_both_sides(pair, request)


def _change_here(seen: Seen | None, local: LocalEntry | None) -> Change:
    if local is None:
        return Change.ABSENT
    if seen is None or seen.stamp is None or local.stamp is None or local.size != seen.stamp.size:
        return Change.CHANGED
    if seen.stamp.is_certain and local.stamp.is_like(seen.stamp):
        return Change.SAME
    return Change.UNCERTAIN if seen.md5 else Change.CHANGED


def _change_there(seen: Seen | None, remote: DataSetFile | None) -> Change:
    if remote is None:
        return Change.ABSENT
    if seen is None or remote.size != seen.size:
        return Change.CHANGED
    if seen.modified is not None and remote.modified == seen.modified:
        return Change.SAME
    return Change.UNCERTAIN if seen.md5 else Change.CHANGED


def _absent_here(there: Change, seen: Seen | None, request: SyncRequest) -> Kind:
    if there is Change.ABSENT:
        return Kind.FORGET
    if seen is None or there is Change.CHANGED:
        return Kind.FETCH if request.direction.fetches else Kind.EDITED_THERE
    if not request.direction.sends:
        return Kind.FETCH
    return Kind.DELETE_THERE if request.delete else Kind.REMOVED_HERE


def _absent_there(here: Change, seen: Seen | None, request: SyncRequest) -> Kind:
    if seen is None or here is Change.CHANGED:
        return Kind.SEND if request.direction.sends else Kind.EDITED_HERE
    if not request.direction.fetches:
        return Kind.SEND
    return Kind.DELETE_HERE if request.delete else Kind.REMOVED_THERE


def _on_both_sides(pair: Pair, request: SyncRequest) -> Kind:
    direction, prefer = request.direction, request.prefer
    if pair.there is Change.SAME:
        if direction.sends:
            return Kind.SEND
        return Kind.FETCH if prefer is Prefer.OPENBIS else Kind.EDITED_HERE
    if pair.here is Change.SAME:
        if direction.fetches:
            return Kind.FETCH
        return Kind.SEND if prefer is Prefer.HERE else Kind.EDITED_THERE
    if prefer is Prefer.HERE and direction.sends:
        return Kind.SEND
    return Kind.FETCH if prefer is Prefer.OPENBIS and direction.fetches else Kind.CONFLICT
