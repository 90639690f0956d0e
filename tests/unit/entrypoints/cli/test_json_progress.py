"""Progress as JSON lines."""

from typing import Any

import pytest

from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.entrypoints.cli.output.json_progress import JsonProgress
from jupyter_openbis_server.entrypoints.cli.output.terminal import write_json_line


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_transfer_has_a_begin_progress_files_and_an_end() -> None:
    events: list[dict[str, Any]] = []
    clock = Clock()
    with JsonProgress("downloading", events.append, clock) as progress:
        progress.begin(Amount(2, 100))
        progress.moved(10)
        progress.moved(10)
        clock.now += 1.5
        progress.begin(Amount(2, 200), Amount(0, 20))
        progress.moved(180)
        progress.completed("a.csv")
        progress.data_set_ended("1-1", "done")
    assert [each["event"] for each in events] == ["begin", "progress", "progress", "file", "dataSet", "end"]
    assert {key: events[0][key] for key in ("what", "files", "bytes", "doneFiles", "doneBytes")} == {
        "what": "downloading", "files": 2, "bytes": 100, "doneFiles": 0, "doneBytes": 0,
    }  # fmt: skip
    assert (events[2]["bytes"], events[2]["doneBytes"]) == (200, 200)
    assert events[3]["path"] == "a.csv"
    assert (events[4]["permId"], events[4]["state"]) == ("1-1", "done")
    assert (events[5]["ok"], events[5]["doneFiles"]) == (True, 1)
    assert all(each["time"].endswith("+00:00") for each in events)


def test_end_of_a_failed_transfer_is_marked() -> None:
    events: list[dict[str, Any]] = []
    with pytest.raises(ValueError, match="x"), JsonProgress("uploading", events.append):
        raise ValueError("x")
    assert [(each["event"], each["ok"]) for each in events] == [("end", False)]


def test_each_event_is_one_printable_line(capsys: pytest.CaptureFixture[str]) -> None:
    write_json_line({"path": "a\n\x1b[2J\x7f\u202e\ud800"})
    (line,) = capsys.readouterr().err.splitlines()
    assert line.isascii()
    assert line.isprintable()
