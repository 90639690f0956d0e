"""What is there already is not fetched again, and what was begun is continued."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import DownloadFailed, FilesInTheWay
from jupyter_openbis_server.domain.model import Amount, Selection
from jupyter_openbis_server.domain.use_cases import FindUnfinishedDownloads

from .conftest import NOON


def test_an_unchanged_data_set_is_not_fetched_again(download, fetched, perm_id, world):
    first = download("lab", perm_id, "/data")
    assert first.fetched == Amount(len(world.data_set.files), sum(map(len, world.data_set.files.values())))
    fetched.paths.clear()
    second = download("lab", perm_id, "/data")
    assert fetched.paths == []
    assert (second.files, second.fetched) == (first.files, Amount(0, 0))


def test_only_what_is_missing_or_different_is_fetched(download, folders, fetched, perm_id):
    done = download("lab", perm_id, "/data")
    fetched.paths.clear()
    folders.files[f"{done.path}/original/curve.csv"] = b"changed by hand"
    del folders.files[f"{done.path}/original/empty.txt"]
    assert download("lab", perm_id, "/data").fetched.files == 2
    assert sorted(fetched.paths) == ["original/curve.csv", "original/empty.txt"]


def test_files_in_the_way_can_be_kept(download, folders, fetched, perm_id):
    done = download("lab", perm_id, "/data")
    folders.files[f"{done.path}/original/curve.csv"] = b"changed by hand"
    before = dict(folders.files)
    fetched.paths.clear()
    with pytest.raises(FilesInTheWay, match=r"original/curve\.csv"):
        download("lab", perm_id, "/data", overwrite=False)
    assert (folders.files, fetched.paths) == (before, [])


def test_without_checksums_those_of_the_first_download_count(download, data_store, fetched, perm_id, monkeypatch):
    list_files = data_store.files

    def list_without_checksums(session, data_set):
        return tuple(replace(file, crc32=None) for file in list_files(session, data_set))

    monkeypatch.setattr(data_store, "files", list_without_checksums)
    download("lab", perm_id, "/data")
    fetched.paths.clear()
    assert download("lab", perm_id, "/data").fetched.files == 0


def test_a_failed_download_without_checksums_keeps_those_of_what_is_complete(
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


def test_no_room_is_noticed_before_the_first_byte(download, folders, fetched, perm_id):
    folders.capacity = 100
    with pytest.raises(DownloadFailed, match=r"bytes are needed, 100 are free"):
        download("lab", perm_id, "/data")
    assert (folders.files, folders.folders, fetched.paths) == ({}, set(), [])


def test_the_manifest_tells_where_the_files_come_from(download, folders, openbis, perm_id):
    done = download("lab", perm_id, "/data")
    manifest = folders.at("/data", perm_id).manifest()
    assert manifest.is_about(openbis.url, perm_id)
    assert manifest.is_complete
    assert manifest.files == done.files
    assert all(file.crc32 is not None for file in manifest.files)
    assert (manifest.owner, manifest.program, manifest.written) == (done.data_set.sample, "test 1", NOON)


def test_an_interrupted_download_is_found_again_and_a_second_one_completes_it(download, folders, openbis, perm_id):
    openbis.damage(perm_id, "original/curve.csv")
    with pytest.raises(DownloadFailed):
        download("lab", perm_id, "/data")
    (unfinished,) = FindUnfinishedDownloads(folders)("/data")
    assert (unfinished.path, unfinished.manifest.perm_id) == (f"/data/{perm_id}", perm_id)
    openbis.repair(perm_id)
    download("lab", perm_id, "/data")
    assert FindUnfinishedDownloads(folders)("/data") == ()


def test_selections_add_up_in_the_manifest(download, folders, perm_id):
    download("lab", perm_id, "/data", selection=Selection(("curve.csv",)))
    download("lab", perm_id, "/data", selection=Selection(("empty.txt",)))
    paths = {file.path for file in folders.at("/data", perm_id).manifest().files}
    assert paths == {"original/curve.csv", "original/empty.txt"}


def test_what_an_interrupted_download_has_put_beside_stays_in_the_manifest(download, folders, openbis, perm_id):
    download("lab", perm_id, "/data", selection=Selection(("empty.txt",)))
    openbis.damage(perm_id, "original/curve.csv")
    with pytest.raises(DownloadFailed):
        download("lab", perm_id, "/data", selection=Selection(("curve.csv",)))
    openbis.repair(perm_id)
    download("lab", perm_id, "/data", selection=Selection(("plate 1",)))
    paths = {file.path for file in folders.at("/data", perm_id).manifest().files}
    assert paths == {"original/empty.txt", "original/plate 1/Bild äöü.png"}
