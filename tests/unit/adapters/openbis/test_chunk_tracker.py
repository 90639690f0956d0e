import pytest

from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunk_tracker import ChunkTracker
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunked_file import ChunkedFile
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunks import CHUNK_BYTES, Chunk
from jupyter_openbis_server.adapters.shared.crc32 import crc32
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import DataNotAvailable, OpenbisError
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders

BLOCK = bytes(CHUNK_BYTES)
BLOCK_CRC32 = crc32(BLOCK)


class Scene:
    """A chunk tracker over files with the given numbers of chunks, and its results."""

    def __init__(self, *chunks_per_file: int) -> None:
        self.disk = MemoryDownloadFolders()
        self.failures: list[tuple[str, OpenbisError]] = []
        folder, first, files = self.disk.prepare("/d", "1"), 0, []
        for index, count in enumerate(chunks_per_file):
            numbers = range(first, first + count)
            files.append(ChunkedFile(DataSetFile(f"{index:04d}", count * CHUNK_BYTES), numbers, folder))
            first += count
        self.wanted = ChunkTracker(files[::-1], lambda file, error: self.failures.append((file.path, error)))

    def send(self, number: int, place: int = 0) -> None:
        """Deliver a chunk by its number and its index in the file."""
        self.wanted.take(Chunk(number, place * CHUNK_BYTES, memoryview(BLOCK), BLOCK_CRC32, is_intact=True))

    @property
    def complete(self) -> list[str]:
        return sorted(path.rpartition("/")[2] for path in self.disk.files)


def test_chunks_are_requested_in_the_order_of_their_numbers() -> None:
    assert Scene(1, 3, 2).wanted.next_batch() == [0, 1, 2, 3, 4, 5]


def test_tracker_is_finished_after_the_last_chunk() -> None:
    scene = Scene(1, 2)
    scene.wanted.next_batch()
    for number, place in ((1, 0), (0, 0), (2, 1)):
        assert not scene.wanted.is_finished
        scene.send(number, place)
    assert scene.wanted.next_batch() == []
    assert scene.wanted.is_finished
    assert scene.complete == ["0000", "0001"]


def test_requests_are_limited_while_chunks_are_outstanding() -> None:
    scene = Scene(5000)
    batch = scene.wanted.next_batch()
    assert len(batch) < 5000
    assert scene.wanted.next_batch() == []
    assert not scene.wanted.needs_attention
    for number in batch[: len(batch) // 2 + 1]:
        scene.send(number, number)
    assert scene.wanted.needs_attention
    assert scene.wanted.next_batch()[0] == batch[-1] + 1


def test_number_of_open_files_is_limited() -> None:
    scene = Scene(*([2] * 200))
    batch = scene.wanted.next_batch()
    assert len(batch) < 200
    for number in batch[::2]:
        scene.send(number)
    assert scene.wanted.next_batch() == []
    assert scene.complete == []
    for number in batch[1::2]:
        scene.send(number, 1)
    assert len(scene.complete) == len(batch) // 2
    assert scene.wanted.next_batch()


def test_file_of_one_chunk_is_opened_when_the_chunk_arrives() -> None:
    assert len(Scene(*([1] * 200)).wanted.next_batch()) == 200


def test_abandoned_file_is_not_requested_and_its_chunks_are_kept() -> None:
    scene = Scene(2, 5000, 1)
    scene.wanted.next_batch()
    scene.send(2, 0)
    scene.wanted.abandon(3, DataNotAvailable("missing"))
    assert scene.wanted.outstanding == [0, 1]
    assert scene.wanted.next_batch() == [5002]
    assert [path for path, _ in scene.failures] == ["0001"]
    assert list(scene.disk.partials["/d/1/0001"].ranges) == [(0, CHUNK_BYTES)]


def test_several_abandoned_chunks_of_a_file_are_one_failure() -> None:
    scene = Scene(3)
    for number in scene.wanted.next_batch():
        scene.wanted.abandon(number, DataNotAvailable("missing"))
    assert len(scene.failures) == 1
    assert scene.wanted.is_finished


@pytest.mark.parametrize("place", [1, 5])
def test_chunk_with_a_wrong_offset_fails_its_file_only(place: int) -> None:
    scene = Scene(3, 1)
    scene.wanted.next_batch()
    scene.send(1, 1)
    scene.send(0, place)
    scene.send(2, 2)
    scene.send(3)
    assert [path for path, _ in scene.failures] == ["0000"]
    assert scene.complete == ["0001"]
    assert scene.disk.partials == {}
    assert scene.wanted.is_finished


def test_chunks_of_incomplete_files_are_kept_at_the_end() -> None:
    scene = Scene(3, 1)
    scene.wanted.next_batch()
    scene.send(1, 1)
    scene.wanted.end()
    assert list(scene.disk.partials["/d/1/0000"].ranges) == [(CHUNK_BYTES, 2 * CHUNK_BYTES)]
    assert scene.disk.files == {}
