"""Detection of the file server, and its address."""

import socket
from dataclasses import replace

import pytest
import responses

from jupyter_openbis_server.adapters.openbis.api.addresses import file_server_address
from jupyter_openbis_server.adapters.openbis.api.afs.client import AfsClient
from jupyter_openbis_server.adapters.openbis.api.afs.detection import afs_address, has_afs
from jupyter_openbis_server.adapters.openbis.api.afs.errors import FileServerNotFound
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.shared.outages import Outages
from jupyter_openbis_server.adapters.shared.ttl_cache import TtlCache
from jupyter_openbis_server.domain.errors import HostNotAllowed, InstanceUnreachable, SessionExpired, UnexpectedResponse
from jupyter_openbis_server.domain.instances.allowed_hosts import AllowedHosts
from jupyter_openbis_server.domain.instances.session import Instance
from tests.unit.adapters.openbis import wire
from tests.unit.adapters.openbis.afs.scripted_file_server import OWNER, FileServer, Reply, failure
from tests.unit.adapters.openbis.wire import LIMITS, URL, V3

AFS_URL = "server-public-information.afs-server.url"
STATED = "https://files.example.org/afs-server"


def test_address_of_the_data_store_row_is_used_without_trying_it(server: FileServer) -> None:
    server.row = STATED + "/"
    server.information = {AFS_URL: "https://other.example.org"}
    assert afs_address(server.client()) == STATED
    assert server.requests == []


def test_address_of_the_server_information_is_used_if_the_row_has_none(server: FileServer) -> None:
    server.information = {AFS_URL: STATED}
    assert afs_address(server.client()) == STATED
    assert server.requests == []


@pytest.mark.parametrize("valid", [b"true", b"false"])
def test_usual_address_is_tried_if_none_is_stated(server: FileServer, valid: bytes) -> None:
    server.faults = lambda _: Reply(valid, kind="text/plain")
    assert afs_address(server.client()) == f"{server.url}/afs-server"
    assert server.methods() == ["isSessionValid"]


def test_unknown_session_is_no_missing_file_server(server: FileServer) -> None:
    server.faults = lambda _: failure(40003)
    with pytest.raises(SessionExpired):
        afs_address(server.client())


@pytest.mark.parametrize("reply", [Reply(b"404", 404), Reply(b"<html>", 200, "text/html"), Reply(b"", 503)])
def test_reason_is_given_if_there_is_no_file_server_at_the_usual_address(server: FileServer, reply: Reply) -> None:
    server.faults = lambda _: reply
    with pytest.raises(
        FileServerNotFound, match=r"does not state its address, and no file server answers at .*/afs-server"
    ):
        afs_address(server.client())


def test_questions_are_asked_once(server: FileServer) -> None:
    client = server.client()
    for _ in range(3):
        assert has_afs(client)
        afs_address(client)
    assert server.calls == ["getServerInformation", "searchDataStores"]
    assert server.methods() == ["isSessionValid"]


def test_file_server_that_does_not_answer_costs_no_request_per_operation(server: FileServer) -> None:
    server.faults = lambda _: Reply(b"404 NOT FOUND", 404, "text/plain")
    client = server.client()
    for _ in range(3):
        assert has_afs(client)
        with pytest.raises(FileServerNotFound, match="no file server answers"):
            afs_address(client)
    assert server.methods() == ["isSessionValid"]


def test_file_server_is_tried_again_some_minutes_after_a_failure(server: FileServer) -> None:
    now = [0.0]
    client = server.client()
    client = replace(client, known=replace(client.known, afs_failures=TtlCache(180, lambda: now[0])))
    server.faults = lambda _: Reply(b"404 NOT FOUND", 404, "text/plain")
    with pytest.raises(FileServerNotFound):
        afs_address(client)
    server.faults = lambda _: None
    now[0] = 179
    with pytest.raises(FileServerNotFound):
        afs_address(client)
    now[0] = 181
    assert afs_address(client) == f"{server.url}/afs-server"


def test_stated_address_that_cannot_be_reached_is_tried_again_after_some_seconds(server: FileServer) -> None:
    now = [0.0]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        closed.settimeout(10)
        server.row = f"http://127.0.0.1:{closed.getsockname()[1]}/afs-server"
        client = server.client(replace(LIMITS, read_seconds=1, retries=0))
        client = replace(client, known=replace(client.known, afs_outages=Outages(10, lambda: now[0])))
        with pytest.raises(InstanceUnreachable, match="refused"):
            AfsClient.of(client).md5(OWNER, "a.txt")
        closed.listen()
        with pytest.raises(InstanceUnreachable, match="refused"):
            AfsClient.of(client)
        now[0] = 11
        with pytest.raises(InstanceUnreachable, match="no answer"):
            AfsClient.of(client).free(OWNER)
        closed.accept()[0].close()


@pytest.mark.parametrize(("version", "calls"), [("3.7", 2), ("3.6", 1)])
def test_server_without_afs_costs_no_request_per_operation(server: FileServer, version: str, calls: int) -> None:
    server.row, server.api_version = None, version
    client = server.client()
    for _ in range(3):
        assert not has_afs(client)
        with pytest.raises(FileServerNotFound, match="has no file server"):
            afs_address(client)
    assert len(server.calls) == calls
    assert server.requests == []


def test_allowed_hosts_hold_for_the_file_server(server: FileServer) -> None:
    server.row = "http://127.0.0.2:1/afs-server"
    client = server.client(replace(LIMITS, allowed_hosts=AllowedHosts(("127.0.0.1",))))
    assert afs_address(client) == server.row
    with pytest.raises(HostNotAllowed, match=r"127\.0\.0\.2"):
        AfsClient.of(client).md5(OWNER, "a.txt")


@pytest.mark.parametrize("url", ["ftp://files.example.org", "files.example.org", "https://", "http://[", "http://x"])
def test_unusable_address_is_refused(url: str) -> None:
    with pytest.raises(UnexpectedResponse, match=r"file server"):
        file_server_address(Instance("lab", URL), url)


def test_address_may_be_that_of_the_api() -> None:
    assert file_server_address(Instance("lab", URL), f"{STATED}/api/") == STATED


def test_address_of_https_is_never_left_for_http() -> None:
    client: Client = wire.client()
    with responses.RequestsMock() as mock:
        mock.post(V3, json={"result": {"api-version": "3.7"}})
        row = {"@type": "as.dto.datastore.DataStore", "@id": 1, "code": "AFS", "downloadUrl": "http://x.example.org"}
        mock.post(V3, json={"result": {"objects": [row], "totalCount": 1}})
        with pytest.raises(UnexpectedResponse, match="shows session tokens"):
            afs_address(client)
