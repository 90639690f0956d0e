"""Files of samples by the library, against the wire-level fake with a file server (AFS)."""

import hashlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server import connect
from jupyter_openbis_server.domain.errors import FieldProblem, InvalidUpload
from jupyter_openbis_server.domain.object_files.errors import FilesExist, NoFileServer, NoSuchFile
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.forked_program import ForkedProgram
from tests.integration.batch.laboratory_files import write_connection
from tests.support.waiting import until

API = "/afs-server/api"
BIG = os.urandom(45 * 1024 * 1024)  # five requests
_PROGRAM = """
import sys
from jupyter_openbis_server import connect
with connect("lab") as openbis:
    openbis.upload_files(["run"], sys.argv[1])
"""


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    settings = ServerSettings("3.7", afs="listed")
    with FakeOpenbis(users=lab.USERS, settings=settings) as server:
        yield server


@pytest.fixture(autouse=True)
def folder(openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder with files in `run`, and the connection `lab` with alice's password."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    write_connection(openbis, tmp_path)
    work = tmp_path / "work"
    (work / "run" / "none").mkdir(parents=True)
    (work / "run" / "a.csv").write_bytes(b"1,2\n")
    (work / "run" / "empty.txt").touch()
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def owner(openbis: FakeOpenbis) -> str:
    (sample,) = openbis.laboratory.samples.find("identifier", lab.EMPTY_BENCH)
    return sample.perm_id


def stored(openbis: FakeOpenbis, owner: str) -> dict[str, bytes]:
    root = openbis.laboratory.afs_path(owner)
    files = [each for each in root.rglob("*") if each.is_file() and ".afs" not in each.relative_to(root).parts]
    return {each.relative_to(root).as_posix(): each.read_bytes() for each in files}


def test_files_are_uploaded_replaced_moved_and_deleted(openbis: FakeOpenbis, owner: str, folder: Path) -> None:
    with connect("lab") as server:
        plan = server.plan_upload_files("run", owner, folder="data")
        assert [each.path for each in plan.files] == ["data/run/a.csv", "data/run/empty.txt", "data/run/none"]
        assert stored(openbis, owner) == {}
        done = server.upload_files("run", owner, folder="data")
        assert done.stored[0].md5 == hashlib.md5(b"1,2\n").hexdigest()
        assert stored(openbis, owner) == {"data/run/a.csv": b"1,2\n", "data/run/empty.txt": b""}
        (folder / "run" / "a.csv").write_bytes(b"")
        with pytest.raises(FilesExist):
            server.upload_files("run", lab.EMPTY_BENCH, folder="data")
        server.upload_files("run", lab.EMPTY_BENCH, folder="data", replace=True)
        assert stored(openbis, owner)["data/run/a.csv"] == b""
        server.create_folder(owner, "old")
        server.move_file(owner, "data/run/a.csv", "old/b.csv")
        assert server.delete_files(owner, "data") == ("data",)
        with pytest.raises(NoSuchFile):
            server.delete_files(owner, "data")
        server.delete_files(owner, ["old"], to_trash=False)
    kept = {path for path in stored(openbis, owner) if not path.startswith(".afs.trash/data/")}
    assert kept == set()


def test_all_problems_are_reported_before_the_first_byte(openbis: FakeOpenbis, owner: str, folder: Path) -> None:
    for name in ("a:b.txt", "c?.txt"):
        (folder / "run" / name).touch()
    with connect("lab") as server, pytest.raises(InvalidUpload) as caught:
        server.upload_files(["run", "missing"], owner)
    assert [each.field for each in caught.value.problems] == ["file"] * 3
    assert all(isinstance(each, FieldProblem) for each in caught.value.problems)
    assert stored(openbis, owner) == {}


def test_session_that_expires_in_the_middle_is_renewed_and_the_upload_completes(
    openbis: FakeOpenbis, owner: str, folder: Path
) -> None:
    (folder / "run" / "big.raw").write_bytes(BIG)
    fault = openbis.faults.inject(Fault(FaultKind.EXPIRE_SESSION, path_prefix=API, method="write", occurrence=3))
    with connect("lab") as server:
        done = server.upload_files("run", owner)
    assert openbis.faults.hits(fault) == 1
    assert {each.path for each in done.stored} == {"run/a.csv", "run/big.raw", "run/empty.txt", "run/none"}
    assert stored(openbis, owner) == {"run/a.csv": b"1,2\n", "run/big.raw": BIG, "run/empty.txt": b""}


def test_upload_of_a_killed_process_is_continued_by_a_second_run(
    forked_program: ForkedProgram, openbis: FakeOpenbis, owner: str, folder: Path
) -> None:
    (folder / "run" / "big.raw").write_bytes(BIG)
    openbis.faults.inject(Fault(FaultKind.HANG, path_prefix=API, method="write", occurrence=4, times=None))
    how = {"environment": os.environ, "folder": folder, "script": _PROGRAM}
    with forked_program.started([owner], **how) as process:
        until(lambda: openbis.faults.hanging >= 3)  # the other requests are answered: no thread can send more
        process.send_signal(signal.SIGKILL)
    openbis.faults.clear()
    assert not any(path.startswith("run/") for path in stored(openbis, owner))
    openbis.requests.clear()
    assert forked_program.run([owner], **how).status == 0
    assert stored(openbis, owner) == {"run/a.csv": b"1,2\n", "run/big.raw": BIG, "run/empty.txt": b""}
    assert openbis.requests.methods().count("write") <= 5


def test_older_servers_are_named_as_the_reason(folder: Path, tmp_path: Path) -> None:
    with FakeOpenbis(users=lab.USERS) as older:
        file = tmp_path / "openbis-connections.yaml"
        file.write_text(
            f"connections:\n  - name: old\n    url: {older.url}\n    username: alice\n"
            f"    password: {lab.USERS['alice']}\n    http_only: true\n"
        )
        with connect("old") as server, pytest.raises(NoFileServer, match="upload them as a data set"):
            server.upload_files("run", lab.EMPTY_BENCH)
