"""The notebook of a rerun: without old outputs, with the parameters of the run."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_openbis_server.domain.errors import InvalidInput
from jupyter_openbis_server.domain.research_objects.crate import Parameter
from jupyter_openbis_server.domain.research_objects.notebooks.parameters import INJECTED, PARAMETERS, as_cell, tags_of

_FIRST_WITH_IDS = (4, 5)
"""Version of the notebook format from which cells have ids."""
_CELL_ID = "openbis-parameters"
_LANGUAGES = ("", "python")
_TAGS = frozenset((PARAMETERS, INJECTED))


def prepared(notebook: Mapping[str, Any], parameters: Sequence[Parameter], language: str) -> dict[str, Any]:
    """Return a notebook to execute; the given one is not changed.

    As papermill does, a cell with the parameters follows the one with the tag `parameters`, or is the first one. It
    follows that of an earlier run, whose parameters stay unless they are given again.

    Args:
        notebook: A parsed notebook of format 4.
        parameters: Those that the user gives.
        language: That of the notebook.

    Raises:
        InvalidInput: parameters are given, and the notebook is not in Python.
    """
    if parameters and language.lower() not in _LANGUAGES:
        raise InvalidInput(f"Parameters can be set for notebooks in Python only, not in {language}")
    cells = [_cleared(each) for each in notebook["cells"] if isinstance(each, dict)]
    if parameters:
        tagged = [number for number, each in enumerate(cells, 1) if not _TAGS.isdisjoint(tags_of(each))]
        cells.insert(max(tagged, default=0), _parameter_cell(notebook, parameters))
    return {**notebook, "cells": cells}


def _cleared(cell: Mapping[str, Any]) -> dict[str, Any]:
    return {**cell, "outputs": [], "execution_count": None} if cell.get("cell_type") == "code" else dict(cell)


def _parameter_cell(notebook: Mapping[str, Any], parameters: Sequence[Parameter]) -> dict[str, Any]:
    version = (notebook.get("nbformat"), notebook.get("nbformat_minor"))
    numbers = [each for each in version if isinstance(each, int)]
    identity = {"id": _new_id(notebook)} if tuple(numbers) >= _FIRST_WITH_IDS else {}
    return {
        **identity,
        "cell_type": "code",
        "execution_count": None,
        "metadata": {"tags": [INJECTED]},
        "outputs": [],
        "source": as_cell(parameters),
    }


def _new_id(notebook: Mapping[str, Any]) -> str:
    """Return an id that no cell has; the same for the same notebook."""
    known = {each.get("id") for each in notebook["cells"] if isinstance(each, dict) and isinstance(each.get("id"), str)}
    return next(each for number in itertools.count(1) if (each := f"{_CELL_ID}-{number}") not in known)
