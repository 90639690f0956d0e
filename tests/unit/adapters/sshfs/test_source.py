"""Sources of mounts: matching of mounts and connections."""

from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.sshfs.mount_table import Mounted
from jupyter_openbis_server.adapters.sshfs.source import Source, mountpoint_of
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.mount_settings import MountSettings
from jupyter_openbis_server.domain.errors import MountFailed
from jupyter_openbis_server.domain.instances.session import Instance

SOURCE = Source("openbis.example.org", 2222, "/SPACE")


def connection(url: str = "https://OpenBIS.example.org:8443", **settings) -> Connection:
    return Connection(Instance("lab", url), "anna", mounting=MountSettings(**settings))


@pytest.mark.parametrize(
    ("source", "matches"),
    [
        ("sftp://anna@openbis.example.org:2222/SPACE#lab", True),
        ("sftp://bert@example.org@openbis.example.org:2222/SPACE#lab", True),
        ("sftp://anna@openbis.example.org:2223/SPACE#lab", False),
        ("sftp://anna@openbis.example.org:2222/SPACE/PROJECT#lab", False),
        ("sftp://anna@test.openbis.example.org:2222/SPACE#lab", False),
        ("anna@openbis.example.org:/SPACE", True),
        ("anna@openbis.example.org:/SPACE/", True),
        ("?@openbis.example.org:/SPACE", True),
        ("openbis.example.org:/SPACE", True),
        ("sshfs#anna@openbis.example.org:/SPACE", True),
        ("anna@openbis.example.org:/OTHER", False),
        ("anna@example.org:/SPACE", False),
    ],
)
def test_mount_is_matched_by_host_port_and_path(source: str, matches: bool) -> None:
    assert SOURCE.is_of(Mounted(source, "/mnt", "fuse.sshfs")) is matches


def test_only_sshfs_mounts_are_matched() -> None:
    assert not SOURCE.is_of(Mounted("anna@openbis.example.org:/SPACE", "/mnt", "nfs"))


def test_default_source_is_the_root_of_the_data_store() -> None:
    root = Source.of(connection())
    assert root == Source("openbis.example.org", 2222, "/")
    assert root.is_of(Mounted("anna@openbis.example.org:/", "/mnt", "fuse.sshfs"))
    assert root.is_of(Mounted(root.name("anna", "Labor / Zürich #2"), "/mnt", "fuse.sshfs"))


def test_the_sftp_server_can_be_another_host() -> None:
    assert Source.of(connection(host="DSS.example.org", port=22, path="/A/")) == Source("dss.example.org", 22, "/A")


@pytest.mark.parametrize(
    ("host", "port", "known_as"),
    [("a.org", 22, "a.org"), ("a.org", 2222, "[a.org]:2222"), ("::1", 2222, "[::1]:2222")],
)
def test_host_is_written_as_in_known_hosts(host: str, port: int, known_as: str) -> None:
    assert Source(host, port, "/").known_as == known_as


def test_ipv6_address_is_in_brackets() -> None:
    assert Source("::1", 2222, "/x").argument("anna") == "anna@[::1]:/x"


def test_default_mountpoint_is_the_host_name_in_the_home_folder(own_home: Path) -> None:
    assert mountpoint_of(connection()) == str(own_home.resolve() / "openbis.example.org")


def test_links_above_a_mountpoint_are_resolved_and_the_mountpoint_is_not_accessed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "real" / "itself").symlink_to("missing")
    wanted = f"{tmp_path}/link/itself/"
    assert mountpoint_of(connection(mountpoint=wanted)) == str(tmp_path.resolve() / "real" / "itself")


def test_without_a_home_folder_a_mountpoint_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    with pytest.raises(MountFailed, match="no home folder"):
        mountpoint_of(connection())
