"""Kernels of a real Jupyter server, used as a notebook uses them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests
import websocket

from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter

TIMEOUT = 120


@dataclass
class Output:
    """Output of a cell: texts, and the traceback lines of an error."""

    text: str = ""
    error: list[str] = field(default_factory=list)


class Kernel:
    """A kernel of a Jupyter server."""

    def __init__(self, jupyter: Jupyter, name: str) -> None:
        self._jupyter = jupyter
        self._id = self._post("api/kernels", {"name": name})["id"]
        self._connect()

    def run(self, code: str) -> Output:
        """Run a cell, and return what it shows."""
        identifier = uuid.uuid4().hex
        self._send(identifier, "execute_request", {"code": code, "silent": False, "store_history": True})
        output = Output()
        for message in iter(self._receive, None):
            if message["parent_header"].get("msg_id") != identifier:
                continue
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "stream":
                output.text += content["text"]
            elif kind in ("execute_result", "display_data"):
                output.text += content["data"].get("text/plain", "")
            elif kind == "error":
                output.error = content["traceback"]
            elif kind == "status" and content["execution_state"] == "idle":
                break
        return output

    def restart(self) -> None:
        self._socket.close()
        self._post(f"api/kernels/{self._id}/restart")
        self._connect()

    def shut_down(self) -> None:
        self._socket.close()
        url = f"{self._jupyter.url}api/kernels/{self._id}"
        requests.delete(url, headers=self._headers(), timeout=TIMEOUT).raise_for_status()

    def _connect(self) -> None:
        url = f"{self._jupyter.url}api/kernels/{self._id}/channels".replace("http", "ws", 1)
        self._socket = websocket.create_connection(url, header=self._headers(), timeout=TIMEOUT)

    def _send(self, identifier: str, kind: str, content: dict[str, Any]) -> None:
        header = {"msg_id": identifier, "msg_type": kind, "session": "test", "username": "", "version": "5.3"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        self._socket.send(json.dumps(message))

    def _receive(self) -> dict[str, Any]:
        return json.loads(self._socket.recv())

    def _post(self, path: str, body: Any = None) -> Any:
        answer = requests.post(self._jupyter.url + path, json=body, headers=self._headers(), timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.json()

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"token {self._jupyter.token}"}


@contextmanager
def kernel(jupyter: Jupyter, name: str = "python3") -> Iterator[Kernel]:
    """Run a kernel within the block."""
    started = Kernel(jupyter, name)
    try:
        yield started
    finally:
        started.shut_down()


def ask(jupyter: Jupyter, verb: str, path: str, body: Any = None) -> Any:
    """Send a request of the panel with the token; return the JSON."""
    headers = {"Authorization": f"token {jupyter.token}"}
    answer = requests.request(verb, jupyter.url + path, json=body, headers=headers, timeout=TIMEOUT)
    assert answer.ok, answer.text
    return answer.json()
