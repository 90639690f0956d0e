"""Parameters of notebooks: the tagged cells of papermill."""

from __future__ import annotations

import ast
import keyword
import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jupyter_openbis_server.domain.errors import InvalidInput
from jupyter_openbis_server.domain.research_objects.crate import Parameter, ParameterValue

PARAMETERS, INJECTED = "parameters", "injected-parameters"
"""Tags of the cell with the defaults, and of the cell that papermill or `rerun` inserts after it."""

_MAX_CELL = 100_000
"""Characters of a cell that are parsed."""
_WORDS: Mapping[str, ParameterValue] = {
    "true": True,
    "false": False,
    "none": None,
    "null": None,
}


def parameters_in(cells: Sequence[Mapping[str, Any]]) -> tuple[Parameter, ...]:
    """Return the parameters of a Python notebook; later assignments win. Values other than literals are omitted.

    Args:
        cells: Code cells of a notebook, not validated.
    """
    found: dict[str, ParameterValue] = {}
    for tag in (PARAMETERS, INJECTED):
        for cell in cells:
            if tag in tags_of(cell):
                found.update(_assigned(source_of(cell)))
    return tuple(Parameter(name, value) for name, value in found.items())


def tags_of(cell: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the tags of a cell, which is not validated."""
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return tuple(each for each in tags if isinstance(each, str)) if isinstance(tags, list) else ()


def source_of(cell: Mapping[str, Any]) -> str:
    """Return the text of a cell, which is not validated."""
    source = cell.get("source")
    if isinstance(source, list):
        return "".join(each for each in source if isinstance(each, str))
    return source if isinstance(source, str) else ""


def value_from_text(text: str) -> ParameterValue:
    """Return the value that a user means by a text, as papermill's option -p: number, true, false, none, or text."""
    lowered = text.strip().lower()
    if lowered in _WORDS:
        return _WORDS[lowered]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def checked(parameters: Mapping[str, ParameterValue]) -> tuple[Parameter, ...]:
    """Return parameters as given by a user, with plain values.

    Raises:
        InvalidInput: a name is not a name of Python, or a value is no number, text, truth value or None.
    """
    for name in parameters:
        if not name.isidentifier() or keyword.iskeyword(name):
            raise InvalidInput(f"{name!r} cannot be a parameter: it is not a name of a variable")
    return tuple(Parameter(name, _plain(name, value)) for name, value in parameters.items())


def _plain(name: str, value: ParameterValue) -> ParameterValue:
    """Return a value of a built-in type: the code of others, e.g. of numpy's numbers, would need their packages."""
    if value is None or isinstance(value, bool):
        return value
    for kind in (int, float, str):
        if isinstance(value, kind):
            return kind(value)
    raise InvalidInput(f"The parameter {name} is a {type(value).__name__}; give a number, a text, True, False or None")


def as_cell(parameters: Sequence[Parameter]) -> str:
    """Return the code of a cell that sets parameters."""
    lines = (f"{each.name} = {_literal(each.value)}" for each in parameters)
    return "\n".join(["# Parameters", *lines])


def _literal(value: ParameterValue) -> str:
    """Return Python code of a value; `inf` and `nan` have no literal."""
    return f'float("{value}")' if isinstance(value, float) and value - value != 0 else repr(value)


def _assigned(source: str) -> Iterator[tuple[str, ParameterValue]]:
    """Yield names and literal values that code assigns on its first level; nothing if it cannot be parsed."""
    if len(source) > _MAX_CELL:
        return
    try:
        with warnings.catch_warnings():  # about escapes in texts, e.g. "\\d"
            warnings.simplefilter("ignore")
            statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for each in statements:
        if isinstance(each, ast.Assign) and len(each.targets) == 1:
            target: ast.expr = each.targets[0]
            value: ast.expr | None = each.value
        elif isinstance(each, ast.AnnAssign):
            target, value = each.target, each.value
        else:
            continue
        if isinstance(target, ast.Name) and value is not None:
            yield from _literal_of(target.id, value)


def _literal_of(name: str, value: ast.expr) -> Iterator[tuple[str, ParameterValue]]:
    """Yield the name and value of a literal; the Python code of one that JSON does not have, e.g. a tuple or `inf`."""
    try:
        found = ast.literal_eval(value)
        code = repr(found)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):  # also numbers with thousands of digits
        return
    is_number = isinstance(found, (int, float)) and math.isfinite(found)
    yield name, found if found is None or is_number or isinstance(found, str) else code
