"""Delimiter and decimal mark of a table are found in its first rows."""

import pytest

from jupyter_openbis_server.domain.table_format import TableFormat, is_table, table_format


@pytest.mark.parametrize(
    ("text", "delimiter", "decimal"),
    [
        ("a,b\n1,2\n", ",", "."),
        ("a,b\n1.5,2\n", ",", "."),
        ("a;b;c\n1,5;2;3", ";", ","),
        ("a;b\n1,5;2,3\n2,5;3,3\n", ";", ","),
        ("1,5;2,3\n2,5;3,3\n", ";", ","),
        ("a;b\n1.5;2\n", ";", "."),
        ("a;b\n1,234;2.5\n2,345;3.5\n", ";", "."),
        ("a;b\n1,234;2\n2,345;3\n", ";", ","),
        ("a;b\n0,234;2\n0,345;3\n", ";", ","),
        ("a;b\n1.234,5;2\n2.345,25;3\n", ";", ","),
        ("name;value\nWeiss, Anna;1,5\nBlack, Bob;2,25\n", ";", ","),
        ("name;value\nx,y;1\nz;2\n", ";", "."),
        ("when;od\n15.03.2023;0,1\n16.03.2023;0,25\n", ";", ","),
        ("a\tb\n1,5\t2\n", "\t", ","),
        ("a\tb\n1.5\t2\n", "\t", "."),
        ("a|b\n1.5|2\n", "|", "."),
        ('a,b\n"1,5",2\n"2,25",3\n', ",", ","),
        ('a,b\n"1,234",2\n"2,345",3\n', ",", "."),
        ("time\n1\n2\n", ",", "."),
        ("time\n1.5\n2.5\n", ",", "."),
        ("time\n1,5\n2,5\n", ";", ","),
        ("a;b\n;\nNA;1,5\n-;\n", ";", ","),
        ("a;b\n1,5e-3;-2,5\n", ";", ","),
        ("Plate reader\na;b;c\n1,5;2;3\n2,5;3;4\n", ";", ","),
        ('text,note\n"a;b","c;d"\n', ",", "."),
        ("a,b,c\n1,2", ",", "."),
        ("", ",", "."),
    ],
)
def test_delimiter_and_decimal_mark_are_found(text, delimiter, decimal):
    found = table_format(text)
    assert (found.delimiter, found.decimal) == (delimiter, decimal)


def test_a_space_after_each_delimiter_belongs_to_no_cell():
    found = table_format("a, b\n1, 2\n")
    assert found == TableFormat(",", ".", skips_space=True)
    assert list(found.rows("a, b\n1, 2\n")) == [["a", "b"], ["1", "2"]]


def test_tabs_are_the_delimiter_where_nothing_else_may_be():
    assert table_format("a;b\n1,5;2\n", "\t") == TableFormat("\t", ".")


@pytest.mark.parametrize(
    "text", ["t\tod\n0\t0,1\n1\t0,2\n", "t;od\n0;0,1\n", "t,od\n0,0.1\n1,0.2\n", "a|b\nx|1\ny|2\n"]
)
def test_rows_of_equal_length_with_a_column_of_numbers_are_a_table(text):
    assert is_table(text, is_whole=True)
    assert is_table(text + text.splitlines()[1][:2], is_whole=False)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Ann,\nthe plates are ready, come by.\n",
        "one\n2\n3\n",
        "a,b\n",
        "a,b\n1,2\n1,2,3\n",
        "x,y\nfoo,bar\nspam,eggs\n",
        "",
    ],
)
def test_other_texts_are_no_table(text):
    assert not is_table(text, is_whole=True)
