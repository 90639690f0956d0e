"""Diagnostics for `doctor`."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.diagnostics.run_diagnostics import RunDiagnostics
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.testing.fakes.openbis.instances import MemoryInstances
from jupyter_openbis_server.testing.fakes.panel_login import MemoryPanelLogin

NOW = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)


@pytest.fixture
def run_diagnostics(connections, session_manager, network, openbis, mounts, folders) -> RunDiagnostics:
    openbis.clock = lambda: NOW
    return RunDiagnostics(connections, session_manager, MemoryInstances(network), mounts, folders, lambda: NOW)


def failed_checks(run_diagnostics) -> dict[str, str]:
    return {each.subject: each.text for each in run_diagnostics("/data") if not each.ok}


def test_all_checks_pass(run_diagnostics):
    findings = list(run_diagnostics("/data"))
    assert [each.subject for each in findings] == [
        "downloads",
        "connection lab",
        "TLS of lab",
        "openBIS of lab",
        "clocks of lab",
        "data store DSS1 of lab",
        "file server (AFS) of lab",
        "mounting lab",
    ]
    assert all(each.ok for each in findings)


def test_file_server_that_does_not_answer_is_reported_but_not_needed(run_diagnostics, openbis, world):
    openbis.afs_owners.add(world.sample.perm_id)
    (found,) = (each for each in run_diagnostics("/data") if each.subject == "file server (AFS) of lab")
    assert (found.ok, found.is_required) == (False, False)
    assert "does not answer" in found.text


def test_the_login_of_the_panel_is_enough(connections, sessions, openbis, network, mounts, folders, anna):
    connections.add(Connection(openbis.instance("lab")))
    panel = MemoryPanelLogin()
    panel.sessions["lab"] = sessions.open(openbis.instance("lab"), anna)
    session_manager = SessionManager(connections, sessions, panel)
    run_diagnostics = RunDiagnostics(
        connections, session_manager, MemoryInstances(network), mounts, folders, lambda: NOW
    )
    findings = {each.subject: each for each in run_diagnostics("/data")}
    assert findings["connection lab"].ok
    assert findings["connection lab"].text.startswith("the openBIS panel is logged in to")
    assert "openBIS of lab" in findings


@pytest.mark.parametrize(("minutes", "words"), [(5, "300 seconds behind"), (-5, "300 seconds ahead of")])
def test_clock_difference_is_reported(run_diagnostics, openbis, minutes, words):
    openbis.clock = lambda: NOW + dt.timedelta(minutes=minutes)
    assert words in failed_checks(run_diagnostics)["clocks of lab"]


def test_small_clock_difference_is_not_reported(run_diagnostics, openbis):
    openbis.clock = lambda: NOW - dt.timedelta(seconds=59)
    assert failed_checks(run_diagnostics) == {}
    openbis.clock = lambda: None
    assert "clocks of lab" not in [each.subject for each in run_diagnostics("/data")]


def test_unsupported_openbis_version_is_reported(run_diagnostics, openbis):
    openbis.version, openbis.api_version, openbis.has_fast_download = "20.10.3", (3, 5), False
    assert failed_checks(run_diagnostics)["openBIS of lab"].startswith(
        "openBIS 20.10.3 with API 3.5 has no fast download"
    )


def test_unverified_certificates_and_http_are_reported(run_diagnostics, connections, openbis, anna):
    connections.add(Connection(replace(openbis.instance("lab"), verify_certificates=False), "anna", anna))
    assert "verify_certificates" in failed_checks(run_diagnostics)["TLS of lab"]
    connections.add(Connection(replace(openbis.instance("lab"), url="http://openbis.example.org"), "anna", anna))
    assert "not encrypted" in failed_checks(run_diagnostics)["TLS of lab"]


def test_missing_connections_are_reported(run_diagnostics, connections):
    connections.remove("lab")
    assert failed_checks(run_diagnostics) == {"connections": "there is none; `jupyter-openbis conn add` adds one"}


def test_wrong_password_and_expired_token_are_distinguished(run_diagnostics, connections, openbis, wrong):
    connections.add(Connection(openbis.instance("lab"), "anna", wrong))
    assert "Incorrect username or password" in failed_checks(run_diagnostics)["connection lab"]
    connections.add(Connection(openbis.instance("lab"), "", Credentials.of_token(Secret("anna-0x0"))))
    assert "make a new one in openBIS" in failed_checks(run_diagnostics)["connection lab"]


def test_missing_credentials_are_reported(run_diagnostics, connections, openbis):
    connections.add(Connection(openbis.instance("lab")))
    assert "no user and password are known" in failed_checks(run_diagnostics)["connection lab"]


def test_silent_host_is_reported(run_diagnostics, openbis):
    openbis.go_down()
    assert "could not be established" in failed_checks(run_diagnostics)["connection lab"]


def test_failed_mount_check_is_not_required(run_diagnostics, mounts):
    mounts.unavailable = "sshfs is not installed"
    (finding,) = [each for each in run_diagnostics("/data") if not each.ok]
    assert (finding.subject, finding.is_required) == ("mounting lab", False)


def test_unwritable_folder_is_reported(run_diagnostics, folders):
    folders.block("/data")
    assert "cannot be written" in failed_checks(run_diagnostics)["downloads"]


def test_each_data_store_is_checked(run_diagnostics, openbis):
    openbis.stores["DSS2"] = "https://dss2.example.org"
    openbis.stores_down.add("DSS2")
    wrong = failed_checks(run_diagnostics)
    assert list(wrong) == ["data store DSS2 of lab"]
    assert "https://dss2.example.org" in wrong["data store DSS2 of lab"]


def test_only_the_named_connections_are_checked(run_diagnostics, connections, openbis):
    connections.add(Connection(openbis.instance("other")))
    assert {each.subject for each in run_diagnostics("/data", ["lab"]) if "other" in each.subject} == set()
    assert any("other" in each.subject for each in run_diagnostics("/data"))


def test_certificate_is_verified_only_if_openbis_responded(run_diagnostics, connections, openbis):
    assert "was verified" in {each.subject: each.text for each in run_diagnostics("/data")}["TLS of lab"]
    openbis.go_down()
    assert "TLS of lab" not in {each.subject for each in run_diagnostics("/data")}
    connections.add(Connection(openbis.instance("lab")))
    assert "TLS of lab" not in {each.subject for each in run_diagnostics("/data")}, "no request was made"
