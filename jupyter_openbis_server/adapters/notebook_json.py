"""A notebook's file as JSON, for adapters that look into notebooks.

nbformat would check the whole notebook, and takes seconds to be imported.
"""

from __future__ import annotations

import json
from typing import Any

from jupyter_openbis_server.domain.errors import NotANotebook

_CELLS = ("cells", "worksheets")
"""Where a notebook has its cells; the second is that of versions 2 and 3."""


def notebook_in(path: str, content: bytes) -> dict[str, Any]:
    """Return the notebook, of which nothing is checked but that it is one. Raises NotANotebook."""
    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotANotebook(path, "it is not JSON") from error
    if not isinstance(notebook, dict) or "nbformat" not in notebook or not any(each in notebook for each in _CELLS):
        raise NotANotebook(path, "it has no cells or no version of the notebook format")
    return notebook
