"""The part of a connection that uploads the data sets of a table."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from jupyter_openbis_server.domain.errors import InvalidInput, SourceNotReadable
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.uploads.many.report import UploadOutcome, UploadReport
from jupyter_openbis_server.domain.uploads.many.rows import FILES, rows_of
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.entrypoints.library.entities.arguments import property_value
from jupyter_openbis_server.entrypoints.library.local_paths import expanded, relative_to_root
from jupyter_openbis_server.entrypoints.library.methods.base import ConnectionMethods
from jupyter_openbis_server.entrypoints.library.methods.upload_requests import several
from jupyter_openbis_server.entrypoints.library.progress import ShowProgress, progress_of
from jupyter_openbis_server.entrypoints.plain_values import plain_value

UploadTable: TypeAlias = str | Path | Iterable[Mapping[str, Any]] | Any
"""A CSV file, rows with names of columns, or a data frame of pandas."""


class UploadManyMethods(ConnectionMethods):
    """Methods of `Connection`."""

    def upload_many(
        self,
        table: UploadTable,
        *,
        base: str | Path = ".",
        journal: str | Path | None = None,
        check_only: bool = False,
        max_concurrent: int = 4,
        hidden: bool = False,
        exclude: str | Iterable[str] = (),
        on_outcome: Callable[[UploadOutcome], None] = lambda _: None,
        progress: ShowProgress = None,
        cancellation: Cancellation | None = None,
    ) -> UploadReport:
        """Register a data set for each row of a table. All rows are checked first: if one is wrong, nothing is sent.

        With a journal, the same call again continues after an error, a killed program or a power failure: rows that are
        done are not repeated. A row that openBIS may have registered without having answered is looked for first, and
        only repeated if openBIS does not have it.

        Args:
            table: A data frame, a CSV file (UTF-8, with commas), or rows. The column `files` has one or several paths
                (a list, or a text with semicolons), `type` the code of the data set type, `to` the identifier or permId
                of the object or collection, and `parents`, which may be missing, permIds (a list, or a text with
                commas). All other columns are codes of properties; empty cells are not set.
            base: Folder that the paths begin at.
            journal: File that records which rows are done; created if it is missing. A row is recognised by its
                content, so rows may be added, moved and removed. Without one, each call uploads all rows.
            check_only: Check only; send nothing.
            max_concurrent: Number of data sets that are uploaded at the same time.
            hidden: See `upload`.
            exclude: See `upload`.
            on_outcome: Called with the outcome of each row.
            progress: Whether a bar is shown, or a callback: see `ShowProgress`.
            cancellation: Cancels it from another thread; data sets whose registration has begun are registered.

        Returns:
            The outcome of each row. A failed upload does not stop the others: read `failed`, or call `raise_first`.

        Raises:
            InvalidUploads: with the `problems` of all rows; nothing was sent.
            InvalidInput: the table has no rows, or a required column is missing.
            InvalidJournal: the file is no journal, belongs to another openBIS, or another program uses it.
        """
        folder = expanded(base).absolute()
        exclusion = Exclusion(hidden, several(exclude))
        rows = rows_of(_table(table), lambda path: relative_to_root(folder / expanded(path)), exclusion)
        path = None if journal is None else str(expanded(journal).absolute())
        use_case = self._use_cases.uploads.upload_many
        if check_only:
            return use_case.check(self.name, rows, path, cancellation, max_concurrent=max_concurrent)
        with progress_of(progress, "Upload") as shown, TemporaryDirectory(prefix="openbis-") as temporary:
            return use_case(
                self.name,
                rows,
                path or str(Path(temporary, "journal")),
                cancellation,
                shown,
                max_concurrent=max_concurrent,
                on_outcome=on_outcome,
            )


def _table(table: UploadTable) -> list[dict[str, object]]:
    """Return the rows with plain values."""
    if isinstance(table, (str, Path)):
        return [dict(row) for row in _csv_rows(expanded(table))]
    if hasattr(table, "to_dict") and hasattr(table, "columns"):
        _check_columns(map(str, table.columns))
        table = table.to_dict("records")
    try:
        rows = [dict(row) for row in table]
    except (TypeError, ValueError):
        raise InvalidInput("The table is a data frame, a CSV file, or a list of dicts") from None
    return [{str(column): _value(str(column), value) for column, value in row.items()} for row in rows]


def _check_columns(columns: Iterable[str]) -> None:
    """Raise InvalidInput if a name occurs twice: the values of one column would be lost."""
    twice = [name for name, number in Counter(columns).items() if number > 1]
    if twice:
        raise InvalidInput(f"The table has several columns {' and '.join(map(repr, twice))}; rename or remove one")


def _value(column: str, value: object) -> object:
    if column != FILES:
        return property_value(value)
    paths = value if isinstance(value, (list, tuple)) else [value]
    if any(isinstance(each, Path) for each in paths):
        return [str(each) for each in paths]
    return plain_value(value)


def _csv_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file. Raises SourceNotReadable, InvalidInput."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restval="")
            _check_columns(reader.fieldnames or ())
            rows = list(reader)
    except OSError as error:
        raise SourceNotReadable(str(path), error.strerror or "cannot be read") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput(f"{path} is not a CSV file in UTF-8: {error}") from error
    too_long = [number for number, row in enumerate(rows, 1) if None in row]
    if too_long:
        raise InvalidInput(f"{path}: row {too_long[0]} has more cells than the heading")
    return rows
