"""The documented shape of every JSON answer: one object with the version of the format."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import KernelEnvironment, Language
from jupyter_openbis_server.entrypoints.cli.output.json_answers import ANSWERS, WITHOUT_ANSWER
from jupyter_openbis_server.entrypoints.cli.root import openbis as program
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from tests.memory_program import MemoryProgram
from tests.support.eln_archive import write_archive
from tests.support.notebook_content import notebook
from tests.support.world import World

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")


def _runs(world: World) -> Iterator[tuple[str, list[str]]]:
    """Yield a successful run for each answer; the order matters."""
    data_set, owner, type_code = world.data_set.perm_id, world.upload_owner.identifier, world.upload_type
    yield "conn list", ["conn", "list"]
    for command in ("conn show", "conn test", "conn trust", "login", "logout", "whoami", "types", "mount", "unmount"):
        yield command, command.split()
    yield "conn add", ["conn", "add", "-n", "new", "-h", "new.example.org"]
    yield "ls", ["ls", world.sample.identifier]
    yield "ls -d", ["ls", "-d", "/"]
    yield "ls -R", ["ls", "-R", "/"]
    yield "ls PERMID", ["ls", data_set]
    yield "tree", ["tree"]
    yield "tree", ["tree", data_set]
    yield "du", ["du", world.space.identifier]
    yield "info", ["info", world.sample.identifier]
    yield "info PERMID", ["info", data_set]
    yield "download --dry-run", ["download", data_set, "--to", "d", "--dry-run"]
    yield "download", ["download", data_set, "--to", "d"]
    yield "mirror --dry-run", ["mirror", world.sample.identifier, "--to", "m", "--dry-run"]
    yield "mirror", ["mirror", world.sample.identifier, "--to", "m"]
    yield "verify", ["verify", "d"]
    yield "upload --dry-run", ["upload", "a.txt", "--type", type_code, "--to", owner, "--dry-run"]
    yield "upload", ["upload", "a.txt", "--type", type_code, "--to", owner]
    yield "upload (no --type) --dry-run", ["upload", "a.txt", "--to", owner, "--dry-run"]
    yield "upload (no --type)", ["upload", "a.txt", "--to", owner]
    yield "info (object with files)", ["info", world.experiment.perm_id]
    yield "mv", ["mv", owner, "a.txt", "b.txt"]
    yield "rm", ["rm", owner, "b.txt", "--yes"]
    yield "sync --dry-run", ["sync", "s", owner, "--dry-run"]
    yield "sync", ["sync", "s", owner, "--yes"]
    yield "sync --check", ["sync", "s", "--check"]
    yield "sync --type", ["sync", "s", "--type", type_code, "--yes"]
    yield "publish --dry-run", ["publish", "n.ipynb", "--to", owner, "--type", type_code, "--dry-run"]
    yield "publish", ["publish", "n.ipynb", "--to", owner, "--type", type_code]
    yield "publish", ["publish", "n.ipynb", "--to", owner, "--as-files"]
    yield "search", ["search", "*"]
    yield "set --dry-run", ["set", data_set, "--name", "new", "--dry-run"]
    yield "set", ["set", data_set, "--name", "new", "--yes"]
    yield "unarchive", ["unarchive", data_set]
    yield "create --dry-run", ["create", "sample", "--type", "YEAST", "--in", world.space.identifier, "--dry-run"]
    yield "create", ["create", "sample", "--type", "YEAST", "--in", world.space.identifier, "--yes"]
    yield "lineage", ["lineage", data_set]
    yield "lineage", ["lineage", "n.ipynb"]
    yield "export", ["export", "n.ipynb", "--to", "n.zip", "--input", "d"]
    yield "rerun --dry-run", ["rerun", "n.zip", "--to", "r", "--dry-run"]
    yield "rerun", ["rerun", "n.zip", "--to", "r", "--yes"]
    to = ["--to", world.experiment.identifier, "--type", "YEAST"]
    yield "import --dry-run", ["import", "a.eln", *to, "--dry-run"]
    yield "import", ["import", "a.eln", *to, "--yes"]
    yield "requirements", ["requirements", "n.ipynb", "--kernel", "python3"]
    yield "doctor", ["doctor", "-c", "lab"]


def _times(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _times(each)
    elif isinstance(value, str) and _TIME.match(value):
        yield value


@pytest.fixture
def prepared(run: MemoryProgram, openbis: MemoryOpenbis, world: World, tmp_path: Path) -> MemoryProgram:
    openbis.has_file_server = True
    openbis.afs_owners.add(world.experiment.perm_id)
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "b.txt").write_text("b")
    (tmp_path / "n.ipynb").write_bytes(notebook("nothing"))
    (tmp_path / "n.requirements.txt").touch()
    write_archive(tmp_path / "a.eln")
    run.kernels.environments["python3"] = KernelEnvironment("python3", Language.PYTHON, "3.11", ())
    return run


def test_every_answer_has_the_documented_keys(prepared: MemoryProgram, world: World) -> None:
    seen = set()
    for command, arguments in _runs(world):
        ended = prepared("--json", *arguments)
        assert ended.status in (0, 1) or command == "rerun", (command, ended)
        answer = json.loads(ended.out)
        assert (command, set(answer)) == (command, {"version", *ANSWERS[command].keys})
        assert answer["version"] == 1
        assert [each for each in _times(answer) if not _ZONE.search(each)] == []
        seen.add(command)
    assert set(ANSWERS) - seen == {"conn remove"}, "it needs the connection file of the program"


def test_every_failure_has_the_same_shape(run: MemoryProgram, openbis: MemoryOpenbis) -> None:
    openbis.go_down()
    failures = [["ls"], ["download", "1-1"], ["whoami"], ["du", "1-1"], ["tree"], ["mirror", "1-1", "--to", "m"]]
    for arguments in [*failures, ["verify"], ["ls", "--nonsense"], ["-c", "other", "types"], ["download"]]:
        ended = run("--json", *arguments)
        assert ended.status not in (0, 1), arguments
        assert set(ended.json) == {"error"}
        assert (
            {"code", "reason", "exitStatus"} <= set(ended.json["error"]) <= {"code", "reason", "exitStatus", "errors"}
        )
        assert ended.json["error"]["exitStatus"] == ended.status


def _commands(group: click.Group, above: str = "") -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}"


def test_every_command_is_described() -> None:
    assert sorted({*WITHOUT_ANSWER, *ANSWERS} & set(_commands(program))) == sorted(_commands(program))
