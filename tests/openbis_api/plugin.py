"""Pytest plugin that validates the JSON-RPC calls of tests to fake openBIS servers.

The fakes of this process and of its children write their calls to one file (`fake_openbis/server/call_log.py`), which
is read after each test. A test that sends invalid requests on purpose is marked:

    @pytest.mark.sends_invalid_requests("the fake must refuse them as openBIS does")

It fails if it sends none, unless `sometimes=True` is given (parametrised tests). Requests of the product itself
are never excepted, except in tests that damage them: `by_product=True`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis.server.call_log import CALL_LOG_VARIABLE
from tests.openbis_api.calls import CallReader, WrongCall

MARKER = "sends_invalid_requests"
_READER = pytest.StashKey[CallReader]()
_FOLDER = pytest.StashKey[Path]()
_FORMER = pytest.StashKey[str | None]()
_SENT_WRONG = pytest.StashKey[bool]()
_PASSED = pytest.StashKey[bool]()
_MAX_SHOWN = 5


def pytest_configure(config: pytest.Config) -> None:
    """Have all fake servers write their calls to a file of this process."""
    signature = f"{MARKER}(reason, sometimes=False, by_product=False)"
    config.addinivalue_line("markers", f"{signature}: the test sends requests that openBIS refuses or ignores in part")
    folder = Path(tempfile.mkdtemp(prefix="openbis-calls-"))
    config.stash[_FOLDER] = folder
    config.stash[_READER] = CallReader(folder / "calls")
    config.stash[_FORMER] = os.environ.get(CALL_LOG_VARIABLE)
    os.environ[CALL_LOG_VARIABLE] = str(folder / "calls")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the file."""
    os.environ.pop(CALL_LOG_VARIABLE, None)
    former = config.stash[_FORMER]
    if former is not None:
        os.environ[CALL_LOG_VARIABLE] = former
    shutil.rmtree(config.stash[_FOLDER], ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Check what was sent while the test was set up and ran."""
    result = yield
    _check(item)
    item.stash[_PASSED] = True
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, Any, Any]:
    """Check what was sent since then, and that the marker is needed."""
    result = yield
    _check(item)
    marker = _marker_of(item)
    is_required = item.stash.get(_SENT_WRONG, False) or not item.stash.get(_PASSED, False)
    if marker is not None and not is_required and not marker.kwargs.get("sometimes", False):
        pytest.fail(f"{item.nodeid} is marked {MARKER}, but all its requests are right", pytrace=False)
    return result


def _check(item: pytest.Item) -> None:
    wrong = item.config.stash[_READER].wrong_calls()
    if wrong:
        item.stash[_SENT_WRONG] = True
    reported = _not_excepted(wrong, _marker_of(item))
    if reported:
        shown = "\n".join(str(each) for each in reported[:_MAX_SHOWN])
        message = f"{item.nodeid} sent {len(reported)} requests that openBIS refuses or ignores in part:"
        pytest.fail(f"{message}\n{shown}", pytrace=False)


def _not_excepted(wrong: list[WrongCall], marker: pytest.Mark | None) -> list[WrongCall]:
    """Return the calls that the marker does not except."""
    if marker is None:
        return wrong
    if marker.kwargs.get("by_product", False):
        return []
    return [each for each in wrong if each.is_of_product]


def _marker_of(item: pytest.Item) -> pytest.Mark | None:
    """Return the marker that is nearest to the test.

    Raises:
        pytest.UsageError: The marker has no reason.
    """
    marker = item.get_closest_marker(MARKER)
    if marker is not None and not (len(marker.args) == 1 and isinstance(marker.args[0], str)):
        raise pytest.UsageError(f"{item.nodeid}: {MARKER} needs a reason")
    return marker
