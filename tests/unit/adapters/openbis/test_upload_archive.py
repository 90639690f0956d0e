"""Archives that are created while they are sent."""

import io
import os
import zipfile
from dataclasses import dataclass, field

import pytest

from jupyter_openbis_server.adapters.openbis.upload import zip_parts
from jupyter_openbis_server.adapters.openbis.upload.zip_parts import ZipParts
from jupyter_openbis_server.domain.errors import Cancelled, SourceNotReadable, UploadFailed
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.workspace.source_files import SourceFile
from jupyter_openbis_server.testing.fakes.workspace import MemoryWorkspace
from tests.support.recorded_progress import RecordedProgress

FILES = {
    "run/a.bin": os.urandom(100_000),
    "run/ä 🧪/b & c.bin": os.urandom(3_000),
    "run/empty.txt": b"",
    "run/z.bin": os.urandom(250_000),
}


@dataclass
class Receiver:
    """Joins the parts of an archive."""

    archive: bytearray = field(default_factory=bytearray)
    parts: list[int] = field(default_factory=list)
    problem: Exception | None = None

    def __call__(self, start: int, part: bytes) -> None:
        assert start == len(self.archive)
        if self.problem:
            raise self.problem
        self.archive += part
        self.parts.append(len(part))


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_parts, "PART_BYTES", 40_000)
    monkeypatch.setattr(zip_parts, "BLOCK_BYTES", 10_000)


@pytest.fixture
def workspace() -> MemoryWorkspace:
    workspace = MemoryWorkspace(FILES)
    workspace.folders = {"run/none", "run/ä 🧪/not"}
    return workspace


@pytest.fixture
def inside(workspace: MemoryWorkspace) -> list[tuple[SourceFile, str]]:
    return [(source, source.name) for source in workspace.sources("run")]


def test_archive_contains_all_files_and_empty_folders(inside: list[tuple[SourceFile, str]]) -> None:
    receiver, progress = Receiver(), RecordedProgress()
    ZipParts(receiver, progress).pack(inside, Cancellation())
    with zipfile.ZipFile(io.BytesIO(receiver.archive)) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()} == FILES
        assert {info.filename for info in archive.infolist() if info.is_dir()} == {"run/none/", "run/ä 🧪/not/"}
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
    assert progress.bytes == sum(map(len, FILES.values()))
    assert sorted(progress.files) == sorted(FILES)


def test_size_of_parts_is_limited(inside: list[tuple[SourceFile, str]]) -> None:
    receiver = Receiver()
    ZipParts(receiver, RecordedProgress()).pack(inside, Cancellation())
    assert len(receiver.parts) > 5
    assert max(receiver.parts) <= 40_000 + 10_000 + 2_000


def test_large_files_and_archives_use_zip64(
    inside: list[tuple[SourceFile, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 90_000)
    receiver = Receiver()
    ZipParts(receiver, RecordedProgress()).pack(inside, Cancellation())
    with zipfile.ZipFile(io.BytesIO(receiver.archive)) as archive:
        assert archive.testzip() is None
        assert archive.read("run/z.bin") == FILES["run/z.bin"]
        assert archive.getinfo("run/z.bin").extract_version == zipfile.ZIP64_VERSION


def test_progress_is_reported_after_parts_are_sent(inside: list[tuple[SourceFile, str]]) -> None:
    receiver, progress = Receiver(problem=UploadFailed("no")), RecordedProgress()
    with pytest.raises(UploadFailed):
        ZipParts(receiver, progress).pack(inside, Cancellation())
    assert (progress.bytes, progress.files) == (0, [])


@pytest.mark.parametrize("path", ["run/a.bin", "run/empty.txt", "run/z.bin"])
def test_missing_file_ends_the_upload_with_the_reason(
    workspace: MemoryWorkspace, inside: list[tuple[SourceFile, str]], path: str
) -> None:
    del workspace.files[path]
    receiver = Receiver()
    with pytest.raises(SourceNotReadable, match=path):
        ZipParts(receiver, RecordedProgress()).pack(inside, Cancellation())
    assert b"PK\x05\x06" not in receiver.archive


def test_upload_can_be_cancelled(inside: list[tuple[SourceFile, str]]) -> None:
    cancellation = Cancellation()
    receiver = Receiver()

    def cancel_after_two(start: int, part: bytes) -> None:
        receiver(start, part)
        if len(receiver.parts) == 2:
            cancellation.cancel()

    with pytest.raises(Cancelled):
        ZipParts(cancel_after_two, RecordedProgress()).pack(inside, cancellation)
    assert len(receiver.parts) == 2
