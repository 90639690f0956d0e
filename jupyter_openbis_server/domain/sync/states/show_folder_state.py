"""Use case that shows the states of the files in a folder, without a request to openBIS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.errors import InvalidPath
from jupyter_openbis_server.domain.files.data_set_path import folders_above
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen, Stamp
from jupyter_openbis_server.domain.sync.keeping.folder_keeping import FolderKeeping
from jupyter_openbis_server.domain.sync.plan import Kind
from jupyter_openbis_server.domain.sync.ports import LocalFiles, SyncTarget
from jupyter_openbis_server.domain.sync.recent_outcomes import Outcome, RecentOutcomes
from jupyter_openbis_server.domain.sync.states.folder_state import (
    EntryState,
    EntryWithState,
    FolderState,
    Synchronised,
)
from jupyter_openbis_server.domain.sync.states.ports import KnownStates
from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION, Exclusion

MAX_LOOKED_AT = 10_000
"""Files and folders that are looked at for one answer; it takes about a tenth of a second of CPU time."""


@dataclass(frozen=True)
class ShowFolderState:
    """Show the states of the direct content of a folder; quick, as file browsers ask every few seconds."""

    known: KnownStates
    connections: Connections
    keeping: FolderKeeping
    outcomes: RecentOutcomes

    def __call__(self, folder: str, root: str) -> FolderState:
        """Return the state.

        Args:
            folder: Absolute path.
            root: Folder above which no synchronised folder is looked for.

        Raises:
            InvalidPath: the folder must not be used.
            InvalidSyncState: what is known about it cannot be read.
            SourceNotReadable: it cannot be listed.
        """
        found = self._nearest(folder, root)
        if found is None:
            return FolderState()
        below = PurePath(folder).relative_to(found.folder).as_posix()
        below = "" if below == "." else below
        exclusion = found.keeping.kept.exclusion if found.keeping else DEFAULT_EXCLUSION
        named = found.keeping.kept.folder if found.keeping else found.folder
        content = self.known.content(found.folder, below, exclusion, MAX_LOOKED_AT)
        states = _States(self.known.seen(found.folder), content, self.outcomes.of(named), exclusion, below)
        return FolderState(found, states.entries(), below not in content.unlisted)

    def _nearest(self, folder: str, root: str) -> Synchronised | None:
        """Return the folder, or the nearest one above it that is synchronised. Raises InvalidPath."""
        target = self.known.target(folder)
        if target or not PurePath(folder).is_relative_to(root):
            return self._described(folder, target)
        for above in PurePath(folder).parents:
            if not above.is_relative_to(root):
                break
            try:
                target = self.known.target(str(above))
            except InvalidPath:
                continue
            if target:
                return self._described(str(above), target)
        return None

    def _described(self, folder: str, target: SyncTarget | None) -> Synchronised | None:
        if target is None:
            return None
        keeping = self.keeping.of(folder)
        names = [each.name for each in self.connections.all() if each.instance.url == target.url]
        kept = keeping.kept.connection if keeping else None
        return Synchronised(folder, target, kept if kept in names else next(iter(names), None), keeping)


_SECOND = 1_000_000_000
_COARSE = "its file system counts in seconds, and it was written just before it was synchronised"

_WHY = {
    Kind.EDITED_THERE: "it was changed in openBIS, and is not fetched",
    Kind.REMOVED_THERE: "it was removed in openBIS, and is kept here",
}


class _States:
    """The states of the entries of a folder.

    Args:
        seen: What is known.
        content: What is there; paths begin in the synchronised folder.
        outcome: What the last synchronisation has reported.
        exclusion: What is ignored.
        below: Path of the folder whose entries are shown.
    """

    def __init__(
        self, seen: Mapping[str, Seen], content: LocalFiles, outcome: Outcome, exclusion: Exclusion, below: str
    ) -> None:
        self._seen, self._content, self._outcome, self._exclusion = seen, content, outcome, exclusion
        self._prefix = f"{below}/" if below else ""
        self._copies = {each.copy for each in seen.values() if each.copy}

    def entries(self) -> tuple[EntryWithState, ...]:
        """Return the entries by name, folders with the worst state of their content."""
        worst: dict[str, EntryWithState] = {}
        shown = {self._name(path) for path in (*self._content.entries, *self._ignored())}
        for path, state, problem in self._all():
            name = self._name(path)
            if name in shown and (name not in worst or state.rank > worst[name].state.rank):
                worst[name] = EntryWithState(name, state, problem)
        return tuple(worst[name] for name in sorted(worst))

    def _all(self) -> Iterator[tuple[str, EntryState, str]]:
        """Yield paths with a state and a problem; a path may come several times."""
        entries = self._content.entries
        not_empty = {path.rpartition("/")[0] for path in entries}
        for path, entry in entries.items():
            if path not in not_empty:  # else its content decides
                state = self._state_of(entry)
                yield path, state, _COARSE if state is EntryState.UNKNOWN else ""
        for path, problem in self._ignored().items():
            yield path, EntryState.IGNORED, problem
        for path in self._content.unlisted:
            if path.startswith(self._prefix) and path != self._prefix:
                yield path, EntryState.UNKNOWN, ""
        for path in self._missing():
            yield path, EntryState.CHANGED, ""
        yield from self._reported()

    def _reported(self) -> Iterator[tuple[str, EntryState, str]]:
        """Yield what the last synchronisation has reported, also about paths that are not here."""
        for path, problem in self._outcome.problems.items():
            if path.startswith(self._prefix):
                yield path, EntryState.FAILED, problem
        for path, kind in self._outcome.differences.items():
            if path.startswith(self._prefix) and not self._is_decided_by_copy(path, kind):
                yield path, EntryState.CONFLICT if kind is Kind.CONFLICT else EntryState.CHANGED, _WHY.get(kind, "")
        if not self._outcome.is_complete:
            yield from ((path, EntryState.UNKNOWN, "") for path in self._content.entries)

    def _missing(self) -> Iterator[str]:
        """Yield a path for each folder from which something is missing."""
        if self._content.unlisted:  # it is not known what is missing
            return
        entries, ignored = self._content.entries, {*self._content.excluded, *self._content.unusable}

        def is_ignored(path: str) -> bool:
            return path in ignored or self._exclusion.leaves_out(path)

        whole = {self._name(path) for path in entries}
        for path in self._seen:
            if path in entries or not path.startswith(self._prefix) or self._name(path) not in whole:
                continue
            if not any(map(is_ignored, (path, *folders_above(path)))):
                whole.remove(self._name(path))
                yield path

    def _is_decided_by_copy(self, path: str, kind: Kind) -> bool:
        """Return whether the copy says if a conflict is open: the user may have removed it since it was reported."""
        known = self._seen.get(path)
        return kind is Kind.CONFLICT and bool(known and known.copy)

    def _ignored(self) -> dict[str, str]:
        """Return what is ignored directly in the folder, with the reason."""
        ignored = {**dict.fromkeys(self._content.excluded, ""), **self._content.unusable}
        return {path: problem for path, problem in ignored.items() if "/" not in path.removeprefix(self._prefix)}

    def _state_of(self, entry: LocalEntry) -> EntryState:
        if entry.path in self._outcome.waiting:
            return EntryState.WAITING
        if entry.path in self._copies:
            return EntryState.COPY
        known = self._seen.get(entry.path)
        if known is None or known.is_folder != entry.is_folder:
            return EntryState.NEW
        if known.copy and (known.copy in self._content.entries or self._content.unlisted):
            return EntryState.CONFLICT
        return EntryState.SAME if entry.is_folder else _by_times(known.stamp, entry.stamp)

    def _name(self, path: str) -> str:
        return path.removeprefix(self._prefix).partition("/")[0]


def _by_times(known: Stamp | None, now: Stamp | None) -> EntryState:
    """Return the state of a file without a look at its content."""
    if known is None or now is None or not known.is_like(now):
        return EntryState.CHANGED
    is_coarse = known.modified_ns % _SECOND == 0 and not known.is_certain
    return EntryState.UNKNOWN if is_coarse else EntryState.SAME
