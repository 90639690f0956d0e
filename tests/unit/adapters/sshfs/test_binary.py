"""Finding sshfs."""

from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.sshfs.binary import find_sshfs


def test_sshfs_is_found_where_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "sshfs"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_sshfs() == str(program)


def test_without_sshfs_nothing_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sshfs").write_text("not executable")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_sshfs() is None
