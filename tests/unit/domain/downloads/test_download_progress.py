"""How far a download has come."""

import time

import pytest

from jupyter_openbis_server.domain.errors import DownloadFailed
from jupyter_openbis_server.domain.job_progress import JobProgress
from jupyter_openbis_server.domain.model import Amount, DownloadRequest


def test_progress_counts_what_is_there_and_what_comes(download_dataset, download, folders, perm_id, world):
    total = Amount(len(world.data_set.files), sum(map(len, world.data_set.files.values())))
    done = download("lab", perm_id, "/data")
    del folders.files[f"{done.path}/original/plate 1/Bild äöü.png"]
    seen: list[Amount] = []
    progress = JobProgress(time.monotonic, lambda: None)
    original = progress.begin

    def begin(total: Amount, done: Amount) -> None:
        original(total, done)
        seen.append(done)

    progress.begin = begin
    download_dataset("lab", DownloadRequest((perm_id,), "/data"), progress=progress)
    assert seen == [Amount(2, len(world.data_set.files["original/curve.csv"]))]
    assert progress.report().done == progress.report().total == total


def test_bytes_of_a_file_that_was_thrown_away_do_not_count(download_dataset, openbis, perm_id, world):
    openbis.damage(perm_id, "original/plate 1/Bild äöü.png")
    progress = JobProgress(time.monotonic, lambda: None)
    with pytest.raises(DownloadFailed):
        download_dataset("lab", DownloadRequest((perm_id,), "/data"), progress=progress)
    assert progress.report().done == Amount(2, len(world.data_set.files["original/curve.csv"]))
