"""The contracts of the readers of formats, and their limits."""

import io
import os
import struct
import sys
from pathlib import Path

import pytest
from PIL import Image

from jupyter_openbis_server.adapters.previews import child
from jupyter_openbis_server.adapters.previews.child import Limits, read_in_child
from jupyter_openbis_server.adapters.previews.readers import ChildHdf5Reader, ChildImageRenderer
from jupyter_openbis_server.domain.errors import DataNotAvailable
from jupyter_openbis_server.domain.previews.file_content import TIFF
from jupyter_openbis_server.domain.previews.hdf5 import Hdf5Item, Hdf5Kind, Hdf5Member
from jupyter_openbis_server.domain.previews.no_preview import NoPreview
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.testing.fakes.previews.readers import MemoryHdf5Reader, MemoryImageRenderer
from tests.contract.contracts.format_readers import Hdf5ReaderContract, ImageRendererContract
from tests.support.image_files import Bytes, hdf5, tiff

STACK = tiff((60, 40), (30, 50))


@pytest.fixture
def stack() -> bytes:
    return STACK


@pytest.fixture
def file() -> bytes:
    return hdf5()


class TestChildImageRenderer(ImageRendererContract):
    @pytest.fixture
    def renderer(self) -> ChildImageRenderer:
        return ChildImageRenderer()


class TestMemoryImageRenderer(ImageRendererContract):
    @pytest.fixture
    def renderer(self, stack: bytes) -> MemoryImageRenderer:
        renderer = MemoryImageRenderer()
        renderer.images[stack] = ((60, 40), (30, 50))
        return renderer


class TestChildHdf5Reader(Hdf5ReaderContract):
    @pytest.fixture
    def reader(self) -> ChildHdf5Reader:
        return ChildHdf5Reader()

    def test_values_of_a_dataset_begin_at_an_index(self, reader: ChildHdf5Reader, file: bytes) -> None:
        item = reader.read(Bytes(file), "/entry/stack", (1, 99, 68), Cancellation())
        assert (item.shape, item.dtype, item.attributes[0].value) == ((3, 100, 70), "float64", "mm")
        assert item.values is not None
        assert (item.values.start, item.values.rows) == ((1, 99, 68), (("6999", "6999.5"),))


class TestMemoryHdf5Reader(Hdf5ReaderContract):
    @pytest.fixture
    def reader(self, file: bytes) -> MemoryHdf5Reader:
        reader = MemoryHdf5Reader()
        names = ("empty", "entry", "names", "number", "table")
        members = tuple(Hdf5Member(name, Hdf5Kind.OTHER) for name in names)
        reader.files[file] = {"/": Hdf5Item("/", Hdf5Kind.GROUP, members=members, member_count=5)}
        return reader


def test_error_of_the_data_store_is_raised(stack: bytes) -> None:
    class Broken(Bytes):
        def read(self, start: int, end: int) -> bytes:
            raise DataNotAvailable("missing")

    with pytest.raises(DataNotAvailable):
        ChildImageRenderer().render(Broken(stack), TIFF, 0, 256, Cancellation())


def test_timeout_has_a_reason(stack: bytes) -> None:
    with pytest.raises(NoPreview, match="longer than 0 seconds"):
        ChildImageRenderer(Limits(bytes=1 << 20, seconds=0)).render(Bytes(stack), TIFF, 0, 256, Cancellation())


def test_more_bytes_than_the_limit_have_a_reason() -> None:
    with pytest.raises(NoPreview, match="More of the file would have to be read"):
        ChildImageRenderer(Limits(bytes=70_000)).render(Bytes(tiff((400, 300))), TIFF, 0, 256, Cancellation())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of address space are those of Linux")
def test_more_memory_than_the_limit_has_a_reason() -> None:
    out = io.BytesIO()
    Image.new("RGB", (9900, 9900)).save(out, "TIFF", compression="tiff_adobe_deflate")
    renderer = ChildImageRenderer(Limits(bytes=64 << 20, memory=400 << 20))
    with pytest.raises(NoPreview, match=r"too much memory|too large|damaged"):
        renderer.render(Bytes(out.getvalue()), TIFF, 0, 256, Cancellation())


def _sending(kind: bytes, content: str) -> str:
    """A program that sends a message. It is between quotation marks of the shell."""
    data = (struct.pack(">cI", kind, len(content)) + content.encode()).hex()
    return f"import sys; sys.stdout.buffer.write(bytes.fromhex('{data}'))"


PROGRAMS = {
    "crashes": "import os; os.abort()",
    "ends": "",
    "sends no message": "import sys; sys.stdout.write('x' * 1000)",
    "asks for other bytes": (
        "import sys, struct; sys.stdout.buffer.write(struct.pack('>cIQQ', b'r', 16, 0, 10 ** 9)); sys.stdout.flush();"
        "sys.stdin.read(1)"
    ),
    "sends a list": _sending(b"j", "[]"),
    "sends a reason that does not exist": _sending(b"x", '{"code":"<b>","parameters":{}}'),
    "sends a reason without its number": _sending(b"x", '{"code":"no-page","parameters":{}}'),
    "sends a reason with an endless number": _sending(b"x", '{"code":"no-page","parameters":{"page":1e999}}'),
    "sends a reason with a text": _sending(b"x", '{"code":"no-page","parameters":{"page":"<b>"}}'),
    "sends a reason that is a list": _sending(b"x", '{"code":[],"parameters":[]}'),
    "sends a huge length": "import sys, struct; sys.stdout.buffer.write(struct.pack('>cI', b'j', 2 ** 32 - 1))",
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_process_that_was_taken_over_harms_nothing(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{program}"\n')
    python.chmod(0o700)
    monkeypatch.setattr(child.sys, "executable", os.fspath(python))
    source = Bytes(b"x" * 100)
    with pytest.raises(NoPreview, match="cannot be read"):
        read_in_child({"kind": "hdf5"}, source, Limits(bytes=1000), Cancellation())
    assert source.ranges == []
