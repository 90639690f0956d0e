"""openBIS is searched."""

import pytest

from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.model import EntityKind, PageRequest, SearchRequest
from jupyter_openbis_server.domain.model.eln_link import eln_url
from jupyter_openbis_server.domain.use_cases import Search

ALL = PageRequest(0, 1000)


@pytest.fixture
def search(keeper, entities, data_sets, world) -> Search:
    return Search(keeper, entities, data_sets)


def test_data_sets_are_found(search, world):
    found = search("lab", SearchRequest(EntityKind.DATA_SET, world.data_set.perm_id[-5:]), ALL)
    assert [each.perm_id for each in found.data_sets] == [world.data_set.perm_id]
    assert (found.entities, found.total) == ((), 1)


def test_entities_are_found(search, world):
    found = search("lab", SearchRequest(EntityKind.SAMPLE, "mother"), ALL)
    assert (found.entities, found.data_sets, found.total) == ((world.mother,), (), 1)


def test_a_link_finds_what_it_shows_whatever_kind_is_asked_for(search, openbis, world):
    link = eln_url(openbis.url, EntityKind.SAMPLE, world.mother.perm_id)
    found = search("lab", SearchRequest(EntityKind.DATA_SET, link), ALL)
    assert (found.entities, found.data_sets) == ((world.mother,), ())


def test_mine_is_what_the_user_of_the_connection_has_registered(search, openbis, world):
    theirs = openbis.add_sample("/LAB/YEAST/THEIRS", registrator="bert")
    mine = openbis.add_sample("/LAB/YEAST/MINE", registrator="anna")
    found = search("lab", SearchRequest(EntityKind.SAMPLE, mine=True), ALL).entities
    assert mine in found
    assert theirs not in found


def test_nothing_is_not_searched_for(search):
    with pytest.raises(InvalidSearch):
        search("lab", SearchRequest(EntityKind.DATA_SET), ALL)


def test_words_are_counted_for_every_kind_on_request(search, world):
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
