"""pyBIS's own test suite against the fake openBIS, except for tests listed with the reason."""

import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import additions as add
from jupyter_openbis_server.fake_openbis.state import entities as e
from tests.integration.pybis_suite.expected_failures import EXPECTED_FAILURES, NOT_RUN
from tests.integration.pybis_suite.running import add_test_files, check, run_suite
from tests.integration.pybis_suite.sources import INSTALLED

MIN_PASSED = 71
TEST_COUNT = 88
SAME_ON_EVERY_SERVER = ("test_fastdownload", "test_spreadsheet", "test_imports")
"""Files of tests that do not talk to openBIS; the first one also takes a port of its own."""


def prepare(openbis: FakeOpenbis) -> None:
    """Add objects that the suite expects: those of the ELN plugin or of an earlier test."""
    lab = openbis.laboratory
    lab.put(e.PropertyType("$NAME", label="Name", managed_internally=True))
    lab.put(e.PropertyType("NOTES", "MULTILINE_VARCHAR", label="Notes"))
    named = [e.PropertyAssignment("$NAME")]
    lab.put(e.EntityType("DATA_SET", "RAW_DATA", assignments=[*named, e.PropertyAssignment("NOTES", ordinal=2)]))
    lab.put(e.EntityType("EXPERIMENT", "COLLECTION", assignments=named))
    for name in ("FIRST", "SECOND"):
        lab.put(e.Plugin(name, "ENTITY_VALIDATION", registrator="admin"))
    add.add_sample(lab, "DEFAULT", "UNKNOWN", experiment="/DEFAULT/DEFAULT/DEFAULT", registrator="admin")


def copy_suite(sources: Path, folder: Path) -> None:
    """Copy the suite, with our fixtures and with the files that its source distribution lacks."""
    shutil.copytree(sources, folder / "tests")
    shutil.copy(Path(__file__).with_name("rig.py"), folder / "tests" / "conftest.py")
    add_test_files(folder)


@pytest.fixture
def suite(suite_sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FAKE_OPENBIS_CALL_LOG", raising=False)  # requests of pyBIS's tests are not validated
    copy_suite(suite_sources, tmp_path)
    return tmp_path


def start(start_fake_openbis, api_version: str) -> FakeOpenbis:
    openbis = start_fake_openbis(settings=ServerSettings(api_version, sessions_per_user=0), sample_data=False)
    prepare(openbis)
    return openbis


def test_the_suite_belongs_to_the_installed_pybis():
    assert version("pybis") == INSTALLED.version


def test_the_suite_passes_except_for_the_listed_tests(suite, start_fake_openbis):
    outcome = run_suite(suite, start(start_fake_openbis, "3.6"), list(NOT_RUN))
    check(outcome, frozenset(EXPECTED_FAILURES))
    assert len(outcome.passed) >= MIN_PASSED
    assert len(outcome.passed | outcome.failed | set(NOT_RUN)) == TEST_COUNT


def test_the_same_tests_pass_with_the_newest_api(suite, start_fake_openbis):
    left_out = [*NOT_RUN, *SAME_ON_EVERY_SERVER]
    outcome = run_suite(suite, start(start_fake_openbis, "3.7"), left_out)
    check(outcome, frozenset(EXPECTED_FAILURES))
