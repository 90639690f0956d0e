"""The tests on a machine with Python and the programs that each Linux has: skipped with a reason, not failed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.real_parts import PACKAGES, explained, not_installed

PROJECT = Path(__file__).parents[2]
PLAIN_PROGRAMS = ("cat", "env", "sh", "sleep", "sync")
TESTS_WITH_REQUIREMENTS = (
    "tests/contract/test_kernels_adapter.py::TestR",
    "tests/e2e/front_end/test_settings.py",
    "tests/e2e/legacy_clients/test_lab3.py",
    "tests/integration/benchmarks",
    "tests/integration/hub",
    "tests/integration/mounting/test_mountpoints.py",
)
"""Tests that need one of the optional programs: some for each, and all that have failed without it."""


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment whose PATH has the plain programs only."""
    for program in PLAIN_PROGRAMS:
        if found := shutil.which(program):
            (tmp_path / program).symlink_to(found)
    return {name: value for name, value in os.environ.items() if name != "CI"} | {"PATH": str(tmp_path)}


def run_tests(environment: dict[str, str], *tests: str) -> subprocess.CompletedProcess[str]:
    options = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header")
    command = [sys.executable, *options, *tests]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


def test_tests_without_their_program_are_skipped_and_name_the_package(bare: dict[str, str]):
    done = run_tests(bare, *TESTS_WITH_REQUIREMENTS)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\d+ tests skipped: nginx is not installed \(apt install nginx-light\)\n", done.stdout)
    (install,) = re.findall(r"on Debian or Ubuntu: apt install (.*)\n", done.stdout)
    expected = {PACKAGES[each] for each in ("aria2c", "chromium", "curl", "nginx", "R", "sshfs")}
    assert expected <= set(install.split()) <= set(PACKAGES.values())


def test_in_ci_a_missing_part_is_a_failure(bare: dict[str, str]):
    contender = "tests/integration/benchmarks/test_contenders.py::test_each_latency_is_measured"
    done = run_tests(bare | {"CI": "true"}, contender)
    assert done.returncode == 1, done.stdout
    assert "nginx is not installed (apt install nginx-light)" in done.stdout


def test_ci_installs_all_packages_that_the_tests_name():
    packages = re.findall(r"packages\+?=\((.*?)\)", (PROJECT / ".ci" / "run").read_text(), re.DOTALL)
    essential = {"util-linux"}  # on each Debian
    assert set(PACKAGES.values()) - essential <= set(" ".join(packages).split())


def test_reasons_are_counted_and_packages_are_named_once():
    no_sftp, no_ssh = (f"{each} is not installed (apt install openssh-client)" for each in ("sftp", "ssh"))
    assert list(explained([no_sftp, no_ssh, no_sftp, "no network"])) == [
        "    1 test skipped: no network",
        "    2 tests skipped: sftp is not installed (apt install openssh-client)",
        "    1 test skipped: ssh is not installed (apt install openssh-client)",
        "To run these as well, on Debian or Ubuntu: apt install openssh-client",
    ]
    assert list(explained([])) == []


def test_the_browser_has_another_name_on_ubuntu() -> None:
    with pytest.raises((pytest.skip.Exception, pytest.fail.Exception)) as caught:
        not_installed("chromium")
    assert list(explained([str(caught.value)]))[1:] == [
        "To run these as well, on Debian or Ubuntu: apt install chromium-headless-shell",
        "Ubuntu has no chromium-headless-shell: install Google Chrome there.",
    ]
