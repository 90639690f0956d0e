"""Execution of code in a kernel, by Jupyter's messages."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from typing import Any

from jupyter_openbis_server.adapters.kernels.deadline import Deadline
from jupyter_openbis_server.adapters.kernels.kernel_process import KernelProcess
from jupyter_openbis_server.domain.errors import KernelFailed

_POLL_SECONDS = 0.1
_RETRY_SECONDS = 1.0
_MAX_MESSAGE = 200


class KernelClient:
    """Sends requests to a kernel and reads its output. Every wait ends at the deadline or when the kernel dies."""

    def __init__(self, process: KernelProcess, deadline: Deadline) -> None:
        self._process = process
        self._client = process.client
        self._deadline = deadline

    def begin(self) -> None:
        """Wait until the kernel replies and its output channel is connected: earlier output is lost.

        Raises:
            KernelDied, KernelTimeout, Cancelled.
        """
        has_replied = is_heard = False
        next_time = time.monotonic()
        while not (has_replied and is_heard):
            self._check()
            if time.monotonic() >= next_time:
                self._client.kernel_info()
                next_time = time.monotonic() + _RETRY_SECONDS
            has_replied = has_replied or _poll(self._client.get_shell_msg) is not None
            is_heard = is_heard or _poll(self._client.get_iopub_msg) is not None

    def ask(self, code: str) -> str:
        """Execute code in the kernel and return its standard output.

        Raises:
            KernelFailed (KernelDied, KernelTimeout), Cancelled.
        """
        question = self._client.execute(code, store_history=False, allow_stdin=False)
        printed: list[str] = []
        while True:
            self._check()
            message = _poll(self._client.get_iopub_msg)
            if message is None or message["parent_header"].get("msg_id") != question:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream" and content["name"] == "stdout":
                printed.append(content["text"])
            elif kind == "error":
                raise KernelFailed(self._deadline.kernel, f"cannot say what is installed: {_message_of(content)}")
            elif kind == "status" and content["execution_state"] == "idle":
                return "".join(printed)

    def _check(self) -> None:
        self._deadline.check()
        self._process.ensure_alive()


def _poll(get: Callable[..., dict[str, Any]]) -> dict[str, Any] | None:
    try:
        return get(timeout=_POLL_SECONDS)
    except queue.Empty:
        return None


def _message_of(error: dict[str, Any]) -> str:
    text = f"{error.get('ename', '')}: {error.get('evalue', '')}"
    return " ".join(text.split()).strip(": ")[:_MAX_MESSAGE]
