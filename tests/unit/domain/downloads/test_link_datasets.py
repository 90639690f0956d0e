"""Links into the mounted data store."""

import pytest

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DataNotAvailable,
    DataSetNotFound,
    DataSetNotPhysical,
    InvalidInput,
    InvalidPath,
    NotLoggedIn,
    NotMounted,
    UnknownConnection,
)
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


@pytest.fixture
def mounted(mounts, connections, anna) -> str:
    """Mount the data store of the connection `lab`; return the mountpoint."""
    return mounts.mount(connections.get("lab"), anna).mountpoint


def request(*perm_ids: str, folder: str = "/data", **how) -> DownloadRequest:
    return DownloadRequest(perm_ids, folder, link=True, **how)


def test_each_data_set_gets_a_link_with_its_name(link_datasets, folders, mounted, world):
    (only,) = link_datasets("lab", request(world.data_set.perm_id))
    assert (only.path, only.files) == (f"/data/{world.data_set.perm_id}", ())
    assert folders.links == {only.path: f"{mounted}{world.experiment.identifier}/{world.data_set.perm_id}"}


def test_components_of_a_container_are_linked(link_datasets, folders, mounted, world):
    done = link_datasets("lab", request(world.container))
    expected = [f"/data/{world.container}/{component}" for component in world.components]
    assert [each.path for each in done] == expected == list(folders.links)


def test_archived_data_can_be_linked(link_datasets, folders, mounted, world):
    link_datasets("lab", request(world.archived))
    assert list(folders.links) == [f"/data/{world.archived}"]


def test_without_a_mount_no_request_is_sent(link_datasets, openbis, folders, world):
    with pytest.raises(NotMounted, match="the data store of lab is not mounted; mount it first"):
        link_datasets("lab", request(world.data_set.perm_id))
    assert (openbis.login_attempts, folders.links) == (0, {})


@pytest.mark.parametrize("how", [{"flat": True}, {"selection": Selection(("*.csv",))}])
def test_a_part_of_a_data_set_cannot_be_linked(link_datasets, mounted, world, how):
    with pytest.raises(InvalidInput, match="a link leads to a whole data set"):
        link_datasets("lab", request(world.data_set.perm_id, **how))


def test_either_all_are_found_or_none_is_linked(link_datasets, folders, mounted, world):
    with pytest.raises(DataSetNotFound):
        link_datasets("lab", request(world.data_set.perm_id, "20990101000000000-1"))
    assert folders.links == {}


def test_data_set_outside_the_mount_is_an_error(link_datasets, openbis, folders, mounted, world):
    lonely = openbis.add_data_set("RAW_DATA", openbis.add_sample("/LAB/LONELY"), {"original/x": b"x"})
    with pytest.raises(DataNotAvailable):
        link_datasets("lab", request(world.data_set.perm_id, lonely.perm_id))
    assert folders.links == {}


def test_data_set_without_files_has_no_link(link_datasets, openbis, mounted, world):
    outside = openbis.add_data_set("RAW_DATA", world.experiment, kind="LINK")
    with pytest.raises(DataSetNotPhysical):
        link_datasets("lab", request(outside.perm_id))


def test_invalid_requests_are_refused(link_datasets, mounted, mounts, connections, openbis, anna, world):
    with pytest.raises(UnknownConnection):
        link_datasets("nowhere", request(world.data_set.perm_id))
    with pytest.raises(InvalidPath):
        link_datasets("lab", request(world.data_set.perm_id, folder="relative"))
    cancelled = Cancellation()
    cancelled.cancel()
    with pytest.raises(Cancelled):
        link_datasets("lab", request(world.data_set.perm_id), cancelled)


def test_login_is_required(link_datasets, mounted, connections, world):
    connections.change("lab", lambda connection: connection.disconnected(None, auto_login=False))
    with pytest.raises(NotLoggedIn):
        link_datasets("lab", request(world.data_set.perm_id))
