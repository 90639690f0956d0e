"""The servlet for single files (openbis-protocol 5)."""

import http.client
import urllib.parse
from collections.abc import Iterator

import pytest
import requests

from jupyter_openbis_server.fake_openbis.faults.faults import Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from jupyter_openbis_server.fake_openbis.server.server import FakeOpenbis
from jupyter_openbis_server.fake_openbis.state.settings import ServerSettings
from tests.integration.fake_openbis.data_store_client import DataStoreClient

IMAGE = "original/images/field_01.png"
STACK = "original/default/stack.raw"


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


class TestAFile:
    def test_has_name_length_and_type(self, fake, client):
        answer = client.file(sample.IMAGES, IMAGE)
        stored = (fake.laboratory.store_path(sample.IMAGES) / IMAGE).read_bytes()
        assert (answer.status_code, answer.content) == (200, stored)
        assert answer.headers["Content-Disposition"] == 'inline; filename="field_01.png"'
        assert answer.headers["Content-Length"] == str(len(stored))
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["Cache-Control"] == "max-age=7200"

    def test_of_some_mebibytes_is_sent_completely(self, fake, client):
        answer = client.file(sample.BIG, STACK)
        assert answer.content == (fake.laboratory.store_path(sample.BIG) / STACK).read_bytes()
        assert answer.headers["Content-Length"] == str(5 * 2**19)
        assert answer.headers["Content-Type"] == "application/octet-stream"

    def test_is_sent_completely_for_any_requested_range(self, client):
        answer = client.file(sample.IMAGES, IMAGE, headers={"Range": "bytes=10-20"})
        assert answer.status_code == 200
        assert len(answer.content) > 11
        assert not {"ETag", "Last-Modified", "Accept-Ranges", "Content-Range"} & set(answer.headers)

    @pytest.mark.parametrize(
        ("code", "path", "compressed"),
        [(sample.BIG, STACK, True), (sample.IMAGES, IMAGE, False), (sample.IMAGES, "original/metadata.json", False)],
    )
    def test_is_compressed_when_long_enough_and_not_an_image(self, client, code, path, compressed):
        client.http.headers["Accept-Encoding"] = "gzip, deflate"
        answer = client.file(code, path)
        assert (answer.headers.get("Content-Encoding") == "gzip") == compressed
        client.http.headers["Accept-Encoding"] = "identity"
        assert answer.content == client.file(code, path).content

    def test_without_extension_is_text(self, client):
        answer = client.file(sample.ODD_NAMES, "original/odd%20names/no_extension")
        assert answer.headers["Content-Type"] == "text/plain"

    def test_has_type_binary_in_text_mode(self, client):
        url = f"{client.url}/{sample.IMAGES}/{IMAGE}?sessionID={client.token}&mode=txt"
        assert client.http.get(url, timeout=20).headers["Content-Type"] == "binary"

    @pytest.mark.parametrize("name", sample.ODD_FILE_NAMES)
    def test_with_a_special_name_is_found_if_every_byte_is_encoded(self, client, name):
        answer = client.file(sample.ODD_NAMES, urllib.parse.quote(f"original/odd names/{name}"))
        assert answer.content.decode() == f"The file is called {name}\n"
        assert "Content-Disposition" in answer.headers

    def test_a_plus_is_a_plus_and_an_encoded_slash_separates(self, client):
        assert client.file(sample.ODD_NAMES, "original%2Fodd%20names/a+b.txt").text == "The file is called a+b.txt\n"

    def test_cut_short_on_demand(self, fake, client):
        fake.faults.inject(Fault(FaultKind.TRUNCATE, path_prefix="/datastore_server/", after_bytes=100_000))
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            client.file(sample.BIG, STACK)


class TestErrorsAre200Pages:
    @pytest.mark.parametrize(
        ("code", "path", "message"),
        [
            ("20200101000000000-1", "a", "Unknown data set: 20200101000000000-1"),
            (sample.BIG, "original/nowhere", "Resource 'original/nowhere' does not exist."),
            (sample.BIG, "..%2F..%2Flaboratory.jsonl", "Resource '../../laboratory.jsonl' does not exist."),
            (sample.RESTRICTED, "original/claims.txt", f"Data set '{sample.RESTRICTED}' is not accessible."),
            (sample.RESTRICTED, "original/nowhere", "Resource 'original/nowhere' does not exist."),
            (
                sample.ARCHIVED,
                "original/old_stack.raw",
                "Resource 'original/old_stack.raw' is currently unavailable. It might be archived.",
            ),
        ],
    )
    def test_contain_the_reason(self, client, code, path, message):
        answer = client.file(code, path)
        assert answer.status_code == 200
        assert answer.text == f"<html><body><h1>Error</h1>\n{message}\n</body></html>"
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "Content-Disposition" not in answer.headers

    def test_for_a_invalid_token(self, client):
        client.token = "alice-1"
        answer = client.file(sample.IMAGES, IMAGE)
        assert (answer.status_code, answer.text) == (200, "<html><body>Download session expired.</body></html>")

    def test_for_no_token(self, client):
        answer = client.http.get(f"{client.url}/{sample.IMAGES}/{IMAGE}", timeout=20)
        assert "Session id not specified in the URL" in answer.text

    def test_as_text_in_text_mode(self, client):
        url = f"{client.url}/{sample.BIG}/nowhere?sessionID={client.token}&mode=txt"
        answer = client.http.get(url, timeout=20)
        assert (answer.headers["Content-Type"], answer.text) == (
            "text",
            "Error:\nResource 'nowhere' does not exist.",
        )

    def test_as_plain_text_for_characters_that_are_invalid_in_a_uri(self, fake, client):
        connection = http.client.HTTPConnection(fake.url.removeprefix("http://"), timeout=20)
        connection.request("GET", f"/datastore_server/{sample.BIG}/a{{b?sessionID={client.token}")
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Content-Type"]) == (200, "text")
        assert answer.read().startswith(b"Error:\nIllegal character in path")
        connection.close()

    def test_for_link_data_with_another_text(self, client):
        url = f"{client.url}/{sample.LINK}/a?sessionID={client.token}&is_link_data=true"
        assert "No content information is stored with this linked dataset." in client.http.get(url, timeout=20).text

    def test_that_are_empty_without_path_info(self):
        with FakeOpenbis(settings=ServerSettings(empty_error_pages=True)) as silent:
            client = DataStoreClient(silent)
            answer = client.file(sample.BIG, "nowhere")
            assert (answer.status_code, answer.content) == (200, b"")
            assert client.file(sample.IMAGES, IMAGE).content


def test_a_folder_is_listed_with_links_that_carry_the_token(client):
    answer = client.file(sample.IMAGES, "original")
    assert answer.status_code == 200
    assert "Content-Disposition" not in answer.headers
    assert f"/datastore_server/{sample.IMAGES}/original/images?sessionID={client.token}" in answer.text


@pytest.mark.parametrize("verb", ["HEAD", "PUT"])
def test_other_verbs_are_refused(client, verb):
    answer = client.http.request(verb, f"{client.url}/{sample.IMAGES}/{IMAGE}?sessionID={client.token}", timeout=20)
    assert answer.status_code == 405


def test_a_cookie_replaces_the_token_of_an_earlier_request(fake, client):
    with requests.Session() as browser:
        first = browser.get(f"{client.url}/{sample.IMAGES}/{IMAGE}?sessionID={client.token}", timeout=20)
        assert "HttpOnly" in first.headers["Set-Cookie"]
        assert first.headers["Set-Cookie"].startswith("JSESSIONID=")
        assert browser.get(f"{client.url}/{sample.IMAGES}/{IMAGE}", timeout=20).content == first.content
