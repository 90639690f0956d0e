"""The fast download on the wire (openbis-protocol 6)."""

import json
from collections.abc import Iterator

import pytest
from pybis.fast_download import deserialize_chunk

from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from jupyter_openbis_server.fake_openbis.server.server import FakeOpenbis
from tests.integration.fake_openbis.data_store_client import DataStoreClient, read_chunks

MIB = 1024 * 1024
STACK = f"{sample.BIG}/original/default/stack.raw"


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeOpenbis]:
    with FakeOpenbis() as server:
        yield server


@pytest.fixture
def client(fake: FakeOpenbis) -> DataStoreClient:
    return DataStoreClient(fake)


def write_file(fake: FakeOpenbis, name: str, content: bytes) -> str:
    """Add a file to a data set; return its item id."""
    place = fake.laboratory.store_path(sample.CALIBRATION) / "original" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return f"{sample.CALIBRATION}/original/{name}"


def test_the_joined_chunks_of_a_file_are_its_content(fake, client):
    download = client.start(STACK)
    first, last = map(int, download["ranges"][STACK].split(":"))
    assert (first, last) == (0, 2)
    client.queue(download, "0:2")

    chunks = read_chunks(client.chunks(download).content)

    assert [chunk.offset for chunk in chunks] == [0, MIB, 2 * MIB]
    assert [len(chunk.payload) for chunk in chunks] == [MIB, MIB, MIB // 2]
    assert all(chunk.header_is_right and chunk.payload_is_right and not chunk.directory for chunk in chunks)
    assert {(chunk.item_id, chunk.path) for chunk in chunks} == {(STACK, "original/default/stack.raw")}
    stored = fake.laboratory.store_path(sample.BIG) / "original/default/stack.raw"
    assert b"".join(chunk.payload for chunk in chunks) == stored.read_bytes()


def test_pybis_reads_the_same_chunk(client):
    download = client.start(STACK)
    client.queue(download, "2")
    body = client.chunks(download).content
    expected, own = deserialize_chunk(body), read_chunks(body)[0]
    assert not expected["invalid"]
    assert (expected["sequence_number"], expected["payload"]) == (own.number, own.payload)


@pytest.mark.parametrize(("size", "chunks"), [(0, 1), (1, 1), (MIB - 1, 1), (MIB, 1), (MIB + 1, 2)])
def test_a_file_has_a_chunk_per_started_mebibyte_and_at_least_one(fake, client, size, chunks):
    item = write_file(fake, f"size_{size}.bin", bytes(size))
    download = client.start(item)
    assert download["ranges"] == {item: f"0:{chunks - 1}"}
    client.queue(download, f"0:{chunks - 1}")
    read = read_chunks(client.chunks(download).content)
    assert sum(len(chunk.payload) for chunk in read) == size


def test_a_folder_is_expanded_into_its_files_under_one_item_id(client):
    item = f"{sample.IMAGES}/original/images"
    download = client.start(item)
    assert download["ranges"] == {item: "0:4"}
    client.queue(download, "0:4")
    chunks = read_chunks(client.chunks(download).content)
    assert {chunk.item_id for chunk in chunks} == {item}
    assert [chunk.path for chunk in chunks] == [
        *(f"original/images/field_{number:02d}.png" for number in range(1, 5)),
        "original/images/overlay/overlay.png",
    ]


def test_numbers_are_consecutive_over_all_items_in_the_requested_order(client):
    items = [f"{sample.IMAGES}/original/metadata.json", STACK, f"{sample.EMPTY_PARTS}/original/empty.txt"]
    assert client.start(*items)["ranges"] == dict(zip(items, ["0:0", "1:3", "4:4"], strict=True))


def test_ranges_are_queued_in_an_arbitrary_order(client):
    items = [f"{code}/original/day_{day:02d}.csv" for day, code in enumerate(sample.SERIES, 1)]
    orders = {tuple(client.start(*items)["ranges"]) for _ in range(5)}
    assert len(orders) > 1


def test_of_a_repeated_item_only_the_last_copy_exists(client):
    download = client.start(STACK, STACK)
    assert download["ranges"] == {STACK: "3:5"}
    assert client.queue(download, "0").json()["error"] == "Unknown chunk with sequence number: 0"
    client.queue(download, "3:5")
    assert client.numbers(download) == [3, 4, 5]


class TestTheQueue:
    def test_nothing_is_queued_by_a_start(self, client):
        answer = client.chunks(client.start(STACK))
        assert (answer.status_code, answer.content) == (200, b"")

    def test_answers_with_an_empty_200_without_content_type(self, client):
        answer = client.queue(client.start(STACK), "0:2")
        assert (answer.status_code, answer.content) == (200, b"")
        assert "Content-Type" not in answer.headers

    def test_chunks_come_in_the_order_of_queuing_and_leave_the_queue(self, client):
        download = client.start(STACK)
        client.queue(download, "2, 0:1")
        assert client.numbers(download) == [2, 0, 1]
        assert client.numbers(download) == []

    def test_queuing_a_queued_number_again_changes_nothing(self, client):
        download = client.start(STACK)
        client.queue(download, "0:2")
        client.queue(download, "2,0")
        assert client.numbers(download) == [0, 1, 2]

    def test_queuing_a_sent_number_sends_it_again(self, client):
        download = client.start(STACK)
        client.queue(download, "1")
        assert client.numbers(download) == [1]
        client.queue(download, "1")
        assert client.numbers(download) == [1]

    def test_is_not_atomic(self, client):
        download = client.start(STACK)
        assert client.queue(download, "0,1,77,2").json()["error"] == "Unknown chunk with sequence number: 77"
        assert client.numbers(download) == [0, 1]

    def test_a_range_that_cannot_be_read_is_refused_before_anything_is_queued(self, client):
        download = client.start(STACK)
        assert "Invalid range in parameter 'ranges': x" in client.queue(download, "0:1,x").json()["error"]
        assert client.numbers(download) == []

    @pytest.mark.parametrize(
        ("text", "numbers"),
        [(" 0:1 , 2 ", [0, 1, 2]), ("1:", [1]), ("0:1:9", [0, 1]), ("+1", [1])],
    )
    def test_accepts_unusual_ranges(self, client, text, numbers):
        download = client.start(STACK)
        client.queue(download, text)
        assert client.numbers(download) == numbers

    def test_accepts_several_strings(self, client):
        download = client.start(STACK)
        client.transfer("queue", downloadSessionId=download["downloadSessionId"], ranges=["2", "0:1"])
        assert client.numbers(download) == [2, 0, 1]

    def test_a_reply_has_at_most_the_number_of_chunks_asked_for(self, client):
        download = client.start(STACK)
        client.queue(download, "0:2")
        assert client.numbers(download, count=2) == [0, 1]
        assert client.numbers(download, count=0) == []
        assert client.numbers(download, count=-1) == []
        assert client.numbers(download, count=5, number=1) == [2]

    def test_numbers_queued_while_a_reply_is_running_are_served_by_it(self, fake, client):
        item = write_file(fake, "many_chunks.bin", bytes(40 * MIB))
        download = client.start(item)
        client.queue(download, "0:29")
        answer = client.chunks(download, stream=True)
        client_2 = DataStoreClient(fake)
        client_2.queue(download, "30:39")
        assert [chunk.number for chunk in read_chunks(answer.content)] == list(range(40))

    def test_a_broken_connection_loses_the_taken_numbers_and_keeps_the_others(self, fake, client):
        item = write_file(fake, "lost_chunks.bin", bytes(60 * MIB))
        download = client.start(item)
        client.queue(download, "0:59")
        answer = client.chunks(download, stream=True)
        answer.raw.read(1000)
        answer.close()
        left = client.numbers(download, number=1)
        assert 0 not in left
        assert left == list(range(left[0], 60)), "the numbers after the lost ones remain in the queue"
        client.queue(download, f"0:{left[0] - 1}")
        assert client.numbers(download) == list(range(left[0]))

    def test_finishing_does_not_stop_a_running_reply(self, fake, client):
        item = write_file(fake, "finished_early.bin", bytes(40 * MIB))
        download = client.start(item)
        client.queue(download, "0:39")
        answer = client.chunks(download, stream=True)
        other = DataStoreClient(fake)
        assert other.finish(download).content == b""
        assert "Invalid download session id" in other.chunks(download).json()["error"]
        assert len(read_chunks(answer.content)) == 40


def test_a_query_over_8_kib_is_too_long_and_a_body_is_not(client):
    ranges = ",".join(["0"] * 5000)
    download = client.start(STACK)
    assert client.transfer_query(method="queue", ranges=ranges).status_code == 414
    assert client.queue(download, ranges).content == b""


def test_special_names_are_sent_unchanged():
    with FakeOpenbis(api_version="3.7") as newer:
        client = DataStoreClient(newer)
        items = [f"{sample.ODD_NAMES}/original/odd names/{name}" for name in sample.ODD_FILE_NAMES]
        body = {"method": ["startDownloadSession"], "version": ["2"], "userSessionId": [client.token]}
        download = client.transfer_body(json.dumps({**body, "downloadItemIds": [json.dumps(items)]})).json()
        client.queue(download, f"0:{len(items) - 1}")
        chunks = read_chunks(client.chunks(download).content)
    assert [chunk.item_id for chunk in chunks] == items
    assert [chunk.payload.decode() for chunk in chunks] == [
        f"The file is called {name}\n" for name in sample.ODD_FILE_NAMES
    ]
