"""The command line of sshfs."""

from itertools import pairwise
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.sshfs.command import Sshfs
from jupyter_openbis_server.adapters.sshfs.source import Source
from jupyter_openbis_server.domain.connections.mount_settings import MountSettings
from jupyter_openbis_server.domain.errors import MountFailed

SOURCE = Source("openbis.example.org", 2222, "/")


def arguments(known_hosts: str = "/data/known_hosts", *, is_strict: bool = False, **settings) -> list[str]:
    sshfs = Sshfs("/usr/bin/sshfs", Path(known_hosts), is_strict)
    return sshfs.arguments(SOURCE, "?", "sftp://anna@h", "/home/anna/openbis", MountSettings(**settings))


def options(*args: str, **settings) -> list[str]:
    given = arguments(*args, **settings)
    return [value for key, value in pairwise(given) if key == "-o"]


def test_configuration_of_the_user_is_not_used() -> None:
    assert arguments()[:7] == [
        "/usr/bin/sshfs", "?@openbis.example.org:/", "/home/anna/openbis", "-p", "2222", "-F", "/dev/null",
    ]  # fmt: skip


def test_only_a_password_from_standard_input_is_used_and_only_once() -> None:
    assert {
        "password_stdin", "PreferredAuthentications=password", "PubkeyAuthentication=no", "NumberOfPasswordPrompts=1",
    } <= set(options())  # fmt: skip


def test_mount_is_read_only_by_default() -> None:
    assert "ro" in options()
    assert "ro" not in options(read_only=False)


def test_acceptance_of_new_host_keys_is_configurable() -> None:
    assert "StrictHostKeyChecking=accept-new" in options()
    assert "StrictHostKeyChecking=yes" in options(is_strict=True)


def test_known_hosts_file_may_have_special_characters() -> None:
    assert r'UserKnownHostsFile="/da\,ta/100%% \\ öffentlich/known_hosts"' in options(
        "/da,ta/100% \\ öffentlich/known_hosts"
    )


@pytest.mark.parametrize("name", ['/a"b/known_hosts', "/${HOME}/known_hosts", "/a\nb/known_hosts"])
def test_known_hosts_paths_that_ssh_would_misread_are_refused(name: str) -> None:
    with pytest.raises(MountFailed, match="choose another folder"):
        arguments(name)


def test_options_of_the_connection_come_last() -> None:
    assert options(options=("cache=no", "Ciphers=+aes128-cbc,3des-cbc"))[-2:] == [
        "cache=no", r"Ciphers=+aes128-cbc\,3des-cbc",
    ]  # fmt: skip


def test_commas_in_options_are_escaped() -> None:
    assert options(options=("cache=no,ssh_command=rm",))[-1] == r"cache=no\,ssh_command=rm"
