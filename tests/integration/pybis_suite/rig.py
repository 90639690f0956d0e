"""What pyBIS's own tests need around them, which its source distribution lacks: fixtures with clients.

Copied as ``conftest.py`` to where the suite runs; it must not import anything of this project.
"""

import itertools
import os
import time
from collections.abc import Iterator

import pytest
from pybis import Openbis
from pybis.space import Space

_DATE_IN_CODES = "%a_%y%m%d_%H%M%S"


def _logged_in() -> Openbis:
    openbis = Openbis(
        os.environ["SUITE_URL"],
        allow_http_but_do_not_use_this_in_production_and_only_within_safe_networks=True,
    )
    openbis.login("admin", os.environ["SUITE_PASSWORD"])
    return openbis


@pytest.fixture(scope="session", autouse=True)
def _unique_codes() -> Iterator[None]:
    """Make codes that the tests build from the current second unique: several tests fit into one second."""
    numbers = itertools.count()
    original = time.strftime

    def unique(pattern: str, *moment: time.struct_time) -> str:
        text = original(pattern, *moment)
        return f"{text}_{next(numbers)}" if pattern == _DATE_IN_CODES else text

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "strftime", unique)
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
    worker = os.environ.get("PYTEST_XDIST_WORKER", "only")
    new = _logged_in().new_space(code=f"TEST_SPACE_{worker}")
    new.save()
    return new
