"""Progress of a download."""

import time

import pytest

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import DownloadFailed
from jupyter_openbis_server.domain.jobs.job_progress import JobProgress
from jupyter_openbis_server.domain.shared.progress import Amount


def test_progress_counts_present_and_received_files(download_dataset, download, folders, perm_id, world):
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


def test_bytes_of_a_discarded_file_are_not_counted(download_dataset, openbis, perm_id, world):
    openbis.damage(perm_id, "original/plate 1/Bild äöü.png")
    progress = JobProgress(time.monotonic, lambda: None)
    with pytest.raises(DownloadFailed):
        download_dataset("lab", DownloadRequest((perm_id,), "/data"), progress=progress)
    assert progress.report().done == Amount(2, len(world.data_set.files["original/curve.csv"]))
