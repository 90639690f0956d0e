"""Rows of a table of uploads."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import InvalidInput
from jupyter_openbis_server.domain.properties.property_value import is_unset
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION, Exclusion

FILES, TYPE, OWNER, PARENTS = "files", "type", "to", "parents"
REQUIRED = (FILES, TYPE, OWNER)
_FILE_SEPARATOR = re.compile(r"\s*;\s*")
_PARENT_SEPARATOR = re.compile(r"[;,\s]+")


@dataclass(frozen=True)
class UploadRow:
    """One data set to register.

    Attributes:
        number: Number of its row, from 1.
        key: Identifies the row in a journal: the same content is the same row, anywhere in the table. Of rows
            with the same content, the first is the first again.
        request: The upload.
    """

    number: int
    key: str
    request: UploadRequest


def rows_of(
    table: Sequence[Mapping[str, object]],
    resolve: Callable[[str], str],
    exclusion: Exclusion = DEFAULT_EXCLUSION,
) -> tuple[UploadRow, ...]:
    """Return the rows of a table.

    Args:
        table: Columns and values of each row. `files` has one or several paths (a list, or a text with semicolons),
            `type` the code of the type, `to` the owner, `parents` permIds (a list, or a text with commas, semicolons or
            blanks). All other columns are codes of properties; values that are not set are left out.
        resolve: Returns the path in the workspace for a path of the table.
        exclusion: The files to leave out of folders.

    Raises:
        InvalidInput: the table has no rows, or a required column is missing.
    """
    if not table:
        raise InvalidInput("The table has no rows")
    columns = dict.fromkeys(column for row in table for column in row)
    if missing := [each for each in REQUIRED if each not in columns]:
        names = ", ".join(str(each) for each in columns)
        raise InvalidInput(f"The table has no column {' or '.join(map(repr, missing))}; it has: {names}")
    times: Counter[str] = Counter()
    rows = []
    for number, row in enumerate(table, 1):
        content = _digest(row)
        times[content] += 1
        rows.append(UploadRow(number, f"{content}-{times[content]}", _request(row, resolve, exclusion)))
    return tuple(rows)


def _request(row: Mapping[str, object], resolve: Callable[[str], str], exclusion: Exclusion) -> UploadRequest:
    files = tuple(resolve(each) for each in _texts(row.get(FILES), _FILE_SEPARATOR))
    own = (FILES, TYPE, OWNER, PARENTS)
    properties = {str(code): value for code, value in row.items() if code not in own and not is_unset(value, "JSON")}
    return UploadRequest(
        _text(row.get(TYPE)),
        _text(row.get(OWNER)),
        files,
        _texts(row.get(PARENTS), _PARENT_SEPARATOR),
        properties,
        exclusion,
    )


def _text(value: object) -> str:
    return "" if is_unset(value) else str(value).strip()


def _texts(value: object, separator: re.Pattern[str]) -> tuple[str, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(filter(None, map(_text, value)))
    return tuple(filter(None, separator.split(_text(value))))


def _digest(row: Mapping[str, object]) -> str:
    """Return a digest of what is set in a row; the order of columns does not count.

    Numbers count by their value: pandas changes 5 to 5.0 in all rows if one row has none, and a CSV file has texts,
    also `5.0` if pandas wrote it. Other texts count as they are: `007` and `1.10` may be codes.
    """
    content = {str(key): _canonical(value) for key, value in row.items() if not is_unset(value, "JSON")}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


def _canonical(value: object) -> object:
    if isinstance(value, (list, tuple)):
        return [_canonical(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _canonical(each) for key, each in value.items()}
    if isinstance(value, bool):
        return str(value).lower()
    number = value if isinstance(value, float) else _written_float(str(value))
    if number is None:
        return str(value)
    return str(int(number)) if number.is_integer() else repr(number)


def _written_float(text: str) -> float | None:
    """Return the number of a text as Python writes numbers with a fraction or exponent; None for other texts."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if repr(number) == text else None
