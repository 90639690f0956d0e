"""Connections are changed, saved and deleted."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension
from jupyter_openbis_server.entrypoints.use_cases import UseCases
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import PASSWORD, Request

USUAL_MOUNT = {"host": "", "port": 2222, "path": "/", "mountpoint": "", "read_only": True, "options": []}


@pytest.fixture
def own_file(jp_config_dir: Path) -> Path:
    """The user's own connection file."""
    return jp_config_dir / "openbis-connections.yaml"


@pytest.fixture
def body(openbis: FakeOpenbis) -> dict[str, Any]:
    return {"name": "mine", "url": openbis.url, "ca_bundle": str(openbis.ca_file), "username": "alice"}


@pytest.fixture
def saved(request_: Request, jp_asyncio_loop: asyncio.AbstractEventLoop, body: dict[str, Any]) -> Request:
    """The same as `request_`, after alice has saved the connection `mine`, and logged in to it."""
    answer = jp_asyncio_loop.run_until_complete(
        request_("POST", "openbis/conns", {**body, "password": PASSWORD, "save": True})
    )
    assert answer.status == 200, answer.json
    return request_


def entries(file: Path) -> list[dict[str, Any]]:
    return list(YAML(typ="safe").load(file.read_text())["connections"])


async def shown(send: Request, name: str) -> dict[str, Any]:
    return (await send("GET", f"openbis/conn/{name}")).json["connection"]


async def test_connections_have_all_editable_fields(request_: Request, openbis: FakeOpenbis):
    connection = await shown(request_, "lab")
    assert connection["ca_bundle"] == str(openbis.ca_file)
    assert (connection["verify_certificates"], connection["http_only"], connection["saved"]) == (True, False, False)
    assert connection["mount"] == USUAL_MOUNT
    assert (await request_("GET", "openbis/conns")).json["connections"] == [connection]


async def test_a_connection_is_changed_and_keeps_its_session(saved: Request):
    answer = await saved("PATCH", "openbis/conn/mine", {"mount": {"port": 22, "options": ["cache=yes"]}})
    assert answer.status == 200
    connection = answer.json["connection"]
    assert connection["mount"] == {**USUAL_MOUNT, "port": 22, "options": ["cache=yes"]}
    assert (connection["status"], connection["username"]) == ("connected", "alice")
    server = {"notebook_dir", "kernel_login", "read_only", "remember_days", "without_access_tokens"}
    assert answer.json.keys() == {"status", "connection", *server}


async def test_a_connection_is_renamed(saved: Request):
    answer = await saved("PATCH", "openbis/conn/mine", {"name": "a/b"})
    assert (answer.json["connection"]["name"], answer.json["connection"]["status"]) == ("a/b", "connected")
    assert (await saved("GET", "openbis/conn/mine")).status == 404
    assert (await saved("GET", "openbis/datasetTypes/a%2Fb")).status == 200


async def test_a_name_that_is_taken_is_400_with_the_field(saved: Request):
    answer = await saved("PATCH", "openbis/conn/mine", {"name": "lab"})
    assert (answer.status, answer.json["code"]) == (400, "invalid-connection")
    assert answer.json["reason"].startswith("name: there is a connection 'lab'")


async def test_no_password_is_sent_to_a_new_address(saved: Request, openbis: FakeOpenbis, tmp_path: Path):
    with FakeOpenbis(tls=True, users=lab.USERS) as other:
        changes = {"url": other.url, "ca_bundle": str(other.ca_file)}
        connection = (await saved("PATCH", "openbis/conn/mine", changes)).json["connection"]
        assert (connection["status"], connection["url"]) == ("not connected", other.url)
        assert "logout" in openbis.requests.methods()
        assert (await saved("GET", "openbis/datasetTypes/mine")).status == 401
        masked = await saved("PUT", "openbis/conn/mine", {"username": "alice", "password": "******"})
        assert masked.status == 401
        assert other.requests.methods() == []


async def test_a_password_logs_in_and_a_wrong_one_is_reported(saved: Request):
    right = (await saved("PATCH", "openbis/conn/mine", {"password": PASSWORD})).json["connection"]
    assert (right["status"], right["problem"]) == ("connected", None)
    wrong = await saved("PATCH", "openbis/conn/mine", {"password": "wrong"})
    assert (wrong.status, wrong.json["connection"]["status"]) == (200, "not connected")
    assert "Incorrect username or password" in wrong.json["connection"]["problem"]


async def test_a_change_waits_for_its_login_with_a_timeout(
    saved: Request, extension: OpenbisExtension, openbis: FakeOpenbis
):
    object.__setattr__(extension.services, "login_timeout", 0.2)
    openbis.faults.inject(Fault(FaultKind.HANG, method="login", seconds=60))
    changes = {"name": "new", "verify_certificates": False, "password": PASSWORD}  # the TLS setting ends the session
    answer = await saved("PATCH", "openbis/conn/mine", changes)
    assert (answer.status, answer.json["connection"]["name"]) == (200, "new")
    (login,) = extension.services.background_logins
    await extension.stop_extension()
    assert login.cancelled(), "a login that continues in the background must not outlive the server"
    openbis.faults.clear()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"url": None}, "url"),
        ({"url": "ftp://h"}, "url"),
        ({"mount": {"port": "many"}}, "mount.port"),
        ({"verify_certificates": "perhaps"}, "verify_certificates"),
        ({"save": "perhaps"}, "save"),
    ],
)
async def test_invalid_values_are_400_with_the_field(saved: Request, changes: dict[str, Any], field: str):
    before = await shown(saved, "mine")
    answer = await saved("PATCH", "openbis/conn/mine", changes)
    assert answer.status == 400
    assert field in answer.json["reason"]
    assert await shown(saved, "mine") == before


async def test_a_connection_with_running_jobs_keeps_its_address(saved: Request, openbis: FakeOpenbis, tmp_path: Path):
    openbis.faults.inject(Fault(FaultKind.HANG, method="searchFiles", times=None))
    job = {"kind": "download", "connection": "mine", "permIds": [lab.BIG], "folder": str(tmp_path)}
    assert (await saved("POST", "openbis/jobs", job)).status == 202
    answer = await saved("PATCH", "openbis/conn/mine", {"url": "other.invalid"})
    assert answer.status == 400
    assert "busy" in answer.json["reason"]


# --- the user's own file


async def test_a_saved_connection_is_there_after_a_restart_and_has_no_password(
    saved: Request, own_file: Path, body: dict[str, Any], extension: OpenbisExtension
):
    assert (await shown(saved, "mine"))["saved"] is True
    assert entries(own_file) == [{**body, "verify_certificates": True}]
    assert PASSWORD not in own_file.read_text()
    use_cases: UseCases = Container(settings=extension.services.use_cases.settings).use_cases()
    assert use_cases.connections.load() == ()
    again = use_cases.connections.known.get("mine")
    assert (again.instance.url, again.username, again.credentials) == (body["url"], "alice", None)


async def test_changes_and_a_new_name_are_saved_on_request(saved: Request, own_file: Path):
    await saved("PATCH", "openbis/conn/mine", {"mount": {"port": 22}})
    assert "mount" not in entries(own_file)[0]
    answer = await saved("PATCH", "openbis/conn/mine", {"name": "new", "save": True})
    assert answer.json["connection"]["saved"] is True
    (entry,) = entries(own_file)
    assert (entry["name"], entry["mount"]) == ("new", {"port": 22})


async def test_a_deleted_connection_is_removed_from_the_file_and_others_are_kept(
    saved: Request, own_file: Path, body: dict[str, Any]
):
    await saved("POST", "openbis/conns", {**body, "name": "second", "save": True})
    assert (await saved("DELETE", "openbis/conn/second")).status == 200
    assert [each["name"] for each in entries(own_file)] == ["mine", "second"]
    assert (await saved("DELETE", "openbis/conn/mine?forget=true")).status == 200
    assert [each["name"] for each in entries(own_file)] == ["second"]
    assert (await saved("GET", "openbis/conn/mine")).status == 404


@pytest.mark.parametrize(
    ("verb", "path", "body", "words"),
    [
        ("PATCH", "openbis/conn/lab", {"save": True}, "save it under another name"),
        ("PATCH", "openbis/conn/lab", {"name": "new"}, "keeps its name"),
        ("DELETE", "openbis/conn/lab?forget=true", None, "until the next restart"),
        ("POST", "openbis/conns", {"name": "lab", "url": "other.invalid", "save": True}, "another name"),
    ],
)
async def test_connections_of_jupyters_configuration_cannot_be_changed(
    request_: Request, own_file: Path, verb: str, path: str, body: Any, words: str
):
    before = await shown(request_, "lab")
    answer = await request_(verb, path, body)
    assert (answer.status, answer.json["code"]) == (400, "invalid-connection")
    assert words in answer.json["reason"]
    assert await shown(request_, "lab") == before
    assert not own_file.exists()


async def test_an_invalid_connection_file_is_kept_and_nothing_is_registered(
    request_: Request, own_file: Path, body: dict[str, Any]
):
    own_file.parent.mkdir(parents=True, exist_ok=True)
    own_file.write_text("- no connections\n")
    answer = await request_("POST", "openbis/conns", {**body, "save": True})
    assert answer.status == 400
    assert str(own_file) in answer.json["reason"]
    assert (await request_("GET", "openbis/conn/mine")).status == 404
    assert own_file.read_text() == "- no connections\n"


async def test_the_list_does_not_read_the_file(saved: Request, own_file: Path):
    own_file.unlink()
    assert [each["saved"] for each in (await saved("GET", "openbis/conns")).json["connections"]] == [False, True]
