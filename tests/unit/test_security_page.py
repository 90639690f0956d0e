"""The tests that docs/security.md names for each threat exist."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "security.md").read_text()
_SOURCES = {path: path.read_text() for path in TESTS.rglob("*.py")}
_NAMES = sorted({name for name in re.findall(r"`([^`]+)`", PAGE) if name.startswith(("test", "Test"))})


def _exists(name: str) -> bool:
    if name.startswith("tests/"):
        return (TESTS.parent / name).exists()
    if name.endswith(".py"):
        return any(path.name == name for path in _SOURCES)
    return any(re.search(rf"^\s*(?:async )?(?:def|class) {name}\b", text, re.MULTILINE) for text in _SOURCES.values())


@pytest.mark.parametrize("name", _NAMES)
def test_named_test_exists(name: str) -> None:
    assert _exists(name)


def test_every_threat_has_a_test() -> None:
    rows = [row for row in PAGE.splitlines() if row.startswith("|") and not row.startswith(("| threat", "|---"))]
    assert len(rows) > 30
    assert [row for row in rows if not re.search(r"tests?[/_]|Test|\bCI\b|make ", row.rsplit("|", 2)[1])] == []
