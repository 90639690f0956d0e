"""References on standard input, in lists and in tables."""

import io
from pathlib import Path

import click
import pytest

from jupyter_openbis_server.entrypoints.cli.commands.transfers import references
from jupyter_openbis_server.entrypoints.cli.commands.transfers.references import references_of


def read(text: str, tmp_path: Path) -> list[str]:
    file = tmp_path / "list"
    file.write_text(text, encoding="utf-8")
    return list(references_of((), (file,)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1-1\n2-2\n", ["1-1", "2-2"]),
        ("\n# a comment\n1-1\n\n  2-2  \n1-1\n", ["1-1", "2-2"]),
        ("1-1  RAW_DATA  2026-01-01 10:00+00:00  1.5 MiB  a, b\n2-2  RAW_DATA\n", ["1-1", "2-2"]),
        ("permId\n1-1\n", ["1-1"]),
        ('name,permId,size\n"a, b",1-1,5\nc,2-2,6\n', ["1-1", "2-2"]),
        ("Identifier;Name\n/A/B;x\n/A/C\n;y\n", ["/A/B", "/A/C"]),
        ("1-1\tRAW_DATA\n2-2\tRAW_DATA\n", ["1-1", "2-2"]),
        ("\ufeffpermId,x\n1-1,2\n", ["1-1"]),
        ('https://a.org/?viewData=["/A/B",false]\n1-1\n', ['https://a.org/?viewData=["/A/B",false]', "1-1"]),
        ("", []),
        ('""\n1-1\n', ["1-1"]),
    ],
)
def test_references_are_read(text: str, expected: list[str], tmp_path: Path) -> None:
    assert read(text, tmp_path) == expected


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1-1\n2-2\n"))
    assert references_of(("3-3", "-"), ()) == ("3-3", "1-1", "2-2")
    monkeypatch.setattr("sys.stdin", io.StringIO("4-4\n"))
    assert references_of((), (Path("-"),)) == ("4-4",)
    monkeypatch.setattr("sys.stdin", io.StringIO("\ufeff5-5\r\n"))  # as PowerShell writes it
    assert references_of(("-",), ()) == ("5-5",)


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="Name a data set"):
        references_of((), ())
    with pytest.raises(click.BadParameter, match="No such file"):
        references_of((), (tmp_path / "none",))
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(click.BadParameter, match="no text in UTF-8"):
        references_of((), (tmp_path / "binary",))


def test_a_list_that_cannot_be_read_completely_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(click.BadParameter, match="neither a list nor a table"):
        read(f"permId,x\n{'a' * 200_000},1\n", tmp_path)
    monkeypatch.setattr(references, "_MAX_CHARACTERS", 10)
    with pytest.raises(click.BadParameter, match="at most 10 characters"):
        read("1-1\n2-2\n3-3\n", tmp_path)
