"""Use case that shows the states of the files in a folder, without a request to openBIS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.errors import InvalidPath
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen
from jupyter_openbis_server.domain.sync.keeping.folder_keeping import FolderKeeping
from jupyter_openbis_server.domain.sync.ports import LocalFiles, SyncTarget
from jupyter_openbis_server.domain.sync.recent_outcomes import Outcome, RecentOutcomes
from jupyter_openbis_server.domain.sync.states.folder_state import (
    EntryState,
    EntryWithState,
    FolderState,
    Synchronised,
)
from jupyter_openbis_server.domain.sync.states.ports import KnownStates
from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION

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
        content = self.known.content(found.folder, below, exclusion, MAX_LOOKED_AT)
        states = _States(self.known.seen(found.folder), content, self.outcomes.of(found.folder), below)
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


class _States:
    """The states of the entries of a folder.

    Args:
        seen: What is known.
        content: What is there; paths begin in the synchronised folder.
        outcome: What the last synchronisation has reported.
        below: Path of the folder whose entries are shown.
    """

    def __init__(self, seen: Mapping[str, Seen], content: LocalFiles, outcome: Outcome, below: str) -> None:
        self._seen, self._content, self._outcome = seen, content, outcome
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
                yield path, self._state_of(entry), ""
        for path, problem in self._ignored().items():
            yield path, EntryState.IGNORED, problem
        for path in self._content.unlisted:
            if path.startswith(self._prefix) and path != self._prefix:
                yield path, EntryState.UNKNOWN, ""
        for path, problem in self._outcome.problems.items():
            if path.startswith(self._prefix):
                yield path, EntryState.FAILED, problem

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
        is_same = entry.is_folder or (known.stamp and entry.stamp and known.stamp.is_like(entry.stamp))
        return EntryState.SAME if is_same else EntryState.CHANGED

    def _name(self, path: str) -> str:
        return path.removeprefix(self._prefix).partition("/")[0]
