"""What a notebook says about its kernel.

Read as JSON: nbformat would check the whole notebook, of which we need one name, and takes seconds to be imported.
"""

from __future__ import annotations

import json
from typing import Any

from jupyter_openbis_server.domain.errors import NoKernelNamed, NotANotebook

_CELLS = ("cells", "worksheets")
"""Where a notebook has its cells; the second is that of versions 2 and 3."""


def kernel_named_in(path: str, content: bytes) -> str:
    """Return the name of the kernel spec. Raises NotANotebook, NoKernelNamed."""
    metadata = _notebook(path, content).get("metadata")
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    name = spec.get("name") if isinstance(spec, dict) else None
    if not isinstance(name, str) or not name:
        raise NoKernelNamed(path)
    return name


def _notebook(path: str, content: bytes) -> dict[str, Any]:
    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotANotebook(path, "it is not JSON") from error
    if not isinstance(notebook, dict) or "nbformat" not in notebook or not any(each in notebook for each in _CELLS):
        raise NotANotebook(path, "it has no cells or no version of the notebook format")
    return notebook
