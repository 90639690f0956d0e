"""Repeated downloads of files that can change in openBIS."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.downloads.local_downloads import VerifyDownloads
from jupyter_openbis_server.domain.errors import DownloadFailed, FileConflict, InstanceUnreachable
from jupyter_openbis_server.domain.files.selection import Selection

NOON = dt.datetime(2026, 11, 28, 12, tzinfo=dt.timezone.utc)
LATER = NOON + dt.timedelta(seconds=1)
CURVE, EMPTY = "original/curve.csv", "original/empty.txt"


class Listing:
    """Changes what openBIS lists: times by path, contents by path (None: removed)."""

    def __init__(self, data_store, openbis, perm_id):
        self._list, self._openbis, self._perm_id = data_store.files, openbis, perm_id
        self.times = {}

    def __call__(self, session, data_set):
        found = self._list(session, data_set)
        return tuple(replace(each, crc32=None, modified=self.times.get(each.path, NOON)) for each in found)

    def store(self, path, content):
        stored = self._openbis.data_sets[self._perm_id]
        files = {**stored.files, path: content}
        self._openbis.data_sets[self._perm_id] = replace(
            stored, files={k: v for k, v in files.items() if v is not None}
        )
        self.times[path] = LATER


@pytest.fixture
def upstream(data_store, openbis, perm_id, monkeypatch) -> Listing:
    stored = openbis.data_sets[perm_id]
    openbis.data_sets[perm_id] = replace(stored, data_set=replace(stored.data_set, is_mutable=True))
    listing = Listing(data_store, openbis, perm_id)
    monkeypatch.setattr(data_store, "files", listing)
    return listing


@pytest.mark.parametrize("overwrite", [True, False])
@pytest.mark.parametrize("content", [b"other content", b"time_h,OD600\n"], ids=["other size", "same size"])
def test_only_the_changed_file_is_fetched_and_replaces_its_old_version(
    download, folders, fetched, perm_id, upstream, overwrite, content
):
    done = download("lab", perm_id, "/data")
    upstream.store(CURVE, content)
    fetched.paths.clear()
    download("lab", perm_id, "/data", overwrite=overwrite)
    assert fetched.paths == [CURVE]
    assert folders.files[f"{done.path}/{CURVE}"] == content
    assert all(each.ok for each in VerifyDownloads(folders)("/data"))


@pytest.mark.parametrize("is_changed_in_openbis", [True, False])
def test_edited_file_is_a_conflict(download, folders, fetched, perm_id, upstream, is_changed_in_openbis):
    done = download("lab", perm_id, "/data")
    folders.files[f"{done.path}/{CURVE}"] = b"edited by hand"
    if is_changed_in_openbis:
        upstream.store(CURVE, b"other content")
    upstream.store(EMPTY, b"not empty any more")
    fetched.paths.clear()
    with pytest.raises(FileConflict, match=r"curve\.csv") as raised:
        download("lab", perm_id, "/data", overwrite=False)
    assert "empty.txt" not in str(raised.value)
    assert fetched.paths == []
    assert folders.files[f"{done.path}/{CURVE}"] == b"edited by hand"
    download("lab", perm_id, "/data", overwrite=True)
    assert folders.files[f"{done.path}/{CURVE}"] != b"edited by hand"


def test_old_version_is_recognised_after_an_interrupted_update(
    download, folders, data_store, perm_id, upstream, monkeypatch
):
    def fail(*_):
        raise InstanceUnreachable("lab", "connection reset")

    done = download("lab", perm_id, "/data")
    upstream.store(CURVE, b"other content")
    with monkeypatch.context() as patched:
        patched.setattr(data_store, "fetch", fail)
        with pytest.raises(DownloadFailed):
            download("lab", perm_id, "/data", overwrite=False)
    assert folders.files[f"{done.path}/{CURVE}"] == b"time_h,od600\n"
    assert not folders.at("/data", perm_id).manifest().is_complete
    download("lab", perm_id, "/data", overwrite=False)
    assert folders.files[f"{done.path}/{CURVE}"] == b"other content"


def test_removed_file_stays_and_is_reported_until_it_is_deleted(download, folders, perm_id, upstream):
    done = download("lab", perm_id, "/data")
    upstream.store(CURVE, None)
    for _ in range(2):
        again = download("lab", perm_id, "/data")
        assert [each.path for each in again.removed] == [CURVE]
        assert again.fetched.files == 0
        assert folders.files[f"{done.path}/{CURVE}"] == b"time_h,od600\n"
        assert all(each.ok for each in VerifyDownloads(folders)("/data"))
    del folders.files[f"{done.path}/{CURVE}"]
    assert all(each.ok for each in VerifyDownloads(folders)("/data"))
    assert download("lab", perm_id, "/data").removed == ()


def test_removed_file_is_reported_also_if_it_was_edited_or_is_not_selected(download, folders, perm_id, upstream):
    done = download("lab", perm_id, "/data")
    upstream.store(CURVE, None)
    folders.files[f"{done.path}/{CURVE}"] = b"edited by hand"
    again = download("lab", perm_id, "/data", selection=Selection(("empty.txt",)))
    assert [each.path for each in again.removed] == [CURVE]


def test_file_that_is_back_is_a_usual_one(download, folders, fetched, perm_id, upstream):
    done = download("lab", perm_id, "/data")
    upstream.store(CURVE, None)
    download("lab", perm_id, "/data")
    upstream.store(CURVE, b"back again")
    assert download("lab", perm_id, "/data").removed == ()
    assert folders.files[f"{done.path}/{CURVE}"] == b"back again"
    assert all(each.ok for each in VerifyDownloads(folders)("/data"))


def test_file_of_another_selection_is_not_removed(download, perm_id, upstream):
    download("lab", perm_id, "/data", selection=Selection(("empty.txt",)))
    assert download("lab", perm_id, "/data", selection=Selection(("curve.csv",))).removed == ()
