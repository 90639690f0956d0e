"""A file that is received in chunks, if one of them cannot be written."""

import pytest

from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunked_file import ChunkedFile
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunks import CHUNK_BYTES, Chunk
from jupyter_openbis_server.adapters.shared.crc32 import crc32
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import DiskFull
from jupyter_openbis_server.domain.files.receiving import IncomingFile
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders

BLOCK = bytes(CHUNK_BYTES)
FILE = DataSetFile("stack.raw", 2 * CHUNK_BYTES)
NUMBERS = range(2)


def chunk(number: int) -> Chunk:
    return Chunk(number, number * CHUNK_BYTES, memoryview(BLOCK), crc32(BLOCK), is_intact=True)


def test_what_was_written_is_kept_if_another_chunk_could_not_be(monkeypatch: pytest.MonkeyPatch) -> None:
    disk = MemoryDownloadFolders()
    folder = disk.prepare("/d", "1")
    full = [DiskFull("/d", 1, 0)]

    class OnAFullDisk:
        """Refuses the first write."""

        def __init__(self, inner: IncomingFile) -> None:
            self.inner = inner

        def __getattr__(self, name: str) -> object:
            return getattr(self.inner, name)

        def write(self, *arguments: object) -> None:
            if full:
                raise full.pop()
            self.inner.write(*arguments)  # type: ignore[arg-type]

    receive = folder.receive
    monkeypatch.setattr(folder, "receive", lambda *of, **how: OnAFullDisk(receive(*of, **how)))
    file = ChunkedFile(FILE, NUMBERS, folder)
    file.begin()
    with pytest.raises(DiskFull):
        file.write(chunk(0))
    file.write(chunk(1))  # of another thread, before the first one has abandoned the file
    assert not file.is_finished
    assert disk.files == {}
    file.suspend()
    again = ChunkedFile(FILE, NUMBERS, folder)
    assert again.begin() == [range(1)]
    again.write(chunk(0))
    assert list(disk.files.values()) == [BLOCK * 2]
