"""`cat`: files of data sets, samples and experiments on standard output."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.afs_files import OF_SAMPLE
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import noise
from tests.forked_program import ForkedProgram
from tests.integration.cli.conftest import Run

OnTerminal = Callable[..., tuple[int, str]]
LARGE = noise(11, 9 * 2**20)


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as server:
        (sample,) = server.laboratory.samples.find("identifier", lab.WILD_TYPE)
        (server.laboratory.afs_path(sample.perm_id) / "large.raw").write_bytes(LARGE)
        yield server


@pytest.fixture
def output_of(forked_program: ForkedProgram, environment: dict[str, str], folder: Path) -> Callable[..., bytes]:
    """Return the standard output of `cat`, which must succeed."""

    def run(*arguments: str) -> bytes:
        options = {"environment": environment, "folder": folder, "typed": b"", "seconds": 60}
        done = forked_program.run(["cat", *arguments], **options)
        assert (done.status, done.err) == (0, b"")
        return done.out

    return run


@pytest.mark.parametrize("path", ["protocol.txt", "/images/overview.png", "empty.txt", "images/Größe 10 µm.png"])
def test_file_of_a_sample_is_written_byte_by_byte(output_of: Callable[..., bytes], path: str) -> None:
    assert output_of(lab.WILD_TYPE, path) == OF_SAMPLE[path.strip("/")]


def test_large_file_is_written_in_pieces(output_of: Callable[..., bytes]) -> None:
    assert output_of(lab.WILD_TYPE, "large.raw") == LARGE


def test_file_of_a_data_set_is_written(output_of: Callable[..., bytes], openbis: FakeOpenbis) -> None:
    stored = openbis.laboratory.store_path(lab.REPORT) / "original" / "report.txt"
    assert output_of(lab.REPORT, "original/report.txt") == stored.read_bytes()


def test_missing_files_and_folders_are_refused(run: Run) -> None:
    for path, status, words in (("none.txt", 4, "no file or folder"), ("images", 2, "this is a folder")):
        found = run("cat", lab.WILD_TYPE, path)
        assert (found.status, found.out) == (status, "")
        assert words in found.err
    assert run("cat", "/NO/SUCH/SAMPLE", "a.txt").status == 4


def test_file_that_changes_while_it_is_read_is_an_error(
    forked_program: ForkedProgram, environment: dict[str, str], folder: Path, openbis: FakeOpenbis
) -> None:
    openbis.faults.inject(Fault(FaultKind.AFS_FILE_CHANGED, file_suffix="/large.raw", occurrence=2, offset=5))
    options = {"environment": environment, "folder": folder, "typed": b"", "seconds": 60}
    done = forked_program.run(["cat", lab.WILD_TYPE, "large.raw"], **options)
    assert done.status == 7
    assert b"large.raw: it was changed in openBIS while it was read" in done.err


def test_text_is_written_to_a_terminal_and_other_content_is_refused(run_on_terminal: OnTerminal) -> None:
    status, shown = run_on_terminal("cat", lab.WILD_TYPE, "protocol.txt")
    assert status == 0
    assert "Shift to 42 degrees" in shown
    status, shown = run_on_terminal("cat", lab.WILD_TYPE, "images/overview.png")
    assert status == 2
    assert "is no plain text" in shown
    assert "PNG" not in shown


@pytest.mark.parametrize("content", ["safe\u202etxt", "title\x1b]0;owned\x07", "over\u2066riding", "hidden\rshown"])
def test_text_that_controls_a_terminal_is_refused(
    run_on_terminal: OnTerminal, openbis: FakeOpenbis, content: str
) -> None:
    (sample,) = openbis.laboratory.samples.find("identifier", lab.WILD_TYPE)
    (openbis.laboratory.afs_path(sample.perm_id) / "notes.txt").write_text(content)
    status, shown = run_on_terminal("cat", lab.WILD_TYPE, "notes.txt")
    assert status == 2
    assert content not in shown
