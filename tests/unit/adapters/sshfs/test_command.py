"""What sshfs is told."""

from itertools import pairwise
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.sshfs.command import Sshfs
from jupyter_openbis_server.adapters.sshfs.source import Source
from jupyter_openbis_server.domain.errors import MountFailed
from jupyter_openbis_server.domain.model import MountSettings

SOURCE = Source("openbis.example.org", 2222, "/")


def arguments(known_hosts: str = "/data/known_hosts", *, is_strict: bool = False, **settings) -> list[str]:
    sshfs = Sshfs("/usr/bin/sshfs", Path(known_hosts), is_strict)
    return sshfs.arguments(SOURCE, "?", "sftp://anna@h", "/home/anna/openbis", MountSettings(**settings))


def options(*args: str, **settings) -> list[str]:
    given = arguments(*args, **settings)
    return [value for key, value in pairwise(given) if key == "-o"]


def test_an_argument_list_without_the_user_s_own_configuration() -> None:
    assert arguments()[:7] == [
        "/usr/bin/sshfs", "?@openbis.example.org:/", "/home/anna/openbis", "-p", "2222", "-F", "/dev/null",
    ]  # fmt: skip


def test_only_a_password_from_standard_input_is_used_and_only_once() -> None:
    assert {
        "password_stdin", "PreferredAuthentications=password", "PubkeyAuthentication=no", "NumberOfPasswordPrompts=1",
    } <= set(options())  # fmt: skip


def test_what_is_mounted_is_read_only_unless_wanted_otherwise() -> None:
    assert "ro" in options()
    assert "ro" not in options(read_only=False)


def test_new_keys_are_accepted_or_not() -> None:
    assert "StrictHostKeyChecking=accept-new" in options()
    assert "StrictHostKeyChecking=yes" in options(is_strict=True)


def test_a_file_of_known_hosts_may_have_any_usual_name() -> None:
    assert r'UserKnownHostsFile="/da\,ta/100%% \\ öffentlich/known_hosts"' in options(
        "/da,ta/100% \\ öffentlich/known_hosts"
    )


@pytest.mark.parametrize("name", ['/a"b/known_hosts', "/${HOME}/known_hosts", "/a\nb/known_hosts"])
def test_names_that_ssh_would_misread_are_refused(name: str) -> None:
    with pytest.raises(MountFailed, match="choose another folder"):
        arguments(name)


def test_the_connection_s_own_options_come_last() -> None:
    assert options(options=("cache=no", "Ciphers=+aes128-cbc,3des-cbc"))[-2:] == [
        "cache=no", r"Ciphers=+aes128-cbc\,3des-cbc",
    ]  # fmt: skip


def test_an_option_stays_one_option() -> None:
    assert options(options=("cache=no,ssh_command=rm",))[-1] == r"cache=no\,ssh_command=rm"
