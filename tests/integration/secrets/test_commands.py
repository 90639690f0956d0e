"""Every command, and every failure: no credential is printed, logged, written, or shown to other users of the host."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from jupyter_openbis_server.entrypoints.cli.main import openbis as program
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis import sample_data as lab
from tests.integration.secrets.failures import FAILURES, failing
from tests.integration.secrets.marks import MARKS, PASSWORD, USER, WRONG_PASSWORD, marked
from tests.watching import Watcher

PROGRAM = Path(sys.executable).with_name("jupyter-openbis")
_DRIVEN_ELSEWHERE = {"demo"}
"""It has no credentials of the user's."""
_ASK_OPENBIS = {"conn test", "login", "ls", "download", "upload"}
"""All ways to ask openBIS, a command for each; these are driven in every failure."""
_WHOLE_RUNS = ("none", "status 500", "answers are changed")


@dataclass(frozen=True)
class Command:
    """A command with its arguments, and what is typed into it."""

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
    yield Command("conn remove", ("new",))
    yield Command("login", ("--password-stdin", "--keep", "file"), typed=f"{PASSWORD}\n")
    yield Command("login", ("--password-stdin",), typed=f"{WRONG_PASSWORD}\n")
    yield Command("logout")
    yield Command("ls", (lab.WILD_TYPE,))
    yield Command("info", (lab.IMAGES,))
    yield Command("types")
    yield Command("download", (lab.IMAGES, lab.ODD_NAMES, "--to", "downloads"))
    yield Command("download", (lab.ARCHIVED,))
    yield Command("verify", ("downloads",))
    yield Command("upload", ("notes.txt", "--type", "ATTACHMENT", "--to", lab.WILD_TYPE))
    yield Command("upload", ("notes.txt", "--type", "NONE", "--to", "/NO/SUCH", "--prop", "A=B"))
    yield Command("mount")
    yield Command("unmount")
    yield Command("requirements", ("no.ipynb",))
    yield Command("doctor")


def _leaves(group: click.Group, above: str = "") -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _leaves(command, f"{above}{name} ")
        else:
            yield f"{above}{name}"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("failure", FAILURES)
def test_no_command_shows_a_credential(
    openbis: FakeOpenbis, places: Path, config: Path, watcher: Watcher, failure: str
) -> None:
    (places / "work" / "notes.txt").write_text("nothing of importance")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "OPENBIS_"))}
    environment |= {
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(config / "data"),  # beside the connection file: here a token may be kept
        "HOME": str(places / "home"),
    }
    driven = set()
    is_whole = failure in _WHOLE_RUNS
    with failing(openbis, failure):
        for command in _commands(openbis, config):
            if not is_whole and command.name not in _ASK_OPENBIS:
                continue
            driven.add(command.name)
            ended = subprocess.run(
                [PROGRAM, "-c", "lab", *command.options, "--verbose", *command.name.split(), *command.arguments],
                input=command.typed.encode(),
                capture_output=True,
                env=environment,
                cwd=places / "work",
                timeout=120,
                check=False,
            )
            shown = ended.stdout + ended.stderr
            assert not MARKS.search(shown), f"{command}: {shown!r}"
            assert b"Traceback" not in shown, f"{command}: {shown!r}"
    expected = set(_leaves(program)) - _DRIVEN_ELSEWHERE if is_whole else _ASK_OPENBIS
    assert driven == expected, "each command belongs into _commands"
    assert marked(each for each in places.rglob("*") if each.is_file()) == []


def test_the_marks_are_found_where_they_are(openbis: FakeOpenbis, config: Path) -> None:
    """Else the other tests could not fail."""
    assert marked([config / "openbis-connections.yaml"])
    assert MARKS.search(openbis.sessions.open(USER).encode())
