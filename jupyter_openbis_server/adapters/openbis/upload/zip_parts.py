"""An archive of files that is created while it is sent."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable

from jupyter_openbis_server.adapters.openbis.upload.outgoing import BLOCK_BYTES, OutgoingFile
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

PART_BYTES = 4 * 1024 * 1024
_FILE, _FOLDER = 0o100644 << 16, (0o40755 << 16) | 0x10


class ZipParts:
    """Writes an archive and hands it over in parts, one after another; only one is in memory.

    Nothing is compressed. Sizes and checksums are behind the contents and in the directory at the end, by which
    openBIS's plugin reads it (zip4j).
    """

    def __init__(self, hand_over: Callable[[int, bytes], None], progress: Progress) -> None:
        """Remember whom to give the parts.

        Args:
            hand_over: Gets the start of a part in the archive, and the part; returns when it has arrived.
            progress: Counts content that has arrived.
        """
        self._hand_over = hand_over
        self._progress = progress
        self._unsent = _Unsent()
        self._start = 0
        self._content = 0
        self._complete: list[str] = []

    def pack(self, sources: Iterable[tuple[SourceFile, str]], cancellation: Cancellation) -> None:
        """Pack files and empty folders, each under the given name.

        Raises:
            SourceNotReadable: a file cannot be read, or is shorter than it was.
            Cancelled: on request.
        """
        with zipfile.ZipFile(self._unsent, "w") as archive:
            for source, name in sources:
                cancellation.check()
                if source.is_folder:
                    archive.writestr(_info(f"{name}/", _FOLDER), b"")
                else:
                    self._pack(archive, source, name, cancellation)
        self._send()

    def _pack(self, archive: zipfile.ZipFile, source: SourceFile, name: str, cancellation: Cancellation) -> None:
        file, info = OutgoingFile(source, name), _info(name, _FILE)
        info.file_size = source.size
        self._progress.began(source.name)
        try:
            file.open()
            with archive.open(info, "w") as member:
                start = 0
                while start < source.size:
                    cancellation.check()
                    block = file.read(start, min(source.size - start, BLOCK_BYTES))
                    member.write(block)
                    start += len(block)
                    self._content += len(block)
                    self._send_if_full()
        finally:
            file.close()
        self._complete.append(source.name)
        self._send_if_full()

    def _send_if_full(self) -> None:
        if len(self._unsent.content) >= PART_BYTES:
            self._send()

    def _send(self) -> None:
        part = bytes(self._unsent.content)
        self._hand_over(self._start, part)
        self._start += len(part)
        self._unsent.content.clear()
        self._progress.moved(self._content)
        for name in self._complete:
            self._progress.completed(name)
        self._content = 0
        self._complete.clear()


class _Unsent:
    """Where `zipfile` writes to. It is not seekable, so `zipfile` never seeks."""

    def __init__(self) -> None:
        self.content = bytearray()

    def write(self, data: bytes, /) -> int:
        self.content += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: only full parts are sent."""

    def close(self) -> None:
        """Do nothing; `zipfile` leaves it open."""


def _info(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode
    return info
