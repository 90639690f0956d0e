"""The data sets of a sample or experiment are listed page by page."""

import pytest

from jupyter_openbis_server.domain.errors import EntityNotFound, InvalidReference, NotLoggedIn, UnknownConnection
from jupyter_openbis_server.domain.model import Connection, PageRequest
from jupyter_openbis_server.domain.use_cases import ListDataSets


@pytest.fixture
def list_data_sets(keeper, entities, data_sets, world) -> ListDataSets:
    return ListDataSets(keeper, entities, data_sets)


def test_a_sample_is_named_in_any_way(list_data_sets, world):
    for name in (world.sample.identifier, world.sample.identifier.lower().strip("/"), world.sample.perm_id, "plates"):
        page = list_data_sets("lab", name, PageRequest(0, 100))
        assert {row.perm_id for row in page.rows} == world.sample_data_sets


def test_an_experiment_has_data_sets_too(list_data_sets, world):
    page = list_data_sets("lab", world.experiment.identifier, PageRequest(0, 100))
    assert {row.perm_id for row in page.rows} == world.experiment_data_sets


def test_a_page_is_a_part_of_all(list_data_sets, world):
    page = list_data_sets("lab", world.sample.perm_id, PageRequest(10, 10))
    assert (len(page.rows), page.total) == (3, 13)


def test_an_expired_session_is_renewed_on_the_way(list_data_sets, world, openbis):
    list_data_sets("lab", world.sample.perm_id, PageRequest())
    openbis.expire_all_sessions()
    assert list_data_sets("lab", world.sample.perm_id, PageRequest()).total == 13
    assert openbis.login_attempts == 2


def test_what_names_nothing_is_refused_without_asking_openbis(list_data_sets, openbis):
    with pytest.raises(InvalidReference):
        list_data_sets("lab", "two words", PageRequest())
    assert openbis.login_attempts == 0


def test_what_does_not_exist_is_not_found(list_data_sets):
    with pytest.raises(EntityNotFound):
        list_data_sets("lab", "/LAB/YEAST/NOTHING", PageRequest())


def test_a_login_is_needed(list_data_sets, connections, openbis, world):
    connections.add(Connection(openbis.instance("lab")))
    with pytest.raises(NotLoggedIn):
        list_data_sets("lab", world.sample.perm_id, PageRequest())


def test_the_connection_must_be_known(list_data_sets, world):
    with pytest.raises(UnknownConnection):
        list_data_sets("nowhere", world.sample.perm_id, PageRequest())
