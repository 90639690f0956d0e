"""Detection of delimiter and decimal mark from the first rows of a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.previews.table_format import TableFormat, is_table, table_format


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
        ("a;b\n1,234;2\n2,345;3\n", ";", "."),
        ("name\tcount\nx\t1,234\ny\t12,500\n", "\t", "."),
        ("name;count\nx;1,234\ny;999\nz;1,234,567\n", ";", "."),
        ("name;v\nx;1,234\ny;1234,567\n", ";", ","),
        ("x;y\n1,234;0,567\n2,345;1,678\n", ";", ","),
        ("v\n1,234\n2,500\n", ";", "."),
        ("a,b\n1,2\n   \n3,4\n", ",", "."),
        ("a,b\n1,2\n3\n4,5\n", ",", "."),
        ("# title\n1,2\n3,4\n", ",", "."),
        ("# title\n1,5\n2,5\n", ",", "."),
        ("time\n1,5\n\t \n2,5\n", ";", ","),
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


@pytest.mark.parametrize(
    ("text", "skip_lines", "rows"),
    [
        ("Report\n\na;b\n1,5;2\n3,5;4\n", 2, "a b|1,5 2|3,5 4"),
        ("Report\r\n\r\na;b\r\n1,5;2\r\n", 2, "a b|1,5 2"),
        ("# made by X, 2024\na;b\n1,5;2\n3,5;4\n", 1, "a b|1,5 2|3,5 4"),
        ("# made by X, 2024\na;b\n" + "1,5;2\n" * 30, 1, "a b" + "|1,5 2" * 30),
        ("# made by X, 2024\na,b\n1,2\n", 1, "a b|1 2"),
        ("# made by X\n\n# today\na,b\n1,2\n", 3, "a b|1 2"),
        ("##made by X\n#a\tb\n1\t2\n3\t4\n", 1, "#a b|1 2|3 4"),
        ("#a,b\nx,NA\ny,1\n", 0, "#a b|x NA|y 1"),
        ("Made by X, 2024\na;b\n" + "1,5;2\n" * 30, 1, "a b" + "|1,5 2" * 30),
        ("Made by X, 2024\na,b,c\n1,2,3\n4,5,6\n", 1, "a b c|1 2 3|4 5 6"),
        ("Report\nt;v\ns;mV\n0,5;1,5\n1,5;2,5\n", 1, "t v|s mV|0,5 1,5|1,5 2,5"),
        ("Report\n\na;b\nx;y\nz;w\n", 2, "a b|x y|z w"),
        ("Report\n\na,b\n1,2\n3,4\n", 2, "a b|1 2|3 4"),
        ("Report\n\na,b\n1,2,\n3,4,\n", 2, "a b|1 2|3 4"),
        ("sep=;\na;b\n1,5;2\n", 1, "a b|1,5 2"),
        ("sep=\r\na;b\r\n1,5;2\r\n", 1, "a b|1,5 2"),
        ('sep="\na,b\n1,2\n', 1, "a b|1 2"),
        ("name,note\nx,a;b\ny,c;d\nz,e\nv,f;g\nw,h,i\n", 0, None),
        ("a,b\nr1,1,2\nr2,3,4\n", 0, "a b|r1 1 2|r2 3 4"),
        ("a,b\n1,2,3,4\n5,6,7,8\n", 0, "a b|1 2 3 4|5 6 7 8"),
        ("name\nx;1\ny;2\n", 0, "name|x 1|y 2"),
        ("# one\n# two\n", 0, None),
    ],
)
def test_lines_above_the_header_are_no_part_of_the_table(text, skip_lines, rows):
    found = table_format(text)
    assert found.skip_lines == skip_lines
    if rows is not None:
        assert "|".join(" ".join(row) for row in found.rows(text)) == rows


@pytest.mark.parametrize(
    ("text", "is_trailing"),
    [
        ("a,b\n1,2,\n3,4,\n", True),
        ("a,b\n1,2, \n3,4,\n", True),
        ("a,b\n1,2,\n3,4,5\n", False),
        ("a,b,\n1,2,\n3,4,\n", False),
        ("a,b\nr1,1,2\n", False),
        ("a,b\n1,2\n3,4\n", False),
    ],
)
def test_trailing_delimiter_is_no_cell_if_it_is_always_empty(text, is_trailing):
    found = table_format(text)
    assert (found.delimiter, found.trailing_delimiter) == (",", is_trailing)
    if is_trailing:
        assert list(found.rows(text)) == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_lines_of_spaces_are_no_rows():
    text = "a,b\n1,2\n   \n3,4\n"
    assert table_format(text) == TableFormat(blank_lines=True)
    assert list(table_format(text).rows(text)) == [["a", "b"], ["1", "2"], ["3", "4"]]
    assert table_format("a;b\n1;2\n\t \n3;4\n").blank_lines
    assert not table_format("a,b\n\n1,2\r\n\r\n").blank_lines
    assert not table_format("a\tb\n1\t2\n\t\n", "\t").blank_lines


@pytest.mark.parametrize(
    ("text", "is_literal"),
    [
        ('size;n\n5" pipe;1\n6" pipe;2\n7;3\n', True),
        ('size;n\n5" pipe;1\n"x;y";2\n', False),
        ('size, n\n5" pipe, 1\n7, "x"\n', False),
        ('Report "x"\n\na;b\n1,5;2\n', False),
        ("a;b\n1;2\n", False),
    ],
)
def test_quotes_are_characters_where_no_cell_begins_with_one(text, is_literal):
    assert table_format(text).literal_quotes == is_literal


def test_tab_is_the_delimiter_if_no_other_is_allowed():
    assert table_format("a;b\n1,5;2\n", "\t") == TableFormat("\t", ".")


@pytest.mark.parametrize(
    "text",
    [
        "Run 7\nt;od\n0;0,1\n",
        "t,od\n" + "0,1,\n" * 4,
        "t\tod\n0\t0,1\n1\t0,2\n",
        "t;od\n0;0,1\n",
        "t,od\n0,0.1\n1,0.2\n",
        "a|b\nx|1\ny|2\n",
    ],
)
def test_rows_of_equal_length_with_a_column_of_numbers_are_a_table(text):
    assert is_table(text, is_whole=True)
    assert is_table(text + text.splitlines()[1][:2], is_whole=False)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Ann,\nthe plates are ready, come by.\n",
        "one\n2\n3\n",
        "The run:\nstarted, 5\nstopped, 7\n",
        "a,b\n",
        "a,b\n1,2\n1,2,3\n",
        "x,y\nfoo,bar\nspam,eggs\n",
        "",
    ],
)
def test_other_texts_are_no_table(text):
    assert not is_table(text, is_whole=True)


@given(st.text(alphabet='#sep=;,\t|"1a. \r\n\0\x85', max_size=60))
def test_every_text_has_a_format_that_reads_it(text):
    form = table_format(text)
    assert len(form.delimiter) == 1
    assert form.skip_lines <= text.count("\n") + text.count("\r")
    is_table(text, is_whole=True)
