"""Python kernels that start in a twentieth of the time: forks of a process that has imported ipykernel and the library.

A kernel needs most of a second of CPU time for its imports, and each page of JupyterLab starts one. `forked_kernels`
replaces the kernel spec `python3`: its command is this file as a program, which has the forking process make the kernel
and then stands in for it, so that Jupyter can wait for its end and send it signals.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a kernel's program would need longer to import it than to run
    from pathlib import Path

_ROOT = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - see above
_MAX_BYTES = 1 << 20
"""Size of an order, which mainly holds the environment."""
_FORWARDED = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def forked_kernels(folder: Path, environ: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Fork kernels within the block; return environment variables for a Jupyter server that uses them.

    Args:
        folder: An empty folder. Its path must be short, since it holds a socket.
        environ: The server's own environment variables, with which the forking process imports modules.
    """
    from tests.kernels import install  # noqa: PLC0415 - see above

    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        address = str(folder / "kernels.socket")
        command = [sys.executable, "-I", "-S", __file__, address, "{connection_file}"]
        install(folder, "python3", command, display_name="Python 3 (ipykernel)")
        listening.bind(address)
        listening.listen()
        forking = subprocess.Popen(
            [sys.executable, "-m", "tests.forked_kernel", str(listening.fileno())],
            cwd=_ROOT,
            pass_fds=[listening.fileno()],
            env={**os.environ, **environ, "OPENBLAS_NUM_THREADS": "1"},  # threads do not survive a fork
            start_new_session=True,
        )
    try:
        yield {**environ, "JUPYTER_PATH": str(folder)}  # before the virtual environment, which has the usual kernel
    finally:
        forking.terminate()  # its kernels notice that and end
        forking.wait()


def _serve(listening: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Fork for each order; return in the child, with its order and its standard streams."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the status of kernels is not used
    forking = str(os.getpid())
    while True:
        asking, _ = listening.accept()
        content, streams, _, _ = socket.recv_fds(asking, _MAX_BYTES, 3)
        if os.fork():
            for each in streams:
                os.close(each)
            asking.close()
            continue
        listening.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        asking.send(str(os.getpid()).encode())
        asking.close()
        return {**json.loads(content), "parent": forking}, streams


def _become(order: Mapping[str, Any], streams: list[int]) -> None:
    """Apply the standard streams, the environment, the folder and the arguments of a kernel."""
    for number, descriptor in enumerate(streams):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    # A kernel ends after its parent process, which usually is the Jupyter server.
    parent = f"--IPKernelApp.parent_handle={order['parent']}"
    sys.argv = ["ipykernel_launcher", "-f", order["connection_file"], parent]
    del sys.path[0]  # the folder of the tests; ipykernel puts its own there


def _ask(address: str, connection_file: str) -> int:
    """Have a kernel forked with the environment, folder and streams of this process; return its process ID."""
    order = {"environment": dict(os.environ), "folder": os.getcwd(), "connection_file": connection_file}  # noqa: PTH109
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
        asking.connect(address)
        socket.send_fds(asking, [json.dumps(order).encode()], [0, 1, 2])
        return int(asking.recv(100))


def _stand_in(kernel: int) -> None:
    """Forward signals to a kernel until it ends."""

    def forward(number: int, _frame: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(kernel, number)

    try:
        ending = os.pidfd_open(kernel)
    except ProcessLookupError:
        return
    for each in _FORWARDED:
        signal.signal(each, forward)
    select.select([ending], [], [])


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _stand_in(_ask(*sys.argv[1:]))
    else:
        # Modules that a kernel and the code that the panel inserts import.
        import ipykernel.ipkernel  # noqa: F401
        import pandas as pd  # noqa: F401
        from ipykernel.kernelapp import IPKernelApp

        import jupyter_openbis_server.adapters.openbis.api.patched_pybis
        import jupyter_openbis_server.entrypoints.bootstrap  # noqa: F401

        _become(*_serve(socket.socket(fileno=int(sys.argv[1]))))
        IPKernelApp.launch_instance()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)  # the shutdown of an interpreter with that many modules takes a second of CPU time
