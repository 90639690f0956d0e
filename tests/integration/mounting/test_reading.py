"""Reading in a mounted data store."""

import errno
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.sshfs import SshfsMounts
from jupyter_openbis_server.adapters.sshfs.mount_table import mount_table
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.state.entities import PhysicalData
from tests.mounting import ALICE, names_in


def original(openbis: FakeOpenbis, perm_id: str) -> dict[str, bytes]:
    """Return the files of a data set in openBIS's store."""
    store = openbis.laboratory.store_path(perm_id)
    return {str(each.relative_to(store)): each.read_bytes() for each in store.rglob("*") if each.is_file()}


def mounted(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.mark.parametrize("perm_id", [lab.IMAGES, lab.ODD_NAMES, lab.EMPTY_PARTS, lab.BIG])
def test_files_have_the_content_of_openbis(
    openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection, perm_id: str
) -> None:
    top = Path(mounts.mount(connection, ALICE).mountpoint)
    (folder,) = top.glob(f"*/*/*/{perm_id}")
    assert mounted(folder) == original(openbis, perm_id) != {}


def test_folders_are_those_of_openbis(mounts: SshfsMounts, connection: Connection) -> None:
    top = Path(mounts.mount(connection, ALICE).mountpoint)
    assert "YEAST_LAB" in names_in(top)
    assert lab.IMAGES in names_in(f"{top}{lab.HEAT_SHOCK}")


def test_two_hundred_files_can_be_read_at_once(
    openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection
) -> None:
    content = {f"{number:03}.bin": os.urandom(10_000 + number) for number in range(200)}
    perm_id = registered_with(openbis, content)
    folder = Path(f"{mounts.mount(connection, ALICE).mountpoint}{lab.HEAT_SHOCK}", perm_id, "original")
    with ThreadPoolExecutor(50) as readers:
        found = dict(zip(content, readers.map(lambda name: (folder / name).read_bytes(), content), strict=True))
    assert found == content


@pytest.mark.parametrize(
    "write",
    [
        lambda folder: (folder / "new.txt").write_text("mine"),
        lambda folder: (folder / "new").mkdir(),
        lambda folder: (folder / "YEAST_LAB").rename(folder / "MINE"),
    ],
)
def test_a_mount_is_read_only(mounts: SshfsMounts, connection: Connection, write: Callable[[Path], object]) -> None:
    top = Path(mounts.mount(connection, ALICE).mountpoint)
    with pytest.raises(OSError) as caught:
        write(top)
    assert caught.value.errno == errno.EROFS


def test_writes_on_a_writable_mount_are_refused_by_openbis(
    mounts: SshfsMounts, connection_of: Callable[..., Connection]
) -> None:
    top = Path(mounts.mount(connection_of(read_only=False), ALICE).mountpoint)
    with pytest.raises(PermissionError):
        (top / "new.txt").write_text("mine")


def test_a_token_mounts_too(openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection) -> None:
    token = Credentials.of_token(Secret(openbis.sessions.open("alice")))
    top = mounts.mount(connection, token).mountpoint
    assert "YEAST_LAB" in names_in(top)
    assert openbis.sftp.logins == [("?", True)]


def test_a_part_of_the_data_store_can_be_mounted(mounts: SshfsMounts, connection_of: Callable[..., Connection]) -> None:
    top = mounts.mount(connection_of(path=lab.HEAT_SHOCK), ALICE).mountpoint
    assert lab.IMAGES in names_in(top)


def test_two_connections_show_what_each_user_may_see(
    mounts: SshfsMounts, connection_of: Callable[..., Connection], tmp_path: Path
) -> None:
    hers, bobs = connection_of("hers"), connection_of("bobs", mountpoint=str(tmp_path / "second"))
    mounts.mount(hers, ALICE)
    mounts.mount(bobs, Credentials("bob", Secret(lab.USERS["bob"])))
    spaces = [names_in(each.mountpoint) for each in (mounts.of(bobs), mounts.of(hers)) if each]
    assert spaces[0] < spaces[1]


def test_the_mount_table_names_user_and_connection(
    openbis: FakeOpenbis, mounts: SshfsMounts, connection: Connection
) -> None:
    mountpoint = mounts.mount(connection, ALICE).mountpoint
    (entry,) = [each for each in mount_table() if each.mountpoint == mountpoint]
    assert entry.source == f"sftp://alice@127.0.0.1:{openbis.sftp.port}/#lab"


def registered_with(openbis: FakeOpenbis, content: dict[str, bytes]) -> str:
    """Return the permId of a new data set of the experiment HEAT_SHOCK with these files."""
    perm_id = openbis.laboratory.new_perm_id()
    folder = openbis.laboratory.store_path(perm_id) / "original"
    folder.mkdir(parents=True)
    for name, data in content.items():
        (folder / name).write_bytes(data)
    add_data_set(
        openbis.laboratory, "RAW_DATA", perm_id=perm_id, experiment=lab.HEAT_SHOCK, physical_data=PhysicalData(perm_id)
    )
    return perm_id
