"""Uploads of a table by the library: data frames, CSV files, and a process that is killed in the middle."""

import os
import signal
from pathlib import Path

import pandas as pd
import pytest

from jupyter_openbis_server import (
    Connection,
    InvalidInput,
    InvalidJournal,
    InvalidUploads,
    ProgressReport,
    UploadState,
)
from jupyter_openbis_server.domain.errors import SourceNotReadable
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as content
from tests.forked_program import ForkedProgram, Run
from tests.support.waiting import until

ALICE = content.USERS["alice"]


def files(folder: Path, number: int) -> list[str]:
    folder.mkdir(exist_ok=True)
    names = [f"run_{each}.csv" for each in range(number)]
    for each in names:
        (folder / each).write_text(each * 100)
    return names


def uploaded(openbis: FakeOpenbis) -> list[str]:
    found = [each for each in openbis.laboratory.data_sets if str(each.properties.get("$NAME", "")).startswith("Run ")]
    return sorted(str(each.properties["$NAME"]) for each in found)


def test_a_data_frame_is_uploaded(lab: Connection, openbis: FakeOpenbis, tmp_path: Path) -> None:
    names = files(tmp_path / "bulk", 3)
    frame = pd.DataFrame(
        {
            "files": names,
            "type": "MICROSCOPY",
            "to": [content.EMPTY_BENCH, lab.object(content.EMPTY_BENCH), content.WILD_TYPE],
            "parents": [None, lab.data_set(content.IMAGES), f"{content.IMAGES}, {content.REPORT}"],
            "$NAME": ["Run 0", "Run 1", "Run 2"],
            "MAGNIFICATION": [63, 40, 40],
            "STAIN": ["GFP", "DAPI", "gfp"],
            "EXPOSURE_TIME": [0.5, None, 2],
            "ACQUIRED": pd.to_datetime(["2024-05-17 14:30Z", None, "2024-05-18 08:00Z"]),
        }
    )
    seen: list[ProgressReport] = []
    result = lab.upload_many(frame, base="bulk", progress=seen.append)
    result.raise_first()
    assert uploaded(openbis) == ["Run 0", "Run 1", "Run 2"]
    assert {each.state for each in result.outcomes} == {UploadState.DONE}
    last = lab.data_set(result.perm_ids[2] or "")
    assert (last.properties["STAIN"], last.properties["EXPOSURE_TIME"]) == ("GFP", 2.0)
    assert {each.perm_id for each in last.parents} == {content.IMAGES, content.REPORT}
    assert (seen[-1].done.files, seen[-1].total and seen[-1].total.files) == (3, 3)


def test_a_csv_file_is_uploaded_once_by_its_journal(lab: Connection, openbis: FakeOpenbis, tmp_path: Path) -> None:
    first, second, third = files(tmp_path / "bulk", 3)
    table = tmp_path / "bulk.csv"
    head = "files,type,to,$NAME\n"
    table.write_text(f"{head}{first};{second},RAW_DATA,{content.EMPTY_BENCH},Run 1\n")
    assert (
        lab.upload_many(table, base="bulk", journal="done.jsonl", check_only=True).outcomes[0].state.value == "checked"
    )
    assert uploaded(openbis) == []
    assert lab.upload_many(str(table), base=tmp_path / "bulk", journal="done.jsonl").is_complete
    with table.open("a", encoding="utf-8") as file:
        file.write(f"{third},RAW_DATA,{content.EMPTY_BENCH},Run 2\n")
    again = lab.upload_many(table, base="bulk", journal="done.jsonl")
    assert [each.state.value for each in again.outcomes] == ["present", "done"]
    assert uploaded(openbis) == ["Run 1", "Run 2"]


def test_invalid_tables_name_all_problems_and_send_nothing(
    lab: Connection, openbis: FakeOpenbis, tmp_path: Path
) -> None:
    (name,) = files(tmp_path / "bulk", 1)
    rows = [
        {"files": name, "type": "RAW_DATA", "to": content.EMPTY_BENCH, "NO_SUCH": 1},
        {"files": "none.csv", "type": "NOTHING", "to": "/NO/SUCH"},
        {"files": None, "type": None, "to": None},
    ]
    openbis.requests.clear()
    with pytest.raises(InvalidUploads) as caught:
        lab.upload_many(rows, base="bulk")
    assert {(each.row, each.field) for each in caught.value.problems} == {
        (1, "prop.NO_SUCH"),
        (2, "file"),
        (2, "type"),
        (2, "entityIdentifier"),
        (3, "file"),
        (3, "type"),
        (3, "entityIdentifier"),
    }
    assert not any("reate" in method for method in openbis.requests.counts())
    for wrong in ([], [{"file": name}], 7, [7]):
        with pytest.raises(InvalidInput):
            lab.upload_many(wrong)
    with pytest.raises(SourceNotReadable):
        lab.upload_many("none.csv")
    (tmp_path / "latin.csv").write_bytes("files,type,to\nü\n".encode("latin-1"))
    (tmp_path / "wide.csv").write_text("files,type,to\na,b,c,d\n")
    for table in ("latin.csv", "wide.csv"):
        with pytest.raises(InvalidInput, match=table):
            lab.upload_many(table)
    (tmp_path / "twice.csv").write_text("files,type,to,NOTES,NOTES\na,b,c,d,e\n")
    frame = pd.DataFrame([["a", "b", "c", "d", "e"]], columns=["files", "type", "to", "NOTES", "NOTES"])
    for twice in ("twice.csv", frame):
        with pytest.raises(InvalidInput, match="several columns 'NOTES'"):
            lab.upload_many(twice)
    (tmp_path / "notes.txt").write_text("my notes\n")
    with pytest.raises(InvalidJournal):
        lab.upload_many([{**rows[0], "NO_SUCH": None}], base="bulk", journal="notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "my notes\n"


_SCRIPT = """
import os, signal, sys
from jupyter_openbis_server import connect
from jupyter_openbis_server.adapters.filesystem.upload_journals import UploadJournalFile
from jupyter_openbis_server.domain.uploads.many import lost_registrations
url, password, owner, moment, number = sys.argv[1:]
lost_registrations._PAUSES = (0.0,)  # nothing is registered behind the scenes here
left = [int(number)]
add = UploadJournalFile.add

def add_or_die(journal, entry):
    if moment == "before the request" and entry.state.value == "begun":
        add(journal, entry)
    left[0] -= entry.state.value == ("begun" if moment == "before the request" else "done")
    if moment != "never" and left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    if not (moment == "before the request" and entry.state.value == "begun"):
        add(journal, entry)

UploadJournalFile.add = add_or_die
lab = connect("lab", url=url, username="alice", password=password, http_only=True)
same = {"type": "RAW_DATA", "to": owner}
rows = [{"files": f"run_{each}.csv", "$NAME": f"Run {each:02}", **same} for each in range(10)]
rows += [rows[0], rows[0]]
result = lab.upload_many(rows, base="bulk", journal="journal.jsonl", max_concurrent=3)
print(*(each.state.value for each in result.outcomes))
"""
_EXPECTED = sorted(["Run 00", "Run 00", *(f"Run {each:02}" for each in range(10))])


def run_script(program: ForkedProgram, openbis: FakeOpenbis, moment: str = "never", number: int = 0) -> Run:
    arguments = [openbis.url, ALICE, content.EMPTY_BENCH, moment, str(number)]
    return program.run(arguments, environment=os.environ, folder=Path.cwd(), script=_SCRIPT)


def states(run: Run) -> list[str]:
    assert run.status == 0, run.err.decode()
    return run.out.decode().split()


@pytest.mark.parametrize("number", [1, 3, 11])
@pytest.mark.parametrize("moment", ["before the request", "after the registration"])
def test_a_killed_run_loses_and_doubles_nothing(
    forked_program: ForkedProgram, lab: Connection, openbis: FakeOpenbis, tmp_path: Path, moment: str, number: int
) -> None:
    files(tmp_path / "bulk", 10)
    killed = run_script(forked_program, openbis, moment, number)
    assert killed.status == -signal.SIGKILL, killed.err.decode()
    second = states(run_script(forked_program, openbis))
    assert uploaded(openbis) == _EXPECTED
    assert set(second) <= {"done", "present", "found"}
    if moment == "after the registration":
        assert "found" in second
    assert states(run_script(forked_program, openbis)) == ["present"] * 12
    assert uploaded(openbis) == _EXPECTED


def test_a_run_that_is_killed_while_it_sends_continues(
    forked_program: ForkedProgram, lab: Connection, openbis: FakeOpenbis, tmp_path: Path
) -> None:
    files(tmp_path / "bulk", 10)
    upload = "/datastore_server/session_workspace_file_upload"
    fault = openbis.faults.inject(Fault(FaultKind.HANG, path_prefix=upload, occurrence=5))
    arguments = [openbis.url, ALICE, content.EMPTY_BENCH, "never", "0"]
    with forked_program.started(arguments, environment=os.environ, folder=Path.cwd(), script=_SCRIPT) as first:
        until(lambda: openbis.faults.hits(fault) or first.has_ended)
        assert not first.has_ended
        first.send_signal(signal.SIGKILL)
    openbis.faults.clear()
    openbis.faults.release()
    states(run_script(forked_program, openbis))
    assert uploaded(openbis) == _EXPECTED
