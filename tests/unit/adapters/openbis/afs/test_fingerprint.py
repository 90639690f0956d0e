"""Fingerprints of local files."""

import os
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.workspace.workspace import FilesystemWorkspace
from jupyter_openbis_server.adapters.openbis.upload.afs.fingerprint import Fingerprint, fingerprint_of
from jupyter_openbis_server.domain.errors import SourceNotReadable
from jupyter_openbis_server.domain.workspace.source_files import SourceFile
from jupyter_openbis_server.testing.fakes.workspace import MemoryWorkspace

SIZE = 3_000_000
UNSAMPLED = 100_000
OLD = 1_700_000_000


def source_at(path: Path) -> SourceFile:
    (source,) = FilesystemWorkspace(path.parent).sources(path.name)
    return source


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "big.raw"
    path.write_bytes(bytes(SIZE))
    os.utime(path, (OLD, OLD))
    return path


@pytest.fixture
def before(file: Path) -> Fingerprint:
    return fingerprint_of(source_at(file))


def test_unchanged_file_is_known_to_be_the_same(file: Path, before: Fingerprint) -> None:
    assert before.shows_no_change(fingerprint_of(source_at(file)))


def test_changed_byte_between_the_samples_is_seen_by_the_time(file: Path, before: Fingerprint) -> None:
    with file.open("r+b") as stream:
        stream.seek(UNSAMPLED)
        stream.write(b"!")
    after = fingerprint_of(source_at(file))
    assert after.samples == before.samples
    assert not before.shows_no_change(after)


@pytest.mark.parametrize("place", [0, SIZE - 1])
def test_changed_byte_at_an_end_is_seen_although_the_time_is_the_same(file: Path, place: int) -> None:
    before = fingerprint_of(source_at(file))
    with file.open("r+b") as stream:
        stream.seek(place)
        stream.write(b"!")
    os.utime(file, (OLD, OLD))
    assert fingerprint_of(source_at(file)).samples != before.samples


def test_other_file_of_the_same_size_and_time_is_seen(file: Path, before: Fingerprint, tmp_path: Path) -> None:
    other = tmp_path / "other.raw"
    other.write_bytes(bytes(SIZE))
    os.utime(other, (OLD, OLD))
    other.replace(file)
    assert not before.shows_no_change(fingerprint_of(source_at(file)))


def test_file_that_was_written_just_now_may_change_again_unseen(file: Path) -> None:
    os.utime(file)
    fingerprint = fingerprint_of(source_at(file))
    assert not fingerprint.shows_no_change(fingerprint)


def test_source_that_is_no_file_may_change_unseen() -> None:
    (source,) = MemoryWorkspace({"a": bytes(SIZE)}).sources("a")
    fingerprint = fingerprint_of(source)
    assert not fingerprint.shows_no_change(fingerprint)


def test_file_that_has_become_shorter_is_an_error(file: Path) -> None:
    source = source_at(file)
    os.truncate(file, SIZE // 2)
    with pytest.raises(SourceNotReadable, match="shorter"):
        fingerprint_of(source)
