"""Port of Jupyter kernels."""

from __future__ import annotations

from typing import Protocol

from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import KernelEnvironment


class Kernels(Protocol):
    """The Jupyter kernels that are installed on this host."""

    def named_in(self, notebook_path: str, content: bytes) -> str:
        """Return the name of the kernel spec in a notebook's metadata.

        Args:
            notebook_path: Used in error messages.
            content: Content of the notebook's file.

        Raises:
            NotANotebook: the content is not a notebook.
            KernelNotSpecified: the metadata does not name a kernel.
        """

    def environment(self, kernel: str, folder: str, seconds: float) -> KernelEnvironment:
        """Run a kernel, request its installed packages, and shut it down. In all cases, no process is left running.

        The kernel runs in a separate process, which gets no password or token of this process.

        Args:
            kernel: Name of the kernel spec.
            folder: Absolute path of the working folder: the packages are those that a notebook there would see.
            seconds: Timeout for the response.

        Raises:
            UnknownKernel: there is no such kernel spec.
            UnsupportedLanguage: kernels of its language are not supported.
            KernelFailed: it cannot be started, or its response is invalid.
            KernelDied: the kernel process has exited.
            KernelTimeout: it has not responded in time.
            Cancelled: on request of the current cancellation of the thread, within two seconds.
        """
