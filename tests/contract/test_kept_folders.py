"""Kept folders: their list, their threads, and what is known about them; real adapters and fakes."""

from __future__ import annotations

import json
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.sync.kept_folders_file import KeptFoldersFile
from jupyter_openbis_server.adapters.filesystem.sync.known_states import FilesystemKnownStates
from jupyter_openbis_server.adapters.threads import ThreadedBackgroundWork
from jupyter_openbis_server.domain.errors import TargetNotWritable
from jupyter_openbis_server.domain.sync.errors import InvalidKeptFolders, InvalidSyncState
from jupyter_openbis_server.domain.sync.ports import STATE_FOLDER
from jupyter_openbis_server.testing.fakes.sync.kept_folders import MemoryBackgroundWork, MemoryKeptFolders
from jupyter_openbis_server.testing.fakes.sync.known_states import MemoryKnownStates
from tests.contract.contracts.kept_folders import FIRST, SECOND, KeptFoldersContract
from tests.contract.contracts.known_states import KnownStatesContract
from tests.contract.contracts.sync_folders import SEEN, TARGET
from tests.support.sync_world import LocalDisk, LocalMemory


class TestMemoryKeptFolders(KeptFoldersContract):
    @pytest.fixture
    def kept(self) -> MemoryKeptFolders:
        return MemoryKeptFolders()

    @pytest.fixture
    def damage(self, kept: MemoryKeptFolders) -> Callable[[], None]:
        return lambda: setattr(kept, "is_damaged", True)


class TestKeptFoldersFile(KeptFoldersContract):
    @pytest.fixture
    def kept(self, tmp_path: Path) -> KeptFoldersFile:
        return KeptFoldersFile(tmp_path / "new" / "kept", tmp_path / "root")

    @pytest.fixture
    def damage(self, tmp_path: Path) -> Callable[[], None]:
        return lambda: written(tmp_path).write_text("[]")

    def test_the_list_is_for_the_next_program_and_for_one_root_folder(
        self, kept: KeptFoldersFile, tmp_path: Path
    ) -> None:
        kept.put(FIRST)
        assert KeptFoldersFile(tmp_path / "new" / "kept", tmp_path / "root").all() == (FIRST,)
        assert KeptFoldersFile(tmp_path / "new" / "kept", tmp_path / "other").all() == ()

    def test_only_the_user_can_read_it(self, kept: KeptFoldersFile, tmp_path: Path) -> None:
        kept.put(FIRST)
        assert stat.S_IMODE(written(tmp_path).stat().st_mode) == 0o600

    @pytest.mark.parametrize(
        "change",
        [
            {"version": 2},
            {"folders": None},
            {"folders": [{}]},
            {"folders": ["text"]},
            {"since": "2026-05-17T14:30:00"},
            {"since": "yesterday"},
            {"direction": "sideways"},
            {"exclude": [7]},
            {"settleSeconds": "soon"},
            {"folder": 7},
        ],
    )
    def test_what_was_written_by_others_is_refused(
        self, kept: KeptFoldersFile, tmp_path: Path, change: dict[str, object]
    ) -> None:
        kept.put(SECOND)
        document = json.loads(written(tmp_path).read_text())
        target = document if change.keys() <= document.keys() else document["folders"][0]
        target.update(change)
        written(tmp_path).write_text(json.dumps(document))
        with pytest.raises(InvalidKeptFolders):
            kept.all()

    def test_a_list_that_cannot_be_written_is_unchanged(self, kept: KeptFoldersFile, tmp_path: Path) -> None:
        (tmp_path / "new").write_text("a file instead of the folder")
        with pytest.raises((TargetNotWritable, InvalidKeptFolders)):
            kept.put(FIRST)


def written(tmp_path: Path) -> Path:
    (path,) = (tmp_path / "new" / "kept").iterdir()
    return path


class TestMemoryKnownStates(KnownStatesContract):
    @pytest.fixture
    def here(self) -> LocalMemory:
        return LocalMemory()

    @pytest.fixture
    def known(self, here: LocalMemory) -> MemoryKnownStates:
        return MemoryKnownStates(here.folders)


class TestFilesystemKnownStates(KnownStatesContract):
    @pytest.fixture
    def here(self, tmp_path: Path) -> LocalDisk:
        return LocalDisk(tmp_path / "lab")

    @pytest.fixture
    def known(self) -> FilesystemKnownStates:
        return FilesystemKnownStates()

    @pytest.fixture
    def state(self, here: LocalDisk) -> Path:
        """The state file of a folder that was synchronised."""
        with here.folders.open(here.path, TARGET) as folder:
            folder.note(SEEN)
        return here.folder / STATE_FOLDER / "state.jsonl"

    def test_a_line_counts_when_it_is_complete(
        self, known: FilesystemKnownStates, here: LocalDisk, state: Path
    ) -> None:
        line = b'{"p":"new.csv","s":3}\n'
        for length in range(len(line)):
            with state.open("ab") as file:
                file.write(line[length : length + 1])
            assert ("new.csv" in known.seen(here.path)) == (length == len(line) - 1)
        assert len(known.seen(here.path)) == len(SEEN) + 1

    def test_a_file_that_was_written_again_is_read_again(
        self, known: FilesystemKnownStates, here: LocalDisk, state: Path
    ) -> None:
        known.seen(here.path)
        head = state.read_bytes().splitlines(keepends=True)[0]
        state.write_bytes(head + b'{"p":"x","d":1}\n' * 50 + b'{"p":"y","d":1}\n')  # the same file, and longer
        assert sorted(known.seen(here.path)) == ["x", "y"]
        state.unlink()
        assert known.seen(here.path) == {}
        assert known.target(here.path) is None

    def test_a_damaged_head_is_reported(self, known: FilesystemKnownStates, here: LocalDisk, state: Path) -> None:
        state.write_bytes(b"no state\n")
        with pytest.raises(InvalidSyncState):
            known.target(here.path)

    def test_the_state_of_few_folders_stays_in_memory(
        self, known: FilesystemKnownStates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("jupyter_openbis_server.adapters.filesystem.sync.known_states._MAX_PATHS", len(SEEN))
        folders = [LocalDisk(tmp_path / name) for name in ("one", "two")]
        for each in folders:
            with each.folders.open(each.path, TARGET) as folder:
                folder.note(SEEN)
        for each in (*folders, *folders):
            assert len(known.seen(each.path)) == len(SEEN)


def test_background_work_runs_in_a_thread_of_its_own() -> None:
    goes_on, seen = threading.Event(), []

    def work() -> None:
        seen.append(threading.current_thread())
        goes_on.wait(30)

    running = ThreadedBackgroundWork().start(work, "test-work")
    assert not running.wait(0.0)
    goes_on.set()
    assert running.wait(30)
    assert (seen[0].name, seen[0].daemon) == ("test-work", True)


def test_the_fake_of_background_work_runs_on_request() -> None:
    background, seen = MemoryBackgroundWork(), []
    running = background.start(lambda: seen.append(1), "work")
    assert (running.wait(0.0), seen) == (False, [])
    background.started[0].run()
    assert (running.wait(0.0), seen) == (True, [1])
