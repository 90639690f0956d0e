"""What a path of the file system means."""

import pytest

from jupyter_openbis_server.entrypoints.file_system.place import Place


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("", Place()),
        ("lab", Place("lab")),
        ("my lab/1-1", Place("my lab", "1-1")),
        ("lab/1-1/original/a b.csv", Place("lab", "1-1", "original/a b.csv")),
        ("a%2Fb/1-1/100%2F.csv", Place("a/b", "1-1", "100%2F.csv")),
    ],
)
def test_a_path_is_read_and_written(path: str, place: Place) -> None:
    assert Place.of(path) == place
    assert str(place) == path
