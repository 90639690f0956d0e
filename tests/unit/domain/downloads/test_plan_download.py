"""Plan of a download (dry run)."""

from jupyter_openbis_server.domain.downloads.download import DownloadRequest, FileState
from jupyter_openbis_server.domain.downloads.download_data_set import PlanDownload
from jupyter_openbis_server.domain.errors import DataSetArchived


def test_plan_lists_present_files_and_changes_nothing(session_manager, planner, download, folders, openbis, perm_id):
    plan_download = PlanDownload(session_manager, planner)
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


def test_unreadable_file_is_planned_for_replacement(session_manager, planner, download, folders, perm_id):
    folders.unreadable.add(f"{download('lab', perm_id, '/data').path}/original/curve.csv")
    (data_set,) = PlanDownload(session_manager, planner)("lab", DownloadRequest((perm_id,), "/data")).data_sets
    assert data_set.conflicts == ("original/curve.csv",)


def test_plan_lists_an_archived_data_set(session_manager, planner, world):
    (data_set,) = PlanDownload(session_manager, planner)("lab", DownloadRequest((world.archived,), "/data")).data_sets
    assert isinstance(data_set.problem, DataSetArchived)
    assert (data_set.wanted, data_set.data_set.status) == ((), "ARCHIVED")
