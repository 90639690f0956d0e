"""What keeps the program from working is found and told."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.memory import MemoryInstances, MemoryPanelLogin
from jupyter_openbis_server.domain.model import Connection, Credentials, Secret
from jupyter_openbis_server.domain.session_keeper import SessionKeeper
from jupyter_openbis_server.domain.use_cases import Examine

NOW = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)


@pytest.fixture
def examine(connections, keeper, network, openbis, mounts, folders) -> Examine:
    openbis.clock = lambda: NOW
    return Examine(connections, keeper, MemoryInstances(network), mounts, folders, lambda: NOW)


def not_well(examine) -> dict[str, str]:
    return {each.subject: each.text for each in examine("/data") if not each.is_well}


def test_all_is_well(examine):
    findings = list(examine("/data"))
    assert [each.subject for each in findings] == [
        "downloads",
        "connection lab",
        "TLS of lab",
        "openBIS of lab",
        "clocks of lab",
        "mounting lab",
    ]
    assert all(each.is_well for each in findings)


def test_the_login_of_the_panel_is_enough(connections, sessions, openbis, network, mounts, folders, anna):
    connections.add(Connection(openbis.instance("lab")))
    panel = MemoryPanelLogin()
    panel.sessions["lab"] = sessions.open(openbis.instance("lab"), anna)
    keeper = SessionKeeper(connections, sessions, panel)
    examine = Examine(connections, keeper, MemoryInstances(network), mounts, folders, lambda: NOW)
    findings = {each.subject: each for each in examine("/data")}
    assert findings["connection lab"].is_well
    assert findings["connection lab"].text.startswith("the openBIS panel is logged in to")
    assert "openBIS of lab" in findings


@pytest.mark.parametrize(("minutes", "words"), [(5, "300 seconds behind"), (-5, "300 seconds ahead of")])
def test_clocks_that_differ_are_told(examine, openbis, minutes, words):
    openbis.clock = lambda: NOW + dt.timedelta(minutes=minutes)
    assert words in not_well(examine)["clocks of lab"]


def test_clocks_need_not_agree_to_the_second_nor_be_told(examine, openbis):
    openbis.clock = lambda: NOW - dt.timedelta(seconds=59)
    assert not_well(examine) == {}
    openbis.clock = lambda: None
    assert "clocks of lab" not in [each.subject for each in examine("/data")]


def test_an_old_openbis_is_told(examine, openbis):
    openbis.version, openbis.api_version = "20.10.3", (3, 5)
    assert not_well(examine)["openBIS of lab"].startswith("openBIS 20.10.3 with API 3.5 has no fast download")


def test_what_others_can_read_or_pose_as_is_told(examine, connections, openbis, anna):
    connections.add(Connection(replace(openbis.instance("lab"), verify_certificates=False), "anna", anna))
    assert "verify_certificates" in not_well(examine)["TLS of lab"]
    connections.add(Connection(replace(openbis.instance("lab"), url="http://openbis.example.org"), "anna", anna))
    assert "not encrypted" in not_well(examine)["TLS of lab"]


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
