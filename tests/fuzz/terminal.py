"""Fuzzing with terminal escapes: no text of openBIS, manifests, notebooks or errors controls the terminal."""

from __future__ import annotations

import json
import os
import random
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import RequestRefused
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import KernelEnvironment, Language, Package
from jupyter_openbis_server.domain.properties.entity_type import EntityType, PropertyAssignment
from jupyter_openbis_server.entrypoints.cli.root import openbis as program
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from tests.memory_program import Ended, MemoryProgram, memory_openbis

HOSTILE = (
    "\x1b]0;title\x07",
    "\x1b]52;c;c3RvbGVu\x07",
    "\x1b[2J\x1b[1A",
    "\x1b[8m",
    "\r",
    "\n",
    "\t",
    "\x00",
    "\x7f",
    "\x85",
    "\x9b2J",
    "\x9d0;t\x9c",
    "\u2028",
    "\u202e",
    "\u2066",
    "\u200e",
    "\u061c",
    "\ufeff",
    "\ud800",
    "\udfff",
    "\U000e0041",
    "\ue000",
    "\x08",
)
"""Escape sequences (title, clipboard, erasing, hiding), control characters, bidirectional marks, lone surrogates."""
_HARMLESS_CATEGORIES = ("Zs",)
_JOINERS = "\u200c\u200d"


class TerminalFailure(AssertionError):
    """A command wrote terminal controls or invalid JSON, or failed unexpectedly."""


def attempt(seed: int) -> str:
    """Run every command with names of one seed, as text and as JSON. Return the number of runs.

    Raises:
        TerminalFailure: with the seed.
    """
    chance = random.Random(seed)
    with _working_folder() as folder:
        runs = 0
        for arguments in _commands(chance, folder):
            runner, words, typed = arguments
            for options in ([], ["--json"], ["-v"]):
                ended = runner(*options, *words, typed=typed)
                _check(ended, seed, [*options, *words])
                runs += 1
    return f"seed {seed}: {runs} runs"


def driven_commands() -> set[str]:
    """Return the names of the commands that `attempt` runs."""
    with _working_folder() as folder:
        return {_name_of(words) for _, words, _ in _commands(random.Random(1), folder)}


@contextmanager
def _working_folder() -> Iterator[Path]:
    """Work in an empty folder (Python 3.10 has no `contextlib.chdir`)."""
    before = Path.cwd()
    with TemporaryDirectory() as name:
        os.chdir(name)
        try:
            yield Path(name).resolve()
        finally:
            os.chdir(before)


def _name_of(words: list[str]) -> str:
    context = click.Context(program)
    command = program.get_command(context, words[0])
    return f"{words[0]} {words[1]}" if isinstance(command, click.Group) else words[0]


def _check(ended: Ended, seed: int, words: list[str]) -> None:
    where = f"seed {seed}, {words!r}"
    for text in (ended.out, ended.err):
        wrong = [each for each in text if each != "\n" and not _is_harmless(each)]
        if wrong:
            raise TerminalFailure(f"{where}: {wrong[:3]!r} in {text!r}")
        text.encode()
    if "internal-error" in ended.out or "something went wrong inside" in ended.err:
        raise TerminalFailure(f"{where}: {ended.err}")
    if words[0] == "--json":
        answer = json.loads(ended.out)
        if answer != 1 and answer["version"] != 1:  # `cat` and `head` write the content, which is 1
            raise TerminalFailure(f"{where}: an answer without the version of the format")
    elif ended.status == 0 and any(len(line) > 0 and line[0] == "@" for line in ended.out.splitlines()):
        raise TerminalFailure(f"{where}: a line of its own in {ended.out!r}")


def _is_harmless(character: str) -> bool:
    """Return whether a character does not control the terminal, independently of the tested function of the program."""
    category = unicodedata.category(character)
    return character in _JOINERS or category in _HARMLESS_CATEGORIES or category[0] not in "CZ"


def _hostile(chance: random.Random) -> str:
    """Return a name of letters and hostile sequences. After a line end, the next line would begin with @."""
    parts = [chance.choice(HOSTILE) + "@" for _ in range(chance.randint(1, 4))]
    return "n" + "".join(part + chance.choice(("x", "実", "e\u0301", "")) for part in parts)


def _as_argument(text: str) -> str:
    """Return a text as a valid argument: without NUL and characters that file names cannot contain."""
    return text.replace("\x00", "").encode(errors="ignore").decode()


def _commands(chance: random.Random, folder: Path) -> Iterator[tuple[MemoryProgram, list[str], str]]:
    """Yield each command with its arguments and standard input."""
    openbis = memory_openbis()
    code, name = _hostile(chance).upper(), _hostile(chance)
    openbis.add_type(EntityType(code, name, (PropertyAssignment(_hostile(chance).upper(), name),)))
    sample = openbis.add_sample(f"/S/P/{code}", properties={"$NAME": name})
    values = {"$NAME": name, _hostile(chance).upper(): f"<p>{name}</p>", "T": (name, name)}
    plain = f"n{chance.randint(0, 9)}{name.replace('/', '').encode('ascii', 'ignore').decode().replace(chr(0), '')}"
    data_set = openbis.add_data_set(code, sample, {f"original/{plain}": b"1"}, properties=values, registrator=name)
    odd = openbis.add_data_set(code, sample, {f"original/{name}": b"1"}, parents=(data_set.perm_id,))
    whole = openbis.add_data_set(code, sample, kind="CONTAINER", components=(data_set.perm_id, odd.perm_id))
    link = openbis.add_data_set(code, sample, kind="LINK", link=name)
    run = MemoryProgram(openbis, folder, name=f"lab {name}")
    for text in ("/", "/S", "/S/P", sample.perm_id):
        yield run, ["ls", text], ""
        yield run, ["ls", "-d", "-l", "--sort", "name", text], ""
        yield run, ["ls", "-R", text], ""
        yield run, ["tree", text], ""
        yield run, ["du", text, "--by-owner"], ""
    for text in (data_set.perm_id, odd.perm_id, whole.perm_id, link.perm_id, sample.perm_id, f"/S/{name}", name):
        yield run, ["info", text], ""
    for words in ([code], ["--kind", "sample", "--in", "/S", "*"], ["--where", f"T contains {name}"], ["--type", name]):
        yield run, ["search", *words], ""
        yield run, ["search", "-q", *words], ""
        yield run, ["ls", "-l", text], ""
        yield run, ["tree", text], ""
        yield run, ["du", text], ""
        yield run, ["mirror", text, "--to", "m"], ""
    yield run, ["whoami"], ""
    yield run, ["types"], ""
    for perm_id in (data_set.perm_id, odd.perm_id, link.perm_id, name):
        yield run, ["download", perm_id, whole.perm_id, "--to", "d"], ""
        yield run, ["download", perm_id, "--to", "d", "--dry-run"], ""
    yield run, ["download", "-", "--to", "d", "--progress", "json"], f"{data_set.perm_id}\n{_as_argument(name)}\n"
    yield run, ["verify", "d"], ""
    yield from _of_changes(run, [data_set.perm_id, odd.perm_id, sample.perm_id, name], code, name)
    yield from _of_files(run, [data_set.perm_id, sample.perm_id, name], name, plain)
    (folder / "up.txt").write_text("1")
    for kind in (code, name):
        upload = ["upload", "up.txt", "--type", kind, "--to", sample.perm_id, "--prop", f"{name}=x", "--parent", name]
        yield run, upload, ""
        yield run, [*upload[:6], "--dry-run"], ""
        yield run, upload[:6], ""
    for fingerprint in ([], [_as_argument(name)], ["AB" * 32]):
        yield run, ["conn", "trust", *fingerprint], ""
    for words in (["conn", "list"], ["conn", "show"], ["conn", "test"], ["conn", "remove", name], ["-c", name, "ls"]):
        yield run, words if words[0] == "conn" else ["ls", "-c", name], ""
    yield run, ["conn", "add", "-n", name, "-h", "new.example.org"], ""
    yield run, ["conn", "add", "-n", name, "-h", name], ""
    for words in (["login"], ["login", "--keep", "file"], ["logout"], ["mount"], ["unmount"], ["doctor", "--to", name]):
        yield run, [_as_argument(each) for each in words], ""
    yield from _of_notebooks(run, folder, name, sample.perm_id)
    yield from _of_folders(run, folder, [sample.perm_id, name], name)
    yield from _refused(chance, openbis, folder, name)


def _of_files(
    run: MemoryProgram, references: list[str], name: str, plain: str
) -> Iterator[tuple[MemoryProgram, list[str], str]]:
    """Yield commands about single files; the content of `cat` is `1`."""
    for reference in references:
        for path in (f"original/{plain}", name):
            yield run, ["cat", reference, path], ""
            yield run, ["head", reference, path], ""
            yield run, ["ls", reference, path, "-l"], ""
            yield run, ["rm", reference, path, "--yes"], ""
            yield run, ["rm", reference, path], "y\n"
            yield run, ["mv", reference, path, name], ""


def _of_folders(
    run: MemoryProgram, folder: Path, references: list[str], name: str
) -> Iterator[tuple[MemoryProgram, list[str], str]]:
    """Yield commands that synchronise folders with a file each."""
    for number, reference in enumerate(references):
        place = f"synchronised {number}"
        (folder / place).mkdir()
        (folder / place / "a.csv").write_text("1")
        target = _as_argument(reference)
        for options in (
            ["--dry-run"],
            ["--yes"],
            ["--check"],
            ["--down", "--delete", "--yes"],
            ["--type", "T", "--yes"],
        ):
            yield run, ["sync", place, target, *options], ""
        yield run, ["sync", place, target, "--type", "T", "--prop", f"{name}={name}", "--sidecar", name, "--yes"], ""
        yield run, ["sync", place, target, "--type", "T", "--pattern", name, "--dry-run"], ""
    yield run, ["sync", "nothing"], ""


def _of_changes(
    run: MemoryProgram, references: list[str], code: str, name: str
) -> Iterator[tuple[MemoryProgram, list[str], str]]:
    """Yield commands that change metadata, create entities and unarchive."""
    run.openbis.add_type(EntityType(code, name, (PropertyAssignment("$NAME", name),)), EntityKind.SAMPLE)
    for reference in references:
        for values in (["--name", name], [f"{name}={name}"], ["--add-parent", name]):
            for option in ("--dry-run", "--yes"):
                words = ["set", reference, *values, option]
                yield run, [_as_argument(each) for each in words], ""
        yield run, ["set", _as_argument(reference), "--name", _as_argument(name)], "y\n"
        yield run, ["unarchive", _as_argument(reference), "--wait"], ""
    for kind, place, own in (("sample", "/S/P", "NEW"), ("sample", name, name), ("experiment", "/S/P", name)):
        for option in ("--dry-run", "--yes"):
            words = ["create", kind, "--type", code, "--in", place, "--code", own, "--prop", f"$NAME={name}", option]
            yield run, [_as_argument(each) for each in words], ""


def _of_notebooks(
    run: MemoryProgram, folder: Path, name: str, owner: str
) -> Iterator[tuple[MemoryProgram, list[str], str]]:
    notebook = {"cells": [], "metadata": {"kernelspec": {"name": name}}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "n.ipynb").write_text(json.dumps(notebook))
    yield run, ["requirements", "n.ipynb"], ""
    run.kernels.environments[name] = KernelEnvironment(name, Language.PYTHON, "3.11", (Package(name, name),))
    yield run, ["requirements", "n.ipynb"], ""
    yield from _of_research_objects(run, folder, name)
    yield from _of_eln_archives(run, folder, name, owner)
    run.pages.missing_pictures = (name,)
    run.openbis.has_file_server = True
    for target in (["--type", name], ["--as-files"]):
        publish = ["publish", "n.ipynb", "--to", owner, "--notes", name, "--history", name, *target]
        yield run, [_as_argument(each) for each in publish], ""
        yield run, [_as_argument(each) for each in (*publish, "--file", "up.txt", "--dry-run")], ""


def _of_research_objects(run: MemoryProgram, folder: Path, name: str) -> Iterator[tuple[MemoryProgram, list[str], str]]:
    """Yield commands for research objects whose authors, title, inputs and parameters are hostile."""
    cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": f"n = {name!r}", "outputs": []}
    metadata = {
        "title": name,
        "authors": [{"name": name}],
        "license": name,
        "datasets": {name: {"url": name, "path": name}},
        "language_info": {"name": name, "version": name},
        "openbis": {"permIds": {name: name}},
    }
    notebook = {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}
    (folder / "o.ipynb").write_text(json.dumps(notebook))
    for form in ("text", "dot", "mermaid", "svg"):
        yield run, ["lineage", "o.ipynb", "--format", form], ""
    yield run, ["export", "o.ipynb", "--to", "o.zip"], ""
    yield run, ["export", "o.ipynb", "--to", "o.zip"], ""
    run.runner.errors[f"n = {name!r}"] = name
    run.environments.problem = name
    yield run, ["rerun", "o.zip", "--to", "o-rerun", "--dry-run"], ""
    yield run, ["rerun", "o.zip", "--to", "o-rerun", "--yes"], ""
    yield run, [_as_argument(each) for each in ("rerun", name, "--to", name, "--yes")], ""


def _of_eln_archives(
    run: MemoryProgram, folder: Path, name: str, owner: str
) -> Iterator[tuple[MemoryProgram, list[str], str]]:
    """Yield imports of an entry whose name, text, fields and file are hostile."""
    entry = {"@id": "./1/", "@type": "Dataset", "name": name, "text": name, "keywords": name, "genre": name}
    graph = [
        {"@id": "ro-crate-metadata.json", "about": {"@id": "./"}},
        {"@id": "./", "@type": "Dataset", "hasPart": {"@id": "./1/"}},
        {**entry, "hasPart": {"@id": f"./1/{name}"}},
        {"@id": f"./1/{name}", "@type": "File"},
    ]
    (folder / "eln").mkdir(exist_ok=True)
    (folder / "eln" / "ro-crate-metadata.json").write_text(json.dumps({"@graph": graph}))
    for option in ("--dry-run", "--yes"):
        words = ["import", "eln", "--to", owner, "--type", name, "--map", f"{name}={name}", option]
        yield run, [_as_argument(each) for each in words], ""


def _refused(
    chance: random.Random, openbis: MemoryOpenbis, folder: Path, name: str
) -> Iterator[tuple[MemoryProgram, list[str], str]]:
    """Yield commands that openBIS refuses with a hostile message."""
    run = MemoryProgram(openbis, folder, name=name)

    def refuse(*_: object) -> None:
        raise RequestRefused(_hostile(chance))

    openbis.must_be_up = refuse  # type: ignore[method-assign]
    for words in (["ls"], ["info", "1-1"], ["download", "1-1"], ["conn", "test"], ["doctor"], ["login"], ["types"]):
        yield run, words, ""
