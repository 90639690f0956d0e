"""New and changed files of a folder that become data sets, in an older openBIS."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.cli.conftest import Ended, Run, Terminal

BENCH = lab.EMPTY_BENCH
TYPE = "RAW_DATA"


@pytest.fixture
def data(folder: Path) -> Path:
    (folder / "data").mkdir()
    return folder / "data"


def states(ended: Ended) -> dict[str, str]:
    return {each["path"]: each["state"] for each in ended.json["dataSets"]}


def test_each_file_is_sent_once(run: Run, openbis: FakeOpenbis, data: Path) -> None:
    (data / "a.csv").write_text("1\n")
    (data / "run").mkdir()
    (data / "run" / "b.csv").write_text("2\n")
    arguments = ("--json", "sync", "data", BENCH, "--type", TYPE, "--prop", "$NAME={folder}/{stem}", "--yes")
    planned = run(*arguments, "--dry-run")
    assert (planned.status, states(planned)) == (1, {"a.csv": "not-sent", "run/b.csv": "not-sent"})
    first = run(*arguments)
    assert (first.status, states(first)) == (0, {"a.csv": "sent", "run/b.csv": "sent"})
    again = run(*arguments)
    assert states(again) == {"a.csv": "in-openbis", "run/b.csv": "in-openbis"}
    os.utime(data / "a.csv")  # another time is no other content
    (data / "run" / "b.csv").write_text("3\n")
    changed = run(*arguments)
    assert states(changed) == {"a.csv": "in-openbis", "run/b.csv": "sent"}
    assert changed.json["everythingInOpenbis"] is True
    listed = run("--json", "ls", BENCH).json["dataSets"]
    assert len(listed) == 3
    assert sorted(each["properties"]["$NAME"] for each in listed) == ["/a", "run/b", "run/b"]


def test_folders_with_sidecars(run: Run, openbis: FakeOpenbis, data: Path) -> None:
    for name in ("plate 1", "plate 2"):
        (data / name / "raw").mkdir(parents=True)
        (data / name / "raw" / "a.tif").write_bytes(b"1")
    (data / "notes.txt").write_text("not in a folder\n")
    (data / "plate 1" / "properties.json").write_text(json.dumps({"$NAME": "First"}))
    options = ("--each", "folder", "--sidecar", "properties.json", "--pattern", r"plate (?P<number>\d+)")
    done = run("--json", "sync", "data", BENCH, "--type", TYPE, *options, "--yes")
    assert (done.status, states(done)) == (1, {"plate 1": "sent", "plate 2": "no-sidecar"})
    perm_id = done.json["dataSets"][0]["permId"]
    checked = run("sync", "data", BENCH, "--type", TYPE, *options, "--check")
    assert (checked.status, "plate 2  waits for its file with properties" in checked.out) == (1, True)
    (listed,) = run("--json", "ls", BENCH).json["dataSets"]
    assert listed["properties"]["$NAME"] == "First"
    files = run("ls", perm_id, "-R").out
    assert "a.tif" in files
    assert "properties.json" in files


def test_what_openbis_would_refuse_does_not_stop_the_others(run: Run, openbis: FakeOpenbis, data: Path) -> None:
    (data / "good.csv").write_text("1\n")
    (data / "bad.csv").write_text("1\n")
    (data / "bad.csv.json").write_text('{"NO_SUCH_PROPERTY": 1}')
    (data / "good.csv.json").write_text("{}")
    done = run("--json", "sync", "data", BENCH, "--type", TYPE, "--sidecar", "{name}.json", "--yes")
    assert done.status == 2
    assert states(done) == {"bad.csv": "failed", "good.csv": "sent"}
    assert "NO_SUCH_PROPERTY" in done.err


def test_a_folder_of_another_object_is_refused(run: Run, data: Path) -> None:
    (data / "a.csv").write_text("1\n")
    assert run("sync", "data", BENCH, "--type", TYPE, "--yes").status == 0
    refused = run("sync", "data", lab.WILD_TYPE, "--type", TYPE, "--yes")
    assert refused.status != 0
    assert f"this folder is synchronised with {BENCH}" in refused.err


def test_a_lost_answer_doubles_nothing(run: Run, openbis: FakeOpenbis, data: Path) -> None:
    (data / "a.csv").write_text("1\n")
    arguments = ("--json", "sync", "data", BENCH, "--type", TYPE, "--yes")
    openbis.faults.inject(Fault(FaultKind.TRUNCATE, method="createUploadedDataSets", times=None))
    run(*arguments)
    openbis.faults.clear()
    done = run(*arguments)
    assert done.status == 0
    assert len(run("--json", "ls", BENCH).json["dataSets"]) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--prop", "$NAME={nme}"), "{nme}"),
        (
            (
                "--pattern",
                "(",
            ),
            "regular expression",
        ),
        (("--prop", "A=1", "--prop", "A=2"), "several times"),
    ],
)
def test_rules_are_checked(run: Run, openbis: FakeOpenbis, data: Path, options, message) -> None:
    refused = run("sync", "data", BENCH, "--type", TYPE, *options)
    assert refused.status == 2
    assert message in refused.err


def test_files_are_sent_when_they_are_complete(
    on_terminal: Callable[..., Terminal], openbis: FakeOpenbis, data: Path
) -> None:
    (data / "a.csv").write_text("1\n")
    pace = ("--settle", "0.2", "--interval", "0.5")
    program = on_terminal("sync", "data", BENCH, "--type", TYPE, "--watch", *pace, "--yes")
    program.read_until("a.csv  sent as")
    (data / "b.csv").write_text("2\n")
    program.read_until("b.csv  sent as")
    os.killpg(program.process.pid, signal.SIGINT)
    assert program.read_to_end() == 0
