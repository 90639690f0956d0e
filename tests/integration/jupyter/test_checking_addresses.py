"""Checks of addresses before they become connections."""

from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.integration.jupyter.conftest import Request
from tests.support.certificates import fingerprint_in


async def checked(send: Request, **body: object) -> dict:
    answer = await send("POST", "openbis/check", body)
    assert answer.status == 200, answer.json
    return answer.json


async def test_an_openbis_is_recognised_without_a_login(request_: Request, openbis: FakeOpenbis):
    pasted = f"{openbis.url}/openbis/webapp/eln-lims/?viewName=x"
    assert await checked(request_, url=pasted, ca_bundle=str(openbis.ca_file)) == {
        "url": openbis.url,
        "reachable": True,
        "version": None,
        "apiVersion": "3.6",
        "encrypted": True,
        "certificateChecked": True,
        "problem": None,
        "code": None,
        "certificate": None,
        "dataStores": [],
        "accessTokens": None,
    }
    assert openbis.requests.methods() == ["getMajorVersion", "getMinorVersion"]
    (connection,) = (await request_("GET", "openbis/conns")).json["connections"]
    assert connection["name"] == "lab"


async def test_a_certificate_that_is_not_verified_is_reported_so(request_: Request, openbis: FakeOpenbis):
    found = await checked(request_, url=openbis.url, verify_certificates=False)
    assert (found["reachable"], found["encrypted"], found["certificateChecked"]) == (True, True, False)


async def test_an_unknown_authority_is_a_problem_that_names_the_settings(request_: Request, openbis: FakeOpenbis):
    found = await checked(request_, url=openbis.url)
    assert (found["reachable"], found["code"]) == (False, "certificate-not-trusted")
    assert "ca_bundle" in found["problem"]
    certificate = found["certificate"]
    assert certificate["fingerprint"] == fingerprint_in(openbis.tls_files)
    assert (certificate["server"], certificate["trusted"], certificate["selfSigned"]) == (openbis.url, [], False)
    assert "trustme" in certificate["issuer"]
    assert "localhost" in certificate["hosts"]
    assert certificate["notBefore"] < certificate["notAfter"]
    assert openbis.requests.methods() == []


async def test_a_trusted_certificate_is_used_saved_and_compared(request_: Request, openbis: FakeOpenbis):
    found = await checked(request_, url=openbis.url)
    fingerprint = found["certificate"]["fingerprint"]
    again = await checked(request_, url=openbis.url, certificate_fingerprints=[fingerprint.lower().replace(":", "")])
    assert (again["reachable"], again["certificateChecked"], again["certificate"]) == (True, True, None)
    body = {"name": "pinned", "url": openbis.url, "certificate_fingerprints": [fingerprint]}
    answer = await request_("POST", "openbis/conns", body)
    assert answer.status == 200, answer.json
    login = await request_("PUT", "openbis/conn/pinned", {"username": "alice", "password": USERS["alice"]})
    assert (login.status, login.json["connection"]["certificate_fingerprints"]) == (200, [fingerprint])


async def test_a_changed_certificate_is_refused_with_both_fingerprints(request_: Request, openbis: FakeOpenbis):
    other = ":".join(["AB"] * 32)
    body = {"name": "pinned", "url": openbis.url, "certificate_fingerprints": [other]}
    await request_("POST", "openbis/conns", body)
    answer = await request_("PUT", "openbis/conn/pinned", {"username": "alice", "password": USERS["alice"]})
    assert (answer.status, answer.json["code"]) == (500, "certificate-changed")
    assert answer.json["certificate"]["trusted"] == [other]
    assert answer.json["certificate"]["fingerprint"] == fingerprint_in(openbis.tls_files)
    assert openbis.requests.methods() == []
    changed = {"certificate_fingerprints": [answer.json["certificate"]["fingerprint"]]}
    assert (await request_("PATCH", "openbis/conn/pinned", changed)).status == 200
    login = await request_("PUT", "openbis/conn/pinned", {"username": "alice", "password": USERS["alice"]})
    assert login.status == 200


async def test_what_is_no_fingerprint_is_refused_at_its_field(request_: Request, openbis: FakeOpenbis):
    for value in (["abc"], ["AB" * 20], [""] * 30):
        answer = await request_("POST", "openbis/check", {"url": openbis.url, "certificate_fingerprints": value})
        assert (answer.status, list(answer.json["errors"][0])) == (400, ["certificate_fingerprints"])


async def test_a_ca_file_that_is_not_there_is_named(request_: Request, openbis: FakeOpenbis, tmp_path: Path):
    found = await checked(request_, url=openbis.url, ca_bundle=str(tmp_path / "ca.pem"))
    assert found["code"] == "untrusted-certificate"
    assert str(tmp_path / "ca.pem") in found["problem"]


async def test_no_request_is_sent_over_http_unless_it_is_allowed(request_: Request, openbis: FakeOpenbis):
    found = await checked(request_, url=openbis.url.replace("https", "http"))
    assert (found["code"], found["encrypted"], found["reachable"]) == ("http-not-allowed", False, False)
    assert "http_only" in found["problem"]
    assert openbis.requests.methods() == []


@pytest.mark.parametrize("host", ["unknown.invalid", "https://unknown.invalid:8443"])
async def test_an_unknown_host_is_reported(request_: Request, host: str):
    found = await checked(request_, url=host)
    assert found["code"] == "instance-unreachable"
    assert "no host of that name" in found["problem"]


async def test_a_closed_port_is_reported(request_: Request, unused_tcp_port_url: str):
    found = await checked(request_, url=unused_tcp_port_url)
    assert (found["url"], found["code"]) == (unused_tcp_port_url, "instance-unreachable")
    assert "refused" in found["problem"]


@pytest.mark.parametrize("kind", [FaultKind.LOGIN_PAGE, FaultKind.LOGIN_REDIRECT, FaultKind.BAD_JSON])
async def test_a_server_that_is_not_openbis_is_reported(request_: Request, openbis: FakeOpenbis, kind: FaultKind):
    openbis.faults.inject(Fault(kind, times=None))
    found = await checked(request_, url=openbis.url, ca_bundle=str(openbis.ca_file))
    assert (found["reachable"], found["code"]) == (False, "invalid-response")
    assert "browser in which openBIS works" in found["problem"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": ""}, "url"),
        ({"url": "ftp://h"}, "url"),
        ({"url": "https://u:p@h"}, "url"),
        ({"url": 5}, "url"),
        ({"url": "h", "http_only": "perhaps"}, "http_only"),
    ],
)
async def test_an_invalid_address_is_400_with_the_field(request_: Request, body: dict, field: str):
    answer = await request_("POST", "openbis/check", body)
    assert answer.status == 400
    assert field in answer.json["reason"]
