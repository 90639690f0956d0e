"""Errors about invalid input: references, paths, selections, searches."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_openbis_server.domain.errors.base import OpenbisError, shortened


class InvalidInput(OpenbisError):
    """An input of the user is invalid."""

    code = "invalid-input"


class InvalidReference(InvalidInput):
    """A text is not a reference to a sample or an experiment."""

    code = "invalid-reference"

    def __init__(self, text: str) -> None:
        super().__init__(f"Not an identifier (/SPACE/PROJECT/CODE) or permId of a sample or experiment: {text}")


class KindNotAllowedHere(InvalidInput):
    """An entity of the requested kind cannot be a child of the given entity."""

    code = "kind-not-allowed-here"

    def __init__(self, kind: str, place: str, possible: Iterable[str]) -> None:
        holds = " and ".join(f"{each}s" for each in possible) or "no others"
        super().__init__(f"No {kind}s are directly in {place}, which contains {holds}")


class InvalidSearch(InvalidInput):
    """The search is invalid; `field` is the invalid part of the request."""

    code = "invalid-search"

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field


class InvalidLineage(InvalidInput):
    """The lineage cannot be traced: a kind without parents, or an invalid limit."""

    code = "invalid-lineage"


class InvalidPath(InvalidInput):
    """A path is invalid, or not allowed."""

    code = "invalid-path"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path!r}: {problem}")
        self.problem = problem


class NoFilesMatch(InvalidInput):
    """No file of the data set matches the requested patterns."""

    code = "no-files-match"

    def __init__(self, perm_id: str, patterns: Iterable[str], hint: str = "") -> None:
        super().__init__(
            f"data set {perm_id} has no file that fits {shortened(patterns)}" + (f"; {hint}" if hint else "")
        )
        self.perm_id, self.hint = perm_id, hint

    @staticmethod
    def best(reasons: Iterable[OpenbisError | None]) -> NoFilesMatch:
        """Return one error for several data sets: the first with a hint, else the first. At least one is required."""
        known = [each for each in reasons if isinstance(each, NoFilesMatch)]
        return next((each for each in known if each.hint), known[0])


class NothingToVerify(InvalidInput):
    """The folder contains no download with a manifest."""

    code = "nothing-to-verify"

    def __init__(self, folder: str) -> None:
        super().__init__(f"{folder} holds no download: there is no manifest in it")
