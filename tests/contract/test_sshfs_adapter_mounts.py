"""The contract of `Mounts` for real sshfs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import DownloadPolicy
from jupyter_openbis_server.adapters.sshfs import SshfsMounts
from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.contract.contracts.mounts import InUse, MountsContract
from tests.mounting import ALICE, a_file_open_in, connection_to, mounts_below
from tests.real_parts import need_fuse


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    need_fuse()
    with FakeOpenbis(users=lab.USERS, sftp=True) as openbis:
        yield openbis


class TestSshfsMounts(MountsContract):
    @pytest.fixture
    def mounts(self, openbis: FakeOpenbis, tmp_path: Path) -> Iterator[SshfsMounts]:
        with mounts_below(tmp_path, guard=DownloadPolicy(closed=(tmp_path / "closed",)).check_mountpoint) as mounts:
            yield mounts

    @pytest.fixture
    def closed_connection(self, openbis: FakeOpenbis, tmp_path: Path) -> Connection:
        return connection_to(openbis, "closed", mountpoint=f"{tmp_path}/closed/startup")

    @pytest.fixture
    def connection(self, openbis: FakeOpenbis, tmp_path: Path) -> Connection:
        return connection_to(openbis, "Labor / Zürich", mountpoint=f"{tmp_path}/Messdaten, roh")

    @pytest.fixture
    def other_connection(self, openbis: FakeOpenbis, tmp_path: Path) -> Connection:
        return connection_to(openbis, "test", mountpoint=f"{tmp_path}/test", path="/YEAST_LAB")

    @pytest.fixture
    def credentials(self) -> Credentials:
        return ALICE

    @pytest.fixture
    def wrong_credentials(self) -> Credentials:
        return Credentials("alice", Secret("mistyped"))

    @pytest.fixture
    def in_use(self) -> InUse:
        return a_file_open_in

    @pytest.fixture
    def data_set(self) -> DataSet:
        return DataSet(lab.IMAGES, "MICROSCOPY_IMG", experiment=lab.HEAT_SHOCK)
