"""The worker's half of the conversation that `workers.py` describes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

Order = Mapping[str, Any]


def work(prepare: Callable[[Order], Callable[[], object]]) -> None:
    """Read an order, get ready, and do it when told to.

    Args:
        prepare: Logs in and returns what is to be timed.
    """
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what programs print is no answer
    transfer = prepare(json.loads(sys.stdin.readline()))
    print("ready", file=answers)
    sys.stdin.readline()
    transfer()
    print("done", file=answers)
    sys.stdin.readline()  # stay until the last figures are read
