"""The data set types are listed with all that a form needs."""

import pytest

from jupyter_openbis_server.adapters.caches.entity_types import CachedEntityTypes
from jupyter_openbis_server.domain.catalogue.use_cases import ListEntityTypes
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import NotLoggedIn, UnknownConnection
from jupyter_openbis_server.domain.properties.entity_type import EntityType


@pytest.fixture
def list_types(session_manager, types, world) -> ListEntityTypes:
    return ListEntityTypes(session_manager, CachedEntityTypes(types))


def test_types_are_sorted_by_code(list_types):
    assert [type_.code for type_ in list_types("lab")] == ["ATTACHMENT", "MICROSCOPY", "RAW_DATA", "SCREENING"]


def test_fresh_request_returns_a_new_type(list_types, openbis):
    list_types("lab")
    openbis.add_type(EntityType("A_NEW_ONE"))
    assert "A_NEW_ONE" not in [type_.code for type_ in list_types("lab")]
    assert "A_NEW_ONE" in [type_.code for type_ in list_types("lab", fresh=True)]


def test_login_is_required(list_types, connections, openbis):
    connections.add(Connection(openbis.instance("lab")))
    with pytest.raises(NotLoggedIn):
        list_types("lab")


def test_unknown_connection_is_refused(list_types):
    with pytest.raises(UnknownConnection):
        list_types("nowhere")
