"""Validation and normalisation of property values by data type."""

import datetime as dt
import enum
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_openbis_server.domain.properties.property_value import convert, is_unset
from jupyter_openbis_server.domain.properties.python_values import InvalidValue, WrittenValue


class Verdict(str, enum.Enum):
    PASSED = "passed"


class Gain(float, enum.Enum):
    LOW = 1.5


class Wells(enum.IntEnum):
    FULL = 96


class Plain(enum.Enum):
    TEXT = "a"
    NOTHING = None


class Day(dt.date, enum.Enum):
    FIRST = 2024, 5, 17


class Marked:
    """Mix-in whose `str()` differs from that of the plain type."""

    def __str__(self) -> str:
        return "marked"

    __repr__ = __str__


class MarkedText(Marked, str):
    __slots__ = ()


class MarkedInteger(Marked, int):
    pass


class MarkedFloat(Marked, float):
    pass


class MarkedDecimal(Marked, Decimal):
    pass


UTC = dt.datetime(2024, 5, 17, 14, 30, tzinfo=dt.timezone.utc)
NAIVE = UTC.replace(tzinfo=None)
FITTING = [
    # data type, what the user gives, what openBIS gets
    ("VARCHAR", " any text ", " any text "),
    ("MULTILINE_VARCHAR", "two\nlines ", "two\nlines "),
    ("INTEGER", " +42 ", "42"),
    ("INTEGER", "-9223372036854775808", "-9223372036854775808"),
    ("INTEGER", "63.0", "63"),
    ("REAL", "2.5e-3", "2.5e-3"),
    ("REAL", " -.5", "-.5"),
    ("REAL", "3.", "3."),
    ("BOOLEAN", "TRUE", "true"),
    ("BOOLEAN", " False ", "false"),
    ("BOOLEAN", "yes", "true"),
    ("BOOLEAN", "0", "false"),
    ("DATE", "2024-05-17", "2024-05-17"),
    ("DATE", "2024-5-7", "2024-05-07"),
    ("DATE", "2024-05-17T00:00:00.000", "2024-05-17"),
    ("DATE", "5/17/24", "5/17/24"),
    ("TIMESTAMP", "2024-05-17", "2024-05-17"),
    ("TIMESTAMP", "2024-05-17 14:30", "2024-05-17 14:30"),
    ("TIMESTAMP", "2024-05-17 14:30:05", "2024-05-17 14:30:05"),
    ("TIMESTAMP", "2024-05-17 14:30:05 +0200", "2024-05-17 14:30:05 +0200"),
    ("TIMESTAMP", "2024-05-17T14:30", "2024-05-17 14:30"),
    ("TIMESTAMP", "2024-05-17T14:30:05+02:00", "2024-05-17 14:30:05 +0200"),
    ("TIMESTAMP", "2024-05-17T14:30:05Z", "2024-05-17 14:30:05 +0000"),
    ("TIMESTAMP", "2024-05-17 14:30 GMT", "2024-05-17 14:30:00 +0000"),
    ("TIMESTAMP", "2024-05-17T14:30:05.123+02:00", "2024-05-17 14:30:05 +0200"),
    ("TIMESTAMP", "2024-05-17T14:30:05.999999", "2024-05-17 14:30:05"),
    ("TIMESTAMP", "2024-05-17T14:30:05.000Z", "2024-05-17 14:30:05 +0000"),
    ("TIMESTAMP", "2024-05-17T14:30:05+02", "2024-05-17 14:30:05 +0200"),
    ("TIMESTAMP", "2024-05-17T14:30-0330", "2024-05-17 14:30:00 -0330"),
    ("TIMESTAMP", "2024-05-17T14", "2024-05-17 14:00"),
    ("TIMESTAMP", "1900-01-01T00:00:00-00:17:30", "1900-01-01 00:17:30 +0000"),
    ("TIMESTAMP", "5/17/24 2:30 pm", "5/17/24 2:30 pm"),
    ("HYPERLINK", "https://example.org/a(b)?c=%20#d", "https://example.org/a(b)?c=%20#d"),
    ("HYPERLINK", "ftp://example.org/", "ftp://example.org/"),
    ("XML", "<a b='c'>ü</a>", "<a b='c'>ü</a>"),
    ("XML", "<?xml version='1.0' encoding='latin-1'?><a>ü</a>", "<?xml version='1.0' encoding='latin-1'?><a>ü</a>"),
    ("JSON", '{"wells": [96, null]}', '{"wells": [96, null]}'),
    ("SAMPLE", " /LAB/YEAST/PLATE_1:A1 ", "/LAB/YEAST/PLATE_1:A1"),
    ("SAMPLE", "20240517143005123-42", "20240517143005123-42"),
    ("MATERIAL", "WATER (LIQUID)", "WATER (LIQUID)"),
    ("ARRAY_INTEGER", "1, +2", ("1", "2")),
    ("ARRAY_INTEGER", "[1, 2]", ("1", "2")),
    ("ARRAY_REAL", "[1.5, 2e3]", ("1.5", "2e3")),
    ("ARRAY_STRING", "ä, b c", ("ä", "b c")),
    ("ARRAY_STRING", '["a, b", "c"]', ("a, b", "c")),
    ("ARRAY_TIMESTAMP", "2024-05-17T14:30, 2024-05-18", ("2024-05-17 14:30", "2024-05-18")),
    ("ARRAY_TIMESTAMP", '["2024-05-17T14:30:05.5Z"]', ("2024-05-17 14:30:05 +0000",)),
    ("A_TYPE_OF_THE_FUTURE", " as it is ", " as it is "),
    ("CONTROLLEDVOCABULARY", "OF_A_VOCABULARY_WITHOUT_TERMS", "OF_A_VOCABULARY_WITHOUT_TERMS"),
]
UNFIT = [
    ("INTEGER", "1.5"),
    ("INTEGER", "1_000"),
    ("INTEGER", "9223372036854775808"),
    ("INTEGER", "9" * 5000),
    ("REAL", "1,5"),
    ("REAL", "1_0.0"),
    ("REAL", "nan"),
    ("REAL", "inf"),
    ("REAL", "1e999"),
    ("BOOLEAN", "perhaps"),
    ("DATE", "17.05.2024"),
    ("DATE", "2024-02-30"),
    ("DATE", "2024-05-17 14:30"),
    ("TIMESTAMP", "24-05-17"),
    ("TIMESTAMP", "2024-05-17 25:00"),
    ("TIMESTAMP", "2024-05-17 14:30:05 +25:00"),
    ("TIMESTAMP", "\u0662024-05-17"),
    ("TIMESTAMP", "9999-12-31T23:59:59-23:59:30"),
    ("TIMESTAMP", "yesterday"),
    ("HYPERLINK", "www.example.org"),
    ("HYPERLINK", "javascript:alert(1)"),
    ("HYPERLINK", "https://example.org/a b"),
    ("XML", "<a>"),
    ("XML", "no tags"),
    ("JSON", "{wells: 96}"),
    ("JSON", '{"wells": NaN}'),
    ("SAMPLE", "two words"),
    ("MATERIAL", "WATER\nOIL"),
    ("ARRAY_INTEGER", "1, two"),
    ("ARRAY_INTEGER", "[1, 2"),
    ("ARRAY_REAL", "[[1]]"),
    ("ARRAY_TIMESTAMP", "2024-05-17, soon"),
]


VALUES = [
    # data type, a Python value, what openBIS gets
    ("VARCHAR", True, "true"),
    ("VARCHAR", 63, "63"),
    ("VARCHAR", 63.0, "63.0"),
    ("VARCHAR", Decimal("2.50"), "2.50"),
    ("VARCHAR", dt.date(2024, 5, 17), "2024-05-17"),
    ("VARCHAR", NAIVE, "2024-05-17T14:30:00"),
    ("INTEGER", 63, "63"),
    ("INTEGER", 63.0, "63"),
    ("INTEGER", Decimal("6E1"), "60"),
    ("REAL", 63, "63"),
    ("REAL", 1e22, "1e+22"),
    ("REAL", Decimal("0.1"), "0.1"),
    ("BOOLEAN", False, "false"),
    ("BOOLEAN", 1.0, "true"),
    ("DATE", dt.date(2024, 5, 17), "2024-05-17"),
    ("DATE", NAIVE.replace(hour=0, minute=0), "2024-05-17"),
    ("TIMESTAMP", dt.date(2024, 5, 17), "2024-05-17"),
    ("TIMESTAMP", UTC.replace(second=5, microsecond=999_999, tzinfo=None), "2024-05-17 14:30:05"),
    ("TIMESTAMP", UTC, "2024-05-17 14:30:00 +0000"),
    ("CONTROLLEDVOCABULARY", 5.0, "5"),
    ("JSON", {"wells": [96, None, True, 1.5, "ä"]}, '{"wells": [96, null, true, 1.5, "ä"]}'),
    ("JSON", [], "[]"),
    ("JSON", (), "[]"),
    ("JSON", {}, "{}"),
    ("JSON", "[]", "[]"),
    ("JSON", ["a", (1, 2)], '["a", [1, 2]]'),
    ("JSON", 5, "5"),
    ("JSON", {"plate": WrittenValue("0012", 12), "none": WrittenValue("~", None)}, '{"plate": 12, "none": null}'),
    ("VARCHAR", WrittenValue("0012", 12), "0012"),
    ("ARRAY_INTEGER", [1, 2.0, "3"], ("1", "2", "3")),
    ("ARRAY_INTEGER", 1, ("1",)),
    ("ARRAY_INTEGER", "[]", None),
    ("ARRAY_STRING", ("a, b", "", "c"), ("a, b", "", "c")),
    ("ARRAY_TIMESTAMP", [NAIVE], ("2024-05-17 14:30:00",)),
    ("VARCHAR", Verdict.PASSED, "passed"),
    ("VARCHAR", Gain.LOW, "1.5"),
    ("VARCHAR", Wells.FULL, "96"),
    ("VARCHAR", Plain.TEXT, "a"),
    ("VARCHAR", Plain.NOTHING, None),
    ("VARCHAR", Day.FIRST, "2024-05-17"),
    ("VARCHAR", MarkedText("a"), "a"),
    ("VARCHAR", MarkedInteger(3), "3"),
    ("VARCHAR", MarkedFloat(2.5), "2.5"),
    ("VARCHAR", MarkedDecimal("2.50"), "2.50"),
    ("INTEGER", Wells.FULL, "96"),
    ("REAL", Gain.LOW, "1.5"),
    ("JSON", {Verdict.PASSED: [Gain.LOW, Verdict.PASSED, Wells.FULL]}, '{"passed": [1.5, "passed", 96]}'),
    ("JSON", {MarkedText("a"): [MarkedFloat(2.5), MarkedInteger(3), MarkedText("b")]}, '{"a": [2.5, 3, "b"]}'),
    ("ARRAY_STRING", [Verdict.PASSED, MarkedText("a")], ("passed", "a")),
]
UNFIT_VALUES = [
    ("VARCHAR", {"a": 1}),
    ("VARCHAR", b"bytes"),
    ("VARCHAR", float("inf")),
    ("VARCHAR", {"a", "b"}),
    ("VARCHAR", object()),
    ("VARCHAR", "a\0b"),
    ("VARCHAR", 10**5000),
    ("INTEGER", 63.5),
    ("INTEGER", True),
    ("INTEGER", 2**63),
    ("INTEGER", float("inf")),
    ("INTEGER", Decimal("1E+999999")),
    ("INTEGER", dt.date(2024, 5, 17)),
    ("REAL", True),
    ("REAL", float("-inf")),
    ("REAL", Decimal("Infinity")),
    ("BOOLEAN", 2),
    ("DATE", NAIVE),
    ("DATE", 20240517),
    ("TIMESTAMP", 1715947200),
    ("TIMESTAMP", dt.time(14, 30)),
    ("SAMPLE", 42),
    ("HYPERLINK", True),
    ("JSON", {"a": float("nan")}),
    ("JSON", {1: "a"}),
    ("JSON", {"a": dt.date(2024, 5, 17)}),
    ("JSON", {"a": WrittenValue(".nan", float("nan"))}),
    ("ARRAY_INTEGER", [1, 2.5]),
    ("ARRAY_INTEGER", [1, None]),
    ("ARRAY_REAL", [1, float("nan")]),
    ("ARRAY_STRING", [["a"], "b"]),
    ("ARRAY_STRING", {"a": 1}),
    ("ARRAY_STRING", ["a", WrittenValue("null", None)]),
]
UNSET = [None, Plain.NOTHING, "", " \n", float("nan"), Decimal("NaN"), Decimal("sNaN"), [], (), WrittenValue("~", None)]


@pytest.mark.parametrize(("data_type", "given", "sent"), FITTING)
def test_valid_text_is_converted_to_the_format_of_openbis(data_type, given, sent):
    assert convert(given, data_type) == sent


@pytest.mark.parametrize(("data_type", "given", "sent"), VALUES, ids=range(len(VALUES)))
def test_valid_value_is_converted_to_the_format_of_openbis(data_type, given, sent):
    assert convert(given, data_type) == sent


@pytest.mark.parametrize(("data_type", "given"), UNFIT, ids=range(len(UNFIT)))
def test_invalid_text_is_refused_with_the_expected_format_and_an_example(data_type, given):
    with pytest.raises(InvalidValue, match=" is not ") as caught:
        convert(given, data_type)
    assert ", e.g. " in str(caught.value) or ", i.e. " in str(caught.value)


@pytest.mark.parametrize(("data_type", "given"), UNFIT_VALUES, ids=range(len(UNFIT_VALUES)))
def test_invalid_value_is_refused(data_type, given):
    with pytest.raises(InvalidValue, match=" is not "):
        convert(given, data_type)


HALF = "\ud800"


@pytest.mark.parametrize(
    ("data_type", "given"),
    [
        ("VARCHAR", f"a{HALF}"),
        ("VARCHAR", "a\udcff"),
        ("XML", "<a>\udc80</a>"),
        ("ARRAY_STRING", ["a", HALF]),
        ("JSON", f'"{HALF}"'),
        ("JSON", [HALF]),
        ("JSON", {"a": [HALF]}),
        ("JSON", {HALF: 1}),
        ("A_TYPE_OF_THE_FUTURE", HALF),
    ],
    ids=range(9),
)
def test_a_text_that_utf_8_cannot_write_is_refused(data_type, given):
    with pytest.raises(InvalidValue, match="is not a text of Unicode characters") as caught:
        convert(given, data_type)
    assert str(caught.value).isascii()


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"a": float("nan")}, "a: NaN is not JSON"),
        ({"plates": [{"wells": [1, float("inf")]}]}, "plates[0].wells[1]: inf is not JSON"),
        ([dt.date(2024, 5, 17)], "[0]: 2024-05-17 is not JSON"),
        ({"a": {1: "b"}}, "a: 1 is not a text, and only texts name values in JSON"),
        ({"a": {"b": "\0"}}, "a.b: the text is not a text without NUL characters"),
        ({"a": 10**5000}, "a: a value of type int is not JSON"),
    ],
    ids=range(6),
)
def test_path_of_a_value_that_is_not_json_is_named(given, problem):
    with pytest.raises(InvalidValue) as caught:
        convert(given, "JSON")
    assert caught.value.problems == (problem,)


def test_an_empty_list_is_a_value_of_a_json_property_only():
    assert not is_unset([], "JSON")
    assert convert([[], {}], "JSON", multi_value=True) == ("[]", "{}")
    assert convert([], "JSON", multi_value=True) is None


@pytest.mark.parametrize("raw", UNSET, ids=repr)
@pytest.mark.parametrize("multi_value", [False, True])
def test_missing_value_is_unset_for_each_data_type(raw, multi_value):
    assert is_unset(raw)
    for data_type in ("VARCHAR", "INTEGER", "REAL", "TIMESTAMP", "JSON", "ARRAY_STRING", "CONTROLLEDVOCABULARY"):
        if data_type == "JSON" and raw in ([], ()) and not multi_value:
            continue
        assert convert(raw, data_type, multi_value=multi_value) is None


def test_a_quoted_null_is_a_text():
    assert convert("null", "VARCHAR") == "null"


def test_a_long_value_is_not_repeated_as_a_whole():
    for raw in ("x" * 10_000, 10**900, ["x" * 10_000]):
        with pytest.raises(InvalidValue) as caught:
            convert(raw, "ARRAY_INTEGER")
        assert len(str(caught.value)) < 200


def test_conversion_is_idempotent():
    for data_type, _, sent in [*FITTING, *VALUES]:
        assert convert(sent, data_type) == sent


def test_each_value_of_a_multi_valued_array_is_a_list():
    assert convert([[1, 2], [3.0], "4, 5"], "ARRAY_INTEGER", multi_value=True) == ('["1","2"]', '["3"]', '["4","5"]')
    assert convert("1, 2", "ARRAY_INTEGER", multi_value=True) == ('["1","2"]',)
    assert convert(["[]", []], "ARRAY_INTEGER", multi_value=True) is None
    with pytest.raises(InvalidValue, match="value 2: 2 is not a list of lists"):
        convert([[1], 2], "ARRAY_INTEGER", multi_value=True)


def test_each_value_of_a_multi_valued_json_property_is_json():
    assert convert([{"a": 1}, "[2]", [3]], "JSON", multi_value=True) == ('{"a": 1}', "[2]", "[3]")
    assert convert({"a": 1}, "JSON", multi_value=True) == ('{"a": 1}',)


def test_entities_of_an_xml_document_type_are_never_expanded():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "boom">{levels}]><a>&e29;</a>'
    assert convert(bomb, "XML") == bomb  # openBIS parses it


def test_endlessly_nested_values_are_refused():
    assert convert("[" * 100_000 + "]" * 100_000, "JSON")
    endless: list[object] = []
    endless.append(endless)
    for raw, data_type in (("[" * 100_000, "ARRAY_STRING"), (endless, "JSON"), (endless, "ARRAY_STRING")):
        with pytest.raises(InvalidValue):
            convert(raw, data_type)


_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.dates()
    | st.datetimes(timezones=st.none() | st.timezones())
    | st.times()
    | st.text()
    | st.binary()
    | st.sampled_from(["1, 2", "[1, 2]", "[]", '{"a": 1}', "63.0", "yes", "2024-05-17T14:30:05.5+02", "<a/>"])
)
_ANYTHING = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=8,
)


@settings(deadline=None)
@given(raw=_ANYTHING, data_type=st.sampled_from([*sorted({each[0] for each in FITTING})]), multi_value=st.booleans())
def test_arbitrary_value_is_converted_idempotently_or_refused(raw, data_type, multi_value):
    try:
        value = convert(raw, data_type, multi_value=multi_value)
    except InvalidValue:
        return
    assert value is None or isinstance(value, str) or (value and all(isinstance(each, str) for each in value))
    assert convert(value, data_type, multi_value=multi_value) == value
