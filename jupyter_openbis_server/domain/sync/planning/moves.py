"""Files that were renamed: a deleted file and a new one with the same content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from jupyter_openbis_server.domain.sync.plan import Action, Kind


class _Moves:
    """Finds new files that may be deleted ones under another name.

    Args:
        actions: What is planned.
        new: The kind of actions that store a new file.
        deleted: The kind of actions that delete a file.
        moved: The kind of actions that take the place of both.
    """

    def __init__(self, actions: Sequence[Action], new: Kind, deleted: Kind, moved: Kind) -> None:
        self._actions, self._moved = actions, moved
        self._deleted: defaultdict[tuple[int, str], list[Action]] = defaultdict(list)
        for each in actions:
            if each.kind is deleted and each.seen and each.seen.md5:
                self._deleted[each.seen.size, each.seen.md5].append(each)
        sizes = {size for size, _ in self._deleted if size}  # all empty files are equal, and cost nothing
        self.candidates: tuple[Action, ...] = tuple(
            each for each in actions if each.kind is new and each.seen is None and each.size in sizes
        )

    def applied(self, md5s: Mapping[str, str]) -> list[Action]:
        """Return the actions; those that are one move are replaced by it.

        Args:
            md5s: MD5 of the new content of the candidates, by path.
        """
        moves: dict[str, Action] = {}
        removed: set[str] = set()
        for each in self.candidates:
            same = self._deleted.get((each.size, md5s.get(each.path, "")))
            if same:
                old = same.pop()
                removed.add(old.path)
                moves[each.path] = replace(
                    old,
                    kind=self._moved,
                    path=each.path,
                    local=each.local or old.local,
                    remote=each.remote or old.remote,
                    md5=old.seen.md5 if old.seen else None,
                    moved_from=old.path,
                )
        return [moves.get(each.path, each) for each in self._actions if each.path not in removed]


class MovesThere(_Moves):
    """Files that were renamed here, and are to be renamed in openBIS."""

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__(actions, Kind.SEND, Kind.DELETE_THERE, Kind.MOVE_THERE)


class MovesHere(_Moves):
    """Files that were renamed in openBIS, and are to be renamed here."""

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__(actions, Kind.FETCH, Kind.DELETE_HERE, Kind.MOVE_HERE)


def moved_paths(actions: Iterable[Action]) -> frozenset[str]:
    """Return the former paths of files that are moved."""
    return frozenset(each.moved_from for each in actions if each.moved_from)
