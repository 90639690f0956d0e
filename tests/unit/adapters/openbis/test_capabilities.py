"""Capabilities of a server by the version of its API."""

import pytest

from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities, UploadMethod

OLD = Capabilities((3, 5), False, 1, UploadMethod.AGGREGATION_SERVICE, False, False, False)
USUAL = Capabilities((3, 6), True, 1, UploadMethod.UPLOADED_DATA_SET, False, True, False)
NEW = Capabilities((3, 7), True, 2, UploadMethod.UPLOADED_DATA_SET, True, True, True)


@pytest.mark.parametrize("expected", [OLD, USUAL, NEW])
def test_each_version_has_its_capabilities(expected: Capabilities) -> None:
    assert Capabilities.of(expected.api_version) == expected


@pytest.mark.parametrize("version", [(3, 10), (4,)])
def test_later_versions_have_the_capabilities_of_the_last_known_one(version: tuple[int, ...]) -> None:
    assert Capabilities.of(version).may_have_afs
