"""`jupyter-openbis-conn` as documented, and where it is better."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jupyter_openbis_server.adapters.filesystem.connection_files import ConnectionFiles
from jupyter_openbis_server.adapters.filesystem.connection_yaml import FILE_NAME
from jupyter_openbis_server.domain.model import ConnectionDefinition
from jupyter_openbis_server.entrypoints.cli.conn import command

GIVEN = ["-n", "lab", "-h", "openbis.example.org", "--verify", "--https", "-u", "anna", "-p", "s3cret"]
PROGRAM = Path(sys.executable).with_name("jupyter-openbis-conn")


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    return [tmp_path / "user", tmp_path / "system"]


def run(folders: list[Path], *arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(command([str(folder) for folder in folders], str(folders[0])), arguments, input=typed)


def only(folder: Path) -> ConnectionDefinition:
    entries = ConnectionFiles([folder]).read()
    assert entries.problems == ()
    (definition,) = entries.definitions
    return definition


def without(*options: str) -> list[str]:
    """Return the usual arguments without some, which take a value unless they begin with `--`."""
    left = list(GIVEN)
    for option in options:
        place = left.index(option)
        del left[place : place + (1 if option.startswith("--") else 2)]
    return left


# --- options


def test_with_all_options_nothing_is_asked(folders: list[Path]) -> None:
    result = run(folders, *GIVEN, "-d", str(folders[1]))
    assert result.exit_code == 0
    assert result.stdout == f"Added connection lab in {folders[1] / FILE_NAME}\n"
    definition = only(folders[1])
    assert definition.instance.url == "https://openbis.example.org"
    assert definition.instance.verify_certificates is True
    assert definition.credentials is not None
    assert (definition.credentials.username, definition.credentials.secret.reveal()) == ("anna", "s3cret")


def test_the_long_options_mean_the_same(folders: list[Path]) -> None:
    options = ["--name", "lab", "--hostname", "a.org", "--username", "u", "--password", "p", "--destination"]
    assert run(folders, *options, str(folders[0]), "--verify", "--https").exit_code == 0
    assert only(folders[0]).username == "u"


@pytest.mark.parametrize(("option", "verified"), [("--verify", True), ("--verfiy", True), ("--no-verify", False)])
def test_certificates_are_verified_as_asked_also_in_the_published_spelling(
    folders: list[Path], option: str, verified: bool
) -> None:
    result = run(folders, *without("--verify"), option, "-d", str(folders[0]))
    assert result.exit_code == 0, result.output
    assert only(folders[0]).instance.verify_certificates is verified


def test_without_https_the_connection_may_use_http(folders: list[Path]) -> None:
    assert run(folders, *without("--https"), "--no-https", "-d", str(folders[0])).exit_code == 0
    assert only(folders[0]).instance.url == "http://openbis.example.org"


def test_only_folders_of_jupyters_configuration_path_are_destinations(folders: list[Path], tmp_path: Path) -> None:
    result = run(folders, *GIVEN, "-d", str(tmp_path))
    assert result.exit_code == 2
    assert str(folders[1]) in result.stderr
    assert not (tmp_path / FILE_NAME).exists()


def test_the_help_tells_all_options_and_destinations(folders: list[Path]) -> None:
    result = run(folders, "--help")
    assert result.exit_code == 0
    assert "Generate an openBIS connection file for use in Jupyter notebooks." in result.stdout
    for option in ("-n, --name", "-h, --hostname", "--verify / --no-verify", "--https / --no-https", "-u, --username"):
        assert option in result.stdout
    for option in ("-p, --password", "-d, --destination"):
        assert option in result.stdout


# --- prompts


def test_started_as_it_is_it_asks_for_everything(folders: list[Path]) -> None:
    typed = f"lab\nopenbis.example.org\nn\ny\nanna\ns3cret\n{folders[1]}\n"
    result = run(folders, typed=typed)
    assert result.exit_code == 0, result.output
    definition = only(folders[1])
    assert (definition.name, definition.username) == ("lab", "anna")
    assert definition.instance.verify_certificates is False
    assert definition.credentials is not None
    assert definition.credentials.secret.reveal() == "s3cret"


def test_user_name_and_password_are_optional_and_all_else_has_a_proposal(folders: list[Path]) -> None:
    result = run(folders, typed="lab\nopenbis.example.org\n\n\n\n\n\n")
    assert result.exit_code == 0, result.output
    definition = only(folders[0])
    assert definition.credentials is None
    assert definition.instance.verify_certificates is True
    assert "username" not in (folders[0] / FILE_NAME).read_text()
    assert "password" not in (folders[0] / FILE_NAME).read_text()


@pytest.mark.parametrize("arguments", [GIVEN, without("-p")])
def test_the_password_is_never_shown(folders: list[Path], arguments: list[str]) -> None:
    result = run(folders, *arguments, "-d", str(folders[0]), typed="s3cret\n")
    assert result.exit_code == 0
    assert "s3cret" not in result.output


def test_a_password_among_the_options_is_warned_about_on_the_error_channel(folders: list[Path]) -> None:
    assert "other users of this host" in run(folders, *GIVEN, "-d", str(folders[0])).stderr
    assert run(folders, *without("-p"), "-d", str(folders[0]), typed="s3cret\n").stderr == ""


# --- the file


def test_an_existing_file_is_added_to_and_keeps_its_comments(folders: list[Path]) -> None:
    folders[0].mkdir()
    path = folders[0] / FILE_NAME
    path.write_text("# mine\nconnections:\n  - name: old\n    url: old.org  # keep\n")
    assert run(folders, *GIVEN, "-d", str(folders[0])).exit_code == 0
    assert path.read_text().startswith("# mine\nconnections:\n  - name: old\n    url: old.org  # keep\n  - name: lab\n")


def test_a_connection_of_the_same_name_is_updated(folders: list[Path]) -> None:
    run(folders, *GIVEN, "-d", str(folders[0]))
    result = run(folders, *without("-h"), "-h", "new.example.org", "-d", str(folders[0]))
    assert result.stdout == f"Updated connection lab in {folders[0] / FILE_NAME}\n"
    assert only(folders[0]).instance.url == "https://new.example.org"


def test_the_file_is_readable_for_its_owner_only(folders: list[Path]) -> None:
    run(folders, *GIVEN, "-d", str(folders[0]))
    assert stat.S_IMODE((folders[0] / FILE_NAME).stat().st_mode) == 0o600


# --- what goes wrong


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("not a host", "is not a host name"),
        ("ftp://a.org", "not by ftp"),
        ("a.org:port", "port"),
        ("http://a.org", "http"),
    ],
)
def test_a_wrong_host_name_is_a_wrong_usage(folders: list[Path], host: str, reason: str) -> None:
    result = run(folders, *without("-h"), "-h", host, "-d", str(folders[0]))
    assert result.exit_code == 2
    assert "--hostname" in result.stderr
    assert reason in result.stderr
    assert not folders[0].exists()


def test_a_missing_name_is_a_wrong_usage(folders: list[Path]) -> None:
    result = run(folders, *without("-n"), "-n", " ", "-d", str(folders[0]))
    assert result.exit_code == 2
    assert "--name" in result.stderr


def test_a_broken_file_is_named_and_nothing_is_lost(folders: list[Path]) -> None:
    folders[0].mkdir()
    path = folders[0] / FILE_NAME
    path.write_text("connections:\n  - password: 'geheim\n")
    result = run(folders, *GIVEN, "-d", str(folders[0]))
    assert result.exit_code == 1
    assert f"Error: {path}: not changed: line" in result.stderr
    assert "geheim" not in result.output
    assert path.read_text() == "connections:\n  - password: 'geheim\n"


def test_a_folder_that_cannot_be_made_is_named(folders: list[Path]) -> None:
    folders[0].write_text("a file")
    result = run(folders, *GIVEN, "-d", str(folders[0]))
    assert result.exit_code == 1
    assert (
        result.stderr.splitlines()[-1]
        == f"Error: {folders[0] / FILE_NAME} cannot be written: there is a file of that name"
    )
    assert folders[0].read_text() == "a file"


# --- the installed program


def test_the_installed_program_proposes_the_users_folder(tmp_path: Path) -> None:
    environ = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "mine")}
    outcome = subprocess.run([PROGRAM, "--help"], env=environ, capture_output=True, text=True, timeout=60, check=True)
    assert outcome.stdout.startswith("Usage: jupyter-openbis-conn [OPTIONS]")
    assert f"[default:{tmp_path / 'mine'}]" in "".join(outcome.stdout.split())


def test_the_installed_program_writes_where_jupyter_looks(tmp_path: Path) -> None:
    environ = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path)}
    arguments = [PROGRAM, *GIVEN, "-d", str(tmp_path)]
    subprocess.run(arguments, env=environ, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=True)
    assert only(tmp_path).name == "lab"
