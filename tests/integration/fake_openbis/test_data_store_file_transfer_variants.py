"""Streams, framing and API versions of the fast download (openbis-protocol 6.3, 6.4 and 6.7)."""

import gzip
import json
import socket
import urllib.parse
from collections.abc import Iterator

import pytest

from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from jupyter_openbis_server.fake_openbis.server.server import FakeOpenbis
from jupyter_openbis_server.fake_openbis.state.settings import ServerSettings
from tests.integration.fake_openbis.data_store_client import DataStoreClient, read_chunks

MIB = 1024 * 1024
STACK = f"{sample.BIG}/original/default/stack.raw"
METADATA = f"{sample.IMAGES}/original/metadata.json"


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeOpenbis]:
    with FakeOpenbis() as server:
        yield server


@pytest.fixture
def client(fake: FakeOpenbis) -> DataStoreClient:
    return DataStoreClient(fake)


class TestStreams:
    @pytest.fixture
    def fake(self):
        with FakeOpenbis(settings=ServerSettings(stream_limit=10)) as server:
            yield server

    def test_half_of_the_free_streams_are_given(self, client):
        assert len(client.start(STACK, streams=2)["streamIds"]) == 2
        assert len(client.start(STACK, streams=9)["streamIds"]) == 5
        assert len(client.start(STACK, streams=None)["streamIds"]) == 5

    def test_a_stream_is_in_use_from_its_first_call_until_its_session_is_finished(self, client):
        first = client.start(STACK, streams=5)
        for stream in range(5):
            client.chunks(first, number=stream)
        assert len(client.start(STACK, streams=9)["streamIds"]) == 2
        client.finish(first)
        assert len(client.start(STACK, streams=9)["streamIds"]) == 5

    def test_a_start_is_refused_when_only_one_stream_is_free(self, client):
        downloads = [client.start(STACK, streams=5), client.start(STACK, streams=4)]
        for download in downloads:
            for stream in range(len(download["streamIds"])):
                client.chunks(download, number=stream)
        answer = client.start(STACK, streams=1)
        assert answer["error"].startswith("Download server cannot provide any download streams at the moment.")
        assert answer["retriable"] is True

    def test_sessions_started_side_by_side_can_exceed_the_limit_together(self, client):
        downloads = [client.start(STACK, streams=5) for _ in range(3)]
        answers = [client.chunks(download, number=stream) for download in downloads for stream in range(5)]
        assert {answer.headers["Content-Type"] for answer in answers} == {"application/octet-stream"}

    def test_leaked_streams_are_freed_when_the_openbis_session_ends(self, fake, client):
        for _ in range(2):
            download = client.start(STACK, streams=5)
            for stream in range(len(download["streamIds"])):
                client.chunks(download, number=stream)
        fake.sessions.logout(client.token)
        assert len(DataStoreClient(fake).start(STACK, streams=9)["streamIds"]) == 5


class TestFraming:
    def test_a_reply_below_32_kib_has_a_length(self, client):
        download = client.start(METADATA)
        client.queue(download, "0")
        answer = client.chunks(download)
        assert answer.headers["Content-Length"] == str(len(answer.content))
        assert "Transfer-Encoding" not in answer.headers

    def test_a_longer_one_is_chunked(self, client):
        download = client.start(STACK)
        client.queue(download, "0:2")
        answer = client.chunks(download)
        assert answer.headers["Transfer-Encoding"] == "chunked"
        assert "Content-Length" not in answer.headers
        assert answer.headers["Content-Type"] == "application/octet-stream"

    def test_a_client_that_accepts_gzip_gets_a_compressed_reply(self, client):
        download = client.start(STACK)
        client.queue(download, "0:2")
        answer = client.chunks(download, stream=True, headers={"Accept-Encoding": "gzip, deflate"})
        assert answer.headers["Content-Encoding"] == "gzip"
        chunks = read_chunks(gzip.decompress(answer.raw.read(decode_content=False)))
        assert [chunk.number for chunk in chunks] == [0, 1, 2]

    def test_a_server_without_gzip_never_compresses(self):
        with FakeOpenbis(settings=ServerSettings(gzip=False)) as plain:
            client = DataStoreClient(plain)
            download = client.start(STACK)
            client.queue(download, "0:2")
            answer = client.chunks(download, headers={"Accept-Encoding": "gzip, deflate"})
        assert "Content-Encoding" not in answer.headers
        assert [chunk.number for chunk in read_chunks(answer.content)] == [0, 1, 2]

    def test_a_client_that_does_not_know_http_1_1_gets_the_same_bytes_until_the_connection_ends(self, fake, client):
        download = client.start(STACK, METADATA)
        client.queue(download, "0:3")
        query = {"method": "download", "downloadSessionId": download["downloadSessionId"]}
        query |= {"downloadStreamId": download["streamIds"][0]}
        with socket.create_connection(("127.0.0.1", int(fake.url.rpartition(":")[2])), timeout=20) as connection:
            request = f"GET /datastore_server/file-transfer?{urllib.parse.urlencode(query)} HTTP/1.0\r\n\r\n"
            connection.sendall(request.encode())
            header, _, body = b"".join(iter(lambda: connection.recv(MIB), b"")).partition(b"\r\n\r\n")
        assert b"chunked" not in header
        chunks = read_chunks(body)
        assert [chunk.number for chunk in chunks] == [0, 1, 2, 3]
        assert all(chunk.payload_is_right for chunk in chunks)

    def test_short_replies_are_not_compressed(self, client):
        client.http.headers["Accept-Encoding"] = "gzip"
        download = client.start(METADATA)
        client.queue(download, "0")
        assert "Content-Encoding" not in client.chunks(download).headers

    def test_a_start_reply_is_pretty_printed_json(self, client):
        answer = client.transfer("startDownloadSession", userSessionId=client.token, downloadItemIds=STACK)
        assert answer.headers["Content-Type"] == "application/json"
        assert "\n" in answer.text
        assert set(answer.json()) == {"downloadSessionId", "ranges", "streamIds"}


class TestApiVersions:
    ITEMS = (f"{sample.ODD_NAMES}/original/odd names/comma, separated.csv", STACK)

    @pytest.fixture(params=["3.5", "3.6", "3.7"])
    def api_version(self, request):
        return request.param

    @pytest.fixture
    def fake(self, api_version):
        with FakeOpenbis(api_version=api_version) as server:
            yield server

    def test_the_query_is_understood_by_all(self, client):
        started = client.transfer_query(
            method="startDownloadSession", userSessionId=client.token, downloadItemIds=STACK, wishedNumberOfStreams=1
        ).json()
        query = {"downloadSessionId": started["downloadSessionId"]}
        client.transfer_query(method="queue", ranges="0:1", **query)
        answer = client.transfer_query(method="download", downloadStreamId=started["streamIds"][0], **query)
        assert [chunk.number for chunk in read_chunks(answer.content)] == [0, 1]
        assert client.transfer_query(method="finishDownloadSession", **query).content == b""

    def test_a_body_is_understood_from_3_6_on(self, client, api_version):
        answer = client.start(STACK)
        if api_version == "3.5":
            assert answer["error"] == "There must be a single method defined: '[]'."
        else:
            assert answer["ranges"] == {STACK: "0:2"}

    def test_a_body_overrides_the_query_from_3_6_on(self, client, api_version):
        body = {"method": ["startDownloadSession"], "userSessionId": [client.token], "downloadItemIds": [STACK]}
        url = f"{client.url}/file-transfer?method=queue"
        answer = client.http.post(url, data=json.dumps(body), timeout=20).json()
        assert ("error" in answer) == (api_version == "3.5")

    def test_version_2_takes_a_json_array_of_item_ids_from_3_7_on(self, client, api_version):
        body = {
            "method": ["startDownloadSession"],
            "version": ["2"],
            "userSessionId": [client.token],
            "downloadItemIds": [json.dumps(self.ITEMS)],
        }
        answer = client.transfer_body(json.dumps(body)).json()
        if api_version == "3.7":
            assert answer["ranges"] == dict(zip(self.ITEMS, ["0:0", "1:3"], strict=True))
        else:
            assert "error" in answer

    def test_without_version_2_ids_are_split_at_commas(self, client, api_version):
        parameters = {"method": "startDownloadSession", "userSessionId": client.token}
        answer = client.transfer_query(**parameters, downloadItemIds=self.ITEMS[0]).json()
        assert answer["error"] == "Resource 'original/odd names/comma' does not exist."
