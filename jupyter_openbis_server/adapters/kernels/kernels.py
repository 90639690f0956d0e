"""Installed kernels: start one, ask it for its packages, shut it down."""

from __future__ import annotations

import os
from collections.abc import Mapping

from jupyter_openbis_server.adapters.kernels.notebook import kernel_named_in
from jupyter_openbis_server.adapters.shared.child_environment import without_secrets
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import KernelEnvironment


class JupyterKernels:
    """Port `Kernels`. Thread-safe.

    Args:
        environ: Environment of the kernels, from which secrets are removed. Default: that of this process.
    """

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = environ

    def named_in(self, notebook_path: str, content: bytes) -> str:
        """See the port."""
        return kernel_named_in(notebook_path, content)

    def environment(self, kernel: str, folder: str, seconds: float) -> KernelEnvironment:
        """See the port."""
        # Most programs start no kernel, and importing jupyter_client takes a tenth of their start.
        from jupyter_openbis_server.adapters.kernels.asking import environment_of  # noqa: PLC0415

        environ = without_secrets(os.environ if self._environ is None else self._environ)
        return environment_of(kernel, folder, seconds, environ)
