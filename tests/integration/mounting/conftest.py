"""A data store that can be mounted, and the adapter that mounts it."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.sshfs import SshfsMounts
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.mounting import connection_to, mounts_below
from tests.real_parts import need_fuse

ConnectionOf = Callable[..., Connection]


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    need_fuse()
    with FakeOpenbis(users=USERS, sftp=True) as openbis:
        yield openbis


@pytest.fixture
def mounts(tmp_path: Path) -> Iterator[SshfsMounts]:
    with mounts_below(tmp_path) as mounts:
        yield mounts


@pytest.fixture
def mountpoint(tmp_path: Path) -> Path:
    return tmp_path / "openbis"


@pytest.fixture
def connection_of(openbis: FakeOpenbis, mountpoint: Path) -> ConnectionOf:
    """Return a function that creates a connection; it mounts on `mountpoint` by default."""
    return partial(connection_to, openbis, mountpoint=str(mountpoint))


@pytest.fixture
def connection(connection_of: ConnectionOf) -> Connection:
    return connection_of()
