"""Manifests as people and other programs meet them, and files that only look like some."""

import datetime as dt
import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem import download_folders, manifest_file
from jupyter_openbis_server.adapters.filesystem.download_folders import (
    FilesystemDownloadFolder,
    FilesystemDownloadFolders,
)
from jupyter_openbis_server.domain.errors import TargetNotWritable
from jupyter_openbis_server.domain.model import DataSetFile, Manifest
from jupyter_openbis_server.domain.model.manifest import MANIFEST_NAME

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
TOLD = {
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
FILE = TOLD["files"][0]


@pytest.fixture
def folder(tmp_path: Path) -> FilesystemDownloadFolder:
    return FilesystemDownloadFolders().prepare(str(tmp_path), "1-1")


@pytest.fixture
def path(folder: FilesystemDownloadFolder) -> Path:
    return Path(folder.path) / MANIFEST_NAME


def test_a_manifest_is_json_that_others_can_rely_on(folder: FilesystemDownloadFolder, path: Path) -> None:
    folder.write_manifest(MANIFEST)
    assert json.loads(path.read_bytes()) == TOLD
    assert '"original/ü.csv"' in path.read_text("utf-8")


def test_a_manifest_without_files_is_one_too(folder: FilesystemDownloadFolder, path: Path) -> None:
    path.write_text(json.dumps({**TOLD, "files": []}))
    assert folder.manifest().files == ()


def test_times_may_be_written_as_others_do(folder: FilesystemDownloadFolder, path: Path) -> None:
    path.write_text(json.dumps({**TOLD, "registered": "2024-04-01T10:15:30Z"}))
    assert folder.manifest() == MANIFEST


def test_what_later_versions_add_does_no_harm(folder: FilesystemDownloadFolder, path: Path) -> None:
    path.write_text(json.dumps({**TOLD, "licence": "CC0", "files": [{**each, "md5": "x"} for each in TOLD["files"]]}))
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
    ],
    ids=str,
)
def test_a_manifest_that_makes_no_sense_is_none(folder: FilesystemDownloadFolder, path: Path, change: dict) -> None:
    path.write_text(json.dumps({**TOLD, **change}))
    assert folder.manifest() is None


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[]", b"{", b"\xff\xfe", b"[" * 1_000_000, b'{"files": ' + b"9" * 10_000 + b"}", b"\0" * 100],
    ids=range(8),
)
def test_a_file_that_is_no_json_is_none(folder: FilesystemDownloadFolder, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert folder.manifest() is None


@given(content=st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner)))
def test_no_json_whatsoever_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    base = tmp_path_factory.getbasetemp()
    folder = FilesystemDownloadFolders().prepare(str(base), "hypothesis")
    (base / "hypothesis" / MANIFEST_NAME).write_text(json.dumps({**TOLD, "files": [content], "owner": None}))
    assert folder.manifest() is None


@pytest.mark.parametrize("key", ["written", "registered"])
@pytest.mark.parametrize(
    "time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2024-04-01T10:15:30", "9" * 5000]
)
def test_a_time_that_not_every_zone_can_show_is_none(
    folder: FilesystemDownloadFolder, path: Path, key: str, time: str
) -> None:
    path.write_text(json.dumps({**TOLD, key: time}))
    assert folder.manifest() is None


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(
    told=st.fixed_dictionaries({}, optional=dict.fromkeys(TOLD, _VALUES)),
    file=st.fixed_dictionaries({}, optional=dict.fromkeys(("path", "savedAs", "size", "crc32"), _VALUES)),
)
def test_what_the_reader_takes_can_be_written_again(
    tmp_path_factory: pytest.TempPathFactory, told: dict[str, object], file: dict[str, object]
) -> None:
    base = tmp_path_factory.getbasetemp()
    folder = FilesystemDownloadFolders().prepare(str(base), "any")
    content = {**TOLD, "files": [{**TOLD["files"][0], **file}], **told}
    (base / "any" / MANIFEST_NAME).write_text(json.dumps(content))
    manifest = folder.manifest()
    if manifest is not None:
        folder.write_manifest(manifest)
        assert folder.manifest() == manifest


def test_a_file_that_is_too_large_is_not_read(
    folder: FilesystemDownloadFolder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_manifest(MANIFEST)
    monkeypatch.setattr(manifest_file, "_MOST_BYTES", path.stat().st_size)
    assert folder.manifest() == MANIFEST
    monkeypatch.setattr(manifest_file, "_MOST_BYTES", path.stat().st_size - 1)
    assert folder.manifest() is None


def test_what_is_no_file_is_not_read(folder: FilesystemDownloadFolder, path: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text(json.dumps(TOLD))
    path.symlink_to(tmp_path / "elsewhere")
    assert folder.manifest() is None
    path.unlink()
    os.mkfifo(path)
    assert folder.manifest() is None
    path.unlink()
    path.mkdir()
    assert folder.manifest() is None


def test_a_link_in_its_place_is_replaced_and_not_followed(
    folder: FilesystemDownloadFolder, path: Path, tmp_path: Path
) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    path.symlink_to(tmp_path / "precious")
    folder.write_manifest(MANIFEST)
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert folder.manifest() == MANIFEST


def test_a_folder_in_its_place_is_reported(folder: FilesystemDownloadFolder, path: Path) -> None:
    path.mkdir()
    with pytest.raises(TargetNotWritable, match=MANIFEST_NAME):
        folder.write_manifest(MANIFEST)
    assert list(path.parent.iterdir()) == [path]


def test_a_manifest_may_be_read_by_whom_the_umask_allows(folder: FilesystemDownloadFolder, path: Path) -> None:
    old = os.umask(0o027)
    try:
        folder.write_manifest(MANIFEST)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


# --- finding them


def test_links_lead_to_no_unfinished_downloads(tmp_path: Path) -> None:
    interrupted = json.dumps({**TOLD, "complete": False})
    (tmp_path / "elsewhere" / "1-1").mkdir(parents=True)
    (tmp_path / "elsewhere" / "1-1" / MANIFEST_NAME).write_text(interrupted)
    (tmp_path / "chosen" / "2-2").mkdir(parents=True)
    (tmp_path / "chosen" / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "chosen" / "2-2" / "link").symlink_to(tmp_path / "elsewhere" / "1-1")
    (tmp_path / "chosen" / "a file").write_bytes(b"")
    assert FilesystemDownloadFolders().downloads(str(tmp_path / "chosen")) == ()
    (unfinished,) = FilesystemDownloadFolders().downloads(str(tmp_path / "elsewhere"))
    assert unfinished.path == str(tmp_path / "elsewhere" / "1-1")


def _put_manifest(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / MANIFEST_NAME).write_text(json.dumps(TOLD))


def test_any_number_of_downloads_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download_folders, "_MOST_IN_VAIN", 3)
    for number in range(20):
        _put_manifest(tmp_path / f"1-{number}")
        (tmp_path / f"1-{number}" / "original").mkdir()
    _put_manifest(tmp_path / "a container" / "2-2")
    assert len(FilesystemDownloadFolders().downloads(str(tmp_path))) == 21


@pytest.mark.parametrize(("most", "found"), [(10, 0), (11, 10)])  # the folder itself is one
def test_the_search_ends_after_too_many_folders_without_a_download(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, found: int
) -> None:
    monkeypatch.setattr(download_folders, "_MOST_IN_VAIN", most)
    for number in range(10):
        _put_manifest(tmp_path / f"any folder {number}" / "1-1")
    assert len(FilesystemDownloadFolders().downloads(str(tmp_path))) == found


def test_a_file_in_the_place_of_the_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TargetNotWritable):
        FilesystemDownloadFolders().downloads(str(tmp_path / "file"))
