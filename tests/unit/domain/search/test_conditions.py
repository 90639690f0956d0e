"""Conditions on properties: texts, mappings, and what fits which data type."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.properties.entity_type import VocabularyTerm
from jupyter_openbis_server.domain.properties.property_type import PropertyType
from jupyter_openbis_server.domain.search.conditions import Condition, Operator, conditions, parse_condition
from jupyter_openbis_server.domain.search.criteria import PropertyCriterion, criteria_of

LESS, LESS_OR_EQUAL, EQUAL = Operator.LESS, Operator.LESS_OR_EQUAL, Operator.EQUAL
GREATER, GREATER_OR_EQUAL = Operator.GREATER, Operator.GREATER_OR_EQUAL


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("MAGNIFICATION > 40", Condition("MAGNIFICATION", GREATER, ("40",))),
        ("magnification>40", Condition("MAGNIFICATION", GREATER, ("40",))),
        ("  A.B-C_1 <=  x y  ", Condition("A.B-C_1", LESS_OR_EQUAL, ("x y",))),
        ("$NAME = a", Condition("$NAME", EQUAL, ("a",))),
        ("A == b", Condition("A", EQUAL, ("b",))),
        ("A <> b", Condition("A", Operator.NOT_EQUAL, ("b",))),
        ("A != b", Condition("A", Operator.NOT_EQUAL, ("b",))),
        ("A = = b", Condition("A", EQUAL, ("= b",))),
        ("A = 'x..y'", Condition("A", EQUAL, ("x..y",), is_quoted=True)),
        ('A = "it is empty"', Condition("A", EQUAL, ("it is empty",), is_quoted=True)),
        ('A = "', Condition("A", EQUAL, ('"',))),
        ("A contains is empty", Condition("A", Operator.CONTAINS, ("is empty",))),
        ("A CONTAINS b", Condition("A", Operator.CONTAINS, ("b",))),
        ("A is  empty", Condition("A", Operator.EMPTY)),
        ("A IS NOT EMPTY", Condition("A", Operator.NOT_EMPTY)),
        ("A is set", Condition("A", Operator.NOT_EMPTY)),
        ("A between 1 and 2", Condition("A", Operator.BETWEEN, ("1", "2"))),
        ("A between '1' and \"2 and 3\"", Condition("A", Operator.BETWEEN, ("1", "2 and 3"))),
        ("CONTAINS contains contains", Condition("CONTAINS", Operator.CONTAINS, ("contains",))),
    ],
)
def test_a_condition_is_a_code_an_operator_and_a_value(text: str, condition: Condition):
    assert parse_condition(text) == condition


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        "A =",
        "= A",
        "A is empty now",
        "A between 1",
        "A between 1 and",
        "A contains",
        "A B = c",
        "Ä = 1",
        "A ~ b",
        "A = " + "x" * 1000,
    ],
)
def test_other_texts_are_refused(text: str):
    with pytest.raises(InvalidSearch, match="where: ") as caught:
        parse_condition(text)
    assert len(str(caught.value)) < 400


@given(st.text())
def test_any_text_is_a_condition_or_refused(text: str):
    for given_text in (text, f"A = {text}", f"A {text} 1"):
        try:
            assert str(parse_condition(given_text)).startswith(parse_condition(given_text).code)
        except InvalidSearch:
            continue


def test_a_mapping_has_values_operators_or_nothing():
    day = dt.date(2024, 1, 31)
    where = {"stain": "GFP", "A": (">", 40), "B": ["between", 1, 2], "C": None, "D": day, "E": ("is not empty",)}
    assert conditions(where) == (
        Condition("STAIN", EQUAL, ("GFP",), is_quoted=True),
        Condition("A", GREATER, (40,), is_quoted=True),
        Condition("B", Operator.BETWEEN, (1, 2), is_quoted=True),
        Condition("C", Operator.EMPTY),
        Condition("D", EQUAL, (day,), is_quoted=True),
        Condition("E", Operator.NOT_EMPTY, (), is_quoted=True),
    )


@pytest.mark.parametrize("value", [(), (">",), (">", 1, 2), ("like", 1), (">", None), (None, 1), ("between", 1)])
def test_an_operator_takes_its_number_of_values(value: tuple[object, ...]):
    with pytest.raises(InvalidSearch, match=r"where: A: "):
        conditions({"A": value})


@pytest.mark.parametrize("where", [[None], 5, {5: 5}, [5], b"A = 1", {None: 1}, object(), [["A = 1"]], range(10**9)])
def test_other_values_are_no_conditions(where: object):
    with pytest.raises(InvalidSearch, match="where: ") as caught:
        conditions(where)
    assert len(str(caught.value)) < 400


def test_texts_are_one_or_several():
    assert conditions("A = 1") == conditions(["A = 1", "  "])
    assert conditions(None) == conditions([]) == ()
    with pytest.raises(InvalidSearch, match="20 conditions at most"):
        conditions(["A = 1"] * 21)


def criteria(text_or_condition: str | Condition, data_type: str, **more: object) -> list[tuple[Operator, str]]:
    condition = parse_condition(text_or_condition) if isinstance(text_or_condition, str) else text_or_condition
    found = criteria_of(condition, PropertyType("A", None, data_type, **more))  # type: ignore[arg-type]
    assert all(isinstance(each, PropertyCriterion) and each.data_type == data_type for each in found)
    return [(each.operator, each.value) for each in found]


@pytest.mark.parametrize(
    ("text", "data_type", "expected"),
    [
        ("A = 10..20", "INTEGER", [(GREATER_OR_EQUAL, "10"), (LESS_OR_EQUAL, "20")]),
        ("A = 1.5 .. 2.5", "REAL", [(GREATER_OR_EQUAL, "1.5"), (LESS_OR_EQUAL, "2.5")]),
        ("A = ..2", "REAL", [(LESS_OR_EQUAL, "2")]),
        ("A = 2..", "REAL", [(GREATER_OR_EQUAL, "2")]),
        ("A between 2 and 1", "REAL", [(GREATER_OR_EQUAL, "2"), (LESS_OR_EQUAL, "1")]),
        ("A = a..b", "VARCHAR", [(EQUAL, "a..b")]),
        ("A < 1.5", "INTEGER", [(LESS, "1.5")]),
        ("A = 2024-1-31", "DATE", [(EQUAL, "2024-01-31")]),
        ("A = 2024-01-31..2024-02-01", "TIMESTAMP", [(GREATER_OR_EQUAL, "2024-01-31"), (LESS_OR_EQUAL, "2024-02-01")]),
        ("A > 2024-01-31T10:00Z", "TIMESTAMP", [(GREATER, "2024-01-31 10:00:00 +0000")]),
        ("A = YES", "BOOLEAN", [(EQUAL, "true")]),
        ("A contains a\\*b", "VARCHAR", [(Operator.CONTAINS, "a*b")]),
        ("A = /LAB/S1", "SAMPLE", [(EQUAL, "/LAB/S1")]),
        ("A is empty", "ARRAY_REAL", [(Operator.EMPTY, "")]),
    ],
)
def test_values_get_the_form_of_the_data_type(text: str, data_type: str, expected: list[tuple[Operator, str]]):
    assert criteria(text, data_type) == expected


@pytest.mark.parametrize(
    ("value", "data_type", "expected"),
    [
        (40, "INTEGER", "40"),
        (1.5, "REAL", "1.5"),
        (Decimal("2.50"), "REAL", "2.50"),
        (True, "BOOLEAN", "true"),
        (dt.date(2024, 1, 31), "DATE", "2024-01-31"),
        (dt.datetime(2024, 1, 31, 10, tzinfo=dt.timezone.utc), "TIMESTAMP", "2024-01-31 10:00:00 +0000"),
        (5, "VARCHAR", "5"),
    ],
)
def test_values_of_python_are_taken(value: object, data_type: str, expected: str):
    assert criteria(Condition("A", EQUAL, (value,)), data_type) == [(EQUAL, expected)]


def test_terms_are_named_by_code_or_label():
    terms = (VocabularyTerm("GFP", "Green"), VocabularyTerm("GREEN", "Other"), VocabularyTerm("DAPI", "DNA stain"))
    for text, code in (("gfp", "GFP"), ("Green", "GREEN"), ("dna STAIN", "DAPI")):
        assert criteria(f"A = {text}", "CONTROLLEDVOCABULARY", terms=terms) == [(EQUAL, code)]
    many = tuple(VocabularyTerm(f"T{number}") for number in range(30))
    with pytest.raises(InvalidSearch, match="T9 and 20 more"):
        criteria("A = X", "CONTROLLEDVOCABULARY", terms=many)


@pytest.mark.parametrize("data_type", ["JSON", "ARRAY_STRING", "SOMETHING_NEW"])
def test_properties_that_cannot_be_compared_can_be_empty(data_type: str):
    with pytest.raises(InvalidSearch, match="can be compared with is empty, is not empty"):
        criteria("A = 1", data_type)


@pytest.mark.parametrize("value", [float("inf"), float("nan"), b"x", [1], "a\0b", "", "\ud800"])
def test_values_that_fit_nothing_are_refused(value: object):
    for data_type in ("INTEGER", "VARCHAR", "DATE", "BOOLEAN"):
        with pytest.raises(InvalidSearch, match="where: A ="):
            criteria(Condition("A", EQUAL, (value,)), data_type)
