"""Of files of archives, only the content that was checked is sent."""

import hashlib
import io
from dataclasses import dataclass
from typing import BinaryIO

import pytest

from jupyter_openbis_server.domain.eln_archives.checked_files import CheckedFile
from jupyter_openbis_server.domain.errors import IntegrityError

BLOCK = 256 << 10
CONTENT = bytes(range(256)) * (2 * BLOCK // 256) + b"the end"


@dataclass
class ChangingFile:
    """A `SourceFile` whose content changes."""

    content: bytes
    name: str = "a"
    is_folder: bool = False

    @property
    def size(self) -> int:
        return len(self.content)

    def open(self) -> BinaryIO:
        return io.BytesIO(self.content)


@pytest.fixture
def file() -> ChangingFile:
    return ChangingFile(CONTENT)


@pytest.mark.parametrize("start", [0, 7, BLOCK - 1, BLOCK, 2 * BLOCK + 3, 2 * BLOCK + 7, 3 * BLOCK])
@pytest.mark.parametrize("length", [0, 1, BLOCK, BLOCK + 1, -1])
def test_it_is_read_from_any_position(file: ChangingFile, start: int, length: int) -> None:
    checked = CheckedFile.of(file)
    assert (checked.size, checked.digest.sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    end = len(CONTENT) if length < 0 else start + length
    with checked.open() as stream:
        stream.seek(start)
        assert stream.read(length) == CONTENT[start:end]
        assert stream.seek(0, io.SEEK_CUR) == max(start, min(end, len(CONTENT)))


@pytest.mark.parametrize("position", [0, BLOCK - 1, BLOCK, 2 * BLOCK + 6])
@pytest.mark.parametrize("is_open", [False, True])
def test_changed_blocks_are_not_returned(file: ChangingFile, position: int, is_open: bool) -> None:
    checked = CheckedFile.of(file)
    opened = io.BytesIO(CONTENT)
    file.open = lambda: opened  # type: ignore[method-assign]
    stream = checked.open()
    changed = bytearray(CONTENT)
    changed[position] ^= 1
    if is_open:
        opened.getbuffer()[:] = changed
    else:
        opened = io.BytesIO(bytes(changed))
        stream = checked.open()
    before = position // BLOCK * BLOCK
    assert stream.read(before) == CONTENT[:before]
    with pytest.raises(IntegrityError, match="a: it was changed"):
        stream.read(1)


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT[:BLOCK], b""])
def test_files_that_have_become_shorter_are_not_read_to_the_end(file: ChangingFile, content: bytes) -> None:
    checked = CheckedFile.of(file)
    file.content = content
    with pytest.raises(IntegrityError), checked.open() as stream:
        stream.read()


def test_what_was_appended_is_not_returned(file: ChangingFile) -> None:
    checked = CheckedFile.of(file)
    file.content += b"more"
    with checked.open() as stream:
        assert stream.read() == CONTENT


def test_an_empty_file_has_no_blocks() -> None:
    checked = CheckedFile.of(ChangingFile(b""))
    assert (checked.size, checked.blocks, checked.open().read()) == (0, b"", b"")
