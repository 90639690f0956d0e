"""Cached codes of data set types for completion; errors are ignored."""

from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.type_codes import TypeCodes


def test_codes_are_kept_by_connection(tmp_path: Path) -> None:
    TypeCodes(tmp_path / "a" / "b").remember("lab", ["B", "A"])
    TypeCodes(tmp_path / "a" / "b").remember("../other/\ud800", ["C", "A"])
    codes = TypeCodes(tmp_path / "a" / "b")
    assert codes.of("lab") == ("A", "B")
    assert sorted(codes.of(None)) == ["A", "B", "C"]
    codes.remember("lab", ["D"])
    assert codes.of("lab") == ("D",)
    assert all(each.parent == tmp_path / "a" / "b" for each in tmp_path.rglob("*.json"))


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[1, null]", b"\xff", b"[" * 100_000, b'["A"' + b" " * 2_000_000 + b"]"]
)
def test_unreadable_cache_is_empty(tmp_path: Path, content: bytes) -> None:
    codes = TypeCodes(tmp_path)
    codes.remember("lab", ["A"])
    (file,) = tmp_path.glob("*.json")
    file.write_bytes(content)
    assert codes.of("lab") == ()


def test_failed_creation_of_the_folder_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    TypeCodes(tmp_path / "file" / "types").remember("lab", ["A"])
    assert TypeCodes(tmp_path / "file" / "types").of("lab") == ()
