"""Output of commands where openBIS lists a file server (AFS) that does not answer."""

from collections.abc import Iterator

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.state.afs import add_afs_files
from tests.integration.cli.conftest import Run

REMARK = "There are files in openBIS's file server (AFS) as well."


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    settings = ServerSettings(api_version="3.7", afs_row="last")
    with FakeOpenbis(tls=True, users=lab.USERS, settings=settings) as server:
        yield server


@pytest.fixture
def owner(openbis: FakeOpenbis) -> str:
    (sample,) = openbis.laboratory.samples.find("identifier", lab.EMPTY_BENCH)
    return add_afs_files(openbis.laboratory, sample).perm_id


def test_a_listing_says_that_there_are_files_in_afs(run: Run, owner: str) -> None:
    for arguments in ((owner,), (owner, "--data-sets"), ("/YEAST_LAB", "--data-sets")):
        shown = run("ls", *arguments)
        assert (shown.status, REMARK in shown.err) == (0, True), arguments
        assert "AFS" not in shown.out
    assert REMARK in run("--json", "ls", owner).json["remark"]
    assert REMARK not in run("ls", lab.WILD_TYPE).err


def test_an_owner_is_shown_without_its_files(run: Run, owner: str) -> None:
    assert "The files cannot be listed: " in run("ls", owner).err
    assert run("--json", "ls", owner).json["filesProblem"]["code"] == "data-set-in-afs"
    shown = run("info", owner).out
    assert lab.EMPTY_BENCH in shown
    assert f"The files cannot be listed: the files of {owner} are in openBIS's file server (AFS)" in shown
    assert run("download", owner).status == run("download", lab.ARCHIVED).status != 0


def test_doctor_warns_of_a_file_server_that_does_not_answer(run: Run) -> None:
    (found,) = (
        each for each in run("--json", "doctor").json["results"] if each["subject"] == "file server (AFS) of lab"
    )
    assert (found["ok"], found["isNeeded"]) == (False, False)
    assert "no file server answers at" in found["text"]
