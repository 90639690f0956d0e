"""Download of a data set: all files, or an error with the reason."""

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection, ConnectionStatus
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
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from tests.unit.domain.conftest import without_manifests


def test_all_files_and_folders_are_stored_below_the_perm_id(download, folders, world, perm_id):
    done = download("lab", perm_id, "/data")
    assert done.path == f"/data/{perm_id}"
    expected = {f"{done.path}/{path}": content for path, content in world.data_set.files.items()}
    assert without_manifests(folders) == expected
    assert {f"{done.path}/{path}" for path in world.data_set.folders} <= folders.folders


def test_result_has_files_and_origin(download, data_sets, session_manager, openbis, world, perm_id):
    done = download("lab", perm_id, "/data")
    assert done.url == openbis.url
    assert done.data_set == session_manager.use("lab", lambda session: data_sets.get(session, perm_id))
    assert {(file.path, file.size) for file in done.files} == {
        (path, len(content)) for path, content in world.data_set.files.items()
    }


def test_a_second_download_replaces_the_first(download, folders, perm_id):
    download("lab", perm_id, "/data")
    files = without_manifests(folders)
    folders.files[f"/data/{perm_id}/original/curve.csv"] = b"changed by hand"
    download("lab", perm_id, "/data")
    assert without_manifests(folders) == files


def test_expired_session_is_renewed(download, openbis, folders, perm_id):
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


def test_archived_data_set_is_an_error(download, folders, world):
    with pytest.raises(DownloadFailed, match="ARCHIVED") as caught:
        download("lab", world.archived, "/data")
    assert isinstance(caught.value.cause, DataSetArchived)
    assert folders.folders == set()


def test_container_without_visible_components_is_an_error(download, openbis, folders, world):
    empty = openbis.add_data_set("ATTACHMENT", world.experiment, kind="CONTAINER")
    with pytest.raises(DownloadFailed, match="no components that you can see") as caught:
        download("lab", empty.perm_id, "/data")
    assert isinstance(caught.value.cause, DataSetNotPhysical)
    assert folders.folders == set()


def test_error_for_a_link_data_set_names_the_external_location(download, openbis, folders, world):
    link = openbis.add_data_set("RAW_DATA", world.sample, kind="LINK", link="https://git.example.org/scripts")
    with pytest.raises(DownloadFailed, match=r"outside openBIS: https://git\.example\.org/scripts"):
        download("lab", link.perm_id, "/data")
    assert folders.folders == set()


def test_damaged_file_does_not_get_its_final_name(download, openbis, folders, perm_id):
    openbis.damage(perm_id, "original/curve.csv")
    with pytest.raises(DownloadFailed) as caught:
        download("lab", perm_id, "/data")
    assert isinstance(caught.value.cause, IntegrityError)
    assert f"/data/{perm_id}/original/curve.csv" not in folders.files


def test_full_disk_is_an_error(download, folders, perm_id):
    folders.capacity = 100
    with pytest.raises(DownloadFailed) as caught:
        download("lab", perm_id, "/data")
    assert isinstance(caught.value.cause, DiskFull)


def test_unwritable_folder_is_an_error(download, folders, perm_id):
    folders.block("/data")
    with pytest.raises(DownloadFailed) as caught:
        download("lab", perm_id, "/data")
    assert isinstance(caught.value.cause, TargetNotWritable)


def test_interruption_of_openbis_is_the_cause_of_the_failure(download, openbis, data_store, perm_id, monkeypatch):
    list_files = data_store.files

    def list_and_go_down(session, data_set):
        files = list_files(session, data_set)
        openbis.go_down()
        return files

    monkeypatch.setattr(data_store, "files", list_and_go_down)
    with pytest.raises(DownloadFailed) as caught:
        download("lab", perm_id, "/data")
    assert isinstance(caught.value.cause, InstanceUnreachable)


def test_paths_outside_the_folder_are_refused(download, openbis, folders, world):
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


def test_failed_download_keeps_the_session(download, connections, openbis, perm_id):
    openbis.damage(perm_id, "original/curve.csv")
    with pytest.raises(DownloadFailed):
        download("lab", perm_id, "/data")
    assert connections.get("lab").status is ConnectionStatus.CONNECTED


def test_login_is_required(download, connections, openbis, perm_id):
    connections.add(Connection(openbis.instance("lab")))
    with pytest.raises(NotLoggedIn):
        download("lab", perm_id, "/data")


def test_unknown_connection_is_refused(download, perm_id):
    with pytest.raises(UnknownConnection):
        download("nowhere", perm_id, "/data")
