"""Files of objects by the program itself, against a server with a file server (AFS)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.cli.conftest import Run


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    settings = ServerSettings("3.7", afs="listed")
    with FakeOpenbis(tls=True, users=lab.USERS, settings=settings) as server:
        yield server


def test_files_are_uploaded_moved_and_deleted(run: Run, openbis: FakeOpenbis, folder: Path) -> None:
    (folder / "run" / "none").mkdir(parents=True)
    (folder / "run" / "a.csv").write_bytes(b"1,2\n")
    (sample,) = openbis.laboratory.samples.find("identifier", lab.EMPTY_BENCH)
    there = openbis.laboratory.afs_path(sample.perm_id)
    planned = run("upload", "run", "--to", lab.EMPTY_BENCH, "--into", "data", "--dry-run")
    assert planned.out.startswith(f"would store 1 files, 4 bytes, with {lab.EMPTY_BENCH}")
    assert not there.exists()
    done = run("--json", "upload", "run", "--to", lab.EMPTY_BENCH, "--into", "data")
    assert [each["path"] for each in done.json["stored"]] == ["data/run/a.csv", "data/run/none"]
    assert (there / "data" / "run" / "a.csv").read_bytes() == b"1,2\n"
    assert (there / "data" / "run" / "none").is_dir()
    assert run("mv", lab.EMPTY_BENCH, "data/run/a.csv", "b.csv").status == 0
    assert (there / "b.csv").read_bytes() == b"1,2\n"
    refused = run("rm", lab.EMPTY_BENCH, "b.csv")
    assert refused.status == 1
    assert "Delete b.csv" in refused.err
    assert (there / "b.csv").exists()
    assert run("rm", lab.EMPTY_BENCH, "b.csv", "data", "--yes").out == "b.csv\ndata\n"
    assert [each.name for each in there.iterdir() if not each.name.startswith(".afs")] == []
