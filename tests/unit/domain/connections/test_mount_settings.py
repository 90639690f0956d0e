"""Mount settings of a connection."""

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.connections.mount_settings import MountSettings
from jupyter_openbis_server.domain.errors import InvalidConnection

_ENTRY = {"name": "lab", "url": "openbis.example.org"}


def test_missing_settings_have_defaults() -> None:
    usual = MountSettings("", 2222, "/", "", True, ())
    assert MountSettings.from_mapping(None) == MountSettings.from_mapping({}) == MountSettings() == usual
    assert ConnectionDefinition.from_mapping(_ENTRY).mounting == usual


def test_all_settings_are_read() -> None:
    entry = {
        "host": "sftp.example.org",
        "port": 22,
        "path": "/SPACE",
        "mountpoint": "~/my data",
        "read_only": False,
        "options": ["cache=no", "KexAlgorithms=+diffie-hellman-group1-sha1"],
    }
    definition = ConnectionDefinition.from_mapping({**_ENTRY, "mount": entry})
    assert Connection.defined(definition).mounting == MountSettings(
        "sftp.example.org", 22, "/SPACE", "~/my data", False, ("cache=no", "KexAlgorithms=+diffie-hellman-group1-sha1")
    )


def test_a_port_may_be_a_text() -> None:
    assert MountSettings.from_mapping({"port": "2022"}).port == 2022


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ("yes", "mount"),
        ({"colour": "blue"}, "mount"),
        ({"host": "-oProxyCommand=id"}, "mount.host"),
        ({"host": 5}, "mount.host"),
        ({"port": "ssh"}, "mount.port"),
        ({"port": True}, "mount.port"),
        ({"port": 65536}, "mount.port"),
        ({"path": "SPACE"}, "mount.path"),
        ({"path": "/a/../b"}, "mount.path"),
        ({"path": "/a\n"}, "mount.path"),
        ({"mountpoint": "openbis"}, "mount.mountpoint"),
        ({"mountpoint": "~other/openbis"}, "mount.mountpoint"),
        ({"mountpoint": ["/a"]}, "mount.mountpoint"),
        ({"read_only": "no"}, "mount.read_only"),
        ({"options": "cache=no"}, "mount.options"),
        ({"options": [5]}, "mount.options"),
        ({"options": ["cache=no\n"]}, "mount.options"),
        ({"options": ["ProxyCommand=rm"]}, "mount.options"),
        ({"options": ["ssh_command=rm"]}, "mount.options"),
        ({"options": ["StrictHostKeyChecking=no"]}, "mount.options"),
        ({"options": ["ServerAliveInterval=0"]}, "mount.options"),
    ],
)
def test_invalid_value_is_named_by_its_key(entry: object, key: str) -> None:
    with pytest.raises(InvalidConnection) as caught:
        MountSettings.from_mapping(entry)
    assert caught.value.field == key
