"""Requests to AFS: verbs, where parameters are, limits, errors, and the end of the connection (openbis-afs 2, 4, 5)."""

import json
import socket

import pytest
import requests

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from tests.integration.fake_openbis.afs_client import (
    TIMEOUT,
    AfsClient,
    code,
    encoded,
    failure,
    start_with_afs,
)

MIB = 2**20
OWN = {"owner": "x", "source": "/a"}
TWO = {"sourceOwner": "x", "source": "/a", "targetOwner": "x", "target": "/b"}
PARAMETERS = {
    "list": {**OWN, "recursively": "true"},
    "free": OWN,
    "hash": OWN,
    "preview": OWN,
    "create": {**OWN, "directory": "false"},
    "delete": {**OWN, "trash": "true"},
    "copy": TWO,
    "move": TWO,
    "truncate": {**OWN, "size": "0"},
    "snapshot": OWN,
}
VERBS = {
    "GET": ("list", "free", "hash", "preview", "isSessionValid"),
    "POST": ("create", "copy", "move", "truncate", "snapshot", "login", "logout", "read", "write", "begin", "commit"),
    "DELETE": ("delete",),
}


@pytest.fixture
def fake(start_fake_openbis) -> FakeOpenbis:
    return start_with_afs(start_fake_openbis)


@pytest.fixture
def afs(fake) -> AfsClient:
    return AfsClient(fake)


# --- verbs and places of parameters ---


@pytest.mark.parametrize(("verb", "method"), [(verb, name) for verb, names in VERBS.items() for name in names])
def test_each_method_has_one_verb(afs, verb, method):
    values = {"method": method, "sessionToken": afs.token, **PARAMETERS.get(method, {})}
    for other in {"GET", "POST", "DELETE", "PUT"} - {verb}:
        answer = requests.request(
            other, afs.url, params=values, data=None if other == "GET" else values, timeout=TIMEOUT
        )
        assert failure(answer).code == 20003, (other, method)
        assert failure(answer).message == "Invalid HTTP method"


def test_parameters_of_posts_come_from_the_body_and_those_of_reads_from_the_query(afs):
    values = {"method": "create", "sessionToken": afs.token, "owner": afs.owner, "source": "/a", "directory": "true"}
    assert code(requests.post(afs.url, params=values, timeout=TIMEOUT)) == 30001
    assert requests.post(afs.url, data=values, timeout=TIMEOUT).text == "true"
    misleading = {**values, "source": "/b"}
    assert requests.post(afs.url, params=misleading, data={**values, "source": "/c"}, timeout=TIMEOUT).text == "true"
    assert afs.paths() == ["/a", "/c"]


def test_a_get_with_a_body_has_a_parameter_too_many(afs):
    values = {"method": "isSessionValid", "sessionToken": afs.token}
    assert code(requests.get(afs.url, params=values, data=encoded([]), timeout=TIMEOUT)) == 30005


@pytest.mark.parametrize("spelling", ["true", "True", "TRUE"])
def test_any_spelling_of_true_is_true(afs, spelling):
    afs.put("/a/b")
    assert afs.change("create", source="/d", directory=spelling) == "true"
    assert afs.paths(recursively=spelling) == ["/a/b", "/a", "/d"]


@pytest.mark.parametrize("spelling", ["false", "False", "yes", "1", ""])
def test_anything_else_is_false(afs, spelling):
    afs.put("/a/b")
    assert afs.change("create", source="/d", directory=spelling) == "true"
    assert [entry.directory for entry in afs.listing(recursively=spelling)] == [True, False]


def test_semicolons_separate_unless_they_are_encoded(afs):
    afs.put("/a;b")
    assert afs.paths("/a;b") == ["/a;b"]
    raw = f"{afs.url}?method=hash&sessionToken={afs.token}&owner={afs.owner}&source=/a;b"
    assert code(requests.get(raw, timeout=TIMEOUT)) == 30005


# --- exact parameters ---


@pytest.mark.parametrize("method", PARAMETERS)
def test_one_parameter_more_or_less_is_refused(afs, method):
    given = PARAMETERS[method]
    assert failure(afs.call(method, **given, more="1")) == failure(afs.call(method, **dict(list(given.items())[1:])))
    assert code(afs.call(method, **given, more="1")) == 30005
    assert code(afs.call(method, **given, transactionId="123e4567-e89b-12d3-a456-426614174000")) == 30005


@pytest.mark.parametrize("method", PARAMETERS)
def test_a_parameter_of_another_name_is_refused(afs, method):
    renamed = {f"{name}s" if name == "source" else name: value for name, value in PARAMETERS[method].items()}
    assert failure(afs.call(method, **renamed)).code == 30006
    assert failure(afs.call(method, **renamed)).message == f"Missing parameter 'source' for method '{method}'"


def test_reads_and_writes_have_chunks_only(afs):
    query = {"method": "read", "sessionToken": afs.token}
    for method in ("read", "write"):
        assert code(requests.post(afs.url, params={**query, "method": method}, timeout=TIMEOUT)) == 30005
    chunk = encoded([(afs.owner, "/a", 0, 0, b"")])
    older = {**query, "owner": afs.owner, "source": "/a", "offset": "0", "limit": "1"}
    assert code(requests.post(afs.url, params=older, timeout=TIMEOUT)) == 30005
    assert code(requests.post(afs.url, params={**query, "owner": afs.owner}, data=chunk, timeout=TIMEOUT)) == 30005
    as_text = {**query, "chunks": "owner,source,0,1,"}
    assert code(requests.post(afs.url, params=as_text, timeout=TIMEOUT)) == 30007


@pytest.mark.parametrize("size", ["", "x", "1.5", " 1", "1_0", str(2**63)])
def test_numbers_are_checked(afs, size):
    assert code(afs.call("truncate", owner=afs.owner, source="/a", size=size)) == 20002


def test_a_value_twice_and_an_unknown_method_are_invalid_parameters(afs):
    for values in ({"method": ["list", "list"]}, {"method": "explode"}, {"method": "hash", "owner": ["a", "b"]}):
        assert code(requests.get(afs.url, params={"sessionToken": afs.token, **values}, timeout=TIMEOUT)) == 20002


def test_chunks_are_only_read_if_the_query_names_the_method(afs):
    form = {"method": "write", "sessionToken": afs.token}
    assert code(requests.post(afs.url, data=form, timeout=TIMEOUT)) == 30005


def test_a_request_without_a_method_is_an_unknown_error(afs):
    assert failure(requests.get(afs.url, timeout=TIMEOUT)).code == 30001


@pytest.mark.parametrize("method", ["begin", "prepare", "commit", "rollback", "recover"])
def test_transactions_of_several_requests_need_a_key(afs, method):
    assert code(afs.call(method)) == 30004
    assert code(afs.call(method, interactiveSessionKey="guess", transactionManagerKey="guess")) == 30004


@pytest.mark.parametrize("body", [b"\0", b"\0\0\0\x01", b"\xff\xff\xff\xff", encoded([("o", "/a", 0, 0, b"")])[:-1]])
def test_undecodable_chunks_are_refused(afs, body):
    query = {"method": "write", "sessionToken": afs.token}
    assert code(requests.post(afs.url, params=query, data=body, timeout=TIMEOUT)) == 20001


# --- limits ---


def test_a_request_may_have_15_728_640_bytes(afs):
    empty = len(encoded([(afs.owner, "/big", 0, 0, b"")]))
    data = bytes(15_728_640 - empty)
    assert afs.write(("/big", 0, data)) == "true"
    answer = afs.write_answer(("/larger", 0, data + b"\0"))
    assert (answer.status_code, answer.content) == (413, b"")
    assert afs.paths() == ["/big"]


def test_a_chunk_of_10_485_760_bytes_may_be_read(afs):
    limit = 10_485_760
    afs.put("/big", bytes(limit + 1))
    assert len(afs.read(("/big", 1, limit))[0]) == limit
    refusal = failure(afs.read_answer(("/big", 0, 1), ("/big", 0, limit + 1)))
    assert refusal.code == 40004
    assert f"tried to read {limit + 1} bytes when the maximum is {limit}" in refusal.message


# --- answers ---


def test_every_answer_closes_its_connection(afs):
    afs.put("/a")
    with requests.Session() as session:
        for source in ("/a", "/missing", "/a"):
            values = {"method": "hash", "sessionToken": afs.token, "owner": afs.owner, "source": source}
            answer = session.get(afs.url, params=values, timeout=TIMEOUT)
            assert answer.headers["Connection"] == "close"
    assert len({request.connection for request in list(afs.fake.requests)[-3:]}) == 3


def test_the_server_ends_a_connection_that_the_client_would_keep(afs):
    host, _, port = afs.fake.url.removeprefix("http://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=TIMEOUT) as client:
        client.sendall(b"GET /afs-server/api?method=isSessionValid HTTP/1.1\r\nHost: x\r\n\r\n")
        received = b"".join(iter(lambda: client.recv(65536), b""))
    assert received.endswith(b"\r\n\r\nfalse")


def test_answers_over_https_are_complete(start_fake_openbis, monkeypatch):
    fake = start_with_afs(lambda **more: start_fake_openbis(tls=True, **more))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(fake.ca_file))
    afs = AfsClient(fake)
    content = bytes(range(256)) * 2**12
    afs.put("/a", content)
    assert fake.afs_url.startswith("https://")
    assert afs.read(("/a", 0, len(content))) == [content]


def test_content_types(afs):
    afs.put("/a.txt")
    types = {
        "isSessionValid": "text/plain",
        "list": "application/octet-stream",
        "hash": "text/plain",
        "free": "application/json",
        "preview": "application/octet-stream",
    }
    for method, expected in types.items():
        given = {
            **PARAMETERS.get(method, {}),
            **({"owner": afs.owner, "source": "/a.txt"} if method in PARAMETERS else {}),
        }
        answer = afs.call(method, **given)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, expected), method
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert afs.read_answer(("/a.txt", 0, 1)).headers["Content-Type"] == "application/octet-stream"
    assert afs.write_answer(("/a.txt", 0, b"c")).headers["Content-Type"] == "text/plain"


def test_errors_have_the_types_and_components_of_openbis(afs):
    def reason(answer: requests.Response) -> dict[str, object]:
        return json.loads(answer.text)["error"][1]

    missing = reason(afs.call("hash", owner=afs.owner, source="/a"))
    assert missing["types"] == ["java.util.ImmutableCollections$List12", ["ClientDeveloperCodingError"]]
    assert missing["componentCode"] == 1
    stranger = reason(requests.get(afs.url, params={"method": "isSessionValid", "sessionToken": "no"}, timeout=TIMEOUT))
    assert (stranger["componentCode"], stranger["types"][1]) == (4, ["RecoverableSystemStateError"])
    assert reason(requests.put(afs.url, timeout=TIMEOUT))["componentCode"] == 3


@pytest.mark.parametrize("path", ["", "/", "/download", "/api/", "/api/more"])
def test_other_paths_are_not_found(fake, path):
    for verb in ("GET", "POST", "PUT", "DELETE"):
        answer = requests.request(verb, f"{fake.url}/afs-server{path}", timeout=TIMEOUT)
        assert (answer.status_code, answer.text) == (404, "404 NOT FOUND")
        assert answer.headers["Connection"] == "close"


def test_browsers_may_ask_before_they_send(afs):
    wanted = {"Access-Control-Request-Method": "DELETE"}
    answer = requests.options(afs.url, headers=wanted, timeout=TIMEOUT)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Headers"]) == (200, "*")
    assert "DELETE" in answer.headers["Access-Control-Allow-Methods"]
    assert requests.options(afs.url, headers={"Access-Control-Request-Method": "X"}, timeout=TIMEOUT).status_code == 405
    assert requests.options(afs.url, timeout=TIMEOUT).status_code == 400
    assert requests.patch(afs.url, timeout=TIMEOUT).status_code == 404


def test_a_server_without_afs_knows_nothing_of_it(start_fake_openbis):
    fake = start_fake_openbis(sample_data=False, api_version="3.7")
    assert requests.get(f"{fake.url}/afs-server/api", timeout=TIMEOUT).status_code == 404
    with pytest.raises(ValueError, match="no AFS"):
        assert fake.afs_url


@pytest.mark.parametrize("version", ["3.5", "3.6"])
def test_older_servers_cannot_have_afs(version):
    with pytest.raises(ValueError, match=r"AFS needs API 3\.7"):
        FakeOpenbis(settings=ServerSettings(version, afs="listed"))
