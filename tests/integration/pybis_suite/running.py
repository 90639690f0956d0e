"""Runs of pyBIS's own tests in a process of their own."""

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from jupyter_openbis_server.fake_openbis import FakeOpenbis


@dataclass(frozen=True)
class Outcome:
    """The names of the tests of a run, such as ``test_space::test_create_delete_space``."""

    passed: frozenset[str]
    failed: frozenset[str]
    output: str


def add_test_files(folder: Path) -> None:
    """Add what a suite needs and source distributions lack: files to upload, and the settings of pytest."""
    files = folder / "tests" / "testdir"
    files.mkdir()
    (files / "testfile").write_text("content\n")
    (files / "testfile_big").write_bytes(bytes(range(256)) * 2**13)
    (folder / "pytest.ini").write_text("[pytest]\n")


def run_suite(folder: Path, openbis: FakeOpenbis, left_out: Iterable[str] = (), **environment: str) -> Outcome:
    """Run the suite in its own process, except for some files or tests.

    Args:
        folder: Has the suite below `tests`.
        openbis: The server that it talks to.
        left_out: Names of files or tests.
        environment: Further environment variables.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_CORE_"))}
    variables = {
        **inherited,
        **environment,
        "HOME": str(folder),
        "SUITE_URL": openbis.url,
        "SUITE_PASSWORD": openbis.users["admin"],
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "tests",
        "-q",
        "-p",
        "no:cacheprovider",
        "-W",
        "ignore",
        "--tb=short",
        "--junitxml=results.xml",
    ]
    deselected = [f"--deselect=tests/{name.replace('::', '.py::')}" for name in left_out if "::" in name]
    ignored = [f"--ignore=tests/{name}.py" for name in left_out if "::" not in name]
    done = subprocess.run(
        [*command, *deselected, *ignored],
        cwd=folder,
        env=variables,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=400,
    )
    results = folder / "results.xml"
    assert results.exists(), done.stdout + done.stderr
    cases = list(ET.parse(results).getroot().iter("testcase"))
    outcomes = {_name(case): all(child.tag not in ("failure", "error") for child in case) for case in cases}
    passed = frozenset(name for name, has_passed in outcomes.items() if has_passed)
    return Outcome(passed, frozenset(outcomes) - passed, done.stdout)


def _name(case: ET.Element) -> str:
    return f"{case.attrib['classname'].rpartition('.')[2]}::{case.attrib['name']}"


def check(outcome: Outcome, expected: frozenset[str]) -> None:
    """Fail for new failures and for tests that pass although they are named as failing."""
    unexpected = {"failed": sorted(outcome.failed - expected), "passed": sorted(expected - outcome.failed)}
    assert not any(unexpected.values()), f"{unexpected}\n{outcome.output}"
