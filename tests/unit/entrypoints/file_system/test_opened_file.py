"""Where the bytes of an open file come from."""

from pathlib import Path

import pytest

from jupyter_openbis_server.entrypoints.file_system.opened_file import TemporaryCopy


def test_a_copy_is_made_when_it_is_first_read_and_removed_when_it_is_closed() -> None:
    places: list[Path] = []

    def copy_to(target: str) -> None:
        places.append(Path(target))
        Path(target).write_bytes(b"0123456789")

    copy = TemporaryCopy(copy_to)
    assert places == []
    assert (copy.read(7, 9), copy.read(0, 2), copy.read(9, 20)) == (b"78", b"01", b"9")
    (place,) = places
    copy.close()
    assert not place.parent.exists()


def test_a_copy_that_failed_is_tried_again_and_leaves_nothing() -> None:
    places: list[Path] = []

    def copy_to(target: str) -> None:
        places.append(Path(target))
        if len(places) == 1:
            raise OSError("the connection broke off")
        Path(target).write_bytes(b"abc")

    copy = TemporaryCopy(copy_to)
    with pytest.raises(OSError, match="broke off"):
        copy.read(0, 1)
    assert copy.read(0, 1) == b"a"
    copy.close()
    assert not any(place.parent.exists() for place in places)


def test_what_was_never_read_was_never_copied() -> None:
    TemporaryCopy(lambda _: pytest.fail("copied")).close()
