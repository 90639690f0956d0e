"""Changes of folders that the operating system reports."""

import threading
import time
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.sync.folder_changes import FilesystemFolderChanges
from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.ports import STATE_FOLDER

_LONG = 30.0


def test_a_change_ends_the_wait(tmp_path: Path) -> None:
    with FilesystemFolderChanges().of(str(tmp_path)) as changes:
        is_over = threading.Event()
        number = iter(range(1_000))

        def write() -> None:
            while not is_over.wait(0.05):  # the system may take some time until it watches the folder
                (tmp_path / f"{next(number)}.csv").write_text("1")

        writer = threading.Thread(target=write)
        writer.start()
        began = time.monotonic()
        changes.wait(0, _LONG, Cancellation())
        is_over.set()
        writer.join()
        assert time.monotonic() - began < _LONG


def test_time_ends_the_wait_and_what_programs_keep_is_no_change(tmp_path: Path) -> None:
    (tmp_path / STATE_FOLDER).mkdir()
    with FilesystemFolderChanges().of(str(tmp_path)) as changes:
        (tmp_path / STATE_FOLDER / "state.jsonl").write_text("{}")
        began = time.monotonic()
        changes.wait(0.1, 0.5, Cancellation())
        assert time.monotonic() - began >= 0.5


def test_a_folder_that_does_not_exist_can_be_watched(tmp_path: Path) -> None:
    with FilesystemFolderChanges().of(str(tmp_path / "later")) as changes:
        changes.wait(0, 0.01, Cancellation())


def test_only_time_passes_where_the_system_cannot_watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[object] = []
    monkeypatch.setattr(threading, "excepthook", ended.append)
    with FilesystemFolderChanges().of(f"{tmp_path}/no text \udc80") as changes:
        changes.wait(0, 0.01, Cancellation())
    assert ended == []


@pytest.mark.parametrize("at_least", [0.0, _LONG])
def test_a_cancellation_ends_the_wait(tmp_path: Path, at_least: float) -> None:
    cancellation = Cancellation()
    with FilesystemFolderChanges().of(str(tmp_path)) as changes:
        threading.Timer(0.1, cancellation.cancel).start()
        began = time.monotonic()
        with pytest.raises(Cancelled):
            changes.wait(at_least, _LONG, cancellation)
        assert time.monotonic() - began < _LONG
