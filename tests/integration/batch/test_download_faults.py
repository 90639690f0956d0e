"""Downloads with faults: no wrong byte on the disk, and a second run resumes the download."""

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DownloadFailed,
    IntegrityError,
    TargetNotWritable,
)
from jupyter_openbis_server.domain.jobs.job import JobState
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.fake_openbis import FakeOpenbis, FaultKind
from tests.forked_program import ForkedProgram
from tests.integration.batch.transfers import BIG_FILE, BIG_SIZE, FILES, MIX, Downloading, connection_of, fake_openbis
from tests.support.tmpfs import run_on_disk

VERSIONS = ("3.5", "3.7")
"""Without file transfers, and with them; the contracts of the adapters cover all versions between."""
_SECONDS = 20


@pytest.fixture(scope="module", params=VERSIONS)
def openbis(request: pytest.FixtureRequest) -> Iterator[FakeOpenbis]:
    with fake_openbis(request.param) as openbis:
        yield openbis


@pytest.fixture
def download(openbis: FakeOpenbis, tmp_path: Path) -> Iterator[Downloading]:
    openbis.requests.clear()
    yield Downloading(openbis, tmp_path / "data")
    openbis.faults.clear()


with_file_transfer = pytest.mark.parametrize("openbis", VERSIONS[1:], indirect=True, scope="module")

# --- temporary faults


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        (FaultKind.TRUNCATE, {"after_bytes": 0}),
        (FaultKind.TRUNCATE, {"after_bytes": 100_000}),
        (FaultKind.TRUNCATE, {"after_bytes": 5_000_000}),
        (FaultKind.RESET, {}),
        (FaultKind.STATUS, {"status": 503, "times": 2}),
        (FaultKind.FLIP_BODY_BYTE, {"offset": 2_000_000}),
    ],
    ids=lambda value: str(getattr(value, "value", value)),
)
def test_a_download_recovers_from_one_fault(download: Downloading, kind: FaultKind, how: dict[str, object]) -> None:
    fault = download.inject(kind, **how)
    download()
    assert download.openbis.faults.hits(fault) >= 1
    download.assert_complete()
    download.assert_server_is_fine()


@with_file_transfer
@pytest.mark.parametrize("kind", [FaultKind.CORRUPT_PAYLOAD_CRC, FaultKind.CORRUPT_HEADER_CRC])
def test_a_chunk_that_is_wrong_once_is_fetched_again(download: Downloading, kind: FaultKind) -> None:
    fault = download.inject(kind, file_suffix="stack.raw", occurrence=4)
    download()
    assert download.openbis.faults.hits(fault) == 1
    download.assert_complete()


def test_a_session_that_expires_in_the_middle_is_renewed(download: Downloading) -> None:
    where = {"occurrence": 3} if download.is_old else {"method": "startDownloadSession"}
    fault = download.inject(FaultKind.EXPIRE_SESSION, **where)
    download()
    assert download.openbis.faults.hits(fault) == 1
    assert download.openbis.requests.methods().count("login") == 2
    download.assert_complete()


# --- permanent faults


@with_file_transfer
def test_a_chunk_that_is_always_wrong_fails_its_file_only(download: Downloading) -> None:
    download.inject(FaultKind.CORRUPT_PAYLOAD_CRC, file_suffix="stack.raw", times=None)
    with pytest.raises(DownloadFailed, match=r"stack\.raw"):
        download()
    assert download.downloaded == {path: content for path, content in FILES.items() if path != BIG_FILE}
    download.assert_server_is_fine()
    download.assert_second_run_completes()


@pytest.mark.parametrize("kind", [FaultKind.WRONG_FILE_CRC, FaultKind.WRONG_FILE_LENGTH])
@pytest.mark.parametrize("name", ["stack.raw", "007.txt"])
def test_a_file_that_differs_from_the_list_is_discarded_and_the_others_are_downloaded(
    download: Downloading, kind: FaultKind, name: str
) -> None:
    download.inject(kind, path_prefix="/", method="searchFiles", file_suffix=name, times=None)
    with pytest.raises(DownloadFailed, match=name.replace(".", r"\.")) as caught:
        download()
    assert isinstance(caught.value.cause, IntegrityError)
    assert download.downloaded == {path: content for path, content in FILES.items() if not path.endswith(name)}
    download.assert_server_is_fine()
    download.assert_second_run_completes()


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        (FaultKind.LOGIN_PAGE, {}),
        (FaultKind.LOGIN_REDIRECT, {}),
        (FaultKind.STATUS, {"status": 503}),
        (FaultKind.TRUNCATE, {"after_bytes": 1000}),
        (FaultKind.RESET, {}),
        (FaultKind.HANG, {}),
        (FaultKind.STALL, {"file_suffix": "stack.raw", "occurrence": 5}),
    ],
    ids=lambda value: str(getattr(value, "value", value)),
)
def test_a_permanent_fault_is_an_error_and_a_second_run_resumes(
    download: Downloading, kind: FaultKind, how: dict[str, object]
) -> None:
    download.inject(kind, times=None, **how)
    with pytest.raises(DownloadFailed):
        replace(download, read_timeout=2)()
    download.assert_no_wrong_byte()
    download.assert_second_run_completes()


def test_a_download_survives_a_restart_of_the_server(download: Downloading) -> None:
    fault = download.inject(FaultKind.STALL, occurrence=3)
    outcome: list[object] = []

    def run() -> None:
        try:
            outcome.append(download())
        except DownloadFailed as error:
            outcome.append(error)

    running = threading.Thread(target=run)
    running.start()
    _wait_for(lambda: download.openbis.faults.hits(fault) == 1)
    download.openbis.restart()
    running.join(_SECONDS)
    assert len(outcome) == 1  # success and an OpenbisError are both correct
    download.assert_no_wrong_byte()
    download.assert_second_run_completes()


# --- faults of this machine

RUN = """
import json, sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.settings import Settings

folder, connection, perm_id = Path(sys.argv[1]), json.loads({connection!r}), {perm_id!r}
settings = Settings(folder, connections=[connection], read_timeout=60)
program = Container(settings=settings).use_cases()
program.connections.load()
try:
    program.downloads.download("lab", DownloadRequest((perm_id,), str(folder / "data")))
    outcome = "complete"
except OpenbisError as error:
    outcome = [type(error.cause).__name__, str(error)]
left = {{}}
for path in folder.rglob("*"):
    with suppress(FileNotFoundError):  # another program's unfinished file has got its name meanwhile
        if path.is_file():
            left[path.name] = path.stat().st_size
print(json.dumps([outcome, left]))
"""


def _script(openbis: FakeOpenbis) -> str:
    return RUN.format(connection=json.dumps(connection_of(openbis)), perm_id=MIX)


def test_the_download_of_a_killed_program_is_resumed_by_a_second_one(
    forked_program: ForkedProgram, download: Downloading
) -> None:
    # The small files come first or last, depending on the protocol; the big one is incomplete when the process dies.
    stalled = {"occurrence": 8} if not download.is_old else {"occurrence": 5}
    fault = download.inject(FaultKind.STALL, file_suffix="stack.raw", **stalled)
    folder = download.folder.parent
    how = {"environment": os.environ, "folder": folder, "script": _script(download.openbis)}
    with forked_program.started([str(folder)], **how) as process:
        _wait_for(lambda: download.openbis.faults.hits(fault) == 1 and _ranges(download) >= (not download.is_old) * 3)
        process.send_signal(signal.SIGKILL)
    download.openbis.faults.clear()
    download.assert_no_wrong_byte()
    assert BIG_FILE not in download.downloaded
    plan = download.program.downloads.plan("lab", DownloadRequest((MIX,), str(download.folder)))
    assert [each.path for each in download.program.downloads.local.unfinished(str(download.folder))]
    if not download.is_old:
        assert plan.to_fetch.bytes < BIG_SIZE - 2**20
    download()
    download.assert_complete()


def test_a_full_disk_is_reported_and_a_second_run_resumes_in_a_folder_with_space(
    download: Downloading, tmp_path: Path
) -> None:
    outcome, left = json.loads(run_on_disk(tmp_path, "size=4m", _script(download.openbis)))
    assert outcome[0] == "DiskFull"
    assert left == {}
    download.assert_second_run_completes()


def test_a_disk_that_fills_up_is_reported_and_has_no_wrong_byte(download: Downloading, tmp_path: Path) -> None:
    fill_up = _script(download.openbis).replace(
        "try:\n",
        "import shutil\nshutil.disk_usage = lambda _: shutil._ntuple_diskusage(0, 0, 1 << 40)\n"
        "import os\nos.statvfs = None\ntry:\n",
        1,
    )
    outcome, left = json.loads(run_on_disk(tmp_path, "size=6m", fill_up))
    assert outcome[0] == "DiskFull"
    assert "stack.raw" not in left


def test_a_folder_without_write_permission_is_reported(download: Downloading) -> None:
    download.folder.write_text("a file instead of the folder")
    with pytest.raises(DownloadFailed) as caught:
        download()
    assert isinstance(caught.value.cause, TargetNotWritable)
    download.folder.unlink()
    download.assert_second_run_completes()


def test_a_folder_that_is_removed_during_the_download_is_an_error(download: Downloading) -> None:
    fault = download.inject(FaultKind.STALL, file_suffix="stack.raw", occurrence=3, seconds=None)
    errors: list[BaseException] = []

    def run() -> None:
        try:
            download()
        except DownloadFailed as error:
            errors.append(error)

    running = threading.Thread(target=run)
    running.start()
    _wait_for(lambda: download.openbis.faults.hits(fault) == 1)
    download.folder.rename(download.folder.with_name("moved away"))
    download.openbis.faults.clear()
    running.join(_SECONDS)
    assert not running.is_alive()
    assert errors  # a folder that another process removed is not created again silently
    download.assert_second_run_completes()


def test_a_cancelled_download_ends_within_a_second_and_is_continued(download: Downloading) -> None:
    fault = download.inject(FaultKind.STALL, file_suffix="stack.raw", occurrence=5)
    cancellation, ended = Cancellation(), []

    def run() -> None:
        try:
            download(cancellation)
        except Cancelled:
            ended.append(time.monotonic())

    running = threading.Thread(target=run)
    running.start()
    _wait_for(lambda: download.openbis.faults.hits(fault) == 1)
    begun = time.monotonic()
    cancellation.cancel()
    running.join(_SECONDS)
    assert ended[0] - begun < 1
    download.assert_no_wrong_byte()
    download.assert_server_is_fine()
    download.assert_second_run_completes()


def test_two_jobs_for_one_folder_do_not_write_into_each_other(download: Downloading) -> None:
    program = download.program
    request = DownloadRequest((MIX,), str(download.folder))
    started = [program.downloads.start("lab", request) for _ in range(3)]
    _wait_for(lambda: all(program.jobs.get(job.id).state.is_final for job in started))
    jobs = [program.jobs.get(job.id) for job in started]
    assert {job.state for job in jobs} == {JobState.DONE}
    assert sorted(job.downloads[0].fetched.files for job in jobs) == [0, 0, len(FILES)]
    download.assert_complete()


TOGETHER = """
import os, runpy, sys
for number in range(3):
    if not os.fork():
        os.dup2(os.open(f"{number}.json", os.O_WRONLY | os.O_CREAT), 1)
        runpy.run_path("program.py")
        sys.stdout.flush()
        os._exit(0)
for _ in range(3):
    os.wait()
"""
"""Three processes. Each has imported the program and not used it."""


def test_two_programs_for_one_folder_do_not_write_into_each_other(
    download: Downloading, forked_program: ForkedProgram, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("programs")
    (folder / "program.py").write_text(_script(download.openbis))
    (folder / "together.py").write_text(TOGETHER)
    arguments, together = [str(download.folder.parent)], folder / "together.py"
    ended = forked_program.run(arguments, environment=os.environ, folder=folder, script=together, seconds=60)
    assert (ended.status, ended.err) == (0, b"")
    outcomes = [json.loads((folder / f"{number}.json").read_bytes())[0] for number in range(3)]
    assert outcomes == ["complete"] * 3
    download.assert_complete()


def test_a_file_that_was_deleted_is_fetched_again_and_the_download_is_complete(download: Downloading) -> None:
    download()
    (download.target / "original/empty.txt").unlink()
    download()
    download.assert_complete()


def _ranges(download: Downloading) -> int:
    """Return the number of received ranges of partial files, according to the files that record them."""
    return sum(notes.read_bytes().count(b"\n") for notes in download.folder.rglob(".*.pieces"))


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
