"""`upload` without a type, `rm` and `mv`: files of samples and experiments."""

from pathlib import Path

import pytest

from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from tests.memory_program import MemoryProgram
from tests.support.world import World


@pytest.fixture
def owner(openbis: MemoryOpenbis, world: World, tmp_path: Path) -> str:
    """Identifier of a sample on a server with file server; there are local files `run/a.csv` and `run/.env`."""
    openbis.has_file_server = True
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "a.csv").write_bytes(b"1,2")
    (tmp_path / "run" / ".env").write_bytes(b"secret")
    return world.upload_owner.identifier


def stored(openbis: MemoryOpenbis) -> dict[str, bytes | None]:
    ((_, files),) = openbis.object_files.items()
    return {path: each.content for path, each in files.items()}


def test_files_are_stored_with_the_object(run: MemoryProgram, openbis: MemoryOpenbis, owner: str) -> None:
    ended = run("upload", "run", "--to", owner, "--into", "data")
    assert (ended.status, ended.out) == (0, "data/run/a.csv\n")
    assert "1 hidden or unwanted files" in ended.err
    assert stored(openbis)["data/run/a.csv"] == b"1,2"
    again = run("upload", "run", "--to", owner, "--into", "data")
    assert again.out == "1 files are in openBIS already, with the same content\n"


def test_results_and_plans_are_json(run: MemoryProgram, owner: str, world: World) -> None:
    plan = run("--json", "upload", "run", "--to", owner, "--dry-run").json
    assert plan["files"] == [{"path": "run/a.csv", "size": 3, "isFolder": False, "replaces": False}]
    assert (plan["total"], plan["leftOutFiles"]) == ({"files": 1, "bytes": 3}, ["run/.env"])
    done = run("--json", "upload", "run", "--to", owner).json
    assert (done["owner"], done["permId"]) == (owner, world.upload_owner.perm_id)
    (file,) = done["stored"]
    assert (file["path"], file["size"], len(file["md5"])) == ("run/a.csv", 3, 32)


def test_files_are_replaced_on_request_only(
    run: MemoryProgram, openbis: MemoryOpenbis, owner: str, tmp_path: Path
) -> None:
    run("upload", "run", "--to", owner)
    (tmp_path / "run" / "a.csv").write_bytes(b"3,4")
    planned = run("upload", "run", "--to", owner, "--dry-run").out
    assert "is there with other content (see --replace): run/a.csv" in planned
    refused = run("upload", "run", "--to", owner)
    assert refused.status == 8
    assert "Hint: `upload --replace` replaces files." in refused.err
    assert stored(openbis)["run/a.csv"] == b"1,2"
    assert "would replace: run/a.csv" in run("upload", "run", "--to", owner, "--replace", "--dry-run").out
    assert run("upload", "run", "--to", owner, "--replace").status == 0
    assert stored(openbis)["run/a.csv"] == b"3,4"


def test_a_server_without_file_server_needs_a_type(run: MemoryProgram, openbis: MemoryOpenbis, owner: str) -> None:
    openbis.has_file_server = False
    ended = run("upload", "run", "--to", owner)
    assert ended.status == 7
    assert "`upload --type CODE` makes a new data set" in ended.err
    assert run("upload", "run", "--to", owner, "--type", "RAW_DATA").status == 0


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--prop", "A=1"], "--prop can be used only with --type"),
        (["--parent", "1-1"], "--parent can be used only with --type"),
        (["--type", "RAW_DATA", "--into", "a"], "--into can be used only without --type"),
        (["--type", "RAW_DATA", "--replace"], "--replace can be used only without --type"),
    ],
)
def test_options_of_the_other_kind_of_upload_are_refused(
    run: MemoryProgram, owner: str, options: list[str], named: str
) -> None:
    ended = run("upload", "run", "--to", owner, *options)
    assert (ended.status, named in ended.err) == (2, True)


def test_all_problems_are_named_by_their_options(run: MemoryProgram, owner: str) -> None:
    ended = run("upload", "missing", "run", "--to", "/NO/SUCH", "--into", "a:b")
    assert ended.status == 2
    assert [line.split(":")[0] for line in ended.err.lstrip().splitlines()[1:]] == ["  --to", "  FILE", "  --into"]


def test_files_are_deleted_after_a_confirmation(run: MemoryProgram, openbis: MemoryOpenbis, owner: str) -> None:
    run("upload", "run", "--to", owner)
    assert run("rm", owner, "run/a.csv", typed="n\n").status != 0
    assert "run/a.csv" in stored(openbis)
    deleted = run("rm", owner, "run/a.csv", typed="y\n").out
    assert deleted.splitlines()[-1] == "run/a.csv"  # click 8.2 shows what is typed before it
    assert {"run", ".afs.trash/run/a.csv"} == set(stored(openbis))
    assert run("--json", "rm", owner, "run", "--yes").json == {"deleted": ["run"]}
    assert run("rm", owner, "run", "-y").status == 4


def test_files_are_moved(run: MemoryProgram, openbis: MemoryOpenbis, owner: str) -> None:
    run("upload", "run", "--to", owner)
    assert run("mv", owner, "run/a.csv", "b.csv").out == "b.csv\n"
    assert run("--json", "mv", owner, "b.csv", "c.csv").json == {"path": "b.csv", "newPath": "c.csv"}
    assert set(stored(openbis)) == {"run", "c.csv"}
    assert run("mv", owner, "c.csv", "run").status == 8
    assert run("mv", owner, "c.csv", "a?").status == 2


@pytest.mark.parametrize(
    "arguments",
    [("upload", "run", "--to", "/LAB"), ("rm", "/LAB", "a", "--yes"), ("mv", "/LAB", "a", "b"), ("cat", "/LAB", "a")],
)
def test_files_of_a_space_are_refused_with_its_kind(run: MemoryProgram, owner: str, arguments: tuple[str, ...]) -> None:
    assert "/LAB is a space; files and data sets belong to a sample or experiment in it" in run(*arguments).err
