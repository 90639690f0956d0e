"""Fixtures for all tests."""

import gc
import os
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter  # pytest exports it from 9.0 on
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

_HERE = Path(__file__).parent
# Before these modules are imported: asserts in contracts and helpers then show the compared values.
pytest.register_assert_rewrite(*(f"{_HERE.name}.{each.stem}" for each in _HERE.iterdir() if each != Path(__file__)))

from tests.forked_program import ForkedProgram  # noqa: E402
from tests.real_parts import explained  # noqa: E402

# No deadline per example: machines are sometimes slow.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

pytest_plugins = ["pytest_jupyter.jupyter_server", "pytester", "tests.openbis_api.plugin", "tests.uses_pybis"]

_BROWSER = "e2e"
_BROWSERS = 2
"""Processes that share the browser tests, so that as few browsers as possible start."""
_LONG = ("e2e/test_wheel", "e2e/legacy_clients", "e2e/test_soak")
"""Files of up to a minute each, in the order of their start: the last one would keep a process busy after others."""
_WAITING = (
    "integration/hub",
    "integration/test_front_end_suite",
    "integration/secrets",
    "fuzz",
    "integration/load",
    "integration/benchmarks",
    "integration/mounting",
)
_SPREAD = ("integration/secrets/test_commands.py",)
"""Files whose tests can run in several processes: each test takes a minute and shares no fixtures."""
_TESTS_PER_DOT = 50
_ALLOCATIONS_PER_COLLECTION = 20_000
_passed = count(1)


class FileScheduling(LoadScopeScheduling):
    """Assigns all tests of a file to one process, so that fixtures of modules are set up once.

    Not xdist's own groups: with pytest 9.2, xdist 3.8 ignores them silently.
    """

    def __init__(self, config: pytest.Config, log: Any) -> None:
        super().__init__(config, log)
        self._with_browser: set[WorkerController] = set()

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file.endswith(_SPREAD) else file

    def _assign_work_unit(self, node: WorkerController) -> None:
        """Assign the next file that is for this process, or the next one if none is."""
        scope = next((scope for scope in self.workqueue if self._is_for(node, scope)), None)
        if scope is not None:
            self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)

    def _is_for(self, node: WorkerController, scope: str) -> bool:
        if not scope.startswith(f"tests/{_BROWSER}/"):
            return True
        if len(self._with_browser) < _BROWSERS:
            self._with_browser.add(node)
        return node in self._with_browser


@pytest.hookimpl(optionalhook=True)  # without -n there is no such hook
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FileScheduling:
    return FileScheduling(config, log)


def pytest_configure() -> None:
    """Let SIGINT end tests and their programs also in a shell's background job, which starts with it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _interruptible() -> Iterator[None]:
    """No test may leave Ctrl-C switched off: the programs that later tests start would inherit that."""
    before = signal.getsignal(signal.SIGINT)
    yield
    after = signal.signal(signal.SIGINT, before)
    assert after == before, "the handler of SIGINT was not restored"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort slow tests first: those with a browser keep processors busy while others wait."""
    first = (*((each,) for each in _LONG), (_BROWSER,), _WAITING)

    def place(item: pytest.Item) -> int:
        name = item.path.relative_to(_HERE).as_posix()
        return next((at for at, folders in enumerate(first) if name.startswith(folders)), len(first))

    items.sort(key=place)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Exempt what has been imported and collected from the garbage collector, which took an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS_PER_COLLECTION, *gc.get_threshold()[1:])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--brief", action="store_true", help=f"print a dot for {_TESTS_PER_DOT} tests that pass")


def pytest_report_teststatus(
    report: pytest.CollectReport | pytest.TestReport, config: pytest.Config
) -> tuple[str, str, str] | None:
    """With --brief, print a dot for many passed tests; skips and failures are shown one by one."""
    if not config.option.brief or report.when != "call" or not report.passed:
        return None
    return "passed", "" if next(_passed) % _TESTS_PER_DOT else ".", "PASSED"


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Report missing parts of this machine, the number of tests they concern, and how to install them."""
    places = (report.longrepr for report in terminalreporter.stats.get("skipped", []))
    reasons = [place[2].removeprefix("Skipped: ") for place in places if isinstance(place, tuple)]
    for line in explained(reasons):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def forked_program() -> Iterator[ForkedProgram]:
    """Run `jupyter-openbis` in a forked process per run, without the time for imports."""
    program = ForkedProgram()
    yield program
    program.close()


@pytest.fixture
def jp_asyncio_loop() -> None:
    """Keep pytest-jupyter, which does so for every test, from making an event loop: few tests need one."""


@pytest.fixture
def jp_server_cleanup() -> None:
    """Keep pytest-jupyter, which does so for every test, from making a Jupyter server and cleaning up after it."""


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set a home folder for each test, not that of the user who runs it (pyBIS keeps tokens in ~/.pybis)."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in [name for name in os.environ if name.startswith(("OPENBIS_", "JUPYTERHUB_"))]:
        monkeypatch.delenv(name)
    return home
