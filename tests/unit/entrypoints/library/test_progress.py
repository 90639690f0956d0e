"""Progress of the library: bars, callbacks, and when there is none."""

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from jupyter_openbis_server.domain.errors import InvalidInput
from jupyter_openbis_server.domain.shared.progress import Amount, NoProgress, ProgressReport
from jupyter_openbis_server.entrypoints.cli.output.progress import ShownProgress
from jupyter_openbis_server.entrypoints.library.progress import VARIABLE, NotebookProgress, progress_of
from tests.support.recorded_progress import RecordedProgress


class Displays:
    """What a notebook shows."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def display(self, value: Any, *, display_id: bool) -> "Displays":
        assert display_id
        self.update(value)
        return self

    def update(self, value: Any) -> None:
        self.shown.append(value.data)


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Displays:
    """A kernel: IPython with a shell that has one."""
    displays, ipython, module = Displays(), ModuleType("IPython"), ModuleType("IPython.display")
    ipython.get_ipython = lambda: SimpleNamespace(kernel=object())  # type: ignore[attr-defined]
    module.display = displays.display  # type: ignore[attr-defined]
    module.HTML = lambda data: SimpleNamespace(data=data)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.setitem(sys.modules, "IPython.display", module)
    return displays


def test_a_callback_receives_reports() -> None:
    seen: list[ProgressReport] = []
    with progress_of(seen.append, "Download") as progress:
        progress.begin(Amount(2, 30))
        progress.moved(10)
        progress.completed("a")
    assert [(each.done, each.total) for each in seen] == [
        (Amount(0, 0), Amount(2, 30)),
        (Amount(0, 10), Amount(2, 30)),
        (Amount(1, 10), Amount(2, 30)),
    ]


def test_a_failing_callback_does_not_end_the_transfer(caplog: pytest.LogCaptureFixture) -> None:
    calls: list[int] = []

    def fail(_: ProgressReport) -> None:
        calls.append(1)
        raise ValueError("oops")

    with progress_of(fail, "Download") as progress:
        progress.begin(Amount(1, 1))
        progress.moved(1)
    assert calls == [1]
    assert "is not called again" in caplog.text


def test_a_progress_is_used_as_it_is() -> None:
    recorded = RecordedProgress()
    with progress_of(recorded, "Upload") as progress:
        assert progress is recorded
    with pytest.raises(InvalidInput):
        progress_of("yes", "Upload")  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["0", "off", "No", "false "])
def test_the_environment_turns_bars_off(monkeypatch: pytest.MonkeyPatch, value: str, notebook: Displays) -> None:
    monkeypatch.setenv(VARIABLE, value)
    with progress_of(None, "Upload") as progress:
        assert isinstance(progress, NoProgress)
    with progress_of(True, "Upload") as shown:
        assert isinstance(shown, NotebookProgress), "an argument counts more"


def test_a_pipe_shows_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with progress_of(None, "Upload") as progress:
        assert isinstance(progress, ShownProgress)
        progress.begin(Amount(1, 5))
        progress.moved(5)
    assert capfd.readouterr() == ("", "")


def test_a_notebook_shows_one_bar_that_is_updated(notebook: Displays) -> None:
    with progress_of(None, "<Upload>") as progress:
        progress.begin(Amount(2, 2048))
        for _ in range(1000):
            progress.moved(1)
        progress.moved(1048)
        progress.completed("a")
        progress.completed("b")
    assert len(notebook.shown) < 100, "not one message for each change"
    assert "&lt;Upload&gt;" in notebook.shown[-1]
    assert 'value="2048" max="2048"' in notebook.shown[-1]
    assert "2/2 files" in notebook.shown[-1]


def test_false_and_failing_displays_are_silent(notebook: Displays, monkeypatch: pytest.MonkeyPatch) -> None:
    with progress_of(False, "Upload") as progress:
        progress.begin(Amount(1, 1))
    assert notebook.shown == []
    monkeypatch.setattr(notebook, "update", lambda _: 1 / 0)
    with progress_of(True, "Upload") as progress:
        progress.begin(Amount(1, 1))
