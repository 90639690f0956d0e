"""Connections: names, bodies, and what happens when openBIS does not answer."""

import time
from urllib.parse import quote

import pytest

from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from tests.integration.jupyter.conftest import PASSWORD, Request
from tests.support.waiting import at_once

ODD_NAMES = ["two words", "a/b", "Müller & Söhne", "lab #1", "100%", "a+b", "q?x=1", "%2F", "日本"]


def body_for(openbis: FakeOpenbis, name: str, **more: object) -> dict[str, object]:
    return {"name": name, "url": openbis.url, "ca_bundle": str(openbis.ca_file), **more}


@pytest.mark.parametrize("name", ODD_NAMES)
async def test_special_names_work_as_one_encoded_segment(request_: Request, openbis: FakeOpenbis, name: str):
    await request_("POST", "openbis/conns", body_for(openbis, name))
    path = f"openbis/conn/{quote(name, safe='')}"
    login = await request_("PUT", path, {"username": "alice", "password": PASSWORD})
    assert (login.status, login.json["connection"]["name"]) == (200, name)
    listing = await request_("GET", f"openbis/sample/{quote(name, safe='')}/%2FYEAST_LAB%2FGROWTH%2FEMPTY_BENCH")
    assert listing.status == 200
    assert (await request_("GET", f"openbis/datasetTypes/{quote(name, safe='')}")).status == 200
    assert (await request_("DELETE", path)).status == 200
    assert (await request_("GET", path)).status == 404


async def test_a_name_with_a_bare_slash_works_as_the_published_clients_send_it(request_: Request, openbis: FakeOpenbis):
    await request_("POST", "openbis/conns", body_for(openbis, "a/b"))
    login = await request_("PUT", "openbis/conn/a/b", {"username": "alice", "password": PASSWORD})
    assert login.status == 200
    assert (await request_("GET", "openbis/sample/a/b/%2FYEAST_LAB%2FGROWTH%2FEMPTY_BENCH")).status == 200


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", "openbis/conn/unknown"),
        ("PUT", "openbis/conn/unknown"),
        ("DELETE", "openbis/conn/unknown"),
        ("GET", "openbis/sample/unknown/%2FA%2FB"),
        ("GET", "openbis/datasetTypes/unknown"),
        ("GET", "openbis/dataset/unknown/1-2/%2Ftmp"),
        ("POST", "openbis/dataset/unknown"),
    ],
)
async def test_an_unknown_connection_is_404_everywhere(request_: Request, verb: str, path: str):
    body = {"type": "RAW_DATA", "username": "u", "password": "p"} if verb in ("PUT", "POST") else None
    answer = await request_(verb, path, body)
    assert answer.status == 404
    assert answer.json["reason"].startswith("No such connection: unknown")


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b"{", "body"),
        (b"[]", "body"),
        (b"{}", "name"),
        (b'{"name": "x"}', "url"),
        (b'{"name": "", "url": "h"}', "name"),
        (b'{"name": "x", "url": 5}', "url"),
        (b'{"name": "x", "url": "http://plain.example.org"}', "url"),
        (b'{"name": "x", "url": "ftp://h"}', "url"),
        (b'{"name": "x", "url": "https://u:p@h"}', "url"),
        (b'{"name": "x", "url": "h", "verify_certificates": "perhaps"}', "verify_certificates"),
    ],
)
async def test_a_bad_connection_is_400_with_the_field_and_changes_nothing(request_: Request, raw: bytes, field: str):
    answer = await request_("POST", "openbis/conns", raw=raw)
    assert answer.status == 400
    assert field in answer.json["reason"]
    assert len((await request_("GET", "openbis/conns")).json["connections"]) == 1


async def test_an_unknown_action_is_400_with_the_field(request_: Request):
    answer = await request_("PUT", "openbis/conn/lab", {"action": "dance"})
    assert answer.status == 400
    assert answer.json["errors"][0].keys() == {"action"}


async def test_logging_out_ends_the_session_and_keeps_the_password(logged_in: Request, openbis: FakeOpenbis):
    answer = await logged_in("PUT", "openbis/conn/lab", {"action": "logout"})
    assert (answer.status, answer.json["connection"]["status"]) == (200, "not connected")
    assert "logout" in openbis.requests.methods()
    refused = await logged_in("GET", "openbis/datasetTypes/lab")
    assert refused.status == 401
    again = await logged_in("PUT", "openbis/conn/lab", {"username": "alice", "password": "******"})
    assert again.json["connection"]["status"] == "connected"


async def test_a_login_without_password_is_401_and_names_the_missing_field(request_: Request):
    answer = await request_("PUT", "openbis/conn/lab", {"username": "alice", "password": "******"})
    assert answer.status == 401
    assert "enter user name and password" in answer.json["reason"]


async def test_the_documented_login_without_a_name_takes_the_only_connection(request_: Request):
    answer = await request_("PUT", "openbis/conn", {"username": "alice", "password": PASSWORD, "action": "login"})
    assert (answer.status, answer.json["connection"]["name"]) == (200, "lab")


async def test_without_a_name_and_with_two_connections_400_names_them(request_: Request, openbis: FakeOpenbis):
    await request_("POST", "openbis/conns", body_for(openbis, "second"))
    answer = await request_("PUT", "openbis/conn", {"username": "alice", "password": PASSWORD})
    assert answer.status == 400
    assert "lab, second" in answer.json["reason"]


async def test_a_personal_access_token_is_taken_in_place_of_the_password(request_: Request, openbis: FakeOpenbis):
    token = openbis.sessions.open("alice")
    import requests  # noqa: PLC0415

    creation = {
        "@type": "as.dto.pat.create.PersonalAccessTokenCreation",
        "sessionName": "jupyter",
        "validFromDate": int(time.time() * 1000),
        "validToDate": int((time.time() + 86400) * 1000),
    }
    call = {"jsonrpc": "2.0", "id": "1", "method": "createPersonalAccessTokens", "params": [token, [creation]]}
    url = f"{openbis.url}/openbis/openbis/rmi-application-server-v3.json"
    pat = requests.post(url, json=call, verify=str(openbis.ca_file), timeout=10).json()["result"][0]["permId"]
    answer = await request_("PUT", "openbis/conn/lab", {"username": "", "password": pat})
    assert (answer.status, answer.json["connection"]["username"]) == (200, "alice")
    assert (await request_("GET", "openbis/datasetTypes/lab")).status == 200


async def test_an_untrusted_certificate_is_500_and_names_the_setting(request_: Request, openbis: FakeOpenbis):
    await request_("POST", "openbis/conns", {"name": "untrusted", "url": openbis.url})
    answer = await request_("PUT", "openbis/conn/untrusted", {"username": "alice", "password": PASSWORD})
    assert answer.status == 500
    assert "verify_certificates" in answer.json["reason"]
    assert answer.json["code"] == "certificate-not-trusted"
    assert answer.json["certificate"]["fingerprint"] in answer.json["reason"]


async def test_an_expired_session_is_renewed_transparently(logged_in: Request, openbis: FakeOpenbis):
    openbis.restart()  # a real server forgets its sessions, too
    assert (await logged_in("GET", "openbis/datasetTypes/lab?refresh=true")).status == 200


async def test_the_list_is_returned_at_once_while_openbis_hangs_and_is_updated_later(
    logged_in: Request, openbis: FakeOpenbis, extension: OpenbisExtension
):
    openbis.faults.inject(Fault(FaultKind.HANG, method="isSessionActive", seconds=60, times=None))
    with at_once():
        answer = await logged_in("GET", "openbis/conns")
    assert answer.json["connections"][0]["status"] == "connected"
    openbis.faults.clear()
    await extension.services.refresher.settle()


async def test_the_list_detects_an_ended_session_in_the_background(
    logged_in: Request, openbis: FakeOpenbis, extension: OpenbisExtension
):
    openbis.restart()
    await logged_in("GET", "openbis/conns")
    await extension.services.refresher.settle()
    (connection,) = (await logged_in("GET", "openbis/conns")).json["connections"]
    assert connection["status"] == "not connected"
    assert "expired" in connection["problem"]


async def test_unmounting_without_a_mount_is_no_error(logged_in: Request):
    answer = await logged_in("PUT", "openbis/conn/lab", {"action": "unmount"})
    assert (answer.status, answer.json["connection"]["isMounted"]) == (200, False)
