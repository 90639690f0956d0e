"""Columns of text."""

import pytest

from jupyter_openbis_server.entrypoints.cli.output.tables import size, table


def test_columns_are_as_wide_as_needed() -> None:
    assert table([("a", "bb", "c"), ("aaa", "b", "")]) == ["a    bb  c", "aaa  b"]
    assert table([]) == []


def test_column_width_is_the_display_width() -> None:
    assert table([("実験", "x"), ("Größe", "x"), ("e\u0301a", "x")]) == ["実験   x", "Größe  x", "e\u0301a     x"]


def test_a_name_with_a_line_end_stays_in_its_row() -> None:
    assert table([("a\nb", "\x1b[2J")]) == [r"a\nb  \x1b[2J"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, "-"),
        (0, "0 bytes"),
        (1023, "1023 bytes"),
        (1024, "1.0 KiB"),
        (5 * 1024**4, "5.0 TiB"),
        (1024**6, "1048576.0 TiB"),
    ],
)
def test_sizes_have_units(number: int | None, text: str) -> None:
    assert size(number) == text
