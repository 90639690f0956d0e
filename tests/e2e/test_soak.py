"""A short soak test, and checks that a soak test detects faults."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import write
from soak.checks import wrong_downloads, wrong_uploads
from soak.client import Figures
from soak.footprint import Footprint
from soak.object_checks import wrong_object_files
from soak.object_files import ObjectFileJournal, digest_of
from soak.traffic import Journal
from soak.world import OWNER, TYPE, World

PERM_ID = "20240101000000000-1"


def test_nothing_is_lost_and_nothing_leaks() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "soak", "--seconds", "20", "--seed", "7"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "downloads done" in done.stdout
    assert "uploads done" in done.stdout
    assert "file uploads done" in done.stdout
    assert "fault:" in done.stdout


@pytest.fixture
def world(tmp_path: Path) -> World:
    sources = {PERM_ID: {"original/a": b"right", "original/b": b""}}
    jupyter = Jupyter("http://nowhere/", "", tmp_path / "log", 0)
    return World(FakeOpenbis(), jupyter, sources, tmp_path, tmp_path)


@pytest.fixture
def folder(world: World) -> Path:
    """A correct download."""
    for path, content in world.sources[PERM_ID].items():
        file = world.root / PERM_ID / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return world.root


def test_a_correct_download_is_no_problem(world: World, folder: Path) -> None:
    assert list(wrong_downloads(world, Journal(downloads={folder: PERM_ID}))) == []


def test_a_wrong_byte_a_missing_and_an_unexpected_file_are_detected(world: World, folder: Path) -> None:
    original = folder / PERM_ID / "original"
    (original / "a").write_bytes(b"wrong")
    (original / "b").rename(original / ".b.part")
    assert sorted(wrong_downloads(world, Journal(downloads={folder: PERM_ID}))) == [
        f"{folder}: {PERM_ID}/original/.b.part is unexpected",
        f"{folder}: {PERM_ID}/original/a has other bytes than in openBIS",
        f"{folder}: {PERM_ID}/original/b is missing",
    ]


def test_missing_duplicate_and_wrong_uploads_are_detected() -> None:
    with FakeOpenbis() as openbis:
        lab = openbis.laboratory
        (owner,) = lab.samples.find("identifier", OWNER)
        for perm_id, name, content in (("1-1", "twice", b"x"), ("1-2", "twice", b"x"), ("1-3", "wrong", b"y")):
            write(lab.store_path(perm_id), {f"original/{name}/file": content})
            add_data_set(lab, TYPE, perm_id=perm_id, sample=owner.perm_id)
        names = ("twice", "wrong", "missing")
        journal = Journal(uploads={name: {"file": b"x"} for name in names}, registered={"missing": "1-4"})
        found = sorted(wrong_uploads(openbis, journal))
    assert found == [
        "upload missing: answered 1-4, registered are []",
        "upload twice: registered 2 times",
        "upload wrong: 1-3 has other bytes than the source",
    ]


SENT = {content: digest_of(content) for content in (b"old", b"new", b"other")}


@pytest.fixture
def journal() -> ObjectFileJournal:
    """`a` was stored, `b` was deleted, `c` may be stored or not, `d` was moved from `e`."""
    journal = ObjectFileJournal(sent=set(SENT.values()))
    journal.put("a", SENT[b"old"], is_certain=False)
    journal.put("a", SENT[b"new"], is_certain=True)
    journal.put("b", SENT[b"new"], is_certain=True)
    journal.remove("b", is_certain=True)
    journal.put("c", SENT[b"new"], is_certain=False)
    journal.put("e", SENT[b"other"], is_certain=True)
    journal.move("e", "d", is_certain=True)
    return journal


@pytest.mark.parametrize(
    ("files", "problems"),
    [
        ({"a": b"new", "d": b"other"}, []),
        ({"a": b"new", "c": b"new", "d": b"other", ".jupyter-openbis-upload-1": b"ne"}, []),
        ({"d": b"other"}, ["a is missing"]),
        ({"a": b"ne", "d": b"other"}, ["a was never sent like that"]),
        ({"a": b"other", "d": b"other"}, ["a is another version"]),
        (
            {"a": b"new", "d": b"other", "x": b"half", ".afs.trash/y": b"half"},
            ["x was never", ".afs.trash/y in the trash"],
        ),
        ({".afs.trash/a": b"new", "d": b"other"}, []),  # a late request, openBIS has it
    ],
)
def test_lost_incomplete_and_wrong_files_of_samples_are_detected(
    journal: ObjectFileJournal, files: dict[str, bytes], problems: list[str]
) -> None:
    figures = Figures()
    with FakeOpenbis() as openbis:
        for path, content in files.items():
            file = openbis.laboratory.afs_path(PERM_ID) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        found = list(wrong_object_files(openbis, {PERM_ID: journal}, figures))
    assert [any(each.startswith(f"{PERM_ID}: {problem}") for problem in problems) for each in found] == [True] * len(
        found
    )
    assert len(found) == len(problems)
    assert figures.counts["files changed by a late request"] == int(".afs.trash/a" in files)


def test_what_a_journal_notes_of_uncertain_changes_is_possible(journal: ObjectFileJournal) -> None:
    assert journal.present() == ["a", "d"]
    journal.move("a", "f", is_certain=False)
    journal.remove("d", is_certain=False)
    assert journal.present() == []
    assert journal.possible["f"] == journal.possible["a"] == {SENT[b"new"], None}


def test_leaks_are_detected() -> None:
    before = Footprint(threads=10, descriptors=50, memory=200, children=0, temporary=())
    assert before.leaks_since(before) == []
    after = replace(before, threads=60, descriptors=500, memory=800, children=1, temporary=("x",))
    assert [each.partition(":")[0] for each in after.leaks_since(before)] == [
        "threads", "open files", "memory", "child processes", "temporary file",
    ]  # fmt: skip
