"""The contract of `SyncFolders`, `SyncFolder` and `OpenSyncFolder`."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import Cancelled, InvalidPath
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen, Stamp
from jupyter_openbis_server.domain.sync.errors import InvalidSyncState, LocalFileChanged, SyncFolderMissing, SyncRunning
from jupyter_openbis_server.domain.sync.ports import OpenSyncFolder, SyncFolders, SyncTarget
from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION, NO_EXCLUSION, Exclusion
from tests.support.sync_world import LocalDisk, LocalMemory

TARGET = SyncTarget("https://openbis.example.org", "20240501120000000-1", "/LAB/YEAST/PLATES")
MODIFIED = dt.datetime(2024, 5, 1, 12, 30, 15, 250000, tzinfo=dt.timezone.utc)
SEEN = (
    Seen.folder("run"),
    Seen("run/a.csv", False, Stamp(3, 1, 2, 3), 3, MODIFIED, "900150983cd24fb0d6963f7d28e17f72"),
    Seen("run/b.csv", False, Stamp(3, 1, 2, 3, is_certain=False), 3),
    Seen("Bild äöü\n.png", False, None, 7, MODIFIED, "0" * 32, "Bild äöü\n (openBIS).png"),
)

CERTAIN = Stamp(3, 1, 2, 3)

Here = LocalDisk | LocalMemory


class SyncFoldersContract:
    """Fixture: `here`."""

    @pytest.fixture
    def folders(self, here: Here) -> SyncFolders:
        return here.folders

    def test_a_folder_that_does_not_exist_is_empty(self, here: Here, folders: SyncFolders) -> None:
        folder = folders.look(here.path)
        assert (folder.path, folder.target, folder.seen()) == (here.path, None, {})
        assert files_of(here) == {}
        assert folders.look(here.path).target is None

    def test_relative_folders_are_refused(self, folders: SyncFolders) -> None:
        with pytest.raises(InvalidPath, match="absolute"):
            folders.look("lab")

    def test_files_and_folders_are_listed_with_stamps_that_distinguish_versions(self, here: Here) -> None:
        here.write("run/a.csv", b"abc")
        here.write("notes.txt", b"")
        first = files_of(here)
        assert {path: (each.is_folder, each.size) for path, each in first.items()} == {
            "run": (True, 0),
            "run/a.csv": (False, 3),
            "notes.txt": (False, 0),
        }
        assert files_of(here) == first
        here.write("run/a.csv", b"xyz")
        assert files_of(here)["run/a.csv"] != first["run/a.csv"]
        assert files_of(here)["notes.txt"] == first["notes.txt"]

    def test_excluded_entries_are_named_and_not_listed(self, here: Here) -> None:
        for path in (".hidden/a", "run/b.tmp", "run/c"):
            here.write(path, b"1")
        listed = here.folders.look(here.path).files(Exclusion(patterns=("*.tmp",)), Cancellation())
        assert sorted(listed.entries) == ["run", "run/c"]
        assert {".hidden", "run/b.tmp"} <= set(listed.excluded)

    def test_what_is_known_about_a_folder_below_is_not_listed(self, here: Here) -> None:
        here.write("run/.openbis-sync/state.jsonl", b"{}")
        here.write("run/a.csv", b"1")
        listed = here.folders.look(here.path).files(NO_EXCLUSION, Cancellation())
        assert sorted(listed.entries) == ["run", "run/a.csv"]

    def test_the_md5_is_that_of_the_listed_version(self, here: Here) -> None:
        here.write("a.csv", b"abc")
        entry = files_of(here)["a.csv"]
        folder = here.folders.look(here.path)
        assert folder.md5(entry, Cancellation()) == hashlib.md5(b"abc", usedforsecurity=False).hexdigest()
        here.write("a.csv", b"xyz")
        assert folder.md5(entry, Cancellation()) is None
        here.remove("a.csv")
        assert folder.md5(entry, Cancellation()) is None

    def test_work_is_cancelled(self, here: Here) -> None:
        here.write("a.csv", b"abc")
        entry = files_of(here)["a.csv"]
        cancelled = Cancellation()
        cancelled.cancel()
        for work in (
            lambda: here.folders.look(here.path).files(DEFAULT_EXCLUSION, cancelled),
            lambda: here.folders.look(here.path).md5(entry, cancelled),
        ):
            with pytest.raises(Cancelled):
                work()

    def test_sources_are_read(self, here: Here) -> None:
        here.write("run/a.csv", b"abc")
        source = here.folders.look(here.path).source(files_of(here)["run/a.csv"])
        assert (source.name, source.size, source.is_folder) == ("run/a.csv", 3, False)
        with source.open() as stream:
            assert stream.read() == b"abc"

    def test_what_is_known_is_kept_for_the_next_program(self, here: Here, folders: SyncFolders) -> None:
        with folders.open(here.path, TARGET) as folder:
            folder.note(SEEN)
            folder.note([replace(SEEN[1], size=4)])
            folder.forget([SEEN[2].path, "unknown"])
        known = folders.look(here.path)
        assert known.target == TARGET
        assert known.seen() == {"run": SEEN[0], "run/a.csv": replace(SEEN[1], size=4), SEEN[3].path: SEEN[3]}
        with folders.open(here.path, TARGET) as folder:
            assert folder.seen() == known.seen()

    def test_md5s_are_noted_and_say_nothing_about_both_sides(self, here: Here, folders: SyncFolders) -> None:
        here.write("a.csv", b"abc")
        here.write("b.csv", b"abc")
        with folders.open(here.path, TARGET) as folder:
            entry, other = (replace(each, stamp=CERTAIN) for each in files_of(here).values())
            folder.note_md5(entry, "0" * 32)
            folder.note_md5(replace(other, stamp=replace(CERTAIN, is_certain=False)), "1" * 32)
        with folders.open(here.path, TARGET) as folder:
            assert folder.noted_md5(entry) == "0" * 32
            assert folder.noted_md5(replace(entry, stamp=replace(CERTAIN, is_certain=False))) == "0" * 32
            assert folder.noted_md5(replace(entry, stamp=replace(CERTAIN, changed_ns=4))) is None
            assert folder.noted_md5(other) is None
            assert folder.noted_md5(replace(entry, path="c.csv")) is None
            assert folder.seen() == {}

    def test_one_program_at_a_time(self, here: Here, folders: SyncFolders) -> None:
        with folders.open(here.path, TARGET):
            with pytest.raises(SyncRunning, match="another program"), folders.open(here.path, TARGET):
                raise AssertionError
            assert folders.look(here.path).seen() == {}
        with folders.open(here.path, TARGET):
            pass

    def test_a_folder_has_one_target(self, here: Here, folders: SyncFolders) -> None:
        with folders.open(here.path, TARGET):
            pass
        with folders.open(here.path, replace(TARGET, identifier="/LAB/YEAST/RENAMED")):
            pass
        other = replace(TARGET, owner="20240501120000000-2")
        with pytest.raises(InvalidSyncState, match="synchronised with"), folders.open(here.path, other):
            raise AssertionError

    def test_a_folder_that_must_be_known_is_not_created(self, here: Here, folders: SyncFolders) -> None:
        with pytest.raises(SyncFolderMissing), folders.open(here.path, TARGET, is_known=True):
            raise AssertionError
        here.write("a.csv", b"1")
        with pytest.raises(SyncFolderMissing), folders.open(here.path, TARGET, is_known=True):
            raise AssertionError
        assert folders.look(here.path).target is None
        assert here.contents() == {"a.csv": b"1"}
        with folders.open(here.path, TARGET):
            pass
        with folders.open(here.path, TARGET, is_known=True):
            assert folders.look(here.path).target == TARGET

    def test_a_new_file_gets_its_name_when_it_is_placed(self, here: Here, folders: SyncFolders) -> None:
        with folders.open(here.path, TARGET) as folder:
            receive(folder, "run/deep/a.csv", b"abc")
            assert here.contents() == {}
            placed = folder.place(listed("run/deep/a.csv", b"abc"), "run/deep/a.csv", None)
        assert here.contents() == {"run/deep/a.csv": b"abc"}
        assert placed == files_of(here)["run/deep/a.csv"]
        assert here.trash() == []

    @pytest.mark.parametrize("keeps", [False, True])
    def test_the_expected_version_is_replaced(self, here: Here, folders: SyncFolders, *, keeps: bool) -> None:
        here.write("a.csv", b"old")
        entry = files_of(here)["a.csv"]
        with folders.open(here.path, TARGET) as folder:
            receive(folder, "a.csv", b"new")
            placed = folder.place(listed("a.csv", b"new"), "a.csv", entry, keeps_replaced=keeps)
        assert here.contents() == {"a.csv": b"new"}
        assert here.trash() == ([b"old"] if keeps else [])
        assert placed == files_of(here)["a.csv"]

    def test_a_version_that_is_not_expected_is_kept(self, here: Here, folders: SyncFolders) -> None:
        here.write("a.csv", b"old")
        entry = files_of(here)["a.csv"]
        here.write("a.csv", b"edited")
        here.write("folder/b.csv", b"1")
        with folders.open(here.path, TARGET) as folder:
            for path, replaced in (
                ("a.csv", entry),
                ("a.csv", None),
                ("folder", None),
                ("none", LocalEntry("none", entry.stamp)),
            ):
                receive(folder, path, b"new")
                with pytest.raises(LocalFileChanged):
                    folder.place(listed(path, b"new"), path, replaced)
        assert here.contents() == {"a.csv": b"edited", "folder/b.csv": b"1"}

    def test_a_copy_gets_another_name(self, here: Here, folders: SyncFolders) -> None:
        here.write("a.csv", b"mine")
        with folders.open(here.path, TARGET) as folder:
            assert folder.entry("a (openBIS).csv") is None
            receive(folder, "a.csv", b"theirs")
            placed = folder.place(listed("a.csv", b"theirs"), "a (openBIS).csv", None)
            assert folder.entry("a (openBIS).csv") == placed
        assert here.contents() == {"a.csv": b"mine", "a (openBIS).csv": b"theirs"}

    @pytest.mark.parametrize("path", ["../a", "/a", "a/../../b", ""])
    def test_names_that_lead_outside_are_refused(self, here: Here, folders: SyncFolders, path: str) -> None:
        with folders.open(here.path, TARGET) as folder:
            with pytest.raises(InvalidPath):
                folder.make_folder(path)
            with pytest.raises(InvalidPath):
                folder.entry(path)

    @pytest.mark.parametrize(
        "path",
        [".openbis-sync", ".openbis-sync/replaced/old/a.csv", ".OpenBIS-Sync/state.jsonl", "run/.openbis-sync/a"],
    )
    def test_the_name_of_what_is_known_is_reserved(self, here: Here, folders: SyncFolders, path: str) -> None:
        here.write("a.csv", b"1")
        entry = files_of(here)["a.csv"]
        with folders.open(here.path, TARGET) as folder:
            receive(folder, "b.csv", b"new")
            with pytest.raises(InvalidPath):
                folder.place(listed("b.csv", b"new"), path, None)
            with pytest.raises(InvalidPath):
                folder.move(entry, path)
            with pytest.raises(InvalidPath):
                folder.make_folder(path)
        assert here.contents() == {"a.csv": b"1"}

    def test_a_deleted_file_is_in_the_trash(self, here: Here, folders: SyncFolders) -> None:
        here.write("run/a.csv", b"abc")
        entries = files_of(here)
        with folders.open(here.path, TARGET) as folder:
            with pytest.raises(LocalFileChanged):
                folder.discard(entries["run"])  # not empty
            folder.discard(entries["run/a.csv"])
            folder.discard(entries["run"])
            folder.discard(entries["run"])  # removed already
        assert files_of(here) == {}
        assert here.trash() == [b"abc"]

    def test_another_version_is_not_deleted(self, here: Here, folders: SyncFolders) -> None:
        here.write("a.csv", b"old")
        entry = files_of(here)["a.csv"]
        here.write("a.csv", b"new")
        with folders.open(here.path, TARGET) as folder, pytest.raises(LocalFileChanged):
            folder.discard(entry)
        assert here.contents() == {"a.csv": b"new"}
        assert here.trash() == []

    def test_a_file_is_renamed(self, here: Here, folders: SyncFolders) -> None:
        here.write("a.csv", b"abc")
        entry = files_of(here)["a.csv"]
        with folders.open(here.path, TARGET) as folder:
            moved = folder.move(entry, "run/b.csv")
        assert here.contents() == {"run/b.csv": b"abc"}
        assert files_of(here)["run/b.csv"] == moved

    def test_a_rename_replaces_nothing(self, here: Here, folders: SyncFolders) -> None:
        here.write("a.csv", b"a")
        here.write("b.csv", b"b")
        entries = files_of(here)
        with folders.open(here.path, TARGET) as folder:
            with pytest.raises(LocalFileChanged):
                folder.move(entries["a.csv"], "b.csv")
            here.write("a.csv", b"c")
            with pytest.raises(LocalFileChanged):
                folder.move(entries["a.csv"], "c.csv")
        assert here.contents() == {"a.csv": b"c", "b.csv": b"b"}

    def test_folders_are_created(self, here: Here, folders: SyncFolders) -> None:
        with folders.open(here.path, TARGET) as folder:
            folder.make_folder("run/more")
            folder.make_folder("run/more")
        assert {path: each.is_folder for path, each in files_of(here).items()} == {"run": True, "run/more": True}


def files_of(here: Here) -> dict[str, LocalEntry]:
    """Return the files and folders."""
    return dict(here.folders.look(here.path).files(DEFAULT_EXCLUSION, Cancellation()).entries)


def listed(path: str, content: bytes) -> DataSetFile:
    """Return a file as openBIS lists it."""
    return DataSetFile(path, len(content), modified=MODIFIED)


def receive(folder: OpenSyncFolder, path: str, content: bytes) -> None:
    """Receive a file completely."""
    incoming = folder.incoming().receive(listed(path, content))
    incoming.write(0, content)
    incoming.complete()
