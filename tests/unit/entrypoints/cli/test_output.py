"""Unprintable characters are escaped in text and JSON output."""

import io
import json
import sys

import pytest

from jupyter_openbis_server.entrypoints.cli.output.terminal import (
    as_json,
    is_plain_text,
    printable,
    write,
    write_json,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain Größe 実験 👩\u200d🔬", "plain Größe 実験 👩\u200d🔬"),
        ("a\x1b[2Jb", r"a\x1b[2Jb"),
        ("a\r\nb\tc\x07", r"a\r\nb\tc\x07"),
        ("\x9b1A\x85", r"\x9b1A\x85"),
        ("report\u202efdp.exe", r"report\u202efdp.exe"),
        ("\u2066x\u2069\u200e\u061c", r"\u2066x\u2069\u200e\u061c"),
        ("A\ud800B\udcff", r"A\ud800B\udcff"),
        ("\U000e0041\ufeff", r"\U000e0041\ufeff"),
        ("10\u00a0000\u202fkm", "10\u00a0000\u202fkm"),
        (r"C:\data\new", r"C:\data\new"),
    ],
)
def test_unprintable_characters_in_texts_are_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    "text", ["a\x1b]0;t\x07", "A\ud800B", "\u202e", "\x9b", "\x7f", "\U000e0041", "実験", "\u2028"]
)
def test_unprintable_characters_in_json_are_escaped_without_loss(text: str) -> None:
    written = as_json({text: [text]})
    assert json.loads(written) == {text: [text]}
    assert all(each.isprintable() or each == "\n" for each in written)
    written.encode()


class _Latin1(io.TextIOWrapper):
    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="latin-1")


def test_characters_outside_the_encoding_are_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", _Latin1())
    write(["Größe", "実"])
    write_json({"a": "実"})
    sys.stdout.flush()
    written = sys.stdout.buffer.getvalue().decode("latin-1")  # type: ignore[attr-defined]
    assert written.startswith("Größe\n\\u5b9f\n")
    assert json.loads(written.partition("{")[1] + written.partition("{")[2]) == {"version": 1, "a": "実"}


def test_a_closed_output_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OSError, match="Bad file descriptor"):
        write("x")


@pytest.mark.parametrize("text", ["", "a\tb\n", "Windows\r\nlines\r", "Größe \u200d 実験"])
def test_plain_text_can_have_lines_and_tabs(text: str) -> None:
    assert is_plain_text(text)


@pytest.mark.parametrize("text", ["a\rb", "\x1b[2J", "\x9b", "\u202e", "\ue000", "\0"])
def test_text_that_controls_a_terminal_is_not_plain(text: str) -> None:
    assert not is_plain_text(text)
