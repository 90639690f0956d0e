"""Every command in every failure: no credential is printed, logged, written, or visible to other users."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from jupyter_openbis_server.entrypoints.cli.root import openbis as program
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.state import entities
from tests.forked_program import PROGRAM, ForkedProgram, Run
from tests.integration.secrets.failures import FAILURES, failing
from tests.integration.secrets.marks import MARKS, PASSWORD, USER, WRONG_PASSWORD, marked
from tests.support.notebook_content import notebook
from tests.watching import Watcher

_EXCLUDED = {"demo"}
"""Commands without credentials of the user."""
_ASK_OPENBIS = {"conn test", "login", "ls", "download", "upload"}
"""One command for each way to send requests to openBIS; these run in every failure, once in their own processes."""
_NO_FAILURE = "none"
_WHOLE_RUNS = (_NO_FAILURE, "status 500", "answers are changed")


@dataclass(frozen=True)
class Command:
    """A command with its arguments and its standard input."""

    name: str
    arguments: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    typed: str = ""


def _commands(openbis: FakeOpenbis, config: Path) -> Iterator[Command]:
    """Yield each command."""
    yield Command("conn list")
    yield Command("conn show")
    yield Command("conn test")
    yield Command("conn test", options=("--token-stdin",), typed=f"{openbis.sessions.open(USER)}\n")
    yield Command("conn test", options=("--token-stdin",), typed=f"{WRONG_PASSWORD}\n")
    answers = f"new\n{openbis.url}\ny\ny\n{USER}\n{PASSWORD}\n{config}\n"
    yield Command(
        "conn add", ("-d", str(config), "-n", "new", "-h", "x.org", "--verify", "--https", "-u", ""), typed=answers
    )
    yield Command("conn trust")
    yield Command("conn trust", ("AB" * 32,))
    yield Command("conn remove", ("new",))
    yield Command("login", ("--password-stdin", "--keep", "file"), typed=f"{PASSWORD}\n")
    yield Command("login", ("--password-stdin",), typed=f"{WRONG_PASSWORD}\n")
    yield Command("logout")
    yield Command("whoami")
    yield Command("whoami", options=("--token-stdin",), typed=f"{_access_token(openbis)}\n")
    yield Command("ls", (lab.WILD_TYPE,))
    yield Command("ls", ("-R", "-l", lab.WILD_TYPE))
    yield Command("tree", (lab.WILD_TYPE,))
    yield Command("du", (lab.WILD_TYPE,))
    yield Command("info", (lab.IMAGES,))
    yield Command("search", ("image*", "--where", "MAGNIFICATION > 1", "--mine"))
    yield Command("types")
    yield Command("download", (lab.IMAGES, lab.ODD_NAMES, "--to", "downloads"))
    yield Command("download", (lab.ARCHIVED,))
    yield Command("download", ("-", "--progress", "json", "--limit-rate", "100M"), typed=f"{lab.IMAGES}\n")
    yield Command("mirror", (lab.WILD_TYPE, "--to", "mirror"))
    yield Command("sync", ("synchronised", lab.EMPTY_BENCH, "--yes"))
    yield Command("set", (lab.IMAGES, "STAIN=DAPI", "--dry-run"))
    yield Command("set", (lab.IMAGES, "STAIN=DAPI", "--yes"))
    yield Command("create", ("sample", "--type", "ENTRY", "--in", "/YEAST_LAB/GROWTH", "--prop", "NOTES=x", "--yes"))
    yield Command("unarchive", (lab.IMAGES, "--wait"))
    yield Command("verify", ("downloads",))
    yield Command("upload", ("notes.txt", "--type", "ATTACHMENT", "--to", lab.WILD_TYPE))
    yield Command("upload", ("notes.txt", "--type", "NONE", "--to", "/NO/SUCH", "--prop", "A=B"))
    yield Command("upload", ("notes.txt", "--to", lab.WILD_TYPE))
    yield Command("head", (lab.IMAGES, "original/intensities.csv"))
    yield Command("cat", (lab.IMAGES, "original/intensities.csv"))
    yield Command("rm", (lab.WILD_TYPE, "notes.txt", "--yes"))
    yield Command("mv", (lab.WILD_TYPE, "notes.txt", "other.txt"))
    yield from _commands_of_notebooks()
    yield Command("mount")
    yield Command("unmount")
    yield Command("requirements", ("no.ipynb",))
    yield Command("doctor")
    yield Command("mcp", typed="".join(f"{json.dumps(each)}\n" for each in _mcp_messages()))


def _mcp_messages() -> Iterator[Mapping[str, object]]:
    """Yield what an assistant sends."""
    client = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    yield {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": client}
    yield {"jsonrpc": "2.0", "method": "notifications/initialized"}
    yield {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "whoami", "arguments": {}}}


def _commands_of_notebooks() -> Iterator[Command]:
    yield Command("publish", ("work.ipynb", "--to", lab.WILD_TYPE))
    yield Command("publish", ("work.ipynb", "--to", lab.WILD_TYPE, "--as-files"))
    yield Command("lineage", (lab.IMAGES,))
    yield Command("lineage", ("work.ipynb", "--format", "svg"))
    yield Command("export", ("work.ipynb", "--to", "work.zip", "--input", "downloads"))
    yield Command("rerun", ("work.zip", "--to", "again", "--environment", "current", "--yes"))
    yield Command("rerun", (lab.NOTEBOOK, "--to", "again"))
    yield Command("import", ("notes.txt", "--to", "/YEAST_LAB/GROWTH", "--type", "ENTRY", "--yes"))


def _access_token(openbis: FakeOpenbis) -> str:
    """Return a personal access token, which openBIS lists with its secret."""
    now = openbis.laboratory.now()
    token = f"$pat-{USER}-230317133255245x{'9E' * 16}"
    openbis.laboratory.put(entities.PersonalAccessToken(token, USER, "jobs", now - 1, now + 10**9, USER, now))
    return token


def _leaves(group: click.Group, above: str = "") -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _leaves(command, f"{above}{name} ")
        else:
            yield f"{above}{name}"


def _run_process(arguments: Sequence[str], *, environment: Mapping[str, str], folder: Path, typed: bytes) -> Run:
    """Run the program in a new process, whose arguments and environment all users of the host can read."""
    ended = subprocess.run(
        [PROGRAM, *arguments], input=typed, capture_output=True, env=environment, cwd=folder, timeout=120, check=False
    )
    return Run(ended.returncode, ended.stdout, ended.stderr)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("failure", FAILURES)
def test_no_command_shows_a_credential(
    openbis: FakeOpenbis,
    places: Path,
    config: Path,
    watcher: Watcher,
    forked_program: ForkedProgram,
    failure: str,
) -> None:
    (places / "work" / "notes.txt").write_text("nothing of importance")
    (places / "work" / "synchronised").mkdir(exist_ok=True)
    (places / "work" / "synchronised" / "curve.csv").write_text("nothing of importance")
    (places / "work" / "work.ipynb").write_bytes(notebook("nothing of importance"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "OPENBIS_"))}
    environment |= {
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(config / "data"),  # next to the connection file: tokens may be stored here
        "HOME": str(places / "home"),
    }
    executed: set[str] = set()
    is_whole = failure in _WHOLE_RUNS
    with failing(openbis, failure):
        for command in _commands(openbis, config):
            if not is_whole and command.name not in _ASK_OPENBIS:
                continue
            is_process = failure == _NO_FAILURE and command.name in _ASK_OPENBIS - executed
            executed.add(command.name)
            arguments = [
                "-c",
                "lab",
                *command.options,
                "--verbose",
                "--log-file",
                "run.log",
                *command.name.split(),
                *command.arguments,
            ]
            run = _run_process if is_process else forked_program.run
            ended = run(arguments, environment=environment, folder=places / "work", typed=command.typed.encode())
            shown = ended.out + ended.err
            assert not MARKS.search(shown), f"{command}: {shown!r}"
            assert b"Traceback" not in shown, f"{command}: {shown!r}"
    expected = set(_leaves(program)) - _EXCLUDED if is_whole else _ASK_OPENBIS
    assert executed == expected, "each command must be in _commands"
    assert marked(each for each in places.rglob("*") if each.is_file()) == []


def test_existing_marks_are_found(openbis: FakeOpenbis, config: Path) -> None:
    """Otherwise the other tests could not fail."""
    assert marked([config / "openbis-connections.yaml"])
    assert MARKS.search(openbis.sessions.open(USER).encode())
