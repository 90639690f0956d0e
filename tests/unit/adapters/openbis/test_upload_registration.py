"""Identification of a data set whose registration was not confirmed."""

import io
import zlib
from dataclasses import dataclass

import pytest

from jupyter_openbis_server.adapters.openbis.upload import registration
from jupyter_openbis_server.adapters.openbis.upload.registration import have_same_content
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile


@dataclass
class Sent:
    name: str
    content: bytes
    is_folder: bool = False
    times_opened: int = 0

    @property
    def size(self) -> int:
        return len(self.content)

    def open(self) -> io.BytesIO:
        self.times_opened += 1
        return io.BytesIO(self.content)


def stored(path: str, content: bytes, *, crc_known: bool = True) -> DataSetFile:
    return DataSetFile(path, len(content), zlib.crc32(content) if crc_known else None)


SENT = [Sent("run/b", b"22"), Sent("run/a", b"1"), Sent("run/a b", b"")]


@pytest.mark.parametrize("folder", ["original/", "original/default/", "somewhere/else/", ""])
def test_same_files_are_recognised_in_any_folder(folder: str) -> None:
    files = [stored(f"{folder}{each.name}", each.content) for each in SENT]
    assert have_same_content(SENT, files)


def test_without_checksums_names_and_sizes_are_compared() -> None:
    sent = Sent("a", b"1")
    assert have_same_content([sent], [stored("original/a", b"2", crc_known=False)])
    assert sent.times_opened == 0


@pytest.mark.parametrize(
    "files",
    [
        [],
        [stored("original/run/a", b"1"), stored("original/run/a b", b"")],
        [stored("original/run/a", b"1"), stored("original/run/a b", b""), stored("original/run/c", b"22")],
        [stored("original/run/a", b"1"), stored("original/run/a b", b""), stored("original/run/b", b"222")],
        [stored("original/run/a", b"1"), stored("original/run/a b", b""), stored("original/run/b", b"23")],
        [stored("original/run/a", b"1"), stored("original/run/a b", b""), stored("other/run/b", b"22")],
        [
            stored("original/run/a", b"1"),
            stored("original/run/a b", b""),
            stored("original/run/b", b"22"),
            stored("original/run/c", b""),
        ],
    ],
    ids=["none", "fewer", "other name", "other size", "other checksum", "other folder", "more"],
)
def test_different_files_are_not_recognised(files: list[DataSetFile]) -> None:
    assert not have_same_content(SENT, files)


def test_empty_lists_are_not_recognised() -> None:
    assert not have_same_content([], [])


def test_number_of_bytes_read_again_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registration, "_MAX_READ_AGAIN", 3)
    sent = [Sent("a", b"11"), Sent("b", b"22")]
    assert have_same_content(sent, [stored("a", b"11"), stored("b", b"23")])
    assert [each.times_opened for each in sent] == [1, 0]
