"""Repeated and resumed downloads."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.downloads.local_downloads import LocalDownloads, VerifyDownloads
from jupyter_openbis_server.domain.errors import DownloadFailed, FileConflict
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolder
from tests.unit.domain.conftest import NOON


def test_unchanged_data_set_is_not_downloaded_again(download, fetched, perm_id, world):
    first = download("lab", perm_id, "/data")
    assert first.fetched == Amount(len(world.data_set.files), sum(map(len, world.data_set.files.values())))
    fetched.paths.clear()
    second = download("lab", perm_id, "/data")
    assert fetched.paths == []
    assert (second.files, second.fetched) == (first.files, Amount(0, 0))


def test_only_missing_and_different_files_are_downloaded(download, folders, fetched, perm_id):
    done = download("lab", perm_id, "/data")
    fetched.paths.clear()
    folders.files[f"{done.path}/original/curve.csv"] = b"changed by hand"
    del folders.files[f"{done.path}/original/empty.txt"]
    assert download("lab", perm_id, "/data").fetched.files == 2
    assert sorted(fetched.paths) == ["original/curve.csv", "original/empty.txt"]


@pytest.mark.parametrize("damage", ["deleted", "changed"])
def test_a_repaired_download_is_complete(download, folders, perm_id, damage):
    done = download("lab", perm_id, "/data")
    if damage == "deleted":
        del folders.files[f"{done.path}/original/curve.csv"]
    else:
        folders.files[f"{done.path}/original/curve.csv"] = b"changed by hand"
    download("lab", perm_id, "/data")
    assert LocalDownloads(folders).unfinished("/data") == ()
    assert all(each.ok for each in VerifyDownloads(folders)("/data"))


def test_an_unchanged_download_writes_no_manifest(download, folders, perm_id, monkeypatch):
    download("lab", perm_id, "/data")
    written = []
    monkeypatch.setattr(MemoryDownloadFolder, "write_manifest", lambda _, manifest: written.append(manifest))
    download("lab", perm_id, "/data")
    assert written == []


def test_selection_completed_by_another_program_stays_in_the_manifest(
    download, data_store, folders, perm_id, monkeypatch
):
    fetch = data_store.fetch

    def fetch_while_another_program_works(*args):
        monkeypatch.setattr(data_store, "fetch", fetch)
        download("lab", perm_id, "/data", selection=Selection(("empty.txt",)))
        fetch(*args)

    monkeypatch.setattr(data_store, "fetch", fetch_while_another_program_works)
    download("lab", perm_id, "/data", selection=Selection(("curve.csv",)))
    manifest = folders.at("/data", perm_id).manifest()
    assert manifest.is_complete
    assert {file.path for file in manifest.files} == {"original/curve.csv", "original/empty.txt"}


def test_existing_files_can_be_kept(download, folders, fetched, perm_id):
    done = download("lab", perm_id, "/data")
    folders.files[f"{done.path}/original/curve.csv"] = b"changed by hand"
    before = dict(folders.files)
    fetched.paths.clear()
    with pytest.raises(FileConflict, match=r"original/curve\.csv"):
        download("lab", perm_id, "/data", overwrite=False)
    assert (folders.files, fetched.paths) == (before, [])


def test_checksums_of_the_first_download_are_used_if_the_listing_has_none(
    download, data_store, fetched, perm_id, monkeypatch
):
    list_files = data_store.files

    def list_without_checksums(session, data_set):
        return tuple(replace(file, crc32=None) for file in list_files(session, data_set))

    monkeypatch.setattr(data_store, "files", list_without_checksums)
    download("lab", perm_id, "/data")
    fetched.paths.clear()
    assert download("lab", perm_id, "/data").fetched.files == 0


def make_mutable(openbis, perm_id, *, is_mutable=True):
    stored = openbis.data_sets[perm_id]
    openbis.data_sets[perm_id] = replace(stored, data_set=replace(stored.data_set, is_mutable=is_mutable))


def test_checksums_of_the_first_download_are_not_used_for_mutable_files(
    download, data_store, openbis, perm_id, world, monkeypatch
):
    make_mutable(openbis, perm_id)
    list_files = data_store.files

    def list_without_checksums(session, data_set):
        return tuple(replace(file, crc32=None) for file in list_files(session, data_set))

    monkeypatch.setattr(data_store, "files", list_without_checksums)
    download("lab", perm_id, "/data")
    assert download("lab", perm_id, "/data").fetched.bytes == sum(map(len, world.data_set.files.values()))


def list_with_times(data_store, monkeypatch, times, default=None):
    """Let listings have no checksums, and modification times by path."""
    list_files = data_store.files

    def files(session, data_set):
        found = list_files(session, data_set)
        return tuple(replace(file, crc32=None, modified=times.get(file.path, default)) for file in found)

    monkeypatch.setattr(data_store, "files", files)


def test_only_files_that_were_changed_since_are_downloaded_again(
    download, data_store, openbis, fetched, perm_id, monkeypatch
):
    make_mutable(openbis, perm_id)
    noon = dt.datetime(2026, 11, 28, 12, tzinfo=dt.timezone.utc)
    times = {}
    list_with_times(data_store, monkeypatch, times, noon)
    download("lab", perm_id, "/data")
    fetched.paths.clear()
    assert download("lab", perm_id, "/data").fetched.files == 0
    times["original/curve.csv"] = noon + dt.timedelta(milliseconds=1)
    download("lab", perm_id, "/data")
    assert fetched.paths == ["original/curve.csv"]


@pytest.mark.parametrize(("is_mutable", "has_time"), [(False, False), (True, False), (True, True)])
def test_interrupted_mutable_file_is_kept_only_with_its_time(
    download, data_store, folders, openbis, perm_id, is_mutable, has_time, monkeypatch
):
    noon = dt.datetime(2026, 11, 28, 12, tzinfo=dt.timezone.utc) if has_time else None
    list_with_times(data_store, monkeypatch, {}, noon)
    fetch = data_store.fetch

    def fetch_while_the_disk_gets_full(*args):
        folders.capacity = 2**20 + 100  # the first chunk of the large file fits
        fetch(*args)

    monkeypatch.setattr(data_store, "fetch", fetch_while_the_disk_gets_full)
    make_mutable(openbis, perm_id, is_mutable=is_mutable)
    with pytest.raises(DownloadFailed):
        download("lab", perm_id, "/data")
    assert bool(folders.partials) is (has_time or not is_mutable)


def test_failed_download_without_checksums_keeps_those_of_complete_files(
    download, data_store, openbis, fetched, perm_id, monkeypatch
):
    list_files = data_store.files

    def list_without_checksums(session, data_set):
        return tuple(
            replace(file, crc32=None if file.path != "original/plate 1/Bild äöü.png" else file.crc32)
            for file in list_files(session, data_set)
        )

    monkeypatch.setattr(data_store, "files", list_without_checksums)
    openbis.damage(perm_id, "original/plate 1/Bild äöü.png")
    with pytest.raises(DownloadFailed):
        download("lab", perm_id, "/data")
    fetched.paths.clear()
    with pytest.raises(DownloadFailed):
        download("lab", perm_id, "/data")
    assert fetched.paths == ["original/plate 1/Bild äöü.png"]


def test_insufficient_disk_space_is_detected_before_the_transfer(download, folders, fetched, perm_id):
    folders.capacity = 100
    with pytest.raises(DownloadFailed, match=r"bytes are needed, 100 are free"):
        download("lab", perm_id, "/data")
    assert (folders.files, folders.folders, fetched.paths) == ({}, set(), [])


def test_manifest_has_the_origin_of_the_files(download, folders, openbis, perm_id):
    done = download("lab", perm_id, "/data")
    manifest = folders.at("/data", perm_id).manifest()
    assert manifest.is_about(openbis.url, perm_id)
    assert manifest.is_complete
    assert manifest.files == done.files
    assert all(file.crc32 is not None for file in manifest.files)
    assert (manifest.owner, manifest.program, manifest.written) == (done.data_set.sample, "test 1", NOON)


def test_interrupted_download_is_listed_and_resumed(download, folders, openbis, perm_id):
    openbis.damage(perm_id, "original/curve.csv")
    with pytest.raises(DownloadFailed):
        download("lab", perm_id, "/data")
    (unfinished,) = LocalDownloads(folders).unfinished("/data")
    assert (unfinished.path, unfinished.manifest.perm_id) == (f"/data/{perm_id}", perm_id)
    openbis.repair(perm_id)
    download("lab", perm_id, "/data")
    assert LocalDownloads(folders).unfinished("/data") == ()


def test_manifest_lists_the_files_of_all_selections(download, folders, perm_id):
    download("lab", perm_id, "/data", selection=Selection(("curve.csv",)))
    download("lab", perm_id, "/data", selection=Selection(("empty.txt",)))
    paths = {file.path for file in folders.at("/data", perm_id).manifest().files}
    assert paths == {"original/curve.csv", "original/empty.txt"}


def test_files_kept_by_an_interrupted_download_stay_in_the_manifest(download, folders, openbis, perm_id):
    download("lab", perm_id, "/data", selection=Selection(("empty.txt",)))
    openbis.damage(perm_id, "original/curve.csv")
    with pytest.raises(DownloadFailed):
        download("lab", perm_id, "/data", selection=Selection(("curve.csv",)))
    openbis.repair(perm_id)
    download("lab", perm_id, "/data", selection=Selection(("plate 1",)))
    paths = {file.path for file in folders.at("/data", perm_id).manifest().files}
    assert paths == {"original/empty.txt", "original/plate 1/Bild äöü.png"}
