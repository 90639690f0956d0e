"""The secret scan, `.ci/scan_secrets.py`, finds planted secrets; it needs no network."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
scan = runpy.run_path(str(ROOT / ".ci" / "scan_secrets.py"))
# Put together here, so that the scan of this file finds nothing.
OPENBIS = "-".join(("alice", "250101120000000" + "x" + "9E43A0B1" * 4))
SECRETS = {
    "openBIS token": OPENBIS,
    "GitHub Token": "ghp" + "_" + "aB3" * 12,
    "GitLab Token": "glpat" + "-" + "aB3dE6gH9jK2mN5pQ8sT",
    "PyPI Token": "pypi-" + "AgEIcHlwaS5vcmc" + "aB3d" * 20,
    "Private Key": "-----BEGIN " + "RSA PRIVATE KEY" + "-----",
    "Basic Auth Credentials": "https://alice:" + "aB3dE6gH9jK2" + "@openbis.example.org",
}


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the scan connects to a server")

    monkeypatch.setattr("socket.socket.connect", refuse)


def scanned(file: Path) -> list[tuple[int, str]]:
    return [(each.line, each.kind) for each in scan["findings"]([file])]


@pytest.mark.parametrize("kind", SECRETS)
def test_a_planted_secret_is_found_with_its_line(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.py"
    file.write_text(f"# first\nVALUE = '{SECRETS[kind]}'\n")
    assert (2, kind) in scanned(file)


def test_a_password_in_a_configuration_is_found(tmp_path: Path) -> None:
    file = tmp_path / "connections.yaml"
    file.write_text("connections:\n  - name: lab\n    pass" + "word: 'aB3dE6gH9jK2'\n")
    assert scanned(file) == [(3, "Secret Keyword")]


def test_an_access_token_of_openbis_is_found_in_text(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(f"Log in with `$pat-{OPENBIS}`.\n")
    assert (1, "openBIS token") in scanned(file)


def test_code_that_handles_secrets_has_none(tmp_path: Path) -> None:
    file = tmp_path / "code.py"
    file.write_text("token = secrets.token_hex(16)\npassword = getpass.getpass()\nsession = 'alice-1'\n")
    assert scanned(file) == []


def test_a_planted_secret_fails_the_scan_and_is_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(f"{OPENBIS}\n")
    assert scan["main"](str(file)) == 1
    shown = capsys.readouterr().err
    assert f"{file}:1: openBIS token" in shown
    assert OPENBIS not in shown


def test_allowances_have_a_reason() -> None:
    assert all(reason.strip() for reason in scan["ALLOWED"].values())
