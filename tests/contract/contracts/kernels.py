"""The contract of the port `Kernels`."""

import json
import threading
import time
from collections.abc import Callable

import pytest

from jupyter_openbis_server.domain.errors import (
    Cancelled,
    KernelDied,
    KernelFailed,
    KernelTooSlow,
    NoKernelNamed,
    NotANotebook,
    UnknownKernel,
    UnsupportedLanguage,
)
from jupyter_openbis_server.domain.model import Cancellation, Language
from jupyter_openbis_server.domain.ports import Kernels


def notebook(**metadata: object) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": []}).encode()


class KernelsContract:
    """Fixtures.

    - `kernels`, among which are those called `python`, `dying` (ends by itself), `silent` (never answers), `missing`
      (its program is not there) and `julia` (for Julia);
    - `folder`, where they run;
    - `left_behind`: what is still there of the processes that ran in the folder.
    """

    def test_a_notebook_names_its_kernel(self, kernels: Kernels) -> None:
        content = notebook(kernelspec={"name": "my kernel", "display_name": "Mine", "language": "python"})
        assert kernels.named_in("a.ipynb", content) == "my kernel"

    @pytest.mark.parametrize("metadata", [{}, {"kernelspec": {}}, {"kernelspec": {"name": ""}}])
    def test_a_notebook_that_names_none_is_said_so(self, kernels: Kernels, metadata: dict[str, object]) -> None:
        with pytest.raises(NoKernelNamed, match=r"a\.ipynb names no kernel"):
            kernels.named_in("a.ipynb", notebook(**metadata))

    @pytest.mark.parametrize(
        "content", [b"", b"print(1)", b"\xff\xfe", b"[]", b"3", b"null", b"{}", b'{"nbformat": 4}']
    )
    def test_what_is_no_notebook_is_said_so(self, kernels: Kernels, content: bytes) -> None:
        with pytest.raises(NotANotebook, match=r"a\.ipynb is not a notebook"):
            kernels.named_in("a.ipynb", content)

    def test_a_kernel_tells_what_it_has_installed(
        self, kernels: Kernels, folder: str, left_behind: Callable[[], list[str]]
    ) -> None:
        environment = kernels.environment("python", folder, 60)
        assert (environment.kernel, environment.language) == ("python", Language.PYTHON)
        assert environment.version.startswith("3.")
        names = [each.name.lower() for each in environment.packages]
        assert "ipykernel" in names
        assert len(set(names)) == len(names)
        assert left_behind() == []

    def test_for_an_unknown_kernel_the_known_ones_are_told(self, kernels: Kernels, folder: str) -> None:
        with pytest.raises(UnknownKernel, match=r"'../nowhere' is not installed here; .*\bdying\b.*\bpython\b"):
            kernels.environment("../nowhere", folder, 60)

    def test_a_language_that_nobody_can_ask_is_told_with_those_that_can(self, kernels: Kernels, folder: str) -> None:
        with pytest.raises(UnsupportedLanguage, match="'julia' is one for julia; those for python, R can be asked"):
            kernels.environment("julia", folder, 60)

    def test_a_kernel_that_is_not_there_cannot_be_started(self, kernels: Kernels, folder: str) -> None:
        with pytest.raises(KernelFailed, match="'missing' cannot be started"):
            kernels.environment("missing", folder, 60)

    def test_a_kernel_that_dies_is_not_waited_for(
        self, kernels: Kernels, folder: str, left_behind: Callable[[], list[str]]
    ) -> None:
        with pytest.raises(KernelDied, match="'dying' has ended by itself"):
            kernels.environment("dying", folder, 600)
        assert left_behind() == []

    def test_a_kernel_that_does_not_answer_is_given_up(
        self, kernels: Kernels, folder: str, left_behind: Callable[[], list[str]]
    ) -> None:
        with pytest.raises(KernelTooSlow, match=r"within 0\.5 seconds"):
            kernels.environment("silent", folder, 0.5)
        assert left_behind() == []

    def test_waiting_can_be_cancelled(
        self, kernels: Kernels, folder: str, left_behind: Callable[[], list[str]]
    ) -> None:
        cancellation = Cancellation()
        cancelled_at: list[float] = []

        def cancel() -> None:
            cancelled_at.append(time.monotonic())
            cancellation.cancel()

        threading.Timer(0.3, cancel).start()
        with cancellation.governs(), pytest.raises(Cancelled):
            kernels.environment("silent", folder, 600)
        assert time.monotonic() - cancelled_at[0] < 2
        assert left_behind() == []

    def test_what_is_cancelled_already_is_not_begun(self, kernels: Kernels, folder: str) -> None:
        cancellation = Cancellation()
        cancellation.cancel()
        with cancellation.governs(), pytest.raises(Cancelled):
            kernels.environment("python", folder, 600)
