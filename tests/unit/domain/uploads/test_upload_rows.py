"""Rows of a table of uploads."""

import pytest

from jupyter_openbis_server.domain.errors import InvalidInput
from jupyter_openbis_server.domain.uploads.many.rows import UploadRow, rows_of


def rows(*table: dict[str, object]) -> tuple[UploadRow, ...]:
    return rows_of(table, lambda path: f"base/{path}")


def test_columns_are_files_type_owner_parents_and_properties():
    (row,) = rows(
        {"files": "a.csv; b c.csv", "type": "RAW_DATA", "to": "/A/B/C", "parents": "1-1, 2-2", "$NAME": "x", "N": None}
    )
    assert row.request.files == ("base/a.csv", "base/b c.csv")
    assert (row.request.type_code, row.request.entity, row.request.parents) == ("RAW_DATA", "/A/B/C", ("1-1", "2-2"))
    assert row.request.properties == {"$NAME": "x"}


def test_lists_are_taken_as_they_are():
    (row,) = rows({"files": ["a;b.csv", ""], "type": "T", "to": "S", "parents": ["1-1"], "LIST": [1, 2]})
    assert (row.request.files, row.request.parents) == (("base/a;b.csv",), ("1-1",))
    assert row.request.properties == {"LIST": [1, 2]}


def test_a_row_is_recognised_by_its_content():
    first, second = {"files": "a", "type": "T", "to": "S", "N": 5}, {"files": "b", "type": "T", "to": "S", "N": 6}
    keys = [each.key for each in rows(first, second)]
    moved = rows(
        {"files": "c", "type": "T", "to": "S"}, second, {"N": 5.0, "to": "S", "files": "a", "type": "T", "M": None}
    )
    assert [each.key for each in moved[1:]] == [keys[1], keys[0]]
    assert rows({**first, "N": "5"})[0].key == keys[0]
    assert rows({**first, "N": 7})[0].key != keys[0]


@pytest.mark.parametrize("same", [(5, 5.0, "5", "5.0"), (0.25, "0.25"), (10**16, 1e16, "1e+16"), (-3, "-3.0")])
def test_numbers_in_data_frames_and_csv_files_are_the_same(same: tuple[object, ...]):
    row = {"files": "a", "type": "T", "to": "S"}
    assert len({rows({**row, "N": each})[0].key for each in same}) == 1


@pytest.mark.parametrize("different", [("007", "7"), ("1.10", "1.1"), ("1e3", "1000"), ("5.", "5"), ("1_0", "10")])
def test_texts_that_are_no_numbers_of_python_count_as_they_are(different: tuple[str, str]):
    one, two = (rows({"files": "a", "type": "T", "to": "S", "N": each})[0] for each in different)
    assert one.key != two.key


def test_identical_rows_have_different_keys():
    row = {"files": "a", "type": "T", "to": "S"}
    one, two = rows(row, row)
    assert one.key != two.key
    assert rows(row)[0].key == one.key


def test_a_table_without_rows_or_columns_is_refused():
    with pytest.raises(InvalidInput, match="no rows"):
        rows()
    with pytest.raises(InvalidInput, match="no column 'files' or 'to'; it has: type, name"):
        rows({"type": "T", "name": "x"})
