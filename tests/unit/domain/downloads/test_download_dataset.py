"""Data sets come to the user's disk whole, or with the reason why not."""

import pytest

from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DataSetArchived,
    DataSetNotFound,
    DataSetNotPhysical,
    DiskFull,
    DownloadFailed,
    InstanceUnreachable,
    IntegrityError,
    InvalidPath,
    NotLoggedIn,
    TargetNotWritable,
    UnknownConnection,
)
from jupyter_openbis_server.domain.model import Cancellation, Connection, ConnectionStatus

from .conftest import without_manifests


def test_all_files_and_folders_arrive_below_the_perm_id(download, folders, world, perm_id):
    done = download("lab", perm_id, "/data")
    assert done.path == f"/data/{perm_id}"
    expected = {f"{done.path}/{path}": content for path, content in world.data_set.files.items()}
    assert without_manifests(folders) == expected
    assert {f"{done.path}/{path}" for path in world.data_set.folders} <= folders.folders


def test_the_answer_tells_what_has_come_from_where(download, data_sets, keeper, openbis, world, perm_id):
    done = download("lab", perm_id, "/data")
    assert done.url == openbis.url
    assert done.data_set == keeper.use("lab", lambda session: data_sets.get(session, perm_id))
    assert {(file.path, file.size) for file in done.files} == {
        (path, len(content)) for path, content in world.data_set.files.items()
    }


def test_a_second_download_replaces_the_first(download, folders, perm_id):
    download("lab", perm_id, "/data")
    files = without_manifests(folders)
    folders.files[f"/data/{perm_id}/original/curve.csv"] = b"changed by hand"
    download("lab", perm_id, "/data")
    assert without_manifests(folders) == files


def test_an_expired_session_is_renewed_on_the_way(download, openbis, folders, perm_id):
    download("lab", perm_id, "/data")
    openbis.expire_all_sessions()
    assert download("lab", perm_id, "/data").files
    assert openbis.login_attempts == 2


def test_an_unknown_data_set_is_not_found(download, folders):
    with pytest.raises(DataSetNotFound):
        download("lab", "20010101000000000-1", "/data")
    assert folders.folders == set()


@pytest.mark.parametrize("folder", ["data", "", "../data"])
def test_a_folder_that_is_not_absolute_is_refused(download, folders, perm_id, folder):
    with pytest.raises(InvalidPath):
        download("lab", perm_id, folder)
    assert folders.folders == set()


def test_an_archived_data_set_is_said_to_be_archived(download, folders, world):
    with pytest.raises(DownloadFailed, match="ARCHIVED") as caught:
        download("lab", world.archived, "/data")
    assert isinstance(caught.value.cause, DataSetArchived)
    assert folders.folders == set()


def test_a_container_without_visible_components_is_said_to_hold_no_files(download, openbis, folders, world):
    empty = openbis.add_data_set("ATTACHMENT", world.experiment, kind="CONTAINER")
    with pytest.raises(DownloadFailed, match="no components that you can see") as caught:
        download("lab", empty.perm_id, "/data")
    assert isinstance(caught.value.cause, DataSetNotPhysical)
    assert folders.folders == set()


def test_a_link_is_said_to_lie_elsewhere_and_where(download, openbis, folders, world):
    link = openbis.add_data_set("RAW_DATA", world.sample, kind="LINK", link="https://git.example.org/scripts")
    with pytest.raises(DownloadFailed, match=r"outside openBIS: https://git\.example\.org/scripts"):
        download("lab", link.perm_id, "/data")
    assert folders.folders == set()


def test_a_damaged_file_is_not_kept_under_its_name(download, openbis, folders, perm_id):
    openbis.damage(perm_id, "original/curve.csv")
    with pytest.raises(DownloadFailed) as caught:
        download("lab", perm_id, "/data")
    assert isinstance(caught.value.cause, IntegrityError)
    assert f"/data/{perm_id}/original/curve.csv" not in folders.files


def test_a_full_disk_is_said_to_be_full(download, folders, perm_id):
    folders.capacity = 100
    with pytest.raises(DownloadFailed) as caught:
        download("lab", perm_id, "/data")
    assert isinstance(caught.value.cause, DiskFull)


def test_a_folder_that_cannot_be_written_is_said_so(download, folders, perm_id):
    folders.block("/data")
    with pytest.raises(DownloadFailed) as caught:
        download("lab", perm_id, "/data")
    assert isinstance(caught.value.cause, TargetNotWritable)


def test_an_openbis_that_goes_down_half_way_is_the_cause(download, openbis, data_store, perm_id, monkeypatch):
    list_files = data_store.files

    def list_and_go_down(session, data_set):
        files = list_files(session, data_set)
        openbis.go_down()
        return files

    monkeypatch.setattr(data_store, "files", list_and_go_down)
    with pytest.raises(DownloadFailed) as caught:
        download("lab", perm_id, "/data")
    assert isinstance(caught.value.cause, InstanceUnreachable)


def test_a_data_store_that_names_files_outside_is_not_obeyed(download, openbis, folders, world):
    evil = openbis.add_data_set("RAW_DATA", world.sample, {"../../home/anna/.bashrc": b"evil"})
    with pytest.raises(DownloadFailed) as caught:
        download("lab", evil.perm_id, "/data")
    assert isinstance(caught.value.cause, InvalidPath)
    assert ".bashrc" in str(caught.value)
    assert folders.files == {}


def test_a_cancelled_download_ends(download, folders, perm_id):
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        download("lab", perm_id, "/data", cancellation)
    assert without_manifests(folders) == {}


def test_a_failed_download_does_not_end_the_session(download, connections, openbis, perm_id):
    openbis.damage(perm_id, "original/curve.csv")
    with pytest.raises(DownloadFailed):
        download("lab", perm_id, "/data")
    assert connections.get("lab").status is ConnectionStatus.CONNECTED


def test_a_login_is_needed(download, connections, openbis, perm_id):
    connections.add(Connection(openbis.instance("lab")))
    with pytest.raises(NotLoggedIn):
        download("lab", perm_id, "/data")


def test_the_connection_must_be_known(download, perm_id):
    with pytest.raises(UnknownConnection):
        download("nowhere", perm_id, "/data")
