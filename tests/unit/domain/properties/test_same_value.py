"""Property values that are written in different forms."""

import pytest

from jupyter_openbis_server.domain.properties.same_value import is_same


@pytest.mark.parametrize(
    ("data_type", "one", "other"),
    [
        ("REAL", "1.0", "1"),
        ("INTEGER", "63.0", "63"),
        ("BOOLEAN", "TRUE", "true"),
        ("TIMESTAMP", "2024-05-17 14:30:00 +0200", "2024-05-17 12:30:00 +0000"),
        ("DATE", "2024-05-17 00:00:00 +0200", "2024-05-17"),
        ("JSON", '{"a": 1, "b": [2]}', '{"b":[2],"a":1}'),
        ("ARRAY_INTEGER", "1, 2", ("1", "2")),
        ("VARCHAR", "x", "x"),
        ("", "x", "x"),
    ],
)
def test_other_forms_are_the_same(data_type, one, other):
    assert is_same(one, other, data_type, multi_value=False)
    assert is_same(other, one, data_type, multi_value=False)


@pytest.mark.parametrize(
    ("data_type", "one", "other"),
    [
        ("VARCHAR", "1.0", "1"),
        ("", "1.0", "1"),
        ("REAL", "1", "1.5"),
        ("REAL", "1", "none"),
        ("TIMESTAMP", "2024-05-17 14:30:00", "2024-05-17 14:30:00 +0200"),
        ("JSON", '{"a": 1}', '{"a": true}'),
        ("ARRAY_INTEGER", "1, 2", ("2", "1")),
        ("VARCHAR", "x", None),
    ],
)
def test_other_values_are_not(data_type, one, other):
    assert not is_same(one, other, data_type, multi_value=False)
    assert not is_same(other, one, data_type, multi_value=False)
