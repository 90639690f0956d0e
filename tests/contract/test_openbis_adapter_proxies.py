"""Use of proxies by the openBIS adapter."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from jupyter_openbis_server.adapters.filesystem.downloads.download_folders import FilesystemDownloadFolders
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.domain.errors import InstanceUnreachable
from jupyter_openbis_server.domain.instances.session import Credentials, Instance
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample_data
from tests.contract.proxy import proxy

ADMIN = Credentials("admin", Secret("changeit"))
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def _download(instance: Instance, folder: Path) -> None:
    clients = Clients(HttpLimits(few_files=0))
    session = OpenbisSessions(clients).open(instance, ADMIN)
    data_set = OpenbisDataSets(clients).get(session, sample_data.IMAGES)
    store = OpenbisDataStore(clients)
    files = [each for each in store.files(session, data_set) if not each.is_folder]
    into = FilesystemDownloadFolders().prepare(str(folder), data_set.perm_id)
    store.fetch(session, data_set, files, into, Cancellation())
    assert {each.path for each in files} == {
        each.relative_to(into.path).as_posix() for each in Path(into.path).rglob("*") if each.is_file()
    }


@pytest.mark.parametrize("api_version", ["3.5", "3.6"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_all_requests_use_the_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scheme: str, api_version: str
) -> None:
    with FakeOpenbis(tls=scheme == "https", api_version=api_version) as openbis:
        port = urlsplit(openbis.url).port or 0
        host = f"localhost:{port}"  # the certificate is valid for that name
        here = ("127.0.0.1", port)
        with proxy({host: here, "{}:{}".format(*here): here}) as running:  # the data store announces the latter
            monkeypatch.setenv(f"{scheme}_proxy", running.url)
            ca = str(openbis.ca_file) if scheme == "https" else None
            _download(Instance("lab", f"{scheme}://{host}", ca_bundle=ca), tmp_path)
            asked = list(running.asked)
    assert asked
    if scheme == "https":
        assert {each.split()[0] for each in asked} == {"CONNECT"}, "requests and tokens are not visible to the proxy"


def test_hosts_in_no_proxy_are_reached_directly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with FakeOpenbis() as openbis, proxy({}) as running:
        monkeypatch.setenv("http_proxy", running.url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        _download(Instance("lab", openbis.url), tmp_path)
        assert running.asked == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_unavailable_proxy_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        monkeypatch.setenv(f"{scheme}_proxy", f"http://user:s3cret@127.0.0.1:{port}")
        clients = Clients(HttpLimits())
        with pytest.raises(InstanceUnreachable) as caught:
            OpenbisSessions(clients).open(Instance("lab", f"{scheme}://openbis.example.org"), ADMIN)
    assert "the proxy cannot be reached: connection refused" in str(caught.value)
    assert f"through the proxy http://127.0.0.1:{port}); see the variables" in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_proxy_that_refuses_a_host_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy({}) as running:
        monkeypatch.setenv("https_proxy", running.url)
        clients = Clients(HttpLimits())
        refusal = rf"the proxy does not connect to this server \(HTTP 403\) .+, through the proxy {running.url}"
        with pytest.raises(InstanceUnreachable, match=refusal):
            OpenbisSessions(clients).open(Instance("lab", "https://nowhere.example.org"), ADMIN)
