"""The tests of AFS in the release candidate of pyBIS 7, run against the fake openBIS."""

import shutil
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import ServerSettings
from tests.integration.pybis_suite.running import add_test_files, check, run_suite

TEST_COUNT = 13
NEEDS_LISTED_URL = frozenset({"test_afs_client::test_afs_detection"})
"""Expects the URL in the row of the data store, which older servers leave empty (openbis-afs 1)."""


@pytest.fixture
def suite(pybis_with_afs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FAKE_OPENBIS_CALL_LOG", raising=False)  # requests of pyBIS's tests are not validated
    shutil.copytree(pybis_with_afs / "tests" / "afs", tmp_path / "tests" / "afs")
    shutil.copy(Path(__file__).with_name("afs_rig.py"), tmp_path / "tests" / "conftest.py")
    add_test_files(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("afs", "expected_failures"), [("listed", frozenset()), ("unlisted", NEEDS_LISTED_URL)])
def test_all_tests_of_afs_pass(suite, pybis_with_afs, start_fake_openbis, afs, expected_failures):
    openbis = start_fake_openbis(settings=ServerSettings("3.7", afs=afs), sample_data=False)
    outcome = run_suite(suite, openbis, PYTHONPATH=str(pybis_with_afs))
    check(outcome, expected_failures)
    assert len(outcome.passed) == TEST_COUNT - len(expected_failures)
