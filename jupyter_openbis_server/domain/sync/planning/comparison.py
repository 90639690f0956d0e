"""Comparison of both sides, path by path, in two steps: which contents have to be compared, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.files.data_set_path import folders_above
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen
from jupyter_openbis_server.domain.sync.plan import Action, Kind
from jupyter_openbis_server.domain.sync.planning.decisions import Change, Pair, compare, decide
from jupyter_openbis_server.domain.sync.request import Prefer, SyncRequest

_FILE_HERE = "there is a file here where openBIS has a folder; rename one of them"
_FOLDER_HERE = "there is a folder here where openBIS has a file; rename one of them"


@dataclass(frozen=True, slots=True)
class _Case:
    """A file that is not known to be the same on both sides.

    Attributes:
        is_open: Whether it is a conflict that the user has not decided yet.
    """

    path: str
    seen: Seen | None
    local: LocalEntry | None
    remote: DataSetFile | None
    pair: Pair
    is_open: bool

    @property
    def asks_here(self) -> bool:
        """Whether the local content has to be read."""
        return self.pair.here is Change.UNCERTAIN or self._may_be_equal

    @property
    def asks_there(self) -> bool:
        """Whether the content in openBIS has to be asked for."""
        return self.pair.there is Change.UNCERTAIN or self._may_be_equal

    @property
    def _may_be_equal(self) -> bool:
        if not self.local or not self.remote or self.local.size != self.remote.size:
            return False
        return self.pair.may_be_equal or bool(self.seen and self.seen.copy)


@dataclass(frozen=True)
class Comparison:
    """Both sides, compared by sizes and times.

    Attributes:
        ask_here: Local files whose content has to be known for a decision.
        ask_there: Files in openBIS whose content has to be known.
        unchanged: Number and bytes of the files that are the same.
    """

    cases: tuple[_Case, ...]
    blocked: tuple[Action, ...]
    unchanged: Amount

    @property
    def ask_here(self) -> tuple[LocalEntry, ...]:
        """See the class."""
        return tuple(each.local for each in self.cases if each.local and each.asks_here)

    @property
    def ask_there(self) -> tuple[DataSetFile, ...]:
        """See the class."""
        return tuple(each.remote for each in self.cases if each.remote and each.asks_there)

    def decide(self, request: SyncRequest, md5_here: Mapping[str, str], md5_there: Mapping[str, str]) -> list[Action]:
        """Return what to do, except for folders.

        Args:
            request: What the user wants.
            md5_here: MD5 of the files of `ask_here`, by path; those that change at the moment are left out.
            md5_there: MD5 of the files of `ask_there`, likewise.
        """
        decided = (_decide(each, request, md5_here.get(each.path), md5_there.get(each.path)) for each in self.cases)
        return [*decided, *self.blocked]


def compare_sides(
    seen: Mapping[str, Seen],
    local: Mapping[str, LocalEntry],
    remote: Mapping[str, DataSetFile],
    unusable: Mapping[str, str],
) -> Comparison:
    """Compare both sides with what is known.

    Args:
        seen: What is known.
        local: What is here.
        remote: What is in openBIS.
        unusable: What is here and cannot be synchronised, with the reason. Nothing at or below these paths is touched.
    """
    copies = {each.copy for each in seen.values() if each.copy}
    cases, blocked, files, size = [], [], 0, 0
    for path in dict.fromkeys(chain(local, remote, seen)):
        here, there, known = local.get(path), remote.get(path), seen.get(path)
        if path in copies or _is_folder(here, there, known):
            continue
        if problem := _obstacle(path, unusable) or _clash(path, local, remote):
            if here or there:
                blocked.append(Action(Kind.BLOCKED, path, here, there, known, problem=problem))
            continue
        known = None if known and known.is_folder else known
        pair = compare(known, here, there)
        if pair == _SAME:
            files, size = files + 1, size + (here.size if here else 0)
        else:
            is_open = bool(known and known.copy and known.copy in local)
            cases.append(_Case(path, known, here, there, pair, is_open))
    return Comparison(tuple(cases), tuple(blocked), Amount(files, size))


_SAME = Pair(Change.SAME, Change.SAME)


def _is_folder(local: LocalEntry | None, remote: DataSetFile | None, seen: Seen | None) -> bool:
    """Return whether a path is a folder on each side that has it."""
    kinds = [each.is_folder for each in (local, remote) if each]
    return all(kinds) if kinds else bool(seen and seen.is_folder)


def _obstacle(path: str, unusable: Mapping[str, str]) -> str:
    """Return what is in the way of a path here; empty if nothing is."""
    if not unusable:
        return ""
    return next((f"here is {unusable[each]}" for each in (path, *folders_above(path)) if each in unusable), "")


def _clash(path: str, local: Mapping[str, LocalEntry], remote: Mapping[str, DataSetFile]) -> str:
    """Return why a path cannot be the same on both sides; empty if it can."""
    here, there = local.get(path), remote.get(path)
    if here and there and here.is_folder is not there.is_folder:
        return _FOLDER_HERE if here.is_folder else _FILE_HERE
    for above in folders_above(path):
        if there and above in local and not local[above].is_folder:
            return _FILE_HERE
        if here and above in remote and not remote[above].is_folder:
            return _FOLDER_HERE
    return ""


def _decide(case: _Case, request: SyncRequest, md5_here: str | None, md5_there: str | None) -> Action:
    equal = md5_here is not None and md5_here == md5_there
    known = case.seen.md5 if case.seen else None
    pair = Pair(_settled(case.pair.here, md5_here, known), _settled(case.pair.there, md5_there, known))
    if case.is_open and not equal:
        kind = _decide_open(pair, case.seen, request)
    else:
        kind = decide(pair, case.seen, request, equal=equal)
    if kind is Kind.NOTHING:  # the contents are the same, the times are not
        kind = Kind.NOTE
    decided = case.seen.copy if case.seen and case.is_open and request.prefer is not Prefer.NEITHER else None
    md5 = md5_here if equal else known
    return Action(kind, case.path, case.local, case.remote, case.seen, md5, decided_copy=decided)


def _decide_open(pair: Pair, seen: Seen | None, request: SyncRequest) -> Kind:
    """Return what to do with a conflict whose copy is still there: the user has decided nothing, or by the request.

    Also if the user has removed the local file: to fetch openBIS's version would store it twice.
    """
    is_undecided = pair.there is Change.SAME or (pair.here is Change.ABSENT and pair.there is Change.CHANGED)
    if is_undecided and request.prefer is Prefer.NEITHER:
        return Kind.CONFLICT
    if Change.ABSENT not in (pair.here, pair.there):
        pair = Pair(Change.CHANGED, Change.CHANGED)
    return decide(pair, seen, request, equal=False)


def _settled(change: Change, md5: str | None, known: str | None) -> Change:
    if change is not Change.UNCERTAIN:
        return change
    return Change.SAME if md5 is not None and md5 == known else Change.CHANGED
