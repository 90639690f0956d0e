"""The process that reads one file: `python -m jupyter_openbis_server.adapters.previews <limits> <task>`.

It asks for the bytes of the file on standard output and gets them on standard input; see `frames`. It opens no file.
"""

from __future__ import annotations

import json
import os
import sys
from typing import IO, Any

from jupyter_openbis_server.adapters.previews import frames
from jupyter_openbis_server.adapters.previews.remote_file import RemoteBytes, TooMuchRead
from jupyter_openbis_server.adapters.shared.process_limits import limit_this_process
from jupyter_openbis_server.domain.previews.no_preview import NoPreview, Reason, ReasonCode

_MAX_RANGE = 8 << 20
_MISSING = {"image": ReasonCode.NO_IMAGE_LIBRARY, "hdf5": ReasonCode.NO_HDF5_LIBRARY}


def main(limits: dict[str, int], task: dict[str, Any]) -> None:
    """Run a task within the limits, and send its result."""
    requests, answers = os.fdopen(os.dup(1), "wb", buffering=0), os.fdopen(os.dup(0), "rb", buffering=0)
    with open(os.devnull, "r+") as nothing:  # noqa: PTH123 - no path of a user
        os.dup2(nothing.fileno(), 0)
        os.dup2(nothing.fileno(), 1)
    content = RemoteBytes(_Ranges(requests, answers).read, limits["size"], limits["bytes"])
    limit_this_process(limits["memory"], limits["seconds"])
    try:
        _run(task, content, requests)
    except NoPreview as problem:
        _send(requests, problem.reason)
    except MemoryError:
        _send(requests, Reason(ReasonCode.TOO_MUCH_MEMORY))
    except ImportError:
        _send(requests, Reason(_MISSING[task["kind"]]))
    except TooMuchRead:
        _send(requests, Reason(ReasonCode.TOO_MUCH_READ))
    except Exception:  # noqa: BLE001 - libraries raise anything for damaged files
        _send(requests, Reason(ReasonCode.TOO_MUCH_READ if content.is_exhausted else ReasonCode.DAMAGED))


def _send(requests: IO[bytes], reason: Reason) -> None:
    """Send the reason why there is no result."""
    values = {"code": reason.code, "parameters": dict(reason.parameters)}
    frames.send(requests, frames.PROBLEM, json.dumps(values).encode())


class _Ranges:
    """Byte ranges, requested from the server."""

    def __init__(self, requests: IO[bytes], answers: IO[bytes]) -> None:
        self._requests = requests
        self._answers = answers

    def read(self, start: int, end: int) -> bytes:
        """Return a byte range, requested in parts."""
        parts = []
        for first in range(start, end, _MAX_RANGE):
            last = min(first + _MAX_RANGE, end)
            frames.send(self._requests, frames.READ, frames.pack_range(first, last))
            parts.append(frames.receive(self._answers, _MAX_RANGE)[1])
        return b"".join(parts)


def _run(task: dict[str, Any], content: RemoteBytes, requests: IO[bytes]) -> None:
    if task["kind"] == "image":
        from jupyter_openbis_server.adapters.previews.pictures import render  # noqa: PLC0415 - optional libraries

        rendered = render(content, task["mediaType"], task["page"], task["side"])
        frames.send(requests, frames.PICTURE, rendered.content)
        values = {
            "width": rendered.width,
            "height": rendered.height,
            "pages": rendered.pages,
            "morePages": rendered.more_pages,
        }
    else:
        from jupyter_openbis_server.adapters.previews.hdf5 import read_item  # noqa: PLC0415 - as above

        values = read_item(content, task["item"], tuple(task["start"]))
    frames.send(requests, frames.RESULT, json.dumps(values).encode())


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), json.loads(sys.argv[2]))
