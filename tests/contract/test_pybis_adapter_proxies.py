"""The pyBIS adapter goes through the proxies that the usual variables name."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from jupyter_openbis_server.adapters.filesystem import FilesystemDownloadFolders
from jupyter_openbis_server.adapters.pybis import Clients, HttpLimits, PybisDataSets, PybisDataStore, PybisSessions
from jupyter_openbis_server.domain.model import Cancellation, Credentials, Instance, Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis, sample_data

from .proxy import proxy

ADMIN = Credentials("admin", Secret("changeit"))
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def _download(instance: Instance, folder: Path) -> None:
    clients = Clients(HttpLimits(connect_seconds=2, read_seconds=5, few_files=0))
    session = PybisSessions(clients).open(instance, ADMIN)
    data_set = PybisDataSets(clients).get(session, sample_data.IMAGES)
    store = PybisDataStore(clients)
    files = [each for each in store.files(session, data_set) if not each.is_folder]
    into = FilesystemDownloadFolders().prepare(str(folder), data_set.perm_id)
    store.fetch(session, data_set, files, into, Cancellation())
    assert {each.path for each in files} == {
        each.relative_to(into.path).as_posix() for each in Path(into.path).rglob("*") if each.is_file()
    }


@pytest.mark.parametrize("api_version", ["3.5", "3.6"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_everything_goes_through_the_proxy_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scheme: str, api_version: str
) -> None:
    with FakeOpenbis(tls=scheme == "https", api_version=api_version) as openbis:
        port = urlsplit(openbis.url).port or 0
        host = f"localhost:{port}"  # the certificate is for that name, too
        here = ("127.0.0.1", port)
        with proxy({host: here, "{}:{}".format(*here): here}) as way:  # the data store says the latter
            monkeypatch.setenv(f"{scheme}_proxy", way.url)
            ca = str(openbis.ca_file) if scheme == "https" else None
            _download(Instance("lab", f"{scheme}://{host}", ca_bundle=ca), tmp_path)
            asked = list(way.asked)
    assert asked
    if scheme == "https":
        assert {each.split()[0] for each in asked} == {"CONNECT"}, "of what is asked and by whom, it sees nothing"


def test_hosts_that_need_none_are_reached_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with FakeOpenbis() as openbis, proxy({}) as way:
        monkeypatch.setenv("http_proxy", way.url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        _download(Instance("lab", openbis.url), tmp_path)
        assert way.asked == []
