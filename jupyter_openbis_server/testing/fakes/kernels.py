"""Fake of the port `Kernels`."""

from __future__ import annotations

import json
from collections.abc import Mapping

from jupyter_openbis_server.domain.errors import (
    KernelDied,
    KernelFailed,
    KernelNotSpecified,
    KernelTimeout,
    NotANotebook,
    UnknownKernel,
    UnsupportedLanguage,
)
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import KernelEnvironment, Language
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class MemoryKernels:
    """`Kernels` with configured responses.

    Attributes:
        environments: Maps the name of a kernel to its environment.
        foreign: Maps the name of a kernel of an unsupported language to the language.
        missing: Kernels whose program does not exist.
        dying: Kernels that end by themselves.
        silent: Kernels that never respond.
        asked: The kernels that have responded, each with its working folder.
    """

    def __init__(self, *environments: KernelEnvironment, foreign: Mapping[str, str] | None = None) -> None:
        self.environments = {each.kernel: each for each in environments}
        self.foreign = dict(foreign or {})
        self.missing: set[str] = set()
        self.dying: set[str] = set()
        self.silent: set[str] = set()
        self.asked: list[tuple[str, str]] = []

    def named_in(self, notebook_path: str, content: bytes) -> str:
        """See `Kernels.named_in`."""
        try:
            notebook = json.loads(content)
        except ValueError as error:
            raise NotANotebook(notebook_path, "it is not JSON") from error
        if not isinstance(notebook, dict) or "nbformat" not in notebook or "cells" not in notebook:
            raise NotANotebook(notebook_path, "it has no cells")
        name = notebook.get("metadata", {}).get("kernelspec", {}).get("name")
        if not name:
            raise KernelNotSpecified(notebook_path)
        return str(name)

    def environment(self, kernel: str, folder: str, seconds: float) -> KernelEnvironment:
        """See `Kernels.environment`."""
        if kernel in self.foreign:
            raise UnsupportedLanguage(kernel, self.foreign[kernel], [each.value for each in Language])
        if kernel in self.missing:
            raise KernelFailed(kernel, "cannot be started")
        if kernel in self.dying:
            raise KernelDied(kernel, "has exited unexpectedly")
        if kernel in self.silent:
            Cancellation.current().wait(seconds)
            raise KernelTimeout(kernel, seconds)
        if kernel not in self.environments:
            names = (*self.environments, *self.foreign, *self.missing, *self.dying, *self.silent)
            raise UnknownKernel(kernel, sorted(names))
        Cancellation.current().check()
        self.asked.append((kernel, folder))
        return self.environments[kernel]
