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
