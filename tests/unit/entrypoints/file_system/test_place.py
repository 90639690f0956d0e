"""Parsing of paths of the file system."""

import pytest

from jupyter_openbis_server.entrypoints.fsspec.openbis_path import OpenbisPath


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("", OpenbisPath()),
        ("lab", OpenbisPath("lab")),
        ("my lab/1-1", OpenbisPath("my lab", "1-1")),
        ("lab/1-1/original/a b.csv", OpenbisPath("lab", "1-1", "original/a b.csv")),
        ("lab/%2FA%2FB%2FC/a b.csv", OpenbisPath("lab", "/A/B/C", "a b.csv")),
        ("a%2Fb/1-1/100%2F.csv", OpenbisPath("a/b", "1-1", "100%2F.csv")),
    ],
)
def test_path_is_parsed_and_formatted(path: str, place: OpenbisPath) -> None:
    assert OpenbisPath.of(path) == place
    assert str(place) == path


@pytest.mark.parametrize(
    ("path", "is_reference"),
    [
        ("lab/20230315101500001-1001/a.csv", True),
        ("lab/%2FA%2FB%2FC/a.csv", True),
        ("lab/%2fA", True),
        ("lab/YEAST_LAB/GROWTH", False),
        ("lab/20230315101500001-1001.space", False),
        ("lab/2024-001", False),
        ("lab", False),
    ],
)
def test_perm_ids_and_identifiers_are_recognised_without_openbis(path: str, is_reference: bool) -> None:
    assert OpenbisPath.of(path).is_reference is is_reference


def test_files_below_codes_keep_the_address_of_their_folder() -> None:
    place = OpenbisPath("lab", "20230315101500001-1001", "a/b.csv", base="lab/SPACE/SAMPLE/files")
    assert str(place) == "lab/SPACE/SAMPLE/files/a/b.csv"
    assert (place.name_of("c"), place.name_of("")) == ("lab/SPACE/SAMPLE/files/c", "lab/SPACE/SAMPLE/files")
