"""Sending many files to a session workspace at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from jupyter_openbis_server.adapters.openbis.transfer.parallel import run_all
from jupyter_openbis_server.adapters.openbis.upload.outgoing import OutgoingFile, Part, PartBody
from jupyter_openbis_server.adapters.openbis.upload.session_workspace import SessionWorkspace
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_SMALL_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Sending:
    """Sends files in parts, several at a time, whether they are of one big file or of many small ones."""

    workspace: SessionWorkspace
    progress: Progress

    def send(self, names: Iterable[tuple[SourceFile, str]], cancellation: Cancellation) -> None:
        """Send files and empty folders, each to the given path in the workspace.

        Raises:
            SourceNotReadable: a file cannot be read, or is shorter than it was.
            UploadFailed: openBIS does not take one.
            Cancelled: on request, within a second.
        """
        pairs = tuple(names)
        files = [OutgoingFile(source, name) for source, name in pairs if not source.is_folder]
        folders = [name for source, name in pairs if source.is_folder]
        tasks: list[Part | str] = [*(part for file in files for part in file.parts()), *folders]
        try:
            run_all(tasks, self._do, cancellation, threads=self._threads_for(tasks))
        finally:
            for file in files:
                file.close()

    def _do(self, task: Part | str, cancellation: Cancellation) -> None:
        if isinstance(task, str):
            self.workspace.make_folder(task, cancellation)
            return
        task.file.open()
        self.progress.began(task.file.source.name)
        attempts = self._bodies(task, cancellation)
        self.workspace.write(task.file.name, task.start, task.length, partial(next, attempts), cancellation)
        if task.file.part_is_done():
            self.progress.completed(task.file.source.name)

    def _bodies(self, part: Part, cancellation: Cancellation) -> Iterator[PartBody]:
        """Yield a body for each attempt; what the one before has counted as sent is taken back."""
        while True:
            body = PartBody(part, cancellation, self.progress.moved)
            yield body
            body.undo_progress()

    def _threads_for(self, tasks: Sequence[Part | str]) -> int:
        total = sum(task.length for task in tasks if isinstance(task, Part))
        limits = self.workspace.client.http.limits
        wanted = limits.upload_connections if total < len(tasks) * _SMALL_BYTES else limits.upload_streams
        return min(wanted, len(tasks))
