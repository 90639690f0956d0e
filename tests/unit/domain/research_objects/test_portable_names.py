"""Names of files in research objects."""

import pytest

from jupyter_openbis_server.domain.research_objects.portable_names import problem_of_names


@pytest.mark.parametrize(
    "names",
    [("a", "a"), ("a/B", "A/b"), ("stra\u00dfe", "STRASSE"), ("e\u0301", "\u00e9"), ("a/b", "A"), ("a", "a/b/c")],
)
def test_names_that_some_disk_does_not_distinguish_are_found(names: tuple[str, ...]) -> None:
    assert problem_of_names(names).startswith(f"{names[0]!r} ") or "is a file, too" in problem_of_names(names)


def test_other_names_have_no_problem() -> None:
    assert problem_of_names(["a", "b/a", "b/c/a", "ab/a"]) == ""
