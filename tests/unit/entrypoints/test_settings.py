from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem import ANYWHERE, DownloadPlaces
from jupyter_openbis_server.entrypoints.settings import (
    ConfiguredConnections,
    Settings,
    connection_folders,
    own_folder,
    places_of_a_server,
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / ".jupyter"))
    return tmp_path


def test_all_folders_of_the_config_path_count_in_their_order_once(home: Path):
    path = [str(home / ".jupyter"), "/opt/jupyter", "/etc/jupyter", str(home / ".jupyter")]
    assert connection_folders(path, {}) == (home / ".jupyter", Path("/opt/jupyter"), Path("/etc/jupyter"))


@pytest.mark.parametrize("value", ["1", "true"])
def test_a_hub_can_leave_the_users_files_out(home: Path, value: str):
    path = [str(home / ".jupyter"), str(home / ".local/etc/jupyter"), "/etc/jupyter"]
    assert connection_folders(path, {"JUPYTERHUB_DISABLE_USER_CONFIG": value}) == (Path("/etc/jupyter"),)


@pytest.mark.parametrize("value", ["", "0", "false"])
def test_a_hub_can_say_that_it_does_not(home: Path, value: str):
    assert len(connection_folders([str(home), "/etc/jupyter"], {"JUPYTERHUB_DISABLE_USER_CONFIG": value})) == 2


def test_connections_of_the_configuration_are_read_and_bad_ones_reported(tmp_path: Path):
    entries = ConfiguredConnections(
        Settings(tmp_path, connections=[{"name": "lab", "url": "openbis.example.org"}, {"name": "broken"}])
    ).read()
    assert [each.name for each in entries.definitions] == ["lab"]
    assert entries.problems == ("OpenbisExtension.connections: connection 'broken': url: is missing",)


def test_a_server_puts_downloads_anywhere_but_into_hidden_folders_and_its_own(home: Path):
    places = places_of_a_server(Path("/srv/notebooks"), [], ["/etc/jupyter", "", "/etc/jupyter"])
    assert places == DownloadPlaces((Path("/srv/notebooks"), home), (Path("/etc/jupyter"),), hidden=False)


def test_the_roots_of_the_setting_are_the_only_ones(home: Path):
    places = places_of_a_server(Path("/srv/notebooks"), ["~/data", "/scratch", "incoming"], ["/etc/jupyter"])
    roots = (home / "data", Path("/scratch"), Path("/srv/notebooks/incoming"))
    assert places == DownloadPlaces(roots, (Path("/etc/jupyter"),), elsewhere=False, hidden=False)


def test_in_a_terminal_the_users_own_permissions_decide(tmp_path: Path):
    assert Settings(tmp_path).download_places == ANYWHERE


def test_settings_do_not_show_their_secrets():
    settings = Settings(Path("/"), environ={"OPENBIS_TOKEN": "$pat-me-x"}, connections=[{"password": "$pat-me-x"}])
    assert "pat-me" not in repr(settings)


def test_the_users_own_folder_is_one_of_those_that_count():
    folders = (Path("/home/anna/.jupyter"), Path("/etc/jupyter"))
    assert own_folder(folders, "/home/anna/.jupyter") == folders[0]
    assert own_folder(folders[1:], "/home/anna/.jupyter") is None
