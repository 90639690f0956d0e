"""Giving uploaded files their final names on the file server (AFS)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.adapters.openbis.api.afs.client import AfsClient
from jupyter_openbis_server.adapters.openbis.api.afs.errors import FileExists
from jupyter_openbis_server.adapters.openbis.api.afs.file_lines import AfsFile
from jupyter_openbis_server.adapters.openbis.http.errors import TransientFailure
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.transfer.parallel import run_all
from jupyter_openbis_server.adapters.openbis.upload.afs.confirmed import entries, entry_at
from jupyter_openbis_server.adapters.openbis.upload.afs.local_files import LocalFile
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import Cancelled, FileNotInDataSet, RequestRefused
from jupyter_openbis_server.domain.files.data_set_path import folders_above
from jupyter_openbis_server.domain.object_files.errors import ChangeLost, FilesChanged
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

Entries = Mapping[str, AfsFile]


@dataclass(frozen=True)
class _Move:
    """A file, or a new folder with all that is in it, and its final name."""

    temporary: str
    path: str
    replaced: DataSetFile | None = None


class Placing:
    """Moves complete files to their final names, and the files that they replace to the trash before.

    Attributes:
        gaps: Names whose old file may be in the trash, and that had no file in a list since then. While there are any,
            a cancellation waits, and what was sent must not be deleted.
    """

    def __init__(self, file_server: AfsClient, owner: str, limits: HttpLimits) -> None:
        self._file_server = file_server
        self._owner = owner
        self._limits = limits
        self._sent: dict[LocalFile, AfsFile | None] = {}
        self.gaps: set[str] = set()

    def place(self, files: Sequence[LocalFile], cancellation: Cancellation, before: Entries | None = None) -> Entries:
        """Move files; each attempt begins with a list of what is there, as answers prove nothing (openbis-afs 4).

        Args:
            files: What to move.
            cancellation: Ends the work between two requests, as long as there are no gaps.
            before: What is there, if it has just been listed.

        Returns:
            What is there at the end.

        Raises:
            FilesChanged: names are in use by other files than those to be replaced. These were not changed.
            ChangeLost: openBIS confirms moves that it does not make.
        """
        before = entries(self._file_server, self._owner) if before is None else before
        self._sent = {each: before.get(each.temporary) for each in files}
        try:
            return self._place(files, cancellation, before)
        except Cancelled:
            if not self.gaps:
                raise
        uncancelled = Cancellation()
        with uncancelled.as_current():
            return self._place(files, uncancelled, self._list())

    def _place(self, files: Sequence[LocalFile], cancellation: Cancellation, before: Entries) -> Entries:
        left = self._not_placed(files, before)
        for pause in (*self._limits.pauses(), None):
            self._check_targets(left, before)
            for moves in _moves(left, before):
                run_all(moves, self._move, cancellation, threads=self._limits.file_server_requests)
            before = self._list()
            left = self._not_placed(left, before)
            if not left:
                return before
            if pause is not None:
                cancellation.wait(pause)
        self._check_targets(left, before)
        raise ChangeLost(left[0].path)

    def _list(self) -> Entries:
        there = entries(self._file_server, self._owner)
        self.gaps = {each for each in self.gaps if each not in there}
        return there

    def _not_placed(self, files: Iterable[LocalFile], existing: Entries) -> list[LocalFile]:
        return [each for each in files if not self._is_placed(each, existing)]

    def _is_placed(self, file: LocalFile, existing: Entries) -> bool:
        """Whether a file has its final name, and it was not taken by another one at the same time.

        A move keeps the time of the last change. In case that a server does not, the MD5 decides.
        """
        there, sent = existing.get(file.path), self._sent[file]
        if there is None or there.is_folder != file.is_folder:
            return False
        if file.is_folder:
            return True
        if there.size != file.size or file.temporary in existing:
            return False
        return (sent and sent.modified == there.modified) or self._has_md5(file.path, file.md5)

    def _check_targets(self, files: Iterable[LocalFile], existing: Entries) -> None:
        """Raise FilesChanged with all files whose name is in use, unless what they replace is as it was."""
        changed = [each.path for each in files if not self._may_take(each, existing)]
        if changed:
            raise FilesChanged(changed)

    def _may_take(self, file: LocalFile, existing: Entries) -> bool:
        if any(above in existing and not existing[above].is_folder for above in folders_above(file.path)):
            return False
        there, replaced = existing.get(file.path), file.wanted.replaced
        if there is None:
            return True
        return replaced is not None and _is_as_it_was(there, replaced) and self._has_md5(file.path, replaced.md5)

    def _has_md5(self, path: str, md5: str | None) -> bool:
        return md5 is None or self._file_server.md5(self._owner, path) == md5

    def _move(self, move: _Move, cancellation: Cancellation) -> None:
        """Move once. What fails, or whose answer is lost, is seen in the next list."""
        cancellation.check()
        with suppress(FileExists, FileNotInDataSet, TransientFailure):
            if move.replaced and (there := entry_at(self._file_server, self._owner, move.path)):
                if _is_as_it_was(there, move.replaced):
                    self._replace(move)
                return
            self._file_server.move(self._owner, move.temporary, self._owner, move.path)

    def _replace(self, move: _Move) -> None:
        """Move a file to the trash, and another one to its name.

        A cancellation does not interrupt this, and a refused move is retried.

        Raises:
            RequestRefused: openBIS refuses the second move in every attempt.
            FileExists, FileNotInDataSet, TransientFailure: whether it is made is seen in the next list.
        """
        self.gaps.add(move.path)
        uncancelled = Cancellation()
        with uncancelled.as_current():
            self._file_server.delete(self._owner, move.path)
            for pause in self._limits.pauses():
                try:
                    self._file_server.move(self._owner, move.temporary, self._owner, move.path)
                except RequestRefused as error:
                    if isinstance(error, FileExists):
                        raise
                    uncancelled.wait(pause)
                else:
                    return
            self._file_server.move(self._owner, move.temporary, self._owner, move.path)


def _replaced(file: LocalFile, existing: Entries) -> DataSetFile | None:
    return file.wanted.replaced if file.path in existing else None


def _is_as_it_was(there: AfsFile, replaced: DataSetFile) -> bool:
    return not there.is_folder and (there.size, there.modified) == (replaced.size, replaced.modified)


def _moves(files: Sequence[LocalFile], existing: Entries) -> tuple[list[_Move], list[_Move]]:
    """Return the moves of small files, and those of others, which follow: they make missing folders.

    Small files in a new folder are moved by one, with the uppermost such folder.
    """
    together: dict[str, _Move] = {}
    for file in files:
        if not file.is_large:
            path = next((above for above in folders_above(file.path) if above not in existing), file.path)
            temporary = file.temporary.removesuffix(file.path.removeprefix(path))
            together[path] = _Move(temporary, path, _replaced(file, existing))
    alone = [_Move(each.temporary, each.path, _replaced(each, existing)) for each in files if each.is_large]
    return list(together.values()), alone
