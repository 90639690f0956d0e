"""Which files a pattern means."""

import fnmatch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.errors import NothingSelected
from jupyter_openbis_server.domain.model import DataSetFile, Selection

PATHS = (
    "original/curve.csv",
    "original/curve.csv.bak",
    "original/images/1.png",
    "original/images/2.png",
    "original/images/raw/3.png",
    "original/run [1]/x.txt",
)


def picked(*patterns: str) -> list[str]:
    return [path for path in PATHS if Selection(patterns).picks(path)]


@pytest.mark.parametrize(
    ("pattern", "paths"),
    [
        ("original/curve.csv", ["original/curve.csv"]),
        ("curve.csv", ["original/curve.csv"]),
        ("*.csv", ["original/curve.csv"]),
        ("*.png", []),
        ("*/*.png", ["original/images/1.png", "original/images/2.png"]),
        ("**/*.png", ["original/images/1.png", "original/images/2.png", "original/images/raw/3.png"]),
        ("images", ["original/images/1.png", "original/images/2.png", "original/images/raw/3.png"]),
        ("images/", ["original/images/1.png", "original/images/2.png", "original/images/raw/3.png"]),
        ("images/**", ["original/images/1.png", "original/images/2.png", "original/images/raw/3.png"]),
        ("images/?.png", ["original/images/1.png", "original/images/2.png"]),
        ("images/[12].png", ["original/images/1.png", "original/images/2.png"]),
        ("images/[!1].png", ["original/images/2.png"]),
        ("run [[]1]", ["original/run [1]/x.txt"]),
        ("original", list(PATHS)),
        ("CURVE.CSV", []),
        ("curve.csv|x", []),
    ],
)
def test_a_pattern_means_these_files(pattern: str, paths: list[str]) -> None:
    assert picked(pattern) == paths


def test_without_patterns_everything_is_wanted() -> None:
    assert picked() == list(PATHS)


def test_one_of_several_patterns_is_enough() -> None:
    assert picked("curve.csv", "images/1.png") == ["original/curve.csv", "original/images/1.png"]


names = st.text(st.sampled_from("ab*?.[]!-x"), min_size=1, max_size=8)


@given(pattern=names.filter(lambda text: "**" not in text), name=st.text(st.sampled_from("ab.x-"), max_size=6))
def test_within_a_name_patterns_mean_what_they_mean_in_a_shell(pattern: str, name: str) -> None:
    """Compared with Python's own `fnmatch`; ranges are left out, which are not offered."""
    if "-" in pattern and "[" in pattern:
        return
    assert Selection((f"a/{pattern}",)).picks(f"a/{name}") == fnmatch.fnmatchcase(name, pattern)


ENTRIES = (
    DataSetFile("original", is_folder=True),
    DataSetFile("original/images", is_folder=True),
    DataSetFile("original/images/1.png", 1),
    DataSetFile("original/images/empty", is_folder=True),
    DataSetFile("original/other", is_folder=True),
    DataSetFile("original/other/x", 1),
)


def test_folders_on_the_way_to_a_file_come_with_it() -> None:
    assert [each.path for each in Selection(("**/*.png",)).of("1-1", ENTRIES)] == [
        "original",
        "original/images",
        "original/images/1.png",
    ]


def test_an_empty_folder_can_be_wanted() -> None:
    assert Selection(("images/empty",)).of("1-1", ENTRIES)[-1].path == "original/images/empty"


def test_patterns_that_fit_nothing_are_an_error_that_repeats_them() -> None:
    with pytest.raises(NothingSelected, match=r"data set 1-1 has no file that fits \*\.txt, b"):
        Selection(("*.txt", "b")).of("1-1", ENTRIES)
