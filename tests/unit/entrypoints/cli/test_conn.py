"""`jupyter-openbis-conn`: documented behaviour and extensions."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jupyter_openbis_server.adapters.filesystem.connections.connection_files import ConnectionFiles
from jupyter_openbis_server.adapters.filesystem.connections.connection_yaml import FILE_NAME
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.entrypoints.cli.conn import command

GIVEN = ["-n", "lab", "-h", "openbis.example.org", "--verify", "--https", "-u", "anna", "-p", "s3cret"]
PROGRAM = Path(sys.executable).with_name("jupyter-openbis-conn")


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    return [tmp_path / "user", tmp_path / "system"]


def run(folders: list[Path], *arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(command([str(folder) for folder in folders], str(folders[0])), arguments, input=typed)


def single_connection(folder: Path) -> ConnectionDefinition:
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


def test_name_may_be_given_as_in_all_commands(folders: list[Path]) -> None:
    for arguments in (["-c", "my lab"], ["-c", "my lab", "-n", "my lab"]):
        result = run(folders, *arguments, *without("-n"), "-d", str(folders[0]))
        assert result.exit_code == 0, result.output
        assert single_connection(folders[0]).name == "my lab"


def test_different_names_are_an_error(folders: list[Path]) -> None:
    for arguments in (["-c", "my lab", *GIVEN], [*GIVEN, "-c", "my lab"]):
        result = run(folders, *arguments, "-d", str(folders[0]))
        assert result.exit_code == 2
        assert "-c (my lab) and --name (lab) are different names" in result.stderr
    assert not folders[0].exists()


def test_http_names_the_option_that_allows_it(folders: list[Path]) -> None:
    result = run(folders, "-n", "x", "-h", "http://openbis.example.org", "--https", "-u", "", "-p", "")
    assert (result.exit_code, "--no-https allows it" in result.stderr, "http_only" in result.stderr) == (2, True, False)


def test_no_prompts_are_shown_with_all_options(folders: list[Path]) -> None:
    result = run(folders, *GIVEN, "-d", str(folders[1]))
    assert result.exit_code == 0
    assert result.stdout == f"Added connection lab in {folders[1] / FILE_NAME}\n"
    definition = single_connection(folders[1])
    assert definition.instance.url == "https://openbis.example.org"
    assert definition.instance.verify_certificates is True
    assert definition.credentials is not None
    assert (definition.credentials.username, definition.credentials.secret.reveal()) == ("anna", "s3cret")


def test_long_options_are_equivalent(folders: list[Path]) -> None:
    options = ["--name", "lab", "--hostname", "a.org", "--username", "u", "--password", "p", "--destination"]
    assert run(folders, *options, str(folders[0]), "--verify", "--https").exit_code == 0
    assert single_connection(folders[0]).username == "u"


@pytest.mark.parametrize(("option", "verified"), [("--verify", True), ("--verfiy", True), ("--no-verify", False)])
def test_certificate_options_are_accepted_in_the_published_spelling(
    folders: list[Path], option: str, verified: bool
) -> None:
    result = run(folders, *without("--verify"), option, "-d", str(folders[0]))
    assert result.exit_code == 0, result.output
    assert single_connection(folders[0]).instance.verify_certificates is verified


def test_without_https_the_connection_may_use_http(folders: list[Path]) -> None:
    assert run(folders, *without("--https"), "--no-https", "-d", str(folders[0])).exit_code == 0
    assert single_connection(folders[0]).instance.url == "http://openbis.example.org"


def test_destinations_are_limited_to_the_config_path_of_jupyter(folders: list[Path], tmp_path: Path) -> None:
    result = run(folders, *GIVEN, "-d", str(tmp_path))
    assert result.exit_code == 2
    assert str(folders[1]) in result.stderr
    assert not (tmp_path / FILE_NAME).exists()


def test_help_lists_all_options_and_destinations(folders: list[Path]) -> None:
    result = run(folders, "--help")
    assert result.exit_code == 0
    assert "Generate an openBIS connection file for use in Jupyter notebooks." in result.stdout
    for option in ("-n, --name", "-h, --hostname", "--verify / --no-verify", "--https / --no-https", "-u, --username"):
        assert option in result.stdout
    for option in ("-p, --password", "-d, --destination"):
        assert option in result.stdout


# --- answers to prompts, without a terminal; prompts on a terminal: tests/integration/cli


def test_without_options_all_values_are_read_from_standard_input(folders: list[Path]) -> None:
    typed = f"lab\nopenbis.example.org\nn\ny\nanna\ns3cret\n{folders[1]}\n"
    result = run(folders, typed=typed)
    assert result.exit_code == 0, result.output
    definition = single_connection(folders[1])
    assert (definition.name, definition.username) == ("lab", "anna")
    assert definition.instance.verify_certificates is False
    assert definition.credentials is not None
    assert definition.credentials.secret.reveal() == "s3cret"


def test_without_a_terminal_no_prompts_are_shown(folders: list[Path]) -> None:
    result = run(folders, "-n", "lab", typed="openbis.example.org\n")
    assert (result.exit_code, result.stdout) == (0, f"Added connection lab in {folders[0] / FILE_NAME}\n")
    assert result.stderr == "There is no terminal to ask for a password; to save one, use --password-stdin.\n"
    assert run(folders, "-n", "lab", "-h", "a.org", "-p", "").stderr == ""
    assert run(folders, "-q", "-n", "lab", "-h", "a.org").stderr == ""


def test_an_invalid_answer_is_a_usage_error(folders: list[Path]) -> None:
    result = run(folders, *without("--verify"), "-d", str(folders[0]), typed="perhaps\n")
    assert result.exit_code == 2
    assert "'perhaps' is not a valid boolean" in result.stderr
    assert not folders[0].exists()


def test_user_name_and_password_are_optional_and_other_prompts_have_defaults(folders: list[Path]) -> None:
    result = run(folders, typed="lab\nopenbis.example.org\n\n\n\n\n\n")
    assert result.exit_code == 0, result.output
    definition = single_connection(folders[0])
    assert definition.credentials is None
    assert definition.instance.verify_certificates is True
    assert "username" not in (folders[0] / FILE_NAME).read_text()
    assert "password" not in (folders[0] / FILE_NAME).read_text()


@pytest.mark.parametrize("arguments", [GIVEN, without("-p")])
def test_the_password_is_never_shown(folders: list[Path], arguments: list[str]) -> None:
    result = run(folders, *arguments, "-d", str(folders[0]), typed="s3cret\n")
    assert result.exit_code == 0
    assert "s3cret" not in result.output


def test_password_option_causes_a_warning_on_standard_error(folders: list[Path]) -> None:
    assert "other users of this host" in run(folders, *GIVEN, "-d", str(folders[0])).stderr
    assert run(folders, *without("-p"), "-d", str(folders[0]), typed="s3cret\n").stderr == ""
    assert "other users" not in run(folders, *without("-p"), "-p", "", "-d", str(folders[0])).stderr


# --- the file


def test_existing_file_is_extended_and_keeps_its_comments(folders: list[Path]) -> None:
    folders[0].mkdir()
    path = folders[0] / FILE_NAME
    path.write_text("# mine\nconnections:\n  - name: old\n    url: old.org  # keep\n")
    assert run(folders, *GIVEN, "-d", str(folders[0])).exit_code == 0
    assert path.read_text().startswith("# mine\nconnections:\n  - name: old\n    url: old.org  # keep\n  - name: lab\n")


def test_a_connection_of_the_same_name_is_updated(folders: list[Path]) -> None:
    run(folders, *GIVEN, "-d", str(folders[0]))
    result = run(folders, *without("-h"), "-h", "new.example.org", "-d", str(folders[0]))
    assert result.stdout == f"Updated connection lab in {folders[0] / FILE_NAME}\n"
    assert single_connection(folders[0]).instance.url == "https://new.example.org"


def test_settings_that_are_not_given_are_kept_except_those_of_encryption(folders: list[Path]) -> None:
    run(folders, *without("--verify"), "--no-verify", "--mount", "port=2200", "-d", str(folders[0]))
    assert run(folders, "-n", "lab", "-h", "openbis.example.org").exit_code == 0
    definition = single_connection(folders[0])
    assert (definition.username, definition.mounting.port) == ("anna", 2200)
    assert definition.credentials is not None
    assert definition.instance.verify_certificates is True


def test_the_file_is_readable_for_its_owner_only(folders: list[Path]) -> None:
    run(folders, *GIVEN, "-d", str(folders[0]))
    assert stat.S_IMODE((folders[0] / FILE_NAME).stat().st_mode) == 0o600


# --- errors


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("not a host", "is not a host name"),
        ("ftp://a.org", "not by ftp"),
        ("a.org:port", "port"),
        ("http://a.org", "http"),
    ],
)
def test_invalid_host_name_is_a_usage_error(folders: list[Path], host: str, reason: str) -> None:
    result = run(folders, *without("-h"), "-h", host, "-d", str(folders[0]))
    assert result.exit_code == 2
    assert "--hostname" in result.stderr
    assert reason in result.stderr
    assert not folders[0].exists()


def test_missing_name_is_a_usage_error(folders: list[Path]) -> None:
    result = run(folders, *without("-n"), "-n", " ", "-d", str(folders[0]))
    assert result.exit_code == 2
    assert "--name" in result.stderr


def test_invalid_file_is_named_and_not_changed(folders: list[Path]) -> None:
    folders[0].mkdir()
    path = folders[0] / FILE_NAME
    path.write_text("connections:\n  - password: 'geheim\n")
    result = run(folders, *GIVEN, "-d", str(folders[0]))
    assert result.exit_code == 2
    assert f"Error: {path}: not changed: line" in result.stderr
    assert "geheim" not in result.output
    assert path.read_text() == "connections:\n  - password: 'geheim\n"


def test_a_folder_that_cannot_be_made_is_named(folders: list[Path]) -> None:
    folders[0].write_text("a file")
    result = run(folders, *GIVEN, "-d", str(folders[0]))
    assert result.exit_code == 8
    assert (
        result.stderr.splitlines()[-1]
        == f"Error: {folders[0] / FILE_NAME} cannot be written: there is a file of that name"
    )
    assert folders[0].read_text() == "a file"


# --- the installed program


def test_installed_program_proposes_the_folder_of_the_user(tmp_path: Path) -> None:
    environ = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}
    outcome = subprocess.run([PROGRAM, "--help"], env=environ, capture_output=True, text=True, timeout=60, check=True)
    assert outcome.stdout.startswith("Usage: jupyter-openbis-conn [OPTIONS]")
    assert f"[default:{tmp_path / 'config'}]" in "".join(outcome.stdout.split())


def test_installed_program_writes_into_the_config_path_of_jupyter(tmp_path: Path) -> None:
    environ = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path)}
    arguments = [PROGRAM, *GIVEN, "-d", str(tmp_path)]
    subprocess.run(arguments, env=environ, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=True)
    assert single_connection(tmp_path).name == "lab"


# --- non-interactive use


def test_name_and_host_are_sufficient(folders: list[Path]) -> None:
    result = run(folders, "-n", "lab", "-h", "a.org")
    assert result.exit_code == 0, result.output
    definition = single_connection(folders[0])
    assert (definition.instance.url, definition.instance.verify_certificates) == ("https://a.org", True)
    assert definition.credentials is None


def test_missing_options_are_named(folders: list[Path]) -> None:
    result = run(folders, "-u", "anna")
    assert result.exit_code == 2
    assert "Missing: --name, --hostname. There is no terminal to ask for it." in result.stderr
    stderr = run(folders, "-n", "lab").stderr
    assert "Missing: --hostname." in stderr
    assert "--help' for help." in stderr


@pytest.mark.parametrize("option", ["--password-stdin", "--token-stdin"])
def test_a_secret_is_read_from_standard_input(folders: list[Path], option: str) -> None:
    secret = "$pat-anna-240101000000000xABC" if option == "--token-stdin" else " s3cret "
    result = run(folders, "-n", "lab", "-h", "a.org", "-u", "anna", option, typed=f"{secret}\n")
    assert result.exit_code == 0, result.output
    credentials = single_connection(folders[0]).credentials
    assert credentials is not None
    assert (credentials.secret.reveal(), credentials.is_token) == (secret, option == "--token-stdin")
    assert secret.strip() not in result.output


def test_a_new_secret_replaces_the_token_or_password_in_the_file(folders: list[Path]) -> None:
    token = "$pat-anna-240101000000000xABC"
    for options, typed, kept in (
        (["--token-stdin"], token, {"token": token}),
        (["-p", "s3cret"], "", {"password": "s3cret"}),
        (["--token-stdin"], token, {"token": token}),
    ):
        result = run(folders, "-n", "lab", "-h", "a.org", "-u", "anna", *options, typed=typed)
        assert result.exit_code == 0, result.output
        credentials = single_connection(folders[0]).credentials
        assert credentials is not None
        assert {"token" if credentials.is_token else "password": credentials.secret.reveal()} == kept


def test_token_is_prompted(folders: list[Path]) -> None:
    token = "$pat-anna-240101000000000xABC"
    result = run(folders, *without("-u", "-p"), "-d", str(folders[0]), "--ask-token", typed=f"\n{token}\n")
    assert result.exit_code == 0, result.output
    credentials = single_connection(folders[0]).credentials
    assert credentials is not None
    assert credentials.secret.reveal() == token


def test_exactly_one_non_empty_secret_is_accepted(folders: list[Path]) -> None:
    assert "Give only one" in run(folders, *GIVEN, "--token-stdin", typed="x\n").stderr
    assert "Standard input is empty" in run(folders, "-n", "lab", "-h", "a.org", "--token-stdin").stderr
    assert "use --token-stdin" in run(folders, "-n", "lab", "-h", "a.org", "--ask-token").stderr
    assert not (folders[0] / FILE_NAME).exists()


def test_options_for_certificates_and_mounts_are_saved(folders: list[Path], tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("")
    options = ["--ca-bundle", str(tmp_path / "ca.pem"), "--mount", "port=2222", "--mount", "read_only=no"]
    options += ["--mount", "options=Ciphers=aes128-ctr", "--mount", "host=sftp.a.org"]
    result = run(folders, "-n", "lab", "-h", "a.org", *options)
    assert result.exit_code == 0, result.output
    definition = single_connection(folders[0])
    assert definition.instance.ca_bundle == str(tmp_path / "ca.pem")
    mounting = definition.mounting
    assert (mounting.port, mounting.read_only, mounting.host) == (2222, False, "sftp.a.org")
    assert mounting.options == ("Ciphers=aes128-ctr",)


@pytest.mark.parametrize(("option", "words"), [("nonsense", "is not KEY=VALUE"), ("prt=1", "has no key 'prt'")])
def test_unknown_mount_options_are_refused(folders: list[Path], option: str, words: str) -> None:
    result = run(folders, "-n", "lab", "-h", "a.org", "--mount", option)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (folders[0] / FILE_NAME).exists()


def test_result_is_printed_as_json(folders: list[Path]) -> None:
    expected = {"version": 1, "name": "lab", "file": str(folders[0] / FILE_NAME), "updated": False}
    assert json.loads(run(folders, "-n", "lab", "-h", "a.org", "--json").stdout) == expected
    assert json.loads(run(folders, "-n", "lab", "-h", "a.org", "--json").stdout) == expected | {"updated": True}
    refused = json.loads(run(folders, "-n", "lab", "-h", "http://a.org", "--json").stdout)
    assert refused["error"]["exitStatus"] == 2
