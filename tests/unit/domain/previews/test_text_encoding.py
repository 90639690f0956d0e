"""Detection of the encoding of a text from its first bytes."""

import codecs

import pytest

from jupyter_openbis_server.domain.previews.text_encoding import ENCODINGS, DecodedText, decode


@pytest.mark.parametrize(
    ("begin", "text", "encoding"),
    [
        (b"plain", "plain", "utf-8"),
        ("Größe µ 😀".encode(), "Größe µ 😀", "utf-8"),
        (codecs.BOM_UTF8 + "Größe".encode(), "Größe", "utf-8-sig"),
        ("Größe".encode("utf-16"), "Größe", "utf-16"),
        (codecs.BOM_UTF16_BE + "Größe".encode("utf-16-be"), "Größe", "utf-16"),
        ("Größe;1,5".encode("utf-16-le"), "Größe;1,5", "utf-16-le"),
        ("Größe;1,5".encode("utf-16-be"), "Größe;1,5", "utf-16-be"),
        ("Größe µ".encode("latin-1"), "Größe µ", "latin-1"),
        ("\u201c5 €\u201d \u2014 Größe".encode("cp1252"), "\u201c5 €\u201d \u2014 Größe", "cp1252"),
        ("name,v\nMüller,1\nIt\u0092s,2\n".encode(), "name,v\nMüller,1\nIt\u0092s,2\n", "utf-8"),
        ("It\u0092s".encode("utf-8-sig"), "It\u0092s", "utf-8-sig"),
        (b"<script>alert(1)</script>\t\r\n", "<script>alert(1)</script>\t\r\n", "utf-8"),
        (b"\x1b[31mred\x1b[0m\x0cnext page", "\x1b[31mred\x1b[0m\x0cnext page", "utf-8"),
    ],
)
def test_texts_are_decoded_in_the_encodings_that_occur(begin, text, encoding):
    expected = DecodedText(text, encoding)
    assert decode(begin, is_whole=True) == decode(begin, is_whole=False) == expected
    assert begin.decode(encoding) == text
    assert encoding in ENCODINGS


@pytest.mark.parametrize("begin", ["ab😀".encode()[:-1], codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"c"])
def test_an_incomplete_last_character_is_left_out(begin):
    assert decode(begin, is_whole=False).text == "ab"


def test_invalid_utf8_is_latin1():
    assert decode("ab\u00e9\u00a0".encode("latin-1"), is_whole=True) == DecodedText("ab\u00e9\u00a0", "latin-1")


@pytest.mark.parametrize(
    "begin",
    [b"a\0b", b"\x00\x01\x02", b"caf\xe9\x81", codecs.BOM_UTF16_LE + b"\x00\xd8a\0", b"\x7f", b"\0" * 100, b"a\x08"],
)
def test_content_with_unprintable_characters_is_no_text(begin):
    assert decode(begin, is_whole=True) is None
