"""Content type and table format from the first bytes of a file."""

import time

import pytest

from jupyter_openbis_server.domain.previews.file_content import format_of_table, image_type, table_rows, table_type

CSV, TSV = "text/csv", "text/tab-separated-values"


def rows_of(name, text, *, is_whole):
    """Return the rows of a file with a name and a content."""
    return table_rows(text, format_of_table(name, text, is_whole=is_whole), is_whole=is_whole)


@pytest.mark.parametrize(
    ("begin", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"GIF87a....", "image/gif"),
        (b"GIF89a....", "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\x10\0\0\0WAVEfmt ", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
        (b"BM....", None),
        (b"\x89PN", None),
        (b"", None),
    ],
)
def test_image_is_recognised_by_its_first_bytes(begin, media_type):
    assert image_type(begin) == media_type


@pytest.mark.parametrize(
    ("path", "media_type"),
    [("a/b.csv", CSV), ("B.CSV", CSV), ("a.tsv", TSV), ("a.tab", TSV), ("csv", None), ("a.csv.gz", None)],
)
def test_table_is_recognised_by_its_name(path, media_type):
    assert table_type(path) == media_type


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\n1,2\n", (("a", "b"), ("1", "2"))),
        ("a;b\r\n1,5;2,3\r\n2,5;3,3\r\n", (("a", "b"), ("1,5", "2,3"), ("2,5", "3,3"))),
        ("a\tb\n1\t2\n", (("a", "b"), ("1", "2"))),
        ("time\n1\n2\n", (("time",), ("1",), ("2",))),
        ('name,"say ""x"""\n"two\nlines",2\n', (("name", 'say "x"'), ("two\nlines", "2"))),
        ("a,b\n\u2028,\x0c\n", (("a", "b"), ("\u2028", "\x0c"))),
        ("<b>,=1+1\n", (("<b>", "=1+1"),)),
    ],
)
def test_table_is_read_with_any_delimiter(text, rows):
    assert rows_of("a.csv", text, is_whole=True) == (rows, False)


def test_tsv_file_is_separated_by_tabs_only():
    assert rows_of("a.tsv", "a,b\tc\n", is_whole=True) == ((("a,b", "c"),), False)


@pytest.mark.parametrize("name", ["a.txt", "a.DAT"])
def test_text_file_with_a_table_is_a_table(name):
    assert rows_of(name, "t\tod\n0\t0,1\n", is_whole=True) == ((("t", "od"), ("0", "0,1")), False)


@pytest.mark.parametrize("name", ["a.txt", "a.log", "table"])
def test_text_with_commas_is_no_table(name):
    text = "t,od\n1,2\n" if name != "a.txt" else "Dear Ann,\nsee you, Bob\n"
    assert format_of_table(name, text, is_whole=True) is None


def test_number_of_rows_and_columns_is_limited():
    wide = ",".join(map(str, range(60)))
    rows, is_cut = rows_of("a.csv", "\n".join([wide] * 60), is_whole=True)
    assert (len(rows), {len(row) for row in rows}, is_cut) == (50, {50}, True)
    assert rows[0][-1] == "49"


def test_incomplete_last_row_is_omitted():
    assert rows_of("a.csv", "a,b\n1,2\n3,", is_whole=False) == ((("a", "b"), ("1", "2")), True)


def test_single_incomplete_row_is_shown():
    assert rows_of("a.csv", "a,b,c", is_whole=False) == ((("a", "b", "c"),), True)


def test_empty_content_is_no_table():
    assert rows_of("a.csv", "", is_whole=True) is None


@pytest.mark.parametrize(
    "text", ['"' * 65536, ',"' * 32768, '"a","b' * 10000, ',\n"' * 20000, "' '" * 20000, "\n" * 65536, ';"' * 32768]
)
def test_parsing_time_is_not_quadratic(text):
    begun = time.thread_time()
    rows_of("a.csv", text, is_whole=False)
    assert time.thread_time() - begun < 30, "the square of its length would take minutes"
