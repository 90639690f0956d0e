"""Folders that are synchronised: on the disk, and their fake."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import DownloadPolicy
from jupyter_openbis_server.adapters.filesystem.downloads.partials.owners import this_process
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.sync.known_states import FilesystemKnownStates
from jupyter_openbis_server.adapters.filesystem.sync.sync_folders import FilesystemSyncFolders
from jupyter_openbis_server.domain.errors import InvalidPath, TargetNotWritable
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen
from jupyter_openbis_server.domain.sync.errors import InvalidSyncState, LocalFileChanged, SyncFolderMissing, SyncRunning
from jupyter_openbis_server.domain.sync.ports import STATE_FOLDER, OpenSyncFolder
from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION, NO_EXCLUSION
from tests.contract.contracts.sync_folders import (
    MODIFIED,
    SEEN,
    TARGET,
    SyncFoldersContract,
    files_of,
    listed,
    receive,
)
from tests.support.sync_world import Interrupted, LocalDisk, LocalMemory


class TestMemorySyncFolders(SyncFoldersContract):
    @pytest.fixture
    def here(self) -> LocalMemory:
        return LocalMemory()


class TestFilesystemSyncFolders(SyncFoldersContract):
    @pytest.fixture
    def here(self, tmp_path: Path) -> LocalDisk:
        return LocalDisk(tmp_path / "lab")


@pytest.fixture
def here(tmp_path: Path) -> LocalDisk:
    return LocalDisk(tmp_path / "lab")


def test_a_placed_file_has_the_time_of_openbis(here):
    with here.folders.open(here.path, TARGET) as folder:
        receive(folder, "a.csv", b"abc")
        folder.place(listed("a.csv", b"abc"), "a.csv", None)
    assert (here.folder / "a.csv").stat().st_mtime == MODIFIED.timestamp()


def test_links_and_devices_are_named_and_never_followed(here, tmp_path):
    here.write("run/a.csv", b"1")
    (tmp_path / "outside").mkdir()
    (here.folder / "link").symlink_to(tmp_path / "outside")
    (here.folder / "inside").symlink_to("run")
    os.mkfifo(here.folder / "pipe")
    found = here.folders.look(here.path).files(DEFAULT_EXCLUSION, Cancellation())
    assert sorted(found.entries) == ["run", "run/a.csv"]
    assert sorted(found.unusable) == ["inside", "link", "pipe"]
    with here.folders.open(here.path, TARGET) as folder:
        for path in ("link/b.csv", "inside/b.csv"):
            receive(folder, path, b"new")
            with pytest.raises((InvalidPath, LocalFileChanged)):
                folder.place(listed(path, b"new"), path, None)
    assert sorted(each.name for each in (here.folder / "run").iterdir()) == ["a.csv"]
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_folder_that_cannot_be_read_is_not_taken_for_empty(here, monkeypatch):
    here.write("run/a.csv", b"1")
    here.write("b.csv", b"2")
    real = OpenFolder.statuses

    def refused(self: OpenFolder) -> Iterator[tuple[str, os.stat_result]]:
        if self.path.endswith("/run"):
            raise PermissionError(errno.EACCES, "no")
        return real(self)

    monkeypatch.setattr(OpenFolder, "statuses", refused)
    found = here.folders.look(here.path).files(DEFAULT_EXCLUSION, Cancellation())
    assert sorted(found.entries) == ["b.csv", "run"]
    assert "cannot be read" in found.unusable["run"]


def test_names_that_are_no_text_are_named(here):
    here.write("a.csv", b"1")
    (here.folder / os.fsdecode(b"caf\xe9")).write_bytes(b"2")
    found = here.folders.look(here.path).files(DEFAULT_EXCLUSION, Cancellation())
    assert (sorted(found.entries), len(found.unusable)) == (["a.csv"], 1)


def test_a_file_in_the_place_of_the_folder_was_never_synchronised(here):
    here.folder.write_text("a file")
    known = FilesystemKnownStates()
    assert here.folders.look(here.path).target is None
    assert (known.target(here.path), known.seen(here.path)) == (None, {})
    with pytest.raises(SyncFolderMissing), here.folders.open(here.path, TARGET, is_known=True):
        raise AssertionError
    with pytest.raises(TargetNotWritable), here.folders.open(here.path, TARGET):
        raise AssertionError
    assert here.folder.read_text() == "a file"


def test_a_link_in_the_place_of_what_is_known_is_reported(here, tmp_path):
    here.folder.mkdir()
    (tmp_path / "outside").mkdir()
    (here.folder / ".openbis-sync").symlink_to(tmp_path / "outside")
    for use in (here.folders.look, FilesystemKnownStates().target):
        with pytest.raises((TargetNotWritable, InvalidPath)):
            use(here.path)
    with pytest.raises((TargetNotWritable, InvalidPath)), here.folders.open(here.path, TARGET, is_known=True):
        raise AssertionError
    assert list((tmp_path / "outside").iterdir()) == []


def test_the_folder_with_the_state_is_never_listed(here):
    with here.folders.open(here.path, TARGET):
        found = here.folders.look(here.path).files(NO_EXCLUSION, Cancellation())
    assert found.entries == {}
    assert (here.folder / STATE_FOLDER / "state.jsonl").exists()


def test_a_file_that_was_modified_just_now_may_change_without_another_time(tmp_path):
    now = 1_700_000_000_000_000_000
    here = LocalDisk(tmp_path)
    here.folders = FilesystemSyncFolders(now_ns=lambda: now)
    for name, time in (("old", now - 5_000_000_000), ("new", now - 1_000_000), ("future", now + 5_000_000_000)):
        here.write(name, b"1")
        os.utime(tmp_path / name, ns=(time, time))
    stamps = {path: each.stamp for path, each in files_of(here).items()}
    assert {path: each.is_certain for path, each in stamps.items() if each} == {
        "old": True,
        "new": False,
        "future": False,
    }


def test_closed_folders_are_neither_used_nor_read(tmp_path):
    closed = tmp_path / "lab" / "runtime"
    here = LocalDisk(tmp_path / "lab")
    here.write("runtime/secret.json", b"1")
    here.folders = FilesystemSyncFolders(DownloadPolicy((tmp_path / "lab",), (closed,), allow_outside_roots=False))
    assert sorted(here.folders.look(here.path).files(DEFAULT_EXCLUSION, Cancellation()).unusable) == ["runtime"]
    for folder in (closed, tmp_path / "other"):
        with pytest.raises(InvalidPath):
            here.folders.look(str(folder))


class TestStateFile:
    def test_any_end_of_the_file_is_read_and_continued(self, here):
        with here.folders.open(here.path, TARGET) as folder:
            folder.note(SEEN)
        place = here.folder / STATE_FOLDER / "state.jsonl"
        content = place.read_bytes()
        head = content.index(b"\n") + 1
        for length in range(head, len(content)):
            place.write_bytes(content[:length])
            whole = content[head:length].count(b"\n")
            before = dict(here.folders.look(here.path).seen())
            assert {each.path for each in SEEN[:whole]} <= set(before) <= {each.path for each in SEEN}
            with here.folders.open(here.path, TARGET) as folder:
                folder.note([Seen.folder("later")])
            assert here.folders.look(here.path).seen() == {**before, "later": Seen.folder("later")}

    def test_damaged_lines_are_skipped(self, here):
        with here.folders.open(here.path, TARGET) as folder:
            folder.note(SEEN[:1])
        place = here.folder / STATE_FOLDER / "state.jsonl"
        with place.open("ab") as file:
            file.write(b'\0\0\0\n{"p": 3}\n[]\n{"p":"x","s":"many"}\n{"p":"y","l":[1]}\n')
        assert here.folders.look(here.path).seen() == {"run": SEEN[0]}

    @pytest.mark.parametrize("other", [b"e", b"9", b'"', b"-", b"[", b"\xff"])
    def test_one_damaged_byte_costs_one_line_at_most(self, here, other):
        with here.folders.open(here.path, TARGET) as folder:
            folder.note(SEEN)
        place = here.folder / STATE_FOLDER / "state.jsonl"
        content = place.read_bytes()
        head = content.index(b"\n") + 1
        for position in range(head, len(content)):
            place.write_bytes(content[:position] + other + content[position + 1 :])
            found = here.folders.look(here.path).seen()
            assert sum(found.get(each.path) == each for each in SEEN) >= len(SEEN) - 2, position

    def test_noted_md5s_that_cannot_be_read_are_noted_again(self, here):
        here.write("a.csv", b"abc")
        (entry,) = here.folders.look(here.path).files(DEFAULT_EXCLUSION, Cancellation()).entries.values()
        entry = replace(entry, stamp=replace(entry.stamp, is_certain=True))
        place = here.folder / STATE_FOLDER / "md5s.jsonl"
        for content in (b"", b"my notes\n", b'{"sync":2}\n'):
            with here.folders.open(here.path, TARGET):
                place.write_bytes(content)
            with here.folders.open(here.path, TARGET) as folder:
                assert folder.noted_md5(entry) is None
                folder.note_md5(entry, "0" * 32)
            with here.folders.open(here.path, TARGET) as folder:
                assert folder.noted_md5(entry) == "0" * 32

    @pytest.mark.parametrize("content", [b"", b"my notes\n", b"{}\n", b'{"sync":2}\n', b"[" * 100_000])
    def test_another_file_is_not_touched(self, here, content):
        place = here.folder / STATE_FOLDER / "state.jsonl"
        place.parent.mkdir(parents=True)
        place.write_bytes(content)
        with pytest.raises(InvalidSyncState, match="not changed"):
            here.folders.look(here.path)
        with pytest.raises(InvalidSyncState), here.folders.open(here.path, TARGET):
            raise AssertionError
        assert place.read_bytes() == content

    def test_lines_that_do_not_count_are_removed_some_time(self, here):
        with here.folders.open(here.path, TARGET) as folder:
            for number in range(25):
                folder.note([replace(SEEN[1], size=each) for each in range(number, number + 1_000)])
        place = here.folder / STATE_FOLDER / "state.jsonl"
        size = place.stat().st_size
        with here.folders.open(here.path, TARGET):
            pass
        assert place.stat().st_size < size / 100
        assert here.folders.look(here.path).seen() == {SEEN[1].path: replace(SEEN[1], size=1_023)}


class TestRunningMark:
    def test_a_mark_of_a_process_that_has_ended_is_removed(self, here):
        with here.folders.open(here.path, TARGET):
            pass
        host = this_process().split("-", maxsplit=1)[0]
        (here.folder / STATE_FOLDER / f"running-{host}-{2**22:x}-12345678").touch()
        with here.folders.open(here.path, TARGET):
            pass
        assert [each.name for each in (here.folder / STATE_FOLDER).glob("running-*")] == []

    def test_another_computer_is_waited_for(self, here):
        with here.folders.open(here.path, TARGET):
            pass
        mark = here.folder / STATE_FOLDER / "running-0123abcd-1-12345678"
        mark.touch()
        with pytest.raises(SyncRunning, match="0123abcd"), here.folders.open(here.path, TARGET):
            raise AssertionError
        assert mark.exists()
        os.utime(mark, (1, 1))
        with here.folders.open(here.path, TARGET):
            assert not mark.exists()

    def test_other_files_are_no_marks(self, here):
        with here.folders.open(here.path, TARGET):
            pass
        (here.folder / STATE_FOLDER / "running-notes").touch()
        with here.folders.open(here.path, TARGET):
            pass


class _Ending:
    """Ends the program at the nth change of the file system, before or after it."""

    def __init__(self, at: int, *, is_after: bool) -> None:
        self.at, self.is_after, self.changes = at, is_after, 0

    def around(self, method: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object, **options: object) -> object:
            self.changes += 1
            if self.changes > self.at or (self.changes == self.at and not self.is_after):
                raise Interrupted  # also for what handlers of errors try: a program that was killed has none
            result = method(*arguments, **options)
            if self.changes == self.at:
                raise Interrupted
            return result

        return run


_CHANGES = ("rename", "move", "add_name", "remove", "remove_folder", "set_modified", "create")


def _replace(folder: OpenSyncFolder, entries: dict[str, LocalEntry]) -> None:
    folder.place(listed("a.csv", b"new"), "a.csv", entries["a.csv"])


def _replace_and_keep(folder: OpenSyncFolder, entries: dict[str, LocalEntry]) -> None:
    folder.place(listed("a.csv", b"new"), "a.csv", entries["a.csv"], keeps_replaced=True)


def _discard(folder: OpenSyncFolder, entries: dict[str, LocalEntry]) -> None:
    folder.discard(entries["a.csv"])


def _move(folder: OpenSyncFolder, entries: dict[str, LocalEntry]) -> None:
    folder.move(entries["a.csv"], "run/b.csv")


@pytest.mark.parametrize("change", [_replace, _replace_and_keep, _discard, _move])
@pytest.mark.parametrize("is_after", [False, True])
@pytest.mark.parametrize("hard_links", [True, False])
def test_the_end_of_the_program_at_any_step_loses_no_file(tmp_path, monkeypatch, change, is_after, hard_links):
    if not hard_links:
        monkeypatch.setattr(OpenFolder, "add_name", _without_hard_links)
    plain = {name: getattr(OpenFolder, name) for name in _CHANGES}
    at, is_over = 1, False
    while not is_over:
        here = LocalDisk(tmp_path / f"{at}")
        here.write("a.csv", b"old")
        entries = files_of(here)
        with here.folders.open(here.path, TARGET) as folder:
            receive(folder, "a.csv", b"new")
            ending = _Ending(at, is_after=is_after)
            for name in _CHANGES:
                monkeypatch.setattr(OpenFolder, name, ending.around(plain[name]))
            try:
                change(folder, entries)
                is_over = ending.changes < at
            except Interrupted:
                pass
            for name in _CHANGES:
                monkeypatch.setattr(OpenFolder, name, plain[name])
            folder._former.clear()  # a program that ends does not tidy up
        with here.folders.open(here.path, TARGET):
            pass
        there = [*here.contents().values(), *here.trash()]
        if change is _replace and is_over:
            assert sorted(there) in ([b"new", b"old"], [b"new"])
        else:
            assert b"old" in there
        assert there.count(b"old") <= 1
        at += 1
    assert at > 2


def _without_hard_links(self: OpenFolder, name: str, folder: OpenFolder, to: str) -> None:
    if folder.status(to):
        raise FileExistsError(errno.EEXIST, "exists")
    raise PermissionError(errno.EPERM, "no hard links")


def test_a_program_that_writes_to_a_file_while_it_is_replaced_keeps_its_data(here):
    here.write("a.csv", b"old")
    entries = files_of(here)
    with (here.folder / "a.csv").open("ab") as opened, here.folders.open(here.path, TARGET) as folder:
        receive(folder, "a.csv", b"new")
        folder.place(listed("a.csv", b"new"), "a.csv", entries["a.csv"])
        opened.write(b" and more")
        opened.flush()
    assert here.contents() == {"a.csv": b"new"}
    assert here.trash() == [b"old and more"]


@pytest.mark.parametrize("in_the_way", ["a file", "a link"])
def test_a_file_that_cannot_be_put_back_is_in_the_trash(here, tmp_path, in_the_way):
    here.write(f"{STATE_FOLDER}/replaced/old-1-1/data/a.csv", b"old")  # the program ended while it was replaced
    outside = tmp_path / "outside"
    outside.mkdir()
    if in_the_way == "a file":
        here.write("data", b"a file now")
    else:
        (here.folder / "data").symlink_to(outside)
    with here.folders.open(here.path, TARGET):
        pass
    assert here.trash() == [b"old"]
    assert list(outside.iterdir()) == []


def test_a_read_only_folder_is_reported(here, monkeypatch):
    def refused(*_: object, **__: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    here.write("a.csv", b"1")
    monkeypatch.setattr(OpenFolder, "create", refused)
    with pytest.raises(TargetNotWritable, match="Read-only"), here.folders.open(here.path, TARGET):
        raise AssertionError


def test_this_host_is_part_of_the_mark(here, monkeypatch):
    with here.folders.open(here.path, TARGET):
        names = [each.name for each in (here.folder / STATE_FOLDER).glob("running-*")]
    assert names == [f"running-{this_process()}"]
    assert socket.gethostname() not in names[0]
