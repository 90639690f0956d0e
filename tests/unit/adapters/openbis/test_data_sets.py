"""Parsing of data sets that the fake openBIS does not have."""

from typing import Any

import pytest
import responses

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from tests.unit.adapters.openbis.wire import LIMITS, SESSION, V3

ADDRESS = "files.example.org:/data"
SYSTEM = {"@id": 7, "code": "DMS1", "label": "Institute's file server", "address": ADDRESS}


def link_of(linked: Any) -> str | None:
    """Return the link of a data set with this `linkedData`."""
    bean = {"@id": 1, "code": "1-1", "kind": "LINK", "type": {"@id": 2, "code": "T"}, "linkedData": linked}
    with responses.RequestsMock() as openbis:
        openbis.post(V3, json={"result": {"1-1": bean}})
        return OpenbisDataSets(Clients(LIMITS)).get(SESSION, "1-1").link


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
def test_link_is_composed_of_the_known_parts(linked: Any, link: str | None) -> None:
    assert link_of(linked) == link


@pytest.mark.parametrize(("data_store", "is_mutable"), [("DSS1", False), ("AFS", True), (None, False)])
def test_only_data_sets_in_the_file_server_are_mutable(data_store: str | None, is_mutable: bool) -> None:
    store = {"@id": 3, "code": data_store} if data_store else None
    bean = {"@id": 1, "code": "1-1", "type": {"@id": 2, "code": "T"}, "dataStore": store}
    with responses.RequestsMock() as openbis:
        openbis.post(V3, json={"result": {"1-1": bean}})
        assert OpenbisDataSets(Clients(LIMITS)).get(SESSION, "1-1").is_mutable is is_mutable
