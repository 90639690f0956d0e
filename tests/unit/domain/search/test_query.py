"""Search queries: parsing of the user's input."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity import EntityRef, EntityReference
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.search.conditions import Operator, conditions
from jupyter_openbis_server.domain.search.criteria import PropertyCriterion
from jupyter_openbis_server.domain.search.query import SearchQuery, SearchRequest

PERM_ID = "20240131120000000-17"
DAY = dt.date(2024, 1, 31)


def query(text: str = "", kind: EntityKind = EntityKind.DATA_SET, **filters) -> SearchQuery:
    return SearchRequest(kind, text, **filters).query()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("yeast", ("yeast",)),
        ("  heat\t shock \n", ("heat", "shock")),
        ('"heat shock"', ("heat", "shock")),
        ('heat " ""', ("heat",)),
        ("plate*", ("plate*",)),
        ("LAB/YEAST", ("LAB/YEAST",)),
        ("/ two words", ("/", "two", "words")),
        ("20-30", ("20-30",)),
        ("a\\b \\%c", ("ab", "%c")),
        ('\\"heat\\"', ("heat",)),
        ("https://doi.org/10.1000/182", ("https://doi.org/10.1000/182",)),
    ],
)
def test_words_are_separated_by_blanks(text, words):
    assert query(text) == SearchQuery(EntityKind.DATA_SET, words=words)


@pytest.mark.parametrize("text", [PERM_ID, f" {PERM_ID} ", "/LAB/YEAST/S1", "/lab/yeast/s1/"])
def test_perm_id_or_identifier_is_an_exact_reference_and_ignores_filters(text):
    found = query(text, EntityKind.SAMPLE, type_code="RAW", since=DAY, mine=True)
    assert found == SearchQuery(EntityKind.SAMPLE, EntityReference.parse(text))


@pytest.mark.parametrize("kind", list(EntityKind))
def test_link_defines_the_kind(kind):
    link = eln_url("https://openbis.example.org", kind, PERM_ID, "/LAB/YEAST/E1")
    named = "/LAB/YEAST/E1" if kind is EntityKind.EXPERIMENT else PERM_ID
    assert query(link) == SearchQuery(kind, EntityReference.parse(named))


def test_link_without_a_kind_has_the_searched_kind():
    found = query(f"https://openbis.example.org/datastore_server/{PERM_ID}/original")
    assert found == SearchQuery(EntityKind.DATA_SET, EntityReference.parse(PERM_ID))


def test_filters_need_no_words():
    assert query(type_code=" raw_data ", since=DAY, until=DAY, mine=True) == SearchQuery(
        EntityKind.DATA_SET, type_code="RAW_DATA", since=DAY, until=DAY, mine=True
    )


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "text"),
        ({"text": ' " '}, "text"),
        ({"text": "a b c d e f g h i j k"}, "text"),
        ({"text": "lab", "kind": EntityKind.SPACE}, "kind"),
        ({"text": "lab", "kind": EntityKind.PROJECT, "type_code": "X"}, "kind"),
        ({"since": DAY, "until": DAY - dt.timedelta(days=1)}, "from"),
        ({"text": "\\"}, "text"),
        ({"text": 'heat "\\\\"'}, "text"),
    ],
)
def test_invalid_query_is_refused_with_the_invalid_field(asked, field):
    with pytest.raises(InvalidSearch) as caught:
        query(**asked)
    assert caught.value.field == field
    assert str(caught.value).startswith(f"{field}: ")


def test_word_of_backslashes_is_refused_with_a_hint():
    with pytest.raises(InvalidSearch, match="cannot search for a backslash; remove it"):
        query("heat \\ shock")


ALL_OTHERS = (EntityKind.SAMPLE, EntityKind.EXPERIMENT, EntityKind.PROJECT)


@pytest.mark.parametrize(
    ("asked", "others"),
    [
        ({"text": "yeast"}, ALL_OTHERS),
        ({"text": "yeast", "kind": EntityKind.PROJECT}, (EntityKind.DATA_SET, *ALL_OTHERS[:2])),
        ({"text": "yeast", "since": DAY}, ALL_OTHERS[:2]),
        ({"mine": True}, ALL_OTHERS[:2]),
        ({"text": "yeast", "type_code": "RAW"}, ()),
        ({"text": PERM_ID, "type_code": "RAW", "mine": True}, ALL_OTHERS),
    ],
)
def test_the_same_query_is_made_for_every_kind_to_which_its_filters_apply(asked, others):
    found = query(**asked).for_other_kinds()
    assert {each.kind for each in found} == set(others)
    assert {replace(each, kind=EntityKind.DATA_SET) for each in found} <= {
        replace(query(**asked), kind=EntityKind.DATA_SET)
    }


SPACE, PROJECT, EXPERIMENT, SAMPLE, DATA_SET = (
    EntityKind.SPACE,
    EntityKind.PROJECT,
    EntityKind.EXPERIMENT,
    EntityKind.SAMPLE,
    EntityKind.DATA_SET,
)


@pytest.mark.parametrize(
    ("owner", "kinds"),
    [
        (SPACE, {DATA_SET, SAMPLE, EXPERIMENT, PROJECT}),
        (PROJECT, {DATA_SET, SAMPLE, EXPERIMENT}),
        (EXPERIMENT, {DATA_SET, SAMPLE}),
        (SAMPLE, {DATA_SET, SAMPLE}),
    ],
)
def test_an_owner_limits_the_kinds_that_can_be_in_it(owner, kinds):
    query = SearchQuery(DATA_SET).within(EntityRef(owner, PERM_ID))
    assert {DATA_SET, *(each.kind for each in query.for_other_kinds())} == kinds
    for kind in (DATA_SET, SAMPLE, EXPERIMENT, PROJECT):
        if kind in kinds:
            assert SearchQuery(kind).within(EntityRef(owner, PERM_ID)).owner == EntityRef(owner, PERM_ID)
        else:
            with pytest.raises(InvalidSearch, match=r"in: must be a space"):
                SearchQuery(kind).within(EntityRef(owner, PERM_ID))


def test_conditions_and_dates_of_modification_do_not_apply_to_projects():
    criterion = PropertyCriterion("A", "INTEGER", Operator.EQUAL, "1")
    for query_ in (SearchQuery(SAMPLE, properties=(criterion,)), SearchQuery(SAMPLE, modified_since=DAY)):
        assert {each.kind for each in query_.for_other_kinds()} == {DATA_SET, EXPERIMENT}


@pytest.mark.parametrize("filters", [{"owner": "/LAB"}, {"modified_until": DAY}, {"where": conditions("A = 1")}])
def test_each_filter_is_enough_for_a_search(filters):
    assert query(**filters).words == ()
