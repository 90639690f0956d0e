"""Questions to a kernel, by Jupyter's messages."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from typing import Any

from jupyter_openbis_server.adapters.kernels.patience import Patience
from jupyter_openbis_server.adapters.kernels.running import KernelProcess
from jupyter_openbis_server.domain.errors import KernelFailed

_GLANCE_SECONDS = 0.1
_REPEAT_SECONDS = 1.0
_LONGEST_WORDS = 200


class Conversation:
    """What is said to a kernel and heard from it. Every wait ends with the patience, and with the kernel."""

    def __init__(self, process: KernelProcess, patience: Patience) -> None:
        self._process = process
        self._client = process.client
        self._patience = patience

    def begin(self) -> None:
        """Wait until the kernel answers and its output is heard: what it says before is lost.

        Raises:
            KernelDied, KernelTooSlow, Cancelled.
        """
        has_replied = is_heard = False
        next_time = time.monotonic()
        while not (has_replied and is_heard):
            self._check()
            if time.monotonic() >= next_time:
                self._client.kernel_info()
                next_time = time.monotonic() + _REPEAT_SECONDS
            has_replied = has_replied or _glance(self._client.get_shell_msg) is not None
            is_heard = is_heard or _glance(self._client.get_iopub_msg) is not None

    def ask(self, code: str) -> str:
        """Let the kernel execute something and return what that has printed.

        Raises:
            KernelFailed (KernelDied, KernelTooSlow), Cancelled.
        """
        question = self._client.execute(code, store_history=False, allow_stdin=False)
        printed: list[str] = []
        while True:
            self._check()
            message = _glance(self._client.get_iopub_msg)
            if message is None or message["parent_header"].get("msg_id") != question:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream" and content["name"] == "stdout":
                printed.append(content["text"])
            elif kind == "error":
                raise KernelFailed(self._patience.kernel, f"cannot say what is installed: {_words_of(content)}")
            elif kind == "status" and content["execution_state"] == "idle":
                return "".join(printed)

    def _check(self) -> None:
        self._patience.check()
        self._process.must_live()


def _glance(get: Callable[..., dict[str, Any]]) -> dict[str, Any] | None:
    try:
        return get(timeout=_GLANCE_SECONDS)
    except queue.Empty:
        return None


def _words_of(error: dict[str, Any]) -> str:
    text = f"{error.get('ename', '')}: {error.get('evalue', '')}"
    return " ".join(text.split()).strip(": ")[:_LONGEST_WORDS]
