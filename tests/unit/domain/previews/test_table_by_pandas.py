"""Table formats: pandas reads the table that the preview shows."""

import io

import pandas as pd
import pytest

from jupyter_openbis_server.domain.previews.table_format import table_format


def read(text: str) -> pd.DataFrame:
    """Return a table as the inserted code reads it (pythonSnippets.ts)."""
    form = table_format(text)
    return pd.read_csv(
        io.StringIO(text),
        sep=form.delimiter,
        decimal=form.decimal,
        skipinitialspace=form.skips_space,
        skiprows=form.skip_lines,
        index_col=False if form.trailing_delimiter else None,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n   \n3,4\n", {"a": [1, 3], "b": [2, 4]}),
        ("# title\n1,2\n3,4\n", {"1": [3], "2": [4]}),
        ("a,b\n1,2,\n3,4,\n", {"a": [1, 3], "b": [2, 4]}),
        ("Report\n\na;b\n1,5;2\n", {"a": [1.5], "b": [2]}),
        ("# made by X, 2024\na;b\n1,5;2\n3,5;4\n", {"a": [1.5, 3.5], "b": [2, 4]}),
        ('Report "x\n\na;b\n1,5;2,\n3;4\n', {"a": [1.5, 3], "b": [2, 4]}),
        ("Report\n\na,b\n1,2,\n3,4,\n", {"a": [1, 3], "b": [2, 4]}),
        ('size;n\n5" pipe;1\n6" pipe;2\n7;3\n', {"size": ['5" pipe', '6" pipe', "7"], "n": [1, 2, 3]}),
        ("name\tcount\nx\t1,234\ny\t12,500\n", {"name": ["x", "y"], "count": ["1,234", "12,500"]}),
        ("v\n1,234\n2,500\n", {"v": ["1,234", "2,500"]}),
    ],
)
def test_pandas_reads_what_the_preview_shows(text, expected):
    table = read(text)
    assert table.to_dict("list") == expected
    shown = list(table_format(text).rows(text))
    assert (shown[0], len(shown) - 1) == (list(table.columns), len(table))


def test_a_missing_cell_is_missing():
    table = read("a,b\n1,2\n3\n4,5\n")
    assert list(table["a"]) == [1, 3, 4]
    assert list(table["b"].fillna(-1)) == [2, -1, 5]


def test_names_of_rows_are_the_index():
    assert read("a,b\nr1,1,2\nr2,3,4\n").to_dict("index") == {"r1": {"a": 1, "b": 2}, "r2": {"a": 3, "b": 4}}
