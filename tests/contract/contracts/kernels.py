"""The contract of the port `Kernels`."""

import json
import threading
from collections.abc import Callable

import pytest

from jupyter_openbis_server.domain.errors import (
    Cancelled,
    KernelDied,
    KernelFailed,
    KernelNotSpecified,
    KernelTimeout,
    NotANotebook,
    UnknownKernel,
    UnsupportedLanguage,
)
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import Language
from jupyter_openbis_server.domain.notebooks.environments.ports import Kernels
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from tests.support.waiting import at_once


def notebook(**metadata: object) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": []}).encode()


class KernelsContract:
    """Fixtures.

    - `kernels`, with the names `python`, `dying` (ends by itself), `silent` (never responds), `missing`
      (its program is not installed) and `julia` (for Julia);
    - `folder`, where they run;
    - `left_behind`: the processes in the folder that are still running.
    """

    def test_kernel_is_read_from_the_notebook(self, kernels: Kernels) -> None:
        content = notebook(kernelspec={"name": "my kernel", "display_name": "Own", "language": "python"})
        assert kernels.named_in("a.ipynb", content) == "my kernel"

    @pytest.mark.parametrize("metadata", [{}, {"kernelspec": {}}, {"kernelspec": {"name": ""}}])
    def test_notebook_without_a_kernel_is_an_error(self, kernels: Kernels, metadata: dict[str, object]) -> None:
        with pytest.raises(KernelNotSpecified, match=r"a\.ipynb names no kernel"):
            kernels.named_in("a.ipynb", notebook(**metadata))

    @pytest.mark.parametrize(
        "content", [b"", b"print(1)", b"\xff\xfe", b"[]", b"3", b"null", b"{}", b'{"nbformat": 4}']
    )
    def test_file_that_is_no_notebook_is_an_error(self, kernels: Kernels, content: bytes) -> None:
        with pytest.raises(NotANotebook, match=r"a\.ipynb is not a notebook"):
            kernels.named_in("a.ipynb", content)

    def test_kernel_returns_its_installed_packages(
        self, kernels: Kernels, folder: str, left_behind: Callable[[], list[str]]
    ) -> None:
        environment = kernels.environment("python", folder, 60)
        assert (environment.kernel, environment.language) == ("python", Language.PYTHON)
        assert environment.version.startswith("3.")
        names = [each.name.lower() for each in environment.packages]
        assert "ipykernel" in names
        assert len(set(names)) == len(names)
        assert left_behind() == []

    def test_error_for_an_unknown_kernel_lists_the_known_ones(self, kernels: Kernels, folder: str) -> None:
        with pytest.raises(UnknownKernel, match=r"'../nowhere' is not installed here; .*\bdying\b.*\bpython\b"):
            kernels.environment("../nowhere", folder, 60)

    def test_error_for_an_unsupported_language_lists_the_supported_ones(self, kernels: Kernels, folder: str) -> None:
        with pytest.raises(UnsupportedLanguage, match="'julia' is one for julia; those for python, R can be asked"):
            kernels.environment("julia", folder, 60)

    def test_missing_kernel_cannot_be_started(self, kernels: Kernels, folder: str) -> None:
        with pytest.raises(KernelFailed, match="'missing' cannot be started"):
            kernels.environment("missing", folder, 60)

    def test_dying_kernel_is_not_waited_for(
        self, kernels: Kernels, folder: str, left_behind: Callable[[], list[str]]
    ) -> None:
        with pytest.raises(KernelDied, match="'dying' has exited unexpectedly"):
            kernels.environment("dying", folder, 600)
        assert left_behind() == []

    def test_silent_kernel_times_out(self, kernels: Kernels, folder: str, left_behind: Callable[[], list[str]]) -> None:
        with pytest.raises(KernelTimeout, match=r"within 0\.5 seconds"):
            kernels.environment("silent", folder, 0.5)
        assert left_behind() == []

    def test_waiting_can_be_cancelled(
        self, kernels: Kernels, folder: str, left_behind: Callable[[], list[str]]
    ) -> None:
        cancellation = Cancellation()
        threading.Timer(0.3, cancellation.cancel).start()
        with at_once(), cancellation.as_current(), pytest.raises(Cancelled):
            kernels.environment("silent", folder, 600)
        assert left_behind() == []

    def test_cancelled_request_starts_no_kernel(self, kernels: Kernels, folder: str) -> None:
        cancellation = Cancellation()
        cancellation.cancel()
        with cancellation.as_current(), pytest.raises(Cancelled):
            kernels.environment("python", folder, 600)
