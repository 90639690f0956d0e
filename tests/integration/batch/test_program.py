"""The complete workflow of a script against the wire-level fake openBIS, without Jupyter."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.entrypoints.library.batch import bootstrap
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=lab.USERS) as server:
        yield server


@pytest.fixture
def connection_file(openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    file = tmp_path / "openbis-connections.yaml"
    file.write_text(
        f"connections:\n- name: lab\n  url: {openbis.url}\n  ca_bundle: {openbis.ca_file}\n"
        f"  username: alice\n  password: {lab.USERS['alice']}\n- name: broken\n"
    )
    file.chmod(0o600)


def test_a_script_downloads_uploads_and_finds_what_it_uploaded(
    connection_file: None, openbis: FakeOpenbis, tmp_path: Path
):
    script = bootstrap(tmp_path)
    (download,) = script.downloads.download("lab", DownloadRequest((lab.IMAGES,), str(tmp_path / "incoming")))
    assert len(download.files) == 7
    (tmp_path / "result.csv").write_text("a,b\n1,2\n")
    request = UploadRequest("ATTACHMENT", lab.WILD_TYPE, ("result.csv",), (lab.IMAGES,))
    upload = script.uploads.upload("lab", request)
    page = script.catalogue.list_data_sets("lab", lab.WILD_TYPE, PageRequest(0, 100))
    assert upload.perm_id in [row.perm_id for row in page.rows]
    assert openbis.requests.methods().count("login") == 1


def test_an_invalid_entry_is_logged_and_the_others_are_used(connection_file: None, caplog: pytest.LogCaptureFixture):
    assert [view.connection.name for view in bootstrap().connections.list()] == ["lab"]
    assert "connection 'broken': url: is missing" in caplog.text


def test_the_environments_token_is_used(openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(openbis.ca_file))
    environ = {"OPENBIS_URL": openbis.url, "OPENBIS_TOKEN": openbis.sessions.open("alice")}
    script = bootstrap(tmp_path, environ)
    assert len(script.catalogue.list_types("127.0.0.1")) == 9
    assert "login" not in openbis.requests.methods()
