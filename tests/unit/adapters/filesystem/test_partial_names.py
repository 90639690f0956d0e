"""Names of unfinished files: hidden, ours alone, and never too long."""

import os

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem.partial_names import PartialName

names = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="/\0"), min_size=1).filter(
    lambda name: name not in (".", "..") and len(name.encode()) <= 255
)


@given(name=names)
@example(name="x" * 255)
@example(name="ü" * 127)
@example(name="🧪" * 63)
@example(name="line\nbreak")
def test_the_unfinished_copy_of_any_file_is_hidden_and_fits(name: str) -> None:
    unfinished = PartialName.new(name)
    for text in (unfinished.part, unfinished.pieces):
        assert text.startswith(".")
        assert len(os.fsencode(text)) <= 143
        assert "/" not in text


@given(name=names)
def test_a_name_tells_all_that_it_was_made_of(name: str) -> None:
    unfinished = PartialName.new(name)
    assert PartialName.read(unfinished.part) == PartialName.read(unfinished.pieces) == unfinished
    assert PartialName.read(unfinished.free.part) == unfinished.free
    assert unfinished.free.mine == unfinished


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
def test_names_that_others_may_give_are_not_ours(name: str) -> None:
    assert PartialName.read(name) is None
