"""Manifest files: their format for other programs, and invalid files."""

import datetime as dt
import json
import os
import stat
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem.downloads import download_folders, manifest_file
from jupyter_openbis_server.adapters.filesystem.downloads.download_folders import (
    FilesystemDownloadFolder,
    FilesystemDownloadFolders,
)
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.manifest import MANIFEST_NAME, Manifest
from jupyter_openbis_server.domain.errors import TargetNotWritable

UTC = dt.timezone.utc
MANIFEST = Manifest(
    url="https://openbis.example.org",
    perm_id="20240401101530123-42",
    type_code="RAW_DATA",
    owner="/LAB/YEAST/S1",
    registered=dt.datetime(2024, 4, 1, 12, 15, 30, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    files=(DataSetFile("original/ü.csv", 20, 0xABC, renamed="ü.csv"), DataSetFile("original/b", 7)),
    is_complete=True,
    written=dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    program="jupyter-openbis-server 1.0",
)
CONTENT = {
    "format": "openbis-dataset/1",
    "url": "https://openbis.example.org",
    "permId": "20240401101530123-42",
    "type": "RAW_DATA",
    "owner": "/LAB/YEAST/S1",
    "registered": "2024-04-01T10:15:30+00:00",
    "complete": True,
    "written": "2026-01-02T03:04:05+00:00",
    "program": "jupyter-openbis-server 1.0",
    "files": [
        {"path": "original/ü.csv", "savedAs": "ü.csv", "size": 20, "crc32": "00000abc"},
        {"path": "original/b", "size": 7, "crc32": None},
    ],
}
FILE = CONTENT["files"][0]


@pytest.fixture
def folder(tmp_path: Path) -> FilesystemDownloadFolder:
    return FilesystemDownloadFolders().prepare(str(tmp_path), "1-1")


@pytest.fixture
def path(folder: FilesystemDownloadFolder) -> Path:
    return Path(folder.path) / MANIFEST_NAME


def test_manifest_is_documented_json(folder: FilesystemDownloadFolder, path: Path) -> None:
    folder.write_manifest(MANIFEST)
    assert json.loads(path.read_bytes()) == CONTENT
    assert '"original/ü.csv"' in path.read_text("utf-8")


def test_removed_files_are_kept(folder: FilesystemDownloadFolder, path: Path) -> None:
    manifest = replace(MANIFEST, removed=(DataSetFile("a/b.txt", 3, 7), DataSetFile("ü", 0)))
    folder.write_manifest(manifest)
    assert folder.manifest() == manifest
    assert [each["path"] for each in json.loads(path.read_bytes())["removed"]] == ["a/b.txt", "ü"]


@pytest.mark.parametrize("removed", [{}, "a", [1], [{"path": "../a", "size": 1}]])
def test_manifest_with_invalid_removed_files_is_none(
    folder: FilesystemDownloadFolder, path: Path, removed: object
) -> None:
    path.write_text(json.dumps({**CONTENT, "removed": removed}))
    assert folder.manifest() is None


def test_modification_time_and_md5_of_a_file_are_kept(folder: FilesystemDownloadFolder, path: Path) -> None:
    modified = dt.datetime(2026, 11, 28, 9, 30, 0, 123000, tzinfo=UTC)
    manifest = replace(MANIFEST, files=(DataSetFile("a", 3, 7, modified=modified, md5="0f" * 16),))
    folder.write_manifest(manifest)
    assert folder.manifest() == manifest
    (written,) = json.loads(path.read_bytes())["files"]
    assert (written["modified"], written["md5"]) == ("2026-11-28T09:30:00.123000+00:00", "0f" * 16)


def test_manifest_without_files_is_valid(folder: FilesystemDownloadFolder, path: Path) -> None:
    path.write_text(json.dumps({**CONTENT, "files": []}))
    assert folder.manifest().files == ()


def test_times_in_other_iso_formats_are_read(folder: FilesystemDownloadFolder, path: Path) -> None:
    path.write_text(json.dumps({**CONTENT, "registered": "2024-04-01T10:15:30Z"}))
    assert folder.manifest() == MANIFEST


def test_unknown_keys_are_ignored(folder: FilesystemDownloadFolder, path: Path) -> None:
    path.write_text(
        json.dumps({**CONTENT, "licence": "CC0", "files": [{**each, "sha1": "x"} for each in CONTENT["files"]]})
    )
    assert folder.manifest() == MANIFEST


@pytest.mark.parametrize(
    "change",
    [
        {"format": "openbis-dataset/2"},
        {"format": None},
        {"url": None},
        {"permId": 7},
        {"type": ["RAW_DATA"]},
        {"owner": {}},
        {"program": "half \ud83e"},
        {"written": None},
        {"written": "yesterday"},
        {"written": "2026-01-02T03:04:05"},
        {"registered": 1711966530},
        {"files": None},
        {"files": {}},
        {"files": ["original/a"]},
        {"files": [{**FILE, "path": "../../etc/passwd"}]},
        {"files": [{**FILE, "path": "/etc/passwd"}]},
        {"files": [{**FILE, "path": "C:/Windows"}]},
        {"files": [{**FILE, "path": "nul\0byte"}]},
        {"files": [{**FILE, "path": None}]},
        {"files": [{**FILE, "savedAs": "../x"}]},
        {"files": [{**FILE, "size": -1}]},
        {"files": [{**FILE, "size": True}]},
        {"files": [{**FILE, "size": "20"}]},
        {"files": [{**FILE, "size": 1.5}]},
        {"files": [{**FILE, "crc32": 17}]},
        {"files": [{**FILE, "crc32": "abc"}]},
        {"files": [{**FILE, "crc32": "0000000g"}]},
        {"files": [{**FILE, "md5": "0" * 31}]},
        {"files": [{**FILE, "md5": 7}]},
        {"files": [{**FILE, "modified": "yesterday"}]},
        {"files": [{**FILE, "modified": 1711966530000}]},
    ],
    ids=str,
)
def test_invalid_manifest_is_not_read(folder: FilesystemDownloadFolder, path: Path, change: dict) -> None:
    path.write_text(json.dumps({**CONTENT, **change}))
    assert folder.manifest() is None


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[]", b"{", b"\xff\xfe", b"[" * 1_000_000, b'{"files": ' + b"9" * 10_000 + b"}", b"\0" * 100],
    ids=range(8),
)
def test_file_that_is_no_json_is_not_read(folder: FilesystemDownloadFolder, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert folder.manifest() is None


@given(content=st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner)))
def test_arbitrary_json_never_makes_reading_fail(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    base = tmp_path_factory.getbasetemp()
    folder = FilesystemDownloadFolders().prepare(str(base), "hypothesis")
    (base / "hypothesis" / MANIFEST_NAME).write_text(json.dumps({**CONTENT, "files": [content], "owner": None}))
    assert folder.manifest() is None


@pytest.mark.parametrize("key", ["written", "registered"])
@pytest.mark.parametrize(
    "time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2024-04-01T10:15:30", "9" * 5000]
)
def test_time_that_overflows_in_some_zones_is_not_read(
    folder: FilesystemDownloadFolder, path: Path, key: str, time: str
) -> None:
    path.write_text(json.dumps({**CONTENT, key: time}))
    assert folder.manifest() is None


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(
    changes=st.fixed_dictionaries({}, optional=dict.fromkeys(CONTENT, _VALUES)),
    file=st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("path", "savedAs", "size", "crc32", "modified", "md5"), _VALUES)
    ),
)
def test_accepted_manifest_can_be_written_again(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, object], file: dict[str, object]
) -> None:
    base = tmp_path_factory.getbasetemp()
    folder = FilesystemDownloadFolders().prepare(str(base), "any")
    content = {**CONTENT, "files": [{**CONTENT["files"][0], **file}], **changes}
    (base / "any" / MANIFEST_NAME).write_text(json.dumps(content))
    manifest = folder.manifest()
    if manifest is not None:
        folder.write_manifest(manifest)
        assert folder.manifest() == manifest


def test_a_file_that_is_too_large_is_not_read(
    folder: FilesystemDownloadFolder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_manifest(MANIFEST)
    monkeypatch.setattr(manifest_file, "_MAX_BYTES", path.stat().st_size)
    assert folder.manifest() == MANIFEST
    monkeypatch.setattr(manifest_file, "_MAX_BYTES", path.stat().st_size - 1)
    assert folder.manifest() is None


@pytest.mark.parametrize(
    "content",
    [
        '{"files":[' + "[]," * 300_000 + "1]}",
        '{"more":[' + "[]," * 2_000_000 + '1],"files":[]}',
        '{"files":[[' + "[]," * 2_000_000 + "1]]}",
    ],
    ids=["no files", "something else", "a long row"],
)
def test_a_file_of_too_many_values_is_not_read(
    folder: FilesystemDownloadFolder, path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setattr(manifest_file, "_MAX_MEMORY", 4 << 20)
    folder.write_manifest(MANIFEST)
    path.write_text(content)
    tracemalloc.start()
    try:
        assert folder.manifest() is None
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_a_manifest_of_many_files_is_read_as_it_was_written(folder: FilesystemDownloadFolder) -> None:
    files = tuple(DataSetFile(f"original/{number:06}.dat", number, number) for number in range(5000))
    many = replace(MANIFEST, files=files)
    folder.write_manifest(many)
    assert folder.manifest() == many


def test_links_pipes_and_folders_are_not_read(folder: FilesystemDownloadFolder, path: Path, tmp_path: Path) -> None:
    (tmp_path / "other").write_text(json.dumps(CONTENT))
    path.symlink_to(tmp_path / "other")
    assert folder.manifest() is None
    path.unlink()
    os.mkfifo(path)
    assert folder.manifest() is None
    path.unlink()
    path.mkdir()
    assert folder.manifest() is None


def test_link_at_the_path_is_replaced_and_not_followed(
    folder: FilesystemDownloadFolder, path: Path, tmp_path: Path
) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    path.symlink_to(tmp_path / "precious")
    folder.write_manifest(MANIFEST)
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert folder.manifest() == MANIFEST


def test_folder_at_the_path_is_reported(folder: FilesystemDownloadFolder, path: Path) -> None:
    path.mkdir()
    with pytest.raises(TargetNotWritable, match=MANIFEST_NAME):
        folder.write_manifest(MANIFEST)
    assert list(path.parent.iterdir()) == [path]


def test_manifest_has_the_permissions_of_the_umask(folder: FilesystemDownloadFolder, path: Path) -> None:
    old = os.umask(0o027)
    try:
        folder.write_manifest(MANIFEST)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


# --- search


def test_links_lead_to_no_unfinished_downloads(tmp_path: Path) -> None:
    interrupted = json.dumps({**CONTENT, "complete": False})
    (tmp_path / "other" / "1-1").mkdir(parents=True)
    (tmp_path / "other" / "1-1" / MANIFEST_NAME).write_text(interrupted)
    (tmp_path / "chosen" / "2-2").mkdir(parents=True)
    (tmp_path / "chosen" / "link").symlink_to(tmp_path / "other")
    (tmp_path / "chosen" / "2-2" / "link").symlink_to(tmp_path / "other" / "1-1")
    (tmp_path / "chosen" / "a file").write_bytes(b"")
    assert FilesystemDownloadFolders().downloads(str(tmp_path / "chosen")) == ()
    (unfinished,) = FilesystemDownloadFolders().downloads(str(tmp_path / "other"))
    assert unfinished.path == str(tmp_path / "other" / "1-1")


def _put_manifest(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / MANIFEST_NAME).write_text(json.dumps(CONTENT))


def test_all_downloads_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download_folders, "_MAX_EMPTY_FOLDERS", 3)
    for number in range(20):
        _put_manifest(tmp_path / f"1-{number}")
        (tmp_path / f"1-{number}" / "original").mkdir()
    _put_manifest(tmp_path / "a container" / "2-2")
    assert len(FilesystemDownloadFolders().downloads(str(tmp_path))) == 21


@pytest.mark.parametrize(("limit", "found"), [(10, 0), (11, 10)])  # the folder itself is one
def test_search_stops_after_too_many_folders_without_a_download(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, found: int
) -> None:
    monkeypatch.setattr(download_folders, "_MAX_EMPTY_FOLDERS", limit)
    for number in range(10):
        _put_manifest(tmp_path / f"any folder {number}" / "1-1")
    assert len(FilesystemDownloadFolders().downloads(str(tmp_path))) == found


def test_file_instead_of_the_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TargetNotWritable):
        FilesystemDownloadFolders().downloads(str(tmp_path / "file"))
