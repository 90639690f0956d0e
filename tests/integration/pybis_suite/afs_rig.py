"""What pyBIS's tests of AFS need around them instead of the fixtures of its source distribution, whose ports are fixed.

Copied as ``conftest.py`` to where the tests run; it must not import anything of this project.
"""

import os
from pathlib import Path

import pybis
import pytest
from pybis import AfsClient, Openbis
from pybis.space import Space


@pytest.fixture(scope="session", autouse=True)
def _pybis_of_the_source_distribution() -> None:
    assert Path(pybis.__file__).is_relative_to(os.environ["PYTHONPATH"])


@pytest.fixture(scope="session")
def openbis_instance() -> Openbis:
    """A client of an instance administrator."""
    openbis = Openbis(
        os.environ["SUITE_URL"],
        allow_http_but_do_not_use_this_in_production_and_only_within_safe_networks=True,
    )
    openbis.login("admin", os.environ["SUITE_PASSWORD"])
    return openbis


@pytest.fixture(scope="session")
def afs(openbis_instance: Openbis) -> tuple[Space, AfsClient]:
    """A new space, and a client of AFS at the address that clients guess."""
    space = openbis_instance.new_space(code="TEST_AFS_SPACE")
    space.save()
    return space, AfsClient(f"{openbis_instance.url}/afs-server/api", openbis_instance.token)
