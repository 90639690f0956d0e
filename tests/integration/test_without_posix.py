"""A Python without what Windows lacks: transfers work, by fallbacks."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.support.platforms import MODULES_NOT_ON_WINDOWS, NOT_ON_WINDOWS

ROOT = Path(__file__).parents[2]
WITHOUT_POSIX = f"""
import importlib, os, signal, socket, sys
names = {NOT_ON_WINDOWS!r}
import asyncio, multiprocessing.pool, selectors, shutil, ssl, subprocess, tempfile, uuid
import platformdirs, pybis
for module in (os, signal):
    for name in names[module.__name__]:
        if hasattr(module, name) and name != "statvfs":  # shutil needs it here
            delattr(module, name)
os.supports_dir_fd.clear()
for name in {MODULES_NOT_ON_WINDOWS!r}:
    sys.modules[name] = None
"""
"""Removes what Windows lacks from this Python. What needs it itself is loaded before."""


def run_without_posix(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", WITHOUT_POSIX + code, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=USERS) as openbis:
        yield openbis


DOWNLOAD = """
from jupyter_openbis_server import connect, verify
url, password, folder = sys.argv[1:]
with connect(url=url, username="alice", password=password, http_only=True) as lab:
    lab.download("20230315101500001-1001", folder, progress=False).raise_first()
(copy,) = verify(folder)
print(copy.ok, len(os.listdir(folder)))
"""


def test_downloads_are_complete_on_a_system_without_names_of_posix(openbis: FakeOpenbis, tmp_path: Path) -> None:
    assert run_without_posix(DOWNLOAD, openbis.url, USERS["alice"], str(tmp_path)).split() == ["True", "1"]


JOURNAL = """
from jupyter_openbis_server.adapters.filesystem.upload_journals import UploadJournalFiles
for _ in range(2):
    with UploadJournalFiles().open(sys.argv[1], "https://openbis.example.org") as journal:
        print(len(journal.entries()))
"""


def test_journals_are_used_without_a_lock_where_there_are_none(tmp_path: Path) -> None:
    assert run_without_posix(JOURNAL, str(tmp_path / "journal")).split() == ["0", "0"]
