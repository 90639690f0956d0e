"""Errors of downloads and uploads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the model of downloads imports the errors
    from jupyter_openbis_server.domain.downloads.download import Download
from jupyter_openbis_server.domain.errors.base import OpenbisError
from jupyter_openbis_server.domain.errors.input import InvalidInput

_SHOWN_PROBLEMS = 10


@dataclass(frozen=True)
class FieldProblem:
    """A validation error of one field of an upload or change.

    `field` is `type`, `entityIdentifier`, `parent`, `file` or `prop.<CODE>`: the published clients depend on these.
    `is_missing`: the field names an entity that does not exist, or that the user may not see.
    """

    field: str
    problem: str
    is_missing: bool = False


class InvalidFields(InvalidInput):
    """Fields of a request are invalid; `problems` contains all reasons. Nothing was sent."""

    code = "invalid-fields"
    problems: tuple[FieldProblem, ...] = ()

    def __init__(self, problems: Iterable[FieldProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{each.field}: {each.problem}" for each in self.problems))

    @property
    def names_missing_only(self) -> bool:
        """Whether nothing is wrong but that entities do not exist."""
        return bool(self.problems) and all(each.is_missing for each in self.problems)


class InvalidUpload(InvalidFields):
    """The upload is invalid; `problems` contains all reasons. Nothing was sent."""

    code = "invalid-upload"


@dataclass(frozen=True)
class RowProblem:
    """A validation error of one row of a table of uploads.

    Attributes:
        row: Number of the row, from 1, without the heading.
        field: See `FieldProblem`; empty for the row as a whole.
        problem: Message for the user.
    """

    row: int
    field: str
    problem: str

    def __str__(self) -> str:
        return f"row {self.row}: {self.field}: {self.problem}" if self.field else f"row {self.row}: {self.problem}"


class InvalidUploads(InvalidInput):
    """Rows of a table of uploads are invalid; `problems` contains all reasons. Nothing was sent."""

    code = "invalid-uploads"

    def __init__(self, problems: Iterable[RowProblem]) -> None:
        self.problems = tuple(problems)
        rows = len({each.row for each in self.problems})
        shown = "; ".join(map(str, self.problems[:_SHOWN_PROBLEMS]))
        more = len(self.problems) - _SHOWN_PROBLEMS
        super().__init__(
            f"{rows} row{'s have' if rows > 1 else ' has'} problems, nothing was sent: {shown}"
            + (f"; and {more} more problems" if more > 0 else "")
        )


class InvalidJournal(InvalidInput):
    """The file is not a journal of uploads to this openBIS, or another program uses it."""

    code = "invalid-journal"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


class IntegrityError(OpenbisError):
    """The content of a file is not the expected one.

    The size or checksum of a downloaded file differs from the one that the data store states, or a file to send was
    changed after it was checked.
    """

    code = "integrity"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


class DownloadFailed(OpenbisError):
    """A download failed; `cause` is the reason. No incomplete file has a final name."""

    code = "download-failed"

    def __init__(self, perm_id: str, cause: OpenbisError) -> None:
        super().__init__(f"Data for DataSet {perm_id} could not be downloaded: {cause}")
        self.perm_id = perm_id
        self.cause = cause


class PartialDownloadFailure(DownloadFailed):
    """Some of several data sets could not be downloaded.

    Attributes:
        failures: One error for each data set that failed.
        downloads: The completed downloads.
    """

    code = "partial-download-failure"

    def __init__(self, failures: Iterable[DownloadFailed], downloads: Iterable[Download]) -> None:
        self.failures = tuple(failures)
        self.downloads = tuple(downloads)
        number = len(self.failures) + len(self.downloads)
        super().__init__(self.failures[0].perm_id, self.failures[0].cause)
        reasons = "; ".join(f"{each.perm_id}: {each.cause}" for each in self.failures)
        self.args = (f"{len(self.failures)} of {number} data sets could not be downloaded: {reasons}",)


class UploadFailed(OpenbisError):
    """A valid upload failed. Nothing is registered, unless the error is an UploadUnconfirmed."""

    code = "upload-failed"

    def __init__(self, cause: OpenbisError | str) -> None:
        super().__init__(f"Error while saving the dataset: {cause}")


class UploadUnconfirmed(UploadFailed):
    """openBIS may have registered the data set or not: another upload may create a duplicate."""

    code = "upload-unconfirmed"
