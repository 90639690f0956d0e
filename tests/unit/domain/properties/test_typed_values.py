"""Property values as Python values, and spreadsheets of the ELN."""

import base64
import datetime as dt
import json

import pytest

from jupyter_openbis_server.domain.properties.spreadsheet import Spreadsheet, spreadsheet_in
from jupyter_openbis_server.domain.properties.typed_values import typed_value

ONE_HOUR = dt.timezone(dt.timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "data_type", "value"),
    [
        ("63", "INTEGER", 63),
        ("-9223372036854775808", "INTEGER", -(2**63)),
        ("0.25", "REAL", 0.25),
        ("1e3", "REAL", 1000.0),
        ("true", "BOOLEAN", True),
        ("False", "BOOLEAN", False),
        ("2024-05-17", "DATE", dt.date(2024, 5, 17)),
        ("2024-05-17 00:00:00 +0200", "DATE", dt.date(2024, 5, 17)),
        ("2024-05-17 14:30:00 +0100", "TIMESTAMP", dt.datetime(2024, 5, 17, 14, 30, tzinfo=ONE_HOUR)),
        ("2024-05-17T14:30:00Z", "TIMESTAMP", dt.datetime(2024, 5, 17, 14, 30, tzinfo=dt.timezone.utc)),
        ('{"wells": [96, null]}', "JSON", {"wells": [96, None]}),
        ("DAPI", "CONTROLLEDVOCABULARY", "DAPI"),
        ("20230315-1", "SAMPLE", "20230315-1"),
        ("7", None, "7"),
        (("1", "2"), "ARRAY_INTEGER", [1, 2]),
        ("1, 2", "ARRAY_INTEGER", [1, 2]),
        ("[1.5, 2]", "ARRAY_REAL", [1.5, 2.0]),
        ('["a, b", "c"]', "ARRAY_STRING", ["a, b", "c"]),
    ],
)
def test_values_have_the_python_type_of_their_data_type(text, data_type, value):
    found = typed_value(text, data_type)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "data_type"),
    [
        ("many", "INTEGER"),
        ("1.5", "INTEGER"),
        ("9" * 5000, "INTEGER"),
        ("", "REAL"),
        ("nan", "REAL"),
        ("1e999", "REAL"),
        ("perhaps", "BOOLEAN"),
        ("17.05.2024", "DATE"),
        ("2024-05-17x", "DATE"),
        ("2024-02-30", "DATE"),
        ("2024-05-17 14:30:00", "TIMESTAMP"),  # without zone
        ("2024-13-17 14:30:00 +0000", "TIMESTAMP"),
        ("{", "JSON"),
        ("[" * 100_000, "JSON"),
        ("<DATA>====</DATA>", "XML"),
        ("<a/>", "XML"),
    ],
)
def test_texts_that_do_not_fit_stay_texts(text, data_type):
    assert typed_value(text, data_type) == text


def test_multi_valued_properties_are_lists():
    assert typed_value(("1", "x"), "INTEGER", multi_value=True) == [1, "x"]
    assert typed_value("1", "INTEGER", multi_value=True) == [1]
    assert typed_value(("[1,2]", "[3]"), "ARRAY_INTEGER", multi_value=True) == [[1, 2], [3]]


def sheet(**content: object) -> str:
    return f"<DATA>{base64.b64encode(json.dumps(content).encode()).decode()}</DATA>"


def test_a_spreadsheet_is_decoded_without_its_empty_edges():
    found = typed_value(sheet(headers=["A", "B", "C"], values=[["x", "1", ""], [None, 2, ""], ["", "", ""]]), "XML")
    assert found == Spreadsheet(("A", "B"), (("x", "1"), ("", "2")))
    assert spreadsheet_in(sheet(data=[["=A1"]])) == Spreadsheet(("",), (("=A1",),))
    assert spreadsheet_in(sheet(values=[["a"], ["b", "c"]], headers=["A"])) == Spreadsheet(
        ("A", ""), (("a", ""), ("b", "c"))
    )


@pytest.mark.parametrize("content", [{"values": 7}, {"headers": []}, {}])
def test_an_invalid_spreadsheet_is_none(content):
    assert spreadsheet_in(sheet(**content)) is None
