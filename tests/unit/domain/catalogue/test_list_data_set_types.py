"""The data set types are listed with all that a form needs."""

import pytest

from jupyter_openbis_server.adapters.memory import RememberedDataSetTypes
from jupyter_openbis_server.domain.errors import NotLoggedIn, UnknownConnection
from jupyter_openbis_server.domain.model import Connection, DataSetType
from jupyter_openbis_server.domain.use_cases import ListDataSetTypes


@pytest.fixture
def list_types(keeper, types, world) -> ListDataSetTypes:
    return ListDataSetTypes(keeper, RememberedDataSetTypes(types))


def test_all_types_come_by_code(list_types):
    assert [type_.code for type_ in list_types("lab")] == ["ATTACHMENT", "MICROSCOPY", "RAW_DATA", "SCREENING"]


def test_a_new_type_is_seen_by_who_asks_for_a_fresh_answer(list_types, openbis):
    list_types("lab")
    openbis.add_type(DataSetType("A_NEW_ONE"))
    assert "A_NEW_ONE" not in [type_.code for type_ in list_types("lab")]
    assert "A_NEW_ONE" in [type_.code for type_ in list_types("lab", fresh=True)]


def test_a_login_is_needed(list_types, connections, openbis):
    connections.add(Connection(openbis.instance("lab")))
    with pytest.raises(NotLoggedIn):
        list_types("lab")


def test_the_connection_must_be_known(list_types):
    with pytest.raises(UnknownConnection):
        list_types("nowhere")
