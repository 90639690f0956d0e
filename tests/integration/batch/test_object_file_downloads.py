"""Downloads of the files of a sample in processes of their own that are killed, or whose disk is full."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server import local_downloads, verify
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.state.afs import add_afs_files
from tests.forked_program import ForkedProgram
from tests.integration.batch.transfers import connection_of
from tests.support.tmpfs import run_on_disk
from tests.support.waiting import until

API = "/afs-server/api"
MIB = 2**20
FILES = {
    "big.raw": os.urandom(45 * MIB),  # five requests
    "images/one.png": os.urandom(300_000),
    **{f"run/{number:02}.csv": os.urandom(2000) for number in range(40)},
    "empty.txt": b"",
}
_RUN = """
import json, sys
from pathlib import Path
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.settings import Settings

folder, connection = Path(sys.argv[1]), json.loads({connection!r})
program = Container(settings=Settings(folder, connections=[connection], read_timeout=60)).use_cases()
program.connections.load()
{fill_up}
try:
    program.downloads.download("lab", DownloadRequest(({owner!r},), str(folder)))
    outcome = "complete"
except OpenbisError as error:
    outcome = type(error.cause).__name__
files = {{str(each.relative_to(folder)): each.stat().st_size for each in folder.rglob("*") if each.is_file()}}
print(json.dumps([outcome, files]))
"""
_NO_LOOK_AT_FREE_SPACE = """
import os, shutil
shutil.disk_usage = lambda _: shutil._ntuple_diskusage(0, 0, 1 << 40)
os.statvfs = None
"""


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as server:
        yield server


@pytest.fixture(scope="module")
def owner(openbis: FakeOpenbis) -> str:
    (sample,) = openbis.laboratory.samples.find("identifier", lab.EMPTY_BENCH)
    add_afs_files(openbis.laboratory, sample)
    for path, content in FILES.items():
        file = openbis.laboratory.afs_path(sample.perm_id) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return sample.perm_id


@pytest.fixture(autouse=True)
def undisturbed(openbis: FakeOpenbis, owner: str) -> Iterator[None]:
    """Nothing is changed in openBIS."""
    openbis.requests.clear()
    yield
    openbis.faults.clear()
    root = openbis.laboratory.afs_path(owner)
    assert {each: content for each, content in _files(root).items() if ".afs" not in each} == FILES


def _files(root: Path) -> dict[str, bytes]:
    return {each.relative_to(root).as_posix(): each.read_bytes() for each in root.rglob("*") if each.is_file()}


def _script(openbis: FakeOpenbis, owner: str, fill_up: str = "") -> str:
    return _RUN.format(connection=json.dumps(connection_of(openbis)), owner=owner, fill_up=fill_up)


def _run(program: ForkedProgram, script: str, folder: Path) -> str:
    done = program.run([str(folder)], environment=os.environ, folder=folder, script=script)
    assert done.status == 0, done.err.decode()
    outcome, _ = json.loads(done.out)
    assert isinstance(outcome, str)
    return outcome


def _assert_complete(folder: Path, owner: str) -> None:
    """All files, each once, and nothing else but the manifest; all as the manifest says."""
    found = _files(folder / owner)
    assert found.pop(".openbis-dataset.json")
    assert found == FILES
    assert [each.name for each in folder.iterdir()] == [owner]
    (download,) = local_downloads(folder)
    assert download.manifest.is_complete
    assert [each.ok for each in verify(folder)] == [True]


def test_download_of_a_killed_process_is_continued_by_a_second_run(
    forked_program: ForkedProgram, openbis: FakeOpenbis, owner: str, tmp_path: Path
) -> None:
    script = _script(openbis, owner)
    openbis.faults.inject(Fault(FaultKind.HANG, path_prefix=API, method="read", occurrence=3, times=None))
    with forked_program.started([str(tmp_path)], environment=os.environ, folder=tmp_path, script=script) as process:
        until(lambda: openbis.faults.hanging >= 2)
        until(lambda: _kept_bytes(tmp_path) >= 2 * MIB)
        process.send_signal(signal.SIGKILL)
    openbis.faults.clear()
    named = {path: content for path, content in _files(tmp_path / owner).items() if path in FILES}
    assert named.items() <= FILES.items()
    assert "big.raw" not in named
    (unfinished,) = local_downloads(tmp_path)
    assert not unfinished.manifest.is_complete
    assert _bytes_to_fetch(openbis, owner, tmp_path) <= sum(map(len, FILES.values())) - MIB
    assert _run(forked_program, script, tmp_path) == "complete"
    _assert_complete(tmp_path, owner)
    openbis.requests.clear()
    assert _run(forked_program, script, tmp_path) == "complete"
    assert "read" not in openbis.requests.methods(), "nothing is fetched twice"
    _assert_complete(tmp_path, owner)


def _bytes_to_fetch(openbis: FakeOpenbis, owner: str, folder: Path) -> int:
    program = Container(settings=Settings(folder, connections=[connection_of(openbis)])).use_cases()
    program.connections.load()
    bytes_to_fetch: int = program.downloads.plan("lab", DownloadRequest((owner,), str(folder))).to_fetch.bytes
    return bytes_to_fetch


def _kept_bytes(folder: Path) -> int:
    """Bytes on the disk of files that have no final name yet."""
    sizes = (each.stat().st_blocks * 512 for each in folder.rglob(".*") if each.is_file())
    return sum(sizes)


@pytest.mark.parametrize(
    ("fill_up", "is_noticed_before"),
    [("", True), (_NO_LOOK_AT_FREE_SPACE, False)],
    ids=["full before", "fills up"],
)
def test_full_disk_is_reported_and_leaves_no_wrong_file(
    forked_program: ForkedProgram,
    openbis: FakeOpenbis,
    owner: str,
    tmp_path: Path,
    fill_up: str,
    *,
    is_noticed_before: bool,
) -> None:
    full = tmp_path / "full"
    full.mkdir()
    outcome, left = json.loads(run_on_disk(full, "size=12m", _script(openbis, owner, fill_up)))
    assert outcome == "DiskFull"
    assert left == {} or not is_noticed_before
    assert f"{owner}/big.raw" not in left
    named = {
        path.removeprefix(f"{owner}/"): size for path, size in left.items() if path.removeprefix(f"{owner}/") in FILES
    }
    assert named == {path: len(FILES[path]) for path in named}
    room = tmp_path / "room"
    room.mkdir()
    assert _run(forked_program, _script(openbis, owner), room) == "complete"
    _assert_complete(room, owner)
