"""Columns of text."""

import pytest

from jupyter_openbis_server.entrypoints.cli.tables import size, table


def test_columns_are_as_wide_as_needed() -> None:
    assert table([("a", "bb", "c"), ("aaa", "b", "")]) == "a    bb  c\naaa  b"


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
def test_sizes(number: int | None, text: str) -> None:
    assert size(number) == text
