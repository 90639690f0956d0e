import pytest

from jupyter_openbis_server.adapters.crc32 import crc32
from jupyter_openbis_server.adapters.memory import MemoryDownloadFolders
from jupyter_openbis_server.adapters.pybis.arriving_file import ArrivingFile
from jupyter_openbis_server.adapters.pybis.chunks import CHUNK_BYTES, Chunk
from jupyter_openbis_server.adapters.pybis.wanted_chunks import WantedChunks
from jupyter_openbis_server.domain.errors import DataNotAvailable, OpenbisError
from jupyter_openbis_server.domain.model import DataSetFile

BLOCK = bytes(CHUNK_BYTES)
BLOCK_CRC32 = crc32(BLOCK)


class Scene:
    """Files of so many chunks each, and what becomes of them."""

    def __init__(self, *chunks_per_file: int) -> None:
        self.disk = MemoryDownloadFolders()
        self.failures: list[tuple[str, OpenbisError]] = []
        folder, first, files = self.disk.prepare("/d", "1"), 0, []
        for index, count in enumerate(chunks_per_file):
            numbers = range(first, first + count)
            files.append(ArrivingFile(DataSetFile(f"{index:04d}", count * CHUNK_BYTES), numbers, folder))
            first += count
        self.wanted = WantedChunks(files[::-1], lambda file, error: self.failures.append((file.path, error)))

    def send(self, number: int, place: int = 0) -> None:
        """Send the chunk of that number, which is at that place in its file."""
        self.wanted.take(Chunk(number, place * CHUNK_BYTES, memoryview(BLOCK), BLOCK_CRC32, is_intact=True))

    @property
    def complete(self) -> list[str]:
        return sorted(path.rpartition("/")[2] for path in self.disk.files)


def test_chunks_are_asked_for_in_the_order_of_their_numbers() -> None:
    assert Scene(1, 3, 2).wanted.portion() == [0, 1, 2, 3, 4, 5]


def test_all_is_finished_when_the_last_chunk_has_come() -> None:
    scene = Scene(1, 2)
    scene.wanted.portion()
    for number, place in ((1, 0), (0, 0), (2, 1)):
        assert not scene.wanted.is_finished
        scene.send(number, place)
    assert scene.wanted.portion() == []
    assert scene.wanted.is_finished
    assert scene.complete == ["0000", "0001"]


def test_no_more_is_asked_for_while_enough_is_on_its_way() -> None:
    scene = Scene(5000)
    portion = scene.wanted.portion()
    assert len(portion) < 5000
    assert scene.wanted.portion() == []
    assert not scene.wanted.needs_attention
    for number in portion[: len(portion) // 2 + 1]:
        scene.send(number, number)
    assert scene.wanted.needs_attention
    assert scene.wanted.portion()[0] == portion[-1] + 1


def test_few_files_are_open_at_a_time() -> None:
    scene = Scene(*([2] * 200))
    portion = scene.wanted.portion()
    assert len(portion) < 200
    for number in portion[::2]:
        scene.send(number)
    assert scene.wanted.portion() == []
    assert scene.complete == []
    for number in portion[1::2]:
        scene.send(number, 1)
    assert len(scene.complete) == len(portion) // 2
    assert scene.wanted.portion()


def test_a_file_of_one_chunk_is_not_opened_before_that_comes() -> None:
    assert len(Scene(*([1] * 200)).wanted.portion()) == 200


def test_a_file_that_is_given_up_is_not_asked_for_any_more_and_kept_in_part() -> None:
    scene = Scene(2, 5000, 1)
    scene.wanted.portion()
    scene.send(2, 0)
    scene.wanted.give_up(3, DataNotAvailable("gone"))
    assert scene.wanted.outstanding == [0, 1]
    assert scene.wanted.portion() == [5002]
    assert [path for path, _ in scene.failures] == ["0001"]
    assert list(scene.disk.partials["/d/1/0001"].ranges) == [(0, CHUNK_BYTES)]


def test_giving_up_several_chunks_of_a_file_is_one_failure() -> None:
    scene = Scene(3)
    for number in scene.wanted.portion():
        scene.wanted.give_up(number, DataNotAvailable("gone"))
    assert len(scene.failures) == 1
    assert scene.wanted.is_finished


@pytest.mark.parametrize("place", [1, 5])
def test_a_chunk_in_a_wrong_place_ends_its_file_and_no_other(place: int) -> None:
    scene = Scene(3, 1)
    scene.wanted.portion()
    scene.send(1, 1)
    scene.send(0, place)
    scene.send(2, 2)
    scene.send(3)
    assert [path for path, _ in scene.failures] == ["0000"]
    assert scene.complete == ["0001"]
    assert scene.disk.partials == {}
    assert scene.wanted.is_finished


def test_what_is_not_complete_in_the_end_is_kept_in_part() -> None:
    scene = Scene(3, 1)
    scene.wanted.portion()
    scene.send(1, 1)
    scene.wanted.end()
    assert list(scene.disk.partials["/d/1/0000"].ranges) == [(CHUNK_BYTES, 2 * CHUNK_BYTES)]
    assert scene.disk.files == {}
