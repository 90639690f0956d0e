"""The contract of the port `ObjectFiles`."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    InstanceUnreachable,
    RequestRefused,
    SessionExpired,
    SourceNotReadable,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.errors import FilesChanged, FilesExist, NoFileServer, NoSuchFile
from jupyter_openbis_server.domain.object_files.object_files import FileToStore, StoredFile
from jupyter_openbis_server.domain.object_files.ports import ObjectFiles
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import NoProgress
from jupyter_openbis_server.testing.fakes.workspace import MemoryWorkspace
from tests.contract.contracts.openbis import OpenbisContract
from tests.support.recorded_progress import RecordedProgress

CONTENTS = {
    "run/a.csv": b"1,2\n",
    "run/sub/Größe 1.csv": b"22",
    "run/empty.txt": b"",
    "run/big.raw": os.urandom(11 * 1024 * 1024),  # two requests
    "notes.txt": b"fine",
}

Stored = dict[str, bytes | None]
"""Path to content; None for a folder."""
Store = Callable[..., tuple[StoredFile, ...]]


class ObjectFilesContract(OpenbisContract):
    """Fixtures: those of `OpenbisContract`, `object_files`, `owner`, `fixed_owner`, `bare_session`, `stored`.

    `owner` is a sample without files. The files of `fixed_owner` cannot be changed. `bare_session` is one of a server
    without file server. `stored` returns all files and folders of `owner` but those of the server itself.
    """

    @pytest.fixture
    def workspace(self) -> MemoryWorkspace:
        workspace = MemoryWorkspace(CONTENTS)
        workspace.folders.add("run/none")
        return workspace

    @pytest.fixture
    def store(self, object_files: ObjectFiles, session: Session, owner: Entity, workspace: MemoryWorkspace) -> Store:
        """Store files of the workspace; those that exist are replaced."""

        def run(
            *paths: str, into: str = "", cancellation: Cancellation | None = None, **changes: object
        ) -> tuple[StoredFile, ...]:
            known = {each.path: each for each in object_files.list_files(session, owner.perm_id)}
            files = [
                replace(FileToStore(source, into + source.name, known.get(into + source.name)), **changes)
                for path in paths
                for source in workspace.sources(path)
            ]
            wanted = cancellation or Cancellation()
            return object_files.store(session, owner.perm_id, files, wanted, NoProgress())

        return run

    def test_an_owner_without_files_has_an_empty_list(
        self, object_files: ObjectFiles, session: Session, owner: Entity
    ) -> None:
        assert object_files.list_files(session, owner.perm_id) == ()

    def test_files_and_empty_folders_are_stored_with_size_and_md5(
        self, store: Store, stored: Callable[[], Stored]
    ) -> None:
        done = store("run", "notes.txt")
        assert {each.path: (each.size, each.md5) for each in done} == {
            "run/none": (0, None),
            **{path: (len(content), md5(content)) for path, content in CONTENTS.items()},
        }
        assert stored() == {"run": None, "run/sub": None, "run/none": None, **CONTENTS}

    def test_further_files_are_stored_beside_existing_ones(
        self, store: Store, stored: Callable[[], Stored], workspace: MemoryWorkspace
    ) -> None:
        store("run")
        workspace.files = {"run/b.csv": b"3", "run/sub/deep/c.csv": b"4"}
        store("run")
        found = stored()
        assert (found["run/b.csv"], found["run/sub/deep/c.csv"]) == (b"3", b"4")
        assert found["run/a.csv"] == CONTENTS["run/a.csv"]

    def test_a_replaced_file_leaves_no_tail(
        self, store: Store, stored: Callable[[], Stored], workspace: MemoryWorkspace
    ) -> None:
        store("run")
        workspace.files["run/big.raw"] = b"short"
        store("run/big.raw", into="run/")
        assert stored()["run/big.raw"] == b"short"
        workspace.files["run/big.raw"] = b""
        store("run/big.raw", into="run/")
        assert stored()["run/big.raw"] == b""

    def test_a_name_in_use_is_not_overwritten(
        self, store: Store, stored: Callable[[], Stored], workspace: MemoryWorkspace
    ) -> None:
        store("notes.txt")
        workspace.files["notes.txt"] = b"other"
        with pytest.raises(FilesChanged, match=r"notes\.txt"):
            store("notes.txt", replaced=None)
        assert stored() == {"notes.txt": b"fine"}

    def test_a_file_that_was_changed_meanwhile_is_not_replaced(
        self, store: Store, stored: Callable[[], Stored], workspace: MemoryWorkspace
    ) -> None:
        store("notes.txt")
        seen = DataSetFile("notes.txt", 4)
        workspace.files["notes.txt"] = b"other"
        with pytest.raises(FilesChanged):
            store("notes.txt", replaced=seen)
        assert stored() == {"notes.txt": b"fine"}

    def test_progress_reports_each_byte_and_file_once(
        self, object_files: ObjectFiles, session: Session, owner: Entity, workspace: MemoryWorkspace
    ) -> None:
        progress = RecordedProgress()
        files = [FileToStore(source, source.name) for source in workspace.sources("run")]
        object_files.store(session, owner.perm_id, files, Cancellation(), progress)
        inside = [path for path in CONTENTS if path.startswith("run/")]
        assert progress.bytes == sum(len(CONTENTS[path]) for path in inside)
        assert sorted(progress.files) == sorted(inside)

    def test_md5s_are_those_of_the_contents(
        self, object_files: ObjectFiles, store: Store, session: Session, owner: Entity
    ) -> None:
        store("run", "notes.txt")
        files = [each for each in object_files.list_files(session, owner.perm_id) if not each.is_folder]
        removed = DataSetFile("removed", 3)
        found = object_files.md5s(session, owner.perm_id, [*files, removed], Cancellation())
        assert {each.path: value for each, value in found.items()} == {
            path: md5(content) for path, content in CONTENTS.items()
        }

    def test_a_missing_local_file_stores_nothing(
        self, object_files: ObjectFiles, session: Session, owner: Entity, workspace: MemoryWorkspace,
        stored: Callable[[], Stored],
    ) -> None:  # fmt: skip
        files = [FileToStore(source, source.name) for source in workspace.sources("run")]
        del workspace.files["run/empty.txt"]
        with pytest.raises(SourceNotReadable):
            object_files.store(session, owner.perm_id, files, Cancellation(), NoProgress())
        assert stored() == {}

    def test_a_cancelled_upload_stores_nothing(self, store: Store, stored: Callable[[], Stored]) -> None:
        cancellation = Cancellation()
        cancellation.cancel()
        with pytest.raises(Cancelled):
            store("run", cancellation=cancellation)
        assert stored() == {}

    def test_folders_are_created_with_those_above(
        self, object_files: ObjectFiles, session: Session, owner: Entity, stored: Callable[[], Stored]
    ) -> None:
        object_files.create_folder(session, owner.perm_id, "a/b")
        assert stored() == {"a": None, "a/b": None}
        with pytest.raises(FilesExist):
            object_files.create_folder(session, owner.perm_id, "a/b")

    def test_files_and_folders_are_moved(
        self, object_files: ObjectFiles, store: Store, session: Session, owner: Entity,
        stored: Callable[[], Stored],
    ) -> None:  # fmt: skip
        store("run", "notes.txt")
        object_files.move(session, owner.perm_id, "notes.txt", "old/notes.txt")
        object_files.move(session, owner.perm_id, "run/sub", "sub")
        found = stored()
        assert (found["old/notes.txt"], found["sub/Größe 1.csv"]) == (b"fine", b"22")
        assert not {"notes.txt", "run/sub", "run/sub/Größe 1.csv"} & found.keys()
        with pytest.raises(FilesExist, match="sub"):
            object_files.move(session, owner.perm_id, "old", "sub")
        with pytest.raises(NoSuchFile, match="none"):
            object_files.move(session, owner.perm_id, "none", "other")

    @pytest.mark.parametrize("to_trash", [True, False])
    def test_files_and_folders_are_deleted(
        self, object_files: ObjectFiles, store: Store, session: Session, owner: Entity,
        stored: Callable[[], Stored], to_trash: bool,
    ) -> None:  # fmt: skip
        store("run", "notes.txt")
        object_files.delete(session, owner.perm_id, "run", to_trash=to_trash)
        assert stored() == {"notes.txt": b"fine"}
        with pytest.raises(NoSuchFile, match="run"):
            object_files.delete(session, owner.perm_id, "run")

    def test_fixed_files_are_not_changed(
        self, object_files: ObjectFiles, session: Session, owner: Entity, fixed_owner: Entity,
        workspace: MemoryWorkspace,
    ) -> None:  # fmt: skip
        object_files.check_may_change(session, owner.perm_id)
        files = [FileToStore(source, source.name) for source in workspace.sources("notes.txt")]
        for change in (
            lambda: object_files.check_may_change(session, fixed_owner.perm_id),
            lambda: object_files.create_folder(session, fixed_owner.perm_id, "a"),
            lambda: object_files.store(session, fixed_owner.perm_id, files, Cancellation(), NoProgress()),
        ):
            with pytest.raises(RequestRefused):
                change()
        assert object_files.list_files(session, fixed_owner.perm_id) == ()

    def test_whether_there_is_a_file_server_is_known(
        self, object_files: ObjectFiles, session: Session, bare_session: Session
    ) -> None:
        assert object_files.is_available(session)
        assert not object_files.is_available(bare_session)

    def test_a_server_without_file_server_is_an_error(
        self, object_files: ObjectFiles, bare_session: Session, owner: Entity
    ) -> None:
        with pytest.raises(NoFileServer, match="data set"):
            object_files.list_files(bare_session, owner.perm_id)
        with pytest.raises(NoFileServer, match="data set"):
            object_files.store(bare_session, owner.perm_id, [], Cancellation(), NoProgress())

    @pytest.mark.parametrize("path", ["", "a//b", "../a", "a/./b", "a:b", "a&b", "why?", ".afs.trash/a"])
    def test_names_that_are_refused_have_a_problem(self, object_files: ObjectFiles, path: str) -> None:
        assert object_files.problem_of(path)

    @pytest.mark.parametrize("path", ["a", "a b/c (1).txt", "Größe/日本.csv"])
    def test_names_that_are_accepted_have_no_problem(self, object_files: ObjectFiles, path: str) -> None:
        assert object_files.problem_of(path) is None

    def test_an_expired_session_is_an_error(
        self, object_files: ObjectFiles, dead_session: Session, owner: Entity
    ) -> None:
        with pytest.raises(SessionExpired):
            object_files.delete(dead_session, owner.perm_id, "a")

    def test_an_unreachable_host_is_an_error(
        self, object_files: ObjectFiles, unreachable_session: Session, owner: Entity
    ) -> None:
        with pytest.raises(InstanceUnreachable):
            object_files.list_files(unreachable_session, owner.perm_id)


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
