"""Errors and injected faults of the fast download (openbis-protocol 6.3 and 6.6)."""

import http.client
import json
from collections.abc import Iterator

import pytest
import requests

from jupyter_openbis_server.fake_openbis.faults.faults import Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from jupyter_openbis_server.fake_openbis.server.server import FakeOpenbis
from tests.integration.fake_openbis.data_store_client import DataStoreClient, read_chunks
from tests.support.waiting import until

MIB = 1024 * 1024
STACK = f"{sample.BIG}/original/default/stack.raw"
EMPTY_FOLDER = f"{sample.EMPTY_PARTS}/original/empty folder"
README = f"{sample.BIG}/original/default/readme.txt"
ILLEGAL_ARGUMENT = "java.lang.IllegalArgumentException"
SERVLET = "javax.servlet.ServletException"


@pytest.fixture(scope="module")
def server() -> Iterator[FakeOpenbis]:
    with FakeOpenbis() as running:
        yield running


@pytest.fixture
def fake(server: FakeOpenbis) -> Iterator[FakeOpenbis]:
    yield server
    server.faults.clear()


@pytest.fixture
def client(fake: FakeOpenbis) -> DataStoreClient:
    return DataStoreClient(fake)


class TestAStartIsRefused:
    @pytest.mark.parametrize(
        ("item", "message"),
        [
            (f"{sample.RESTRICTED}/original/claims.txt", "Item ids cannot be null or empty"),
            ("20200101000000000-1/original/a", "Unknown data set: 20200101000000000-1"),
            (f"{sample.BIG}/original/nowhere", "Resource 'original/nowhere' does not exist."),
            (f"{sample.CONTAINER}/original/nowhere", "Resource 'original/nowhere' doesn't exist."),
            (
                f"{sample.ARCHIVED}/original/old_stack.raw",
                "Resource 'original/old_stack.raw' is currently unavailable. It might be archived.",
            ),
            (
                EMPTY_FOLDER,
                f"Chunks for item id: DownloadItemId[id={EMPTY_FOLDER}] were null or empty.",
            ),
            (" , ", "Item ids cannot be null or empty"),
        ],
    )
    def test_for_items_that_cannot_be_downloaded(self, client, item, message):
        assert client.start(item) == {"error": message, "exception-class": ILLEGAL_ARGUMENT}

    def test_for_an_item_without_a_path(self, client):
        answer = client.start(sample.BIG)
        assert answer["error"] == "Index 1 out of bounds for length 1"
        assert answer["exception-class"] == "java.lang.ArrayIndexOutOfBoundsException"

    def test_for_an_expired_token_with_the_text_for_no_access(self, client):
        client.token = "alice-230101000000000x0"
        assert client.start(STACK)["error"] == "Item ids cannot be null or empty"

    @pytest.mark.parametrize("streams", [0, -3])
    def test_for_no_streams(self, client, streams):
        assert client.start(STACK, streams=streams)["error"] == "Wished number of streams must be > 0"

    @pytest.mark.parametrize("text", [" 2", "1,2", "", "two", "2147483648"])
    def test_for_an_invalid_number_of_streams(self, client, text):
        answer = client.transfer(
            "startDownloadSession", userSessionId=client.token, downloadItemIds=STACK, wishedNumberOfStreams=text
        ).json()
        assert answer["error"] == f"Parameter 'wishedNumberOfStreams' is not an integer: {text}"
        assert answer["exception-class"] == SERVLET

    def test_but_items_without_access_are_left_out_silently(self, client):
        assert client.start(f"{sample.RESTRICTED}/original/claims.txt", README)["ranges"] == {README: "0:0"}


class TestACallIsRefused:
    def test_for_an_unknown_session_without_retry(self, client):
        answer = client.transfer("queue", downloadSessionId="x", ranges="0").json()
        assert answer == {
            "error": "Invalid download session id: DownloadSessionId[id=x]",
            "exception-class": "ch.ethz.sis.filetransfer.InvalidDownloadSessionException",
            "retriable": False,
        }

    def test_for_an_unknown_stream_without_retry(self, client):
        download = client.start(STACK) | {"streamIds": ["y"]}
        assert client.chunks(download).json() == {
            "error": "Invalid download stream: DownloadStreamId[id=y]",
            "exception-class": "ch.ethz.sis.filetransfer.InvalidDownloadStreamException",
            "retriable": False,
        }

    def test_not_for_finishing_an_unknown_session(self, client):
        answer = client.transfer("finishDownloadSession", downloadSessionId="x")
        assert (answer.status_code, answer.content) == (200, b"")

    @pytest.mark.parametrize(
        ("ranges", "message"),
        [
            ("-1:2", "Start cannot be < 0"),
            ("2:1", "Start cannot be > end"),
            ("", "Ranges cannot be null or empty"),
            ("0 :1", "Invalid range in parameter 'ranges': 0 :1"),
            (":1", "Invalid range in parameter 'ranges': :1"),
            ("3", "Unknown chunk with sequence number: 3"),
        ],
    )
    def test_for_bad_ranges(self, client, ranges, message):
        answer = client.queue(client.start(STACK), ranges).json()
        assert answer["error"] == message
        assert "retriable" not in answer

    @pytest.mark.parametrize(
        ("body", "java_class", "message"),
        [
            ('{"method":["queue"],"ranges":[1]}', "java.lang.ArrayStoreException", "java.lang.Integer"),
            ('{"method":"queue"}', "java.lang.ClassCastException", "java.lang.String cannot be cast"),
            ('{"method":["queue"],"ranges":5}', "java.lang.ClassCastException", "java.lang.Integer cannot be cast"),
            ('{"method":["queue"],"ranges":[]}', "java.lang.ArrayIndexOutOfBoundsException", "out of bounds"),
            ('{"method":["queue"],"ranges":null}', "java.lang.NullPointerException", ""),
            ('{"method":["queue"],"ranges":["0"]}', SERVLET, "Unspecified parameter 'downloadSessionId'."),
            ('{"method":["sing"]}', ILLEGAL_ARGUMENT, "Unknown method 'sing'."),
            ("{}", ILLEGAL_ARGUMENT, "There must be a single method defined: '[]'."),
            ("method=queue&ranges=0", "com.fasterxml.jackson.core.JsonParseException", "Unrecognized token"),
        ],
    )
    def test_for_bodies_of_the_wrong_shape(self, client, body, java_class, message):
        answer = client.transfer_body(body)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
        assert answer.json()["exception-class"] == java_class
        assert message in answer.json()["error"]

    def test_not_for_unknown_keys(self, client):
        download = client.start(STACK)
        answer = client.transfer("queue", downloadSessionId=download["downloadSessionId"], ranges="0", colour="red")
        assert answer.content == b""

    @pytest.mark.parametrize("verb", ["HEAD", "PUT", "DELETE"])
    def test_for_other_verbs(self, client, verb):
        answer = client.http.request(verb, f"{client.url}/file-transfer", timeout=20)
        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]


class TestAFileThatCannotBeRead:
    def put(self, fake: FakeOpenbis, name: str, size: int) -> str:
        place = fake.laboratory.store_path(sample.CALIBRATION) / "original/broken" / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(bytes(size))
        return f"{sample.CALIBRATION}/original/broken/{name}"

    def shrink(self, fake: FakeOpenbis, item: str) -> None:
        (fake.laboratory.store_path(sample.CALIBRATION) / item.partition("/")[2]).write_bytes(b"")

    def test_becomes_an_error_page_and_loses_the_small_chunks_before_it(self, fake, client):
        good, bad, after = (self.put(fake, name, 1000) for name in ("good", "bad", "after"))
        download = client.start(good, bad, after)
        client.queue(download, "0:2")
        self.shrink(fake, bad)
        answer = client.chunks(download)
        assert answer.status_code == 500
        assert "html" in answer.headers["Content-Type"]
        assert client.numbers(download) == [2], "the chunk before it is lost, the one after it is still queued"

    def test_truncates_a_started_reply(self, fake, client):
        good, bad = self.put(fake, "long", MIB), self.put(fake, "short", 1000)
        download = client.start(good, bad)
        client.queue(download, "0:1")
        self.shrink(fake, bad)
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            client.chunks(download)
        client.queue(download, "0")
        assert client.numbers(download) == [0]

    def test_is_identified_by_requesting_one_chunk_at_a_time(self, fake, client):
        download = client.start(STACK)
        client.queue(download, "0:2")
        fake.faults.inject(Fault(FaultKind.UNREADABLE_CHUNK, file_suffix="stack.raw", occurrence=2))
        statuses = [client.chunks(download, count=1).status_code for _ in range(3)]
        assert statuses == [200, 500, 200]


class TestFaults:
    def test_a_wrong_payload_checksum_once(self, fake, client):
        fake.faults.inject(Fault(FaultKind.CORRUPT_PAYLOAD_CRC, occurrence=2))
        download = client.start(STACK)
        client.queue(download, "0:2")
        chunks = read_chunks(client.chunks(download).content)
        assert [chunk.payload_is_right for chunk in chunks] == [True, False, True]
        assert all(chunk.header_is_right for chunk in chunks)

    def test_a_wrong_payload_checksum_always(self, fake, client):
        fake.faults.inject(Fault(FaultKind.CORRUPT_PAYLOAD_CRC, times=None))
        download = client.start(STACK)
        for _ in range(3):
            client.queue(download, "1")
            assert [chunk.payload_is_right for chunk in read_chunks(client.chunks(download).content)] == [False]

    def test_a_wrong_header_checksum(self, fake, client):
        fake.faults.inject(Fault(FaultKind.CORRUPT_HEADER_CRC))
        download = client.start(STACK)
        client.queue(download, "0")
        (chunk,) = read_chunks(client.chunks(download).content)
        assert (chunk.header_is_right, chunk.payload_is_right) == (False, True)

    def test_a_payload_changed_before_its_checksum_is_detected_by_the_listing_only(self, fake, client):
        fake.faults.inject(Fault(FaultKind.CORRUPT_PAYLOAD, offset=3))
        download = client.start(README)
        client.queue(download, "0")
        (chunk,) = read_chunks(client.chunks(download).content)
        assert chunk.payload_is_right
        assert chunk.payload != b"A stack of frames.\n"

    def test_a_body_cut_after_some_bytes(self, fake, client):
        fake.faults.inject(Fault(FaultKind.TRUNCATE, method="download", after_bytes=MIB + 500))
        download = client.start(STACK)
        client.queue(download, "0:2")
        address = fake.url.removeprefix("http://")
        connection = http.client.HTTPConnection(address, timeout=20)
        body = {
            "method": ["download"],
            "downloadSessionId": [download["downloadSessionId"]],
            "downloadStreamId": [download["streamIds"][0]],
        }
        connection.request("POST", "/datastore_server/file-transfer", json.dumps(body))
        with pytest.raises(http.client.IncompleteRead) as cut:
            connection.getresponse().read()
        connection.close()
        assert len(cut.value.partial) <= MIB + 500

    def test_an_expired_session_does_not_stop_its_download(self, fake, client):
        fake.faults.inject(Fault(FaultKind.EXPIRE_SESSION, method="queue"))
        download = client.start(STACK)
        client.queue(download, "0:2")
        assert client.numbers(download) == [0, 1, 2], "queue and download check no openBIS session"
        assert client.start(STACK)["error"] == "Item ids cannot be null or empty"

    def test_a_proxy_that_times_out(self, fake, client):
        fake.faults.inject(Fault(FaultKind.STATUS, method="download", status=502))
        download = client.start(STACK)
        client.queue(download, "0")
        assert client.chunks(download).status_code == 502
        assert client.numbers(download) == [0], "the server did not receive the first request"

    def test_a_stalled_reply_continues_when_released(self, fake, client):
        fake.faults.inject(Fault(FaultKind.STALL, file_suffix="stack.raw", occurrence=2))
        download = client.start(STACK)
        client.queue(download, "0:2")
        answer = client.chunks(download, stream=True)
        begun = answer.raw.read(MIB // 2)
        until(lambda: fake.faults.hanging == 1)
        other = DataStoreClient(fake)
        assert other.numbers(download, number=1) == [2], "the remaining queue is available to other requests"
        fake.faults.release()
        assert [chunk.number for chunk in read_chunks(begun + answer.raw.read())] == [0, 1]
