"""Names of partial files: hidden, unique to this package, and of limited length."""

import os

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem.downloads.partials.partial_names import PartialName

names = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="/\0"), min_size=1).filter(
    lambda name: name not in (".", "..") and len(name.encode()) <= 255
)


@given(name=names)
@example(name="x" * 255)
@example(name="ü" * 127)
@example(name="🧪" * 63)
@example(name="line\nbreak")
def test_partial_name_of_any_file_is_hidden_and_short_enough(name: str) -> None:
    unfinished = PartialName.new(name)
    for text in (unfinished.part, unfinished.pieces):
        assert text.startswith(".")
        assert len(os.fsencode(text)) <= 143
        assert "/" not in text


@given(name=names)
def test_name_is_parsed_into_its_parts(name: str) -> None:
    unfinished = PartialName.new(name)
    assert PartialName.read(unfinished.part) == PartialName.read(unfinished.pieces) == unfinished
    assert PartialName.read(unfinished.released.part) == unfinished.released
    assert unfinished.released.claimed == unfinished


def test_no_two_files_share_a_name() -> None:
    assert len({PartialName.new("a").part for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "name",
    [
        "data.csv",
        ".data.csv.part",
        "data.csv.0123456789abcdef.free.part",
        ".data.csv.0123456789abcdef.part",
        ".data.csv.0123456789abcdef.free.parts",
        ".data.csv.0123456789abcde.free.part",
        "..0123456789abcdef.free.part",
        ".data.csv.0123456789abcdef.free.part\n",
    ],
)
def test_names_of_other_programs_are_not_parsed(name: str) -> None:
    assert PartialName.read(name) is None
