"""What the first bytes of a file tell."""

import codecs
import time

import pytest

from jupyter_openbis_server.domain.file_content import decoded, image_type, table_rows, table_type

CSV, TSV = "text/csv", "text/tab-separated-values"


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
def test_an_image_is_known_by_its_first_bytes(begin, media_type):
    assert image_type(begin) == media_type


@pytest.mark.parametrize(
    ("begin", "text"),
    [
        (b"plain", "plain"),
        ("Größe µ 😀".encode(), "Größe µ 😀"),
        (codecs.BOM_UTF8 + "Größe".encode(), "Größe"),
        ("Größe".encode("utf-16"), "Größe"),
        (codecs.BOM_UTF16_BE + "Größe".encode("utf-16-be"), "Größe"),
        ("Größe µ".encode("latin-1"), "Größe µ"),
        (b"<script>alert(1)</script>\t\r\n", "<script>alert(1)</script>\t\r\n"),
    ],
)
def test_texts_are_read_in_the_encodings_that_occur(begin, text):
    assert decoded(begin, is_whole=True) == decoded(begin, is_whole=False) == text


@pytest.mark.parametrize("begin", ["ab😀".encode()[:-1], codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"c"])
def test_a_character_that_is_cut_in_two_is_left_out(begin):
    assert decoded(begin, is_whole=False) == "ab"


def test_what_only_begins_like_utf8_is_latin1():
    assert decoded("ab\u00e9\u00a0".encode("latin-1"), is_whole=True) == "ab\u00e9\u00a0"


@pytest.mark.parametrize(
    "begin", [b"a\0b", b"\x00\x01\x02", b"caf\xe9\x93", b"\x1b[31mred", codecs.BOM_UTF16_LE + b"\x00\xd8a\0", b"\x7f"]
)
def test_what_has_characters_that_nobody_can_see_is_no_text(begin):
    assert decoded(begin, is_whole=True) is None


@pytest.mark.parametrize(
    ("path", "media_type"),
    [("a/b.csv", CSV), ("B.CSV", CSV), ("a.tsv", TSV), ("a.tab", TSV), ("csv", None), ("a.csv.gz", None)],
)
def test_a_table_is_known_by_its_name(path, media_type):
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
def test_a_table_is_read_whatever_separates_its_columns(text, rows):
    assert table_rows(text, CSV, is_whole=True) == (rows, False)


def test_tabs_alone_separate_what_is_called_so():
    assert table_rows("a,b\tc\n", TSV, is_whole=True) == ((("a,b", "c"),), False)


def test_of_many_rows_and_columns_the_first_are_shown():
    wide = ",".join(map(str, range(60)))
    rows, is_cut = table_rows("\n".join([wide] * 60), CSV, is_whole=True)
    assert (len(rows), {len(row) for row in rows}, is_cut) == (50, {50}, True)
    assert rows[0][-1] == "49"


def test_a_row_of_which_the_end_is_missing_is_left_out():
    assert table_rows("a,b\n1,2\n3,", CSV, is_whole=False) == ((("a", "b"), ("1", "2")), True)


def test_a_single_row_is_shown_even_so():
    assert table_rows("a,b,c", CSV, is_whole=False) == ((("a", "b", "c"),), True)


def test_nothing_is_no_table():
    assert table_rows("", CSV, is_whole=True) is None


@pytest.mark.parametrize(
    "text", ['"' * 65536, ',"' * 32768, '"a","b' * 10000, ',\n"' * 20000, "' '" * 20000, "\n" * 65536, ';"' * 32768]
)
def test_no_text_takes_long(text):
    begun = time.monotonic()
    table_rows(text, CSV, is_whole=False)
    assert time.monotonic() - begun < 2
