"""The worker's side of the protocol in `contenders/workers.py`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

Order = Mapping[str, Any]


def work(prepare: Callable[[Order], Callable[[], object]]) -> None:
    """Read an order, prepare, and run it on command.

    Args:
        prepare: Logs in and returns what is to be timed.
    """
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # output of programs is no protocol message
    transfer = prepare(json.loads(sys.stdin.readline()))
    print("ready", file=answers)
    sys.stdin.readline()
    transfer()
    print("done", file=answers)
    sys.stdin.readline()  # keep running until the last figures are read
