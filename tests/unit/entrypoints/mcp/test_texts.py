"""What is invisible in a text becomes visible, and the rest stays."""

import unicodedata

import pytest

from jupyter_openbis_server.entrypoints.mcp.texts import visible


@pytest.mark.parametrize(
    "text",
    ["", "plain", "two\nlines\tand a tab", "Größe 5 µm", "酵母 дрожжи", "a\\x1b is text already", "😀", "e\u0301"],
)
def test_readable_texts_stay_as_they_are(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\x07\x08\x7f", "a\\x07\\x08\\x7f"),
        ("\x9b2J", "\\x9b2J"),
        ("txt.\u202egpj", "txt.\\u202egpj"),
        ("\u2066x\u2069", "\\u2066x\\u2069"),
        ("a\u200bb\u200dc\ufeff", "a\\u200bb\\u200dc\\ufeff"),
        ("hidden\U000e0041\U000e0042", "hidden\\U000e0041\\U000e0042"),
        ("x\ufe0f\ufe01\U000e0101", "x\\ufe0f\\ufe01\\U000e0101"),
        ("\u3164\u2800\u115f", "\\u3164\\u2800\\u115f"),
        ("line\u2028end\u2029", "line\\u2028end\\u2029"),
        ("half \ud800", "half \\ud800"),
        ("private \ue000", "private \\ue000"),
        ("windows\r\nlines", "windows\nlines"),
        ("over\rwritten", "over\\rwritten"),
    ],
)
def test_what_hides_or_controls_text_is_escaped(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_no_control_character_is_left_invisible() -> None:
    everything = "".join(map(chr, [*range(0x10000), *range(0xE0000, 0xE0200)]))
    left = {each for each in visible(everything) if unicodedata.category(each)[0] == "C"}
    assert left == {"\n", "\t"}
