from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import UNRESTRICTED, DownloadPolicy
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


def test_folders_of_the_config_path_are_used_in_order_and_once(home: Path):
    path = [str(home / ".jupyter"), "/opt/jupyter", "/etc/jupyter", str(home / ".jupyter")]
    assert connection_folders(path, {}) == (home / ".jupyter", Path("/opt/jupyter"), Path("/etc/jupyter"))


@pytest.mark.parametrize("value", ["1", "true"])
def test_files_of_users_can_be_disabled_by_a_hub(home: Path, value: str):
    path = [str(home / ".jupyter"), str(home / ".local/etc/jupyter"), "/etc/jupyter"]
    assert connection_folders(path, {"JUPYTERHUB_DISABLE_USER_CONFIG": value}) == (Path("/etc/jupyter"),)


@pytest.mark.parametrize("value", ["", "0", "false"])
def test_files_of_users_are_used_by_default(home: Path, value: str):
    assert len(connection_folders([str(home), "/etc/jupyter"], {"JUPYTERHUB_DISABLE_USER_CONFIG": value})) == 2


def test_connections_of_the_configuration_are_read_and_invalid_ones_reported(tmp_path: Path):
    entries = ConfiguredConnections(
        Settings(tmp_path, connections=[{"name": "lab", "url": "openbis.example.org"}, {"name": "broken"}])
    ).read()
    assert [each.name for each in entries.definitions] == ["lab"]
    assert entries.problems == ("OpenbisExtension.connections: connection 'broken': url: is missing",)


def test_downloads_of_a_server_are_refused_in_hidden_folders_and_its_own_ones(home: Path):
    places = places_of_a_server(Path("/srv/notebooks"), [], ["/etc/jupyter", "", "/etc/jupyter"])
    assert places == DownloadPolicy((Path("/srv/notebooks"), home), (Path("/etc/jupyter"),), hidden=False)


def test_configured_roots_replace_the_default_ones(home: Path):
    places = places_of_a_server(Path("/srv/notebooks"), ["~/data", "/scratch", "incoming"], ["/etc/jupyter"])
    roots = (home / "data", Path("/scratch"), Path("/srv/notebooks/incoming"))
    assert places == DownloadPolicy(roots, (Path("/etc/jupyter"),), allow_outside_roots=False, hidden=False)


def test_downloads_in_a_terminal_are_not_restricted(tmp_path: Path):
    assert Settings(tmp_path).download_places == UNRESTRICTED


def test_settings_do_not_show_their_secrets():
    settings = Settings(Path("/"), environ={"OPENBIS_TOKEN": "$pat-me-x"}, connections=[{"password": "$pat-me-x"}])
    assert "pat-me" not in repr(settings)


def test_folder_of_the_user_is_part_of_the_config_path():
    folders = (Path("/home/anna/.jupyter"), Path("/etc/jupyter"))
    assert own_folder(folders, "/home/anna/.jupyter") == folders[0]
    assert own_folder(folders[1:], "/home/anna/.jupyter") is None
