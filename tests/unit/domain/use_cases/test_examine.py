"""What keeps the program from working is found and told."""

import pytest

from jupyter_openbis_server.domain.model import Connection, Credentials, Secret
from jupyter_openbis_server.domain.use_cases import Examine


@pytest.fixture
def examine(connections, keeper, mounts, folders) -> Examine:
    return Examine(connections, keeper, mounts, folders)


def not_well(examine) -> dict[str, str]:
    return {each.subject: each.text for each in examine("/data") if not each.is_well}


def test_all_is_well(examine):
    assert [each.is_well for each in examine("/data")] == [True, True, True]


def test_without_connections_one_has_to_be_made(examine, connections):
    connections.remove("lab")
    assert not_well(examine) == {"connections": "there is none; jupyter-openbis-conn makes one"}


def test_a_wrong_password_is_told_from_a_dead_token(examine, connections, openbis, wrong):
    connections.add(Connection(openbis.instance("lab"), "anna", wrong))
    assert "Incorrect username or password" in not_well(examine)["connection lab"]
    connections.add(Connection(openbis.instance("lab"), "", Credentials.of_token(Secret("anna-0x0"))))
    assert "make a new one in openBIS" in not_well(examine)["connection lab"]


def test_missing_credentials_are_told(examine, connections, openbis):
    connections.add(Connection(openbis.instance("lab")))
    assert "no user and password are known" in not_well(examine)["connection lab"]


def test_a_silent_host_is_told(examine, openbis):
    openbis.go_down()
    assert "could not be established" in not_well(examine)["connection lab"]


def test_a_host_that_cannot_mount_can_do_everything_else(examine, mounts):
    mounts.unavailable = "sshfs is not installed"
    (finding,) = [each for each in examine("/data") if not each.is_well]
    assert (finding.subject, finding.is_needed) == ("mounting lab", False)


def test_an_unwritable_folder_is_told(examine, folders):
    folders.block("/data")
    assert "cannot be written" in not_well(examine)["downloads"]
