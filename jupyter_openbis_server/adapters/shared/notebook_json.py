"""Parsing of notebook files as JSON.

nbformat would validate the whole notebook, and takes seconds to import.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jupyter_openbis_server.adapters.shared.incremental_json import PIECE_BYTES, TooLarge, read_json
from jupyter_openbis_server.domain.errors import NotANotebook

_MAX_MEMORY = 1 << 30
"""Outputs with images may take hundreds of megabytes."""

_CELLS = ("cells", "worksheets")
"""Keys of the cells; the second is that of versions 2 and 3."""


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + PIECE_BYTES] for start in range(0, len(content), PIECE_BYTES))


def notebook_in(path: str, content: bytes) -> dict[str, Any]:
    """Parse a notebook; only the top-level keys are validated. Raises NotANotebook."""
    try:
        notebook = read_json(_pieces(content), _MAX_MEMORY)
    except ValueError as error:
        raise NotANotebook(path, "it is not JSON") from error
    except TooLarge:
        raise NotANotebook(path, f"it takes more than {_MAX_MEMORY >> 20} MiB of memory; clear its outputs") from None
    if not isinstance(notebook, dict) or "nbformat" not in notebook or not any(each in notebook for each in _CELLS):
        raise NotANotebook(path, "it has no cells or no version of the notebook format")
    return notebook
