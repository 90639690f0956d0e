"""What pyBIS's own tests need around them, which its source distribution lacks: fixtures with clients.

Copied as ``conftest.py`` to where the suite runs; it must not import anything of this project.
"""

import itertools
import os
import sys
import time
from collections.abc import Iterator

import pytest
from pybis import Openbis
from pybis.space import Space

_WITH_OWN_SERVER = "test_fastdownload"
_DATE_IN_CODES = "%a_%y%m%d_%H%M%S"


def _logged_in() -> Openbis:
    openbis = Openbis(
        os.environ["SUITE_URL"],
        allow_http_but_do_not_use_this_in_production_and_only_within_safe_networks=True,
    )
    openbis.login("admin", os.environ["SUITE_PASSWORD"])
    return openbis


@pytest.fixture(scope="session", autouse=True)
def _fast_server() -> Iterator[None]:
    """Adapt the tests to a server that answers at once.

    Codes that they build from the current second become unique, and they do not wait for the server to finish. What
    pyBIS itself waits for stays, and so does what the tests with a server of their own wait for.
    """
    numbers = itertools.count()
    strftime, sleep = time.strftime, time.sleep

    def unique(pattern: str, *moment: time.struct_time) -> str:
        text = strftime(pattern, *moment)
        return f"{text}_{next(numbers)}" if pattern == _DATE_IN_CODES else text

    def short(seconds: float) -> None:
        caller = sys._getframe(1).f_globals["__name__"]
        waits_for_openbis = caller.startswith("test_") and caller != _WITH_OWN_SERVER
        sleep(0 if waits_for_openbis else seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "strftime", unique)
        patch.setattr(time, "sleep", short)
        yield


@pytest.fixture(scope="module")
def openbis_instance() -> Openbis:
    """A client of an instance administrator."""
    return _logged_in()


@pytest.fixture(scope="module")
def other_openbis_instance() -> Openbis:
    """A client with a session of its own."""
    return _logged_in()


@pytest.fixture(scope="session")
def space() -> Space:
    """A new space; its ``openbis`` is a client of an instance administrator."""
    new = _logged_in().new_space(code="TEST_SPACE")
    new.save()
    return new
