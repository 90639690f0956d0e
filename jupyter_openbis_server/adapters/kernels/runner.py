"""Installed and newly built kernels, as executors of notebooks."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from jupyter_openbis_server.adapters.shared.child_environment import without_secrets
from jupyter_openbis_server.domain.research_objects.reruns.ports import Execution

_OF_THIS_PYTHON = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV")


class KernelNotebookRunner:
    """Port `NotebookRunner`. Thread-safe.

    Args:
        environ: Environment of the kernels, from which secrets are removed. Default: that of this process.
    """

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = environ

    def run(self, notebook: Mapping[str, Any], folder: str, python: str, seconds: float | None = None) -> Execution:
        """See the port."""
        # Most programs start no kernel, and importing nbclient takes a tenth of their start.
        from jupyter_openbis_server.adapters.kernels.execution import executed  # noqa: PLC0415

        environ = without_secrets(os.environ if self._environ is None else self._environ)
        if python:
            environ = {name: value for name, value in environ.items() if name not in _OF_THIS_PYTHON}
        return executed(notebook, folder, python, seconds, environ)
