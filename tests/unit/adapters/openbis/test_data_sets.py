"""What is read of data sets that the fake openBIS has none of."""

from typing import Any

import pytest
import responses

from jupyter_openbis_server.adapters.pybis import Clients, PybisDataSets

from .wire import LIMITS, SESSION, V3

ADDRESS = "files.example.org:/data"
SYSTEM = {"@id": 7, "code": "DMS1", "label": "Institute's file server", "address": ADDRESS}


def link_of(linked: Any) -> str | None:
    """Return the link of a data set with this `linkedData`."""
    bean = {"@id": 1, "code": "1-1", "kind": "LINK", "type": {"@id": 2, "code": "T"}, "linkedData": linked}
    with responses.RequestsMock() as openbis:
        openbis.post(V3, json={"result": {"1-1": bean}})
        return PybisDataSets(Clients(LIMITS)).get(SESSION, "1-1").link


def copy(**fields: Any) -> dict[str, Any]:
    return {"externalDms": SYSTEM, "path": None, "externalCode": None, **fields}


@pytest.mark.parametrize(
    ("linked", "link"),
    [
        (None, None),
        ({"externalCode": None, "externalDms": None, "contentCopies": None}, None),
        ({"contentCopies": []}, None),
        ({"contentCopies": [copy(path="/run 1")]}, f"{ADDRESS}: /run 1"),
        ({"contentCopies": [copy(externalCode="X-1")]}, f"{ADDRESS}: X-1"),
        ({"contentCopies": [copy(path="/a"), copy(externalDms=7, path="/b")]}, f"{ADDRESS}: /a; {ADDRESS}: /b"),
        ({"contentCopies": [copy(externalDms={"label": "Tape", "address": None}, path="/a")]}, "Tape: /a"),
        ({"contentCopies": [copy(externalDms=None, path="/a")]}, "/a"),
        ({"externalCode": "X-1", "externalDms": SYSTEM, "contentCopies": []}, f"{ADDRESS}: X-1"),
    ],
)
def test_a_link_is_told_as_far_as_openbis_tells_it(linked: Any, link: str | None) -> None:
    assert link_of(linked) == link
