"""Searches in openBIS."""

import pytest

from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.search.prepare import PrepareSearch
from jupyter_openbis_server.domain.search.query import SearchRequest
from jupyter_openbis_server.domain.search.search import Search, SearchAll
from jupyter_openbis_server.domain.shared.page import PageRequest

ALL = PageRequest(0, 1000)


@pytest.fixture
def search(session_manager, searches, prepare, world) -> Search:
    return Search(session_manager, prepare, searches)


@pytest.fixture
def prepare(entities, property_types, types) -> PrepareSearch:
    return PrepareSearch(entities, property_types, types)


def test_data_sets_are_found(search, world):
    found = search("lab", SearchRequest(EntityKind.DATA_SET, world.data_set.perm_id[-5:]), ALL)
    assert [each.perm_id for each in found.data_sets] == [world.data_set.perm_id]
    assert (found.entities, found.total) == ((), 1)


def test_entities_are_found(search, world):
    found = search("lab", SearchRequest(EntityKind.SAMPLE, "mother"), ALL)
    assert (found.entities, found.data_sets, found.total) == ((world.mother,), (), 1)


def test_link_finds_its_entity_for_each_searched_kind(search, openbis, world):
    link = eln_url(openbis.url, EntityKind.SAMPLE, world.mother.perm_id)
    found = search("lab", SearchRequest(EntityKind.DATA_SET, link), ALL)
    assert (found.entities, found.data_sets) == ((world.mother,), ())


def test_search_can_be_limited_to_the_users_own_registrations(search, openbis, world):
    theirs = openbis.add_sample("/LAB/YEAST/THEIRS", registrator="bert")
    mine = openbis.add_sample("/LAB/YEAST/MINE", registrator="anna")
    found = search("lab", SearchRequest(EntityKind.SAMPLE, mine=True), ALL).entities
    assert mine in found
    assert theirs not in found


def test_empty_query_is_refused(search):
    with pytest.raises(InvalidSearch):
        search("lab", SearchRequest(EntityKind.DATA_SET), ALL)


def test_unknown_types_are_refused_if_nothing_matches(search, session_manager, searches, prepare, world):
    search_all = SearchAll(session_manager, prepare, searches)
    unknown = SearchRequest(EntityKind.DATA_SET, type_code="raw_dat")
    with pytest.raises(InvalidSearch, match="type: there is no data set type RAW_DAT; did you mean RAW_DATA"):
        search("lab", unknown, ALL)
    for read in (list, len):
        with pytest.raises(InvalidSearch, match="there is no data set type"):
            read(search_all("lab", unknown))
    without_matches = SearchRequest(EntityKind.SAMPLE, "no such word", type_code="YEAST")
    assert (search("lab", without_matches, ALL).total, list(search_all("lab", without_matches))) == (0, [])


def test_matches_of_all_kinds_are_counted_on_request(search, world):
    wanted = SearchRequest(EntityKind.DATA_SET, "twin")
    assert search("lab", wanted, ALL).counts is None
    assert search("lab", wanted, ALL, with_counts=True).counts == {
        EntityKind.DATA_SET: 0,
        EntityKind.SAMPLE: 1,
        EntityKind.EXPERIMENT: 1,
        EntityKind.PROJECT: 0,
    }


def test_kinds_to_which_the_filters_do_not_apply_are_not_counted(search, world):
    mine = search("lab", SearchRequest(EntityKind.SAMPLE, mine=True), ALL, with_counts=True)
    assert mine.counts is not None
    assert set(mine.counts) == {EntityKind.DATA_SET, EntityKind.SAMPLE, EntityKind.EXPERIMENT}
    typed = search("lab", SearchRequest(EntityKind.SAMPLE, type_code="YEAST"), ALL, with_counts=True)
    assert typed.counts == {EntityKind.SAMPLE: typed.total}
