"""Exit statuses of domain errors, and their documentation."""

import inspect
import re
from pathlib import Path

import pytest

from jupyter_openbis_server.domain import errors
from jupyter_openbis_server.domain.errors import (
    DiskFull,
    DownloadFailed,
    IntegrityError,
    OpenbisError,
    PartialDownloadFailure,
    UploadFailed,
)
from jupyter_openbis_server.entrypoints.cli.docs import document
from jupyter_openbis_server.entrypoints.cli.exit_codes import STATUS, WRONG_FILES, status_of

CLASSES = [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, OpenbisError)]
DOCUMENT = Path(__file__).parents[4] / "docs" / "cli.md"


@pytest.mark.parametrize("kind", CLASSES)
def test_most_specific_class_defines_the_status(kind: type[OpenbisError]) -> None:
    error = kind.__new__(kind)
    assert status_of(error) == next(STATUS[each] for each in kind.__mro__ if each in STATUS)


def test_a_failed_transfer_has_the_status_of_its_cause() -> None:
    damaged = DownloadFailed("1-1", IntegrityError("a.txt", "is short"))
    assert status_of(damaged) == WRONG_FILES == STATUS[IntegrityError]
    assert status_of(PartialDownloadFailure([DownloadFailed("1-1", DiskFull("/data")), damaged], [])) == 8
    upload = UploadFailed("x")
    upload.__cause__ = errors.InstanceUnreachable("lab", "no route to host")
    assert status_of(upload) == 5


def test_each_status_is_documented() -> None:
    documented = {int(number) for number in re.findall(r"^\| (\d+) \|", document(), re.MULTILINE)}
    assert documented == {0, *STATUS.values()}


def test_documentation_matches_the_commands() -> None:
    assert DOCUMENT.read_text() == document(), "run: make docs"
