"""Selection of files by patterns."""

import fnmatch
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import Cancelled, NoFilesMatch
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

PATHS = (
    "original/curve.csv",
    "original/curve.csv.bak",
    "original/images/1.png",
    "original/images/2.png",
    "original/images/raw/3.png",
    "original/run [1]/x.txt",
)


def picked(*patterns: str, paths: Iterable[str] = PATHS) -> list[str]:
    try:
        return [each.path for each in Selection(patterns).of("1-1", map(DataSetFile, paths))]
    except NoFilesMatch:
        return []


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
def test_pattern_selects_files(pattern: str, paths: list[str]) -> None:
    assert picked(pattern) == paths


def test_without_patterns_all_files_are_selected() -> None:
    assert picked() == list(PATHS)


def test_files_that_match_one_of_several_patterns_are_selected() -> None:
    assert picked("curve.csv", "images/1.png") == ["original/curve.csv", "original/images/1.png"]


names = st.text(st.sampled_from("ab*?.[]!-x"), min_size=1, max_size=8)


@given(
    pattern=names.filter(lambda text: "**" not in text), name=st.text(st.sampled_from("ab.x-"), min_size=1, max_size=6)
)
def test_patterns_within_a_name_work_as_in_a_shell(pattern: str, name: str) -> None:
    """Compared with Python's own `fnmatch`."""
    assert bool(picked(f"a/{pattern}", paths=[f"a/{name}"])) == (fnmatch.fnmatchcase(name, pattern) or name == pattern)


ENTRIES = (
    DataSetFile("original", is_folder=True),
    DataSetFile("original/images", is_folder=True),
    DataSetFile("original/images/1.png", 1),
    DataSetFile("original/images/empty", is_folder=True),
    DataSetFile("original/other", is_folder=True),
    DataSetFile("original/other/x", 1),
)


def test_parent_folders_of_selected_files_are_included() -> None:
    assert [each.path for each in Selection(("**/*.png",)).of("1-1", ENTRIES)] == [
        "original",
        "original/images",
        "original/images/1.png",
    ]


def test_empty_folder_can_be_selected() -> None:
    assert Selection(("images/empty",)).of("1-1", ENTRIES)[-1].path == "original/images/empty"


def test_error_for_patterns_without_a_match_repeats_them() -> None:
    with pytest.raises(NoFilesMatch, match=r"data set 1-1 has no file that fits \*\.txt, b"):
        Selection(("*.txt", "b")).of("1-1", ENTRIES)


BRACKETS = (
    "original/Probe [1].csv",
    "original/Probe 1.csv",
    "original/run [2]/a.txt",
    "original/run 2/b.txt",
    "original/what?.txt",
    "original/whats.txt",
    "original/a*b",
    "original/aXb",
)


@pytest.mark.parametrize("prefix", ["", "original/", "/original/"])
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Probe [1].csv", "original/Probe [1].csv"),
        ("run [2]", "original/run [2]/a.txt"),
        ("what?.txt", "original/what?.txt"),
        ("a*b", "original/a*b"),
    ],
)
def test_existing_path_selects_that_file_only(prefix: str, name: str, path: str) -> None:
    entries = [*map(DataSetFile, BRACKETS), DataSetFile("original/run [2]", is_folder=True)]
    found = Selection((f"{prefix}{name}",)).of("1-1", entries)
    assert [each.path for each in found if not each.is_folder] == [path]


def test_text_that_is_no_path_is_a_pattern() -> None:
    assert picked("Probe [1].csv", paths=BRACKETS[1:]) == ["original/Probe 1.csv"]


def test_escaped_characters_are_literal() -> None:
    """The panel sends selected files in this form."""
    assert picked("Probe [[]1].csv", "what[?].txt", paths=BRACKETS) == [BRACKETS[0], BRACKETS[4]]


DEEPER = [DataSetFile(f"original/DEFAULT/{name}") for name in ("superdaten.txt", "Bild.PNG", "Probe [1].csv", "x.csv")]


@pytest.mark.parametrize(
    ("patterns", "hint"),
    [
        (("superdaten.txt",), "there is original/DEFAULT/superdaten.txt; try **/superdaten.txt"),
        (("*.txt",), "there is original/DEFAULT/superdaten.txt; try **/*.txt"),
        (("nothing", "x.csv"), "there is original/DEFAULT/x.csv; try **/x.csv"),
        (("Probe [1].csv",), "there is original/DEFAULT/Probe [1].csv; try original/DEFAULT/Probe [1].csv"),
        (("*.png",), "there is original/DEFAULT/Bild.PNG: upper and lower case count"),
        (("default/SUPERDATEN.TXT",), "there is original/DEFAULT/superdaten.txt: upper and lower case count"),
        (("**/*.{jpg,gif}",), "braces have no meaning here; give several patterns instead"),
    ],
)
def test_patterns_without_a_match_get_a_hint(patterns: tuple[str, ...], hint: str) -> None:
    with pytest.raises(NoFilesMatch) as caught:
        Selection(patterns).of("1-1", DEEPER)
    assert str(caught.value).endswith(f"; {hint}")


def test_without_anything_similar_there_is_no_hint() -> None:
    with pytest.raises(NoFilesMatch, match=r"data set 1-1 has no file that fits \*\.docx$"):
        Selection(("*.docx",)).of("1-1", DEEPER)


def test_error_repeats_a_limited_number_of_patterns() -> None:
    with pytest.raises(NoFilesMatch) as caught:
        Selection(tuple(f"n{number}" for number in range(1000))).of("1-1", DEEPER)
    assert str(caught.value).endswith("n9 or 990 more")


def test_the_comparison_of_many_patterns_with_many_paths_is_cancelled() -> None:
    cancellation = Cancellation()
    entries = [DataSetFile(f"original/{number}") for number in range(100)]
    cancellation.cancel()
    with cancellation.as_current(), pytest.raises(Cancelled):
        Selection(("**/x*",)).of("1-1", entries)


# --- exclusion


def left(excluded: tuple[str, ...], patterns: tuple[str, ...] = ()) -> list[str]:
    try:
        return [each.path for each in Selection(patterns, excluded).of("1-1", map(DataSetFile, PATHS))]
    except NoFilesMatch:
        return []


@pytest.mark.parametrize(
    ("excluded", "missing"),
    [
        ("*.png", ["original/images/1.png", "original/images/2.png", "original/images/raw/3.png"]),
        ("raw", ["original/images/raw/3.png"]),
        ("images/*.png", ["original/images/1.png", "original/images/2.png"]),
        ("original/images/raw/", ["original/images/raw/3.png"]),
        ("none", []),
    ],
)
def test_excluded_files_are_left_out(excluded: str, missing: list[str]) -> None:
    assert left((excluded,)) == [each for each in PATHS if each not in missing]


def test_exclusion_wins_over_selection() -> None:
    assert left(("raw",), ("images",)) == ["original/images/1.png", "original/images/2.png"]
    assert left(("*.png", "*.txt"), ("**/*.csv", "**/*.txt")) == ["original/curve.csv"]


def test_exclusion_of_all_files_is_an_error() -> None:
    with pytest.raises(NoFilesMatch, match="is excluded"):
        Selection((), ("*",)).of("1-1", map(DataSetFile, PATHS))
