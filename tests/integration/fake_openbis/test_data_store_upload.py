"""The session workspace (openbis-protocol 7.1)."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis.server.server import FakeOpenbis
from tests.integration.fake_openbis.data_store_client import DataStoreClient


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeOpenbis]:
    with FakeOpenbis() as server:
        yield server


@pytest.fixture
def client(fake: FakeOpenbis) -> DataStoreClient:
    return DataStoreClient(fake)


@pytest.fixture
def workspace(fake: FakeOpenbis, client: DataStoreClient) -> Path:
    return fake.laboratory.workspace_path(client.token)


def test_a_body_becomes_a_file_and_the_reply_has_its_size(client, workspace):
    answer = client.upload("u1/folder/a.txt", b"hello", endByte=5, emptyFolder="False")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/json")
    assert answer.json() == {
        "id": 1,
        "startByte": 0,
        "endByte": 5,
        "filename": "u1/folder/a.txt",
        "emptyFolder": False,
        "size": 5,
        "status": "ok",
    }
    assert (workspace / "u1/folder/a.txt").read_bytes() == b"hello"


def test_slices_may_come_in_any_order(client, workspace):
    client.upload("sliced", b"world", startByte=6)
    client.upload("sliced", b"hello ")
    assert (workspace / "sliced").read_bytes() == b"hello world"


def test_writing_beyond_the_end_leaves_zeros(client, workspace):
    client.upload("gap", b"x", startByte=3)
    assert (workspace / "gap").read_bytes() == b"\0\0\0x"


def test_an_existing_file_is_not_truncated(client, workspace):
    client.upload("long", b"0123456789")
    assert client.upload("long", b"ab").json()["size"] == 2
    assert (workspace / "long").read_bytes() == b"ab23456789"


def test_a_body_of_twenty_mebibytes_is_stored_completely(client, workspace):
    content = bytes(range(256)) * (20 * 4096)
    assert client.upload("big", content).json()["size"] == len(content)
    assert (workspace / "big").read_bytes() == content


def test_an_empty_file_sent_in_http_pieces_becomes_an_empty_file(client, workspace):
    answer = client.upload("empty", io.BytesIO())
    assert answer.request.headers["Transfer-Encoding"] == "chunked"
    assert answer.json()["size"] == 0
    assert (workspace / "empty").read_bytes() == b""


def test_a_body_with_the_content_type_of_a_form_is_lost(client, workspace):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = client.upload("eaten", b"hello", headers=form)
    assert (answer.json()["size"], answer.json()["status"]) == (0, "ok")
    assert (workspace / "eaten").read_bytes() == b""


def test_an_empty_folder_has_size_minus_one_and_no_body(client, workspace):
    answer = client.upload("u2/empty/", b"ignored", emptyFolder="True")
    assert (answer.json()["size"], answer.json()["emptyFolder"]) == (-1, True)
    assert (workspace / "u2/empty").is_dir()


def test_a_plus_in_the_query_is_a_blank_and_encoded_characters_are_decoded(client, workspace):
    query = f"filename=u3/a+b%23%25%C3%BC.txt&id=1&startByte=0&endByte=0&sessionID={client.token}"
    url = f"{client.url}/session_workspace_file_upload?{query}"
    assert client.http.post(url, data=b"x", timeout=20).status_code == 200
    assert (workspace / "u3/a b#%ü.txt").read_bytes() == b"x"


@pytest.mark.parametrize("name", ["filename", "id", "startByte", "endByte", "sessionID"])
def test_a_missing_parameter_is_a_500_page_that_names_it(client, name):
    answer = client.upload("a.txt", b"x", **{name: None})
    assert answer.status_code == 500
    assert f"{name} parameter cannot be null" in answer.text
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("name", ["../outside.txt", "u4/../../outside.txt"])
def test_a_name_outside_the_workspace_is_refused_and_nothing_is_written(client, workspace, name):
    answer = client.upload(name, b"x")
    assert answer.status_code == 500
    assert "filePath must not contain &#x27;../&#x27;" in answer.text
    assert not (workspace.parent / "outside.txt").exists()


def test_an_absolute_name_stays_inside(client, workspace):
    client.upload("/absolute.txt", b"x")
    assert (workspace / "absolute.txt").read_bytes() == b"x"


def test_a_invalid_token_is_a_500_page_even_for_a_long_body(client):
    client.token = "alice-1"
    answer = client.upload("a.txt", bytes(5_000_000))
    assert answer.status_code == 500
    assert "user is not logged in." in answer.text


def test_get_is_refused(client):
    assert client.http.get(f"{client.url}/session_workspace_file_upload", timeout=20).status_code == 405


def test_logging_out_removes_the_workspace(fake, client, workspace):
    client.upload("a.txt", b"x")
    assert workspace.exists()
    fake.sessions.logout(client.token)
    assert not workspace.exists()


def test_a_file_can_be_read_back(client):
    client.upload("back/é.txt", b"again")
    parameters = {"filePath": "back/é.txt", "sessionID": client.token}
    url = f"{client.url}/session_workspace_file_download"
    answer = client.http.get(url, params=parameters, timeout=20)
    assert answer.content == b"again"
    assert client.http.get(url, params={**parameters, "filePath": "none"}, timeout=20).status_code == 500


def test_servers_of_2021_do_not_report_empty_folders():
    with FakeOpenbis(api_version="3.5") as older:
        assert "emptyFolder" not in DataStoreClient(older).upload("a.txt", b"x").json()
