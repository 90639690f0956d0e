"""References to download: arguments, standard input, and lists in files."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

_COLUMNS = ("permid", "perm_id", "identifier", "code")
"""Headings of the column with references, in lower case; without any of them, it is the first column."""
_DELIMITERS = ",;\t"
_MAX_CHARACTERS = 64 * 1024 * 1024


def references_of(arguments: Sequence[str], files: Sequence[Path]) -> tuple[str, ...]:
    """Return the references of a command: `-` stands for those of standard input, `files` are lists of references.

    Raises:
        UsageError: there are none.
        BadParameter: a list cannot be read.
    """
    wanted: list[str] = []
    for each in arguments:
        wanted += _listed("-") if each == "-" else [each]
    for file in files:
        wanted += _listed(str(file))
    if not wanted and not arguments and not files:
        raise click.UsageError("Name a data set, sample, experiment, project or space; or use - or --files-from.")
    return tuple(dict.fromkeys(wanted))


def _listed(file: str) -> list[str]:
    """Return the references in a list; `-` is standard input. Raises BadParameter."""
    name = "standard input" if file == "-" else file
    try:
        text = _content(file)
        found = list(_in_text(text.removeprefix("\ufeff")))
    except csv.Error as error:
        raise click.BadParameter(f"{name}: it is neither a list nor a table (CSV): {error}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise click.BadParameter(f"{name}: {reason}", param_hint="--files-from") from error
    if len(text) > _MAX_CHARACTERS:
        raise click.BadParameter(f"{name}: a list has at most {_MAX_CHARACTERS:,} characters; divide it")
    return found


def _content(file: str) -> str:
    """Return the text, and at most one character more than is accepted. Raises OSError, ValueError."""
    if file == "-":
        return sys.stdin.read(_MAX_CHARACTERS + 1)
    with Path(file).open(encoding="utf-8") as opened:
        return opened.read(_MAX_CHARACTERS + 1)


def _in_text(text: str) -> Iterator[str]:
    """Yield the references in a list: the first word of each line; of a table (CSV), those of one column.

    Empty lines and those that begin with # are ignored.
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    delimiter = _delimiter(lines[0]) if lines else ""
    if not delimiter:
        heading = bool(lines) and _plain(lines[0]) in _COLUMNS
        yield from filter(None, (line.split()[0].strip('"') for line in lines[heading:]))
        return
    rows = csv.reader(lines, delimiter=delimiter)
    first = next(rows)
    column = next((number for number, cell in enumerate(first) if _plain(cell) in _COLUMNS), None)
    if column is None:
        yield from (row[0].split()[0] for row in (first, *rows) if row and row[0].strip())
    else:
        yield from (row[column].strip() for row in rows if len(row) > column and row[column].strip())


def _delimiter(line: str) -> str:
    """Return the delimiter of a table; empty for a line with one reference, also for a link, which may have commas."""
    if line.lstrip().lower().startswith(("http://", "https://")):
        return ""
    return next((each for each in _DELIMITERS if each in line), "")


def _plain(cell: str) -> str:
    return cell.strip().strip('"').lower()
