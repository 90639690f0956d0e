"""A plan tells what a download would do, and does nothing."""

from jupyter_openbis_server.domain.errors import DataSetArchived
from jupyter_openbis_server.domain.model import DownloadRequest, FileState
from jupyter_openbis_server.domain.use_cases import PlanDownload


def test_a_plan_tells_what_is_there_and_changes_nothing(keeper, planner, download, folders, openbis, perm_id):
    plan_download = PlanDownload(keeper, planner)
    folders.capacity = 10_000_000
    request = DownloadRequest((perm_id,), "/data")
    before = plan_download("lab", request)
    assert before.total == before.to_fetch
    assert before.free_bytes == 10_000_000
    assert (folders.files, folders.folders) == ({}, set())
    done = download("lab", perm_id, "/data")
    folders.files[f"{done.path}/original/curve.csv"] = b"changed by hand"
    del folders.files[f"{done.path}/original/empty.txt"]
    (data_set,) = plan_download("lab", request).data_sets
    assert {each.file.path: each.local.state for each in data_set.files} == {
        "original/curve.csv": FileState.DIFFERENT,
        "original/empty.txt": FileState.MISSING,
        "original/plate 1/Bild äöü.png": FileState.COMPLETE,
    }
    assert data_set.conflicts == ("original/curve.csv",)


def test_a_plan_tells_of_an_archived_data_set(keeper, planner, world):
    (data_set,) = PlanDownload(keeper, planner)("lab", DownloadRequest((world.archived,), "/data")).data_sets
    assert isinstance(data_set.problem, DataSetArchived)
    assert (data_set.files, data_set.data_set.status) == ((), "ARCHIVED")
