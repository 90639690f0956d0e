"""The part of the file system that moves and renames files of samples and experiments."""

from __future__ import annotations

import errno
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from fsspec.utils import other_paths

from jupyter_openbis_server.adapters.filesystem.workspace.spool import TemporarySource, local_folder
from jupyter_openbis_server.domain.files.file_tree import TreeEntry
from jupyter_openbis_server.domain.workspace.source_files import SourceFile
from jupyter_openbis_server.entrypoints.fsspec.failures import translate_errors
from jupyter_openbis_server.entrypoints.fsspec.listing import MAGIC
from jupyter_openbis_server.entrypoints.fsspec.storing import are_same, changing, file_key, look_up, place_of
from jupyter_openbis_server.entrypoints.fsspec.writing import MAX_COPIES, WritingFileSystem, close_sources
from jupyter_openbis_server.entrypoints.library.shared_program import shared_program

_Content = Mapping[str, TreeEntry]


@dataclass(frozen=True)
class _Move:
    """A file, or a folder with its content, and its new path."""

    source: str
    target: str

    @property
    def keeps_owner(self) -> bool:
        """Whether source and target have the same owner, however it is named. Raises OSError."""
        return file_key(self.source)[:2] == file_key(self.target)[:2]


class MovingFileSystem(WritingFileSystem):
    """Methods of `OpenbisFileSystem`. All raise OSError."""

    def mv(self, path1: Any, path2: Any, recursive: bool = False, maxdepth: int | None = None, **kwargs: Any) -> None:  # noqa: ANN401, ARG002
        """Move or rename files and folders. Nothing is replaced; a file that is moved onto itself stays as it is.

        Between owners, all is copied and verified; then the originals are deleted, unless they were changed meanwhile.
        An owner may be named in two ways. A transaction stores copies at its end only, so that it cannot contain moves
        between owners.

        Args:
            path1: A path or pattern, or a list of them.
            path2: The new path, or the folder for several; with a list of paths, a list of as many.
            recursive: Whether patterns also match folders. A folder without a pattern is always moved as a whole.
            maxdepth: Refused.
            kwargs: Ignored.

        Raises:
            FileExistsError: there is a file or folder at a new path, or two have the same. Nothing was moved.
            OSError: as other methods. Nothing was deleted; what was copied before the error remains.
        """
        if maxdepth is not None:
            raise OSError(errno.EINVAL, "folders are moved with all that is in them; leave out maxdepth", str(path1))
        moves = [each for each in self._moves(path1, path2, recursive) if not self._is_in_place(each)]
        renamed = [each for each in moves if each.keeps_owner]
        copied = [each for each in moves if each not in renamed]
        if copied and self._intrans:
            message = "a transaction cannot move files to another owner; copy them, and delete them after its end"
            raise OSError(errno.ENOTSUP, message, copied[0].source)
        for each in copied:
            _check_may_delete(each.source)
        if copied or len(moves) > 1:
            _check_targets(moves)
        for each in renamed:
            _rename(each)
        if copied:
            self._copy_and_delete(copied)

    def _is_in_place(self, move: _Move) -> bool:
        """Return whether source and target are the same. Raises OSError; FileNotFoundError if it does not exist."""
        if not are_same(move.source, move.target):
            return False
        self.info(move.source)
        return True

    def _moves(self, path1: Any, path2: Any, recursive: bool) -> list[_Move]:  # noqa: ANN401 - paths or lists of them
        if not isinstance(path1, (list, tuple)):
            source = str(self._strip_protocol(path1))
            return self._matching(source, path2, recursive) if _is_pattern(source) else [self._one(source, path2)]
        if isinstance(path2, (list, tuple)):
            if len(path1) != len(path2):
                raise ValueError("there must be as many sources as targets")
            pairs = zip(path1, path2, strict=True)
            return [_Move(self._strip_protocol(source), self._strip_protocol(target)) for source, target in pairs]
        folder = self._strip_protocol(path2)
        sources = _uppermost(self.expand_path(list(path1)))
        return [_Move(each, f"{folder}/{posixpath.basename(each)}") for each in sources]

    def _one(self, source: str, path2: Any) -> _Move:  # noqa: ANN401 - a path
        target = self._strip_protocol(path2)
        if source != target and (str(path2).endswith("/") or self.isdir(target)) and not are_same(source, target):
            target = f"{target}/{posixpath.basename(source)}"
        return _Move(source, target)

    def _matching(self, pattern: str, path2: Any, recursive: bool) -> list[_Move]:  # noqa: ANN401 - a path
        found = self.expand_path(pattern)
        sources = _uppermost(each for each in found if recursive or not self.isdir(each))
        targets = other_paths(sources, self._strip_protocol(path2), exists=len(sources) == 1) if sources else []
        return [_Move(source, target) for source, target in zip(sources, targets, strict=True)]

    def _copy_and_delete(self, moves: list[_Move]) -> None:
        before = {each: self._content(each.source) for each in moves}
        self._send_copies(before)
        for each, content in before.items():
            if self._content(each.source) != content:
                message = f"it was changed in openBIS while it was copied to {each.target}; nothing was deleted"
                raise OSError(errno.EBUSY, message, each.source)
        self._delete_all(each.source for each in moves)

    def _content(self, path: str) -> _Content:
        """Return the file, or the folder and all that is in it, by path from `path` on."""
        with translate_errors(path):
            place = self._locate(path)
            tree = self._tree(place)
            top = tree.entry(place.path)
            below = (each for each in tree.entries if each.path.startswith(f"{place.path}/"))
            return {each.path.removeprefix(place.path): each for each in (top, *below)}

    def _send_copies(self, contents: Mapping[_Move, _Content]) -> None:
        """Copy files and folders; many are sent together. None replaces another one."""
        found: dict[str, SourceFile] = {}
        try:
            for move, path, entry in _each(contents):
                found[f"{move.target}{path}"] = self._copy_of(f"{move.source}{path}", entry)
                if sum(each.size for each in found.values()) > MAX_COPIES:
                    self._send(found, create=True)
                    found.clear()
        except BaseException:
            close_sources(found.values())
            raise
        self._send(found, create=True)

    def _copy_of(self, path: str, entry: TreeEntry) -> SourceFile:
        return local_folder(path) if entry.file.is_folder else TemporarySource(path, partial(self._copy, path, entry))


def _each(contents: Mapping[_Move, _Content]) -> Iterator[tuple[_Move, str, TreeEntry]]:
    for move, content in contents.items():
        for path, entry in content.items():
            yield move, path, entry


def _is_pattern(path: str) -> bool:
    return any(mark in path for mark in MAGIC)


def _uppermost(paths: Iterable[str]) -> list[str]:
    """Return sorted paths without those that are in a folder among them."""
    found: list[str] = []
    for each in sorted(paths, key=lambda path: path.split("/")):
        if not found or not each.startswith(f"{found[-1]}/"):
            found.append(each)
    return found


def _check_may_delete(path: str) -> None:
    """Raise OSError for what cannot be deleted: it is not copied either."""
    with changing(path) as place:
        if not place.path:
            message = "this is the folder of the object or collection as a whole; choose something in it"
            raise OSError(errno.EINVAL, message, path)
        shared_program().use_cases.object_files.look_up(place.connection, place.perm_id, [])


def _check_targets(moves: list[_Move]) -> None:
    """Raise FileExistsError if there is a file or folder at a new path, or if two have the same."""
    taken: set[tuple[str, str, str]] = set()
    for move, target in zip(moves, look_up([each.target for each in moves]), strict=True):
        key = file_key(move.target)
        if target.existing or key in taken:
            raise FileExistsError(errno.EEXIST, "there is a file or folder of that name already", move.target)
        taken.add(key)


def _rename(move: _Move) -> None:
    with changing(move.source) as place:
        rename = shared_program().use_cases.object_files.move
        rename(place.connection, place.perm_id, place.path, place_of(move.target).path)
