"""Cached resolution of links, without waiting for a hanging file system."""

import os
import threading
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.sshfs.real_folders import RealFolders


def test_resolved_links_are_cached(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    folders = RealFolders()
    assert folders.of(str(tmp_path / "link")) == str(tmp_path / "real")
    (tmp_path / "link").unlink()
    assert folders.of(str(tmp_path / "link")) == str(tmp_path / "real")
    assert folders.follow(str(tmp_path / "link")) == str(tmp_path / "link")
    assert folders.of(str(tmp_path / "link")) == str(tmp_path / "link")


def test_hanging_file_system_is_accessed_once_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, responds, followed = [], threading.Event(), threading.Event()
    genuine = os.path.realpath

    def realpath(path: str) -> str:
        asked.append(path)
        responds.wait(30)
        followed.set()
        return genuine(path)

    monkeypatch.setattr(os.path, "realpath", realpath)
    folders = RealFolders(seconds=0.01)
    assert [folders.of("/mnt/dead") for _ in range(3)] == ["/mnt/dead"] * 3
    assert asked == ["/mnt/dead"]
    responds.set()
    assert followed.wait(30)
