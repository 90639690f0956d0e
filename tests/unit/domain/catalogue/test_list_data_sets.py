"""The data sets of a sample or experiment are listed page by page."""

import pytest

from jupyter_openbis_server.domain.catalogue.browsing import ListDataSets
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import EntityNotFound, InvalidReference, NotLoggedIn, UnknownConnection
from jupyter_openbis_server.domain.shared.page import PageRequest


@pytest.fixture
def list_data_sets(session_manager, entities, data_sets, world) -> ListDataSets:
    return ListDataSets(session_manager, entities, data_sets)


def test_sample_is_named_by_any_reference(list_data_sets, world):
    for name in (world.sample.identifier, world.sample.identifier.lower().strip("/"), world.sample.perm_id, "plates"):
        page = list_data_sets("lab", name, PageRequest(0, 100))
        assert {row.perm_id for row in page.rows} == world.sample_data_sets


def test_an_experiment_has_data_sets_too(list_data_sets, world):
    page = list_data_sets("lab", world.experiment.identifier, PageRequest(0, 100))
    assert {row.perm_id for row in page.rows} == world.experiment_data_sets


def test_page_is_part_of_the_listing(list_data_sets, world):
    page = list_data_sets("lab", world.sample.perm_id, PageRequest(10, 10))
    assert (len(page.rows), page.total) == (3, 13)


def test_expired_session_is_renewed(list_data_sets, world, openbis):
    list_data_sets("lab", world.sample.perm_id, PageRequest())
    openbis.expire_all_sessions()
    assert list_data_sets("lab", world.sample.perm_id, PageRequest()).total == 13
    assert openbis.login_attempts == 2


def test_text_that_is_no_reference_is_refused_without_a_request(list_data_sets, openbis):
    with pytest.raises(InvalidReference):
        list_data_sets("lab", "two words", PageRequest())
    assert openbis.login_attempts == 0


def test_missing_entity_is_not_found(list_data_sets):
    with pytest.raises(EntityNotFound):
        list_data_sets("lab", "/LAB/YEAST/NOTHING", PageRequest())


def test_login_is_required(list_data_sets, connections, openbis, world):
    connections.add(Connection(openbis.instance("lab")))
    with pytest.raises(NotLoggedIn):
        list_data_sets("lab", world.sample.perm_id, PageRequest())


def test_unknown_connection_is_refused(list_data_sets, world):
    with pytest.raises(UnknownConnection):
        list_data_sets("nowhere", world.sample.perm_id, PageRequest())


def test_all_data_sets_can_be_listed(list_data_sets, openbis):
    page = list_data_sets("lab", None, PageRequest(0, 100))
    assert {row.perm_id for row in page.rows} == set(openbis.data_sets)


def test_the_root_is_no_entity(list_data_sets):
    with pytest.raises(InvalidReference):
        list_data_sets("lab", "/", PageRequest())
