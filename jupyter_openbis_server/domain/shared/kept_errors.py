"""Copies of errors without tracebacks, for errors that are stored.

An exception references its traceback, a traceback its frames, and frames their variables: the error of a failed
download keeps the list of all files in memory. An exception that is raised by a frame with a variable that references
it is also part of a reference cycle, so its memory is freed only by the garbage collector, which rarely looks for
cycles in a server with much in memory. Hence errors that outlive the failed work are copied before they are stored, and
again before they are raised.
"""

from __future__ import annotations

import traceback
from typing import TypeVar

from jupyter_openbis_server.domain.errors import OpenbisError

E = TypeVar("E", bound=OpenbisError)


def detached(error: E) -> E:
    """Return a copy of an error and of errors in it, without tracebacks. Only causes that are domain errors stay."""
    copy = type(error).__new__(type(error), *error.args)
    for name, value in vars(error).items():
        setattr(copy, name, _detached_value(value))
    if isinstance(error.__cause__, OpenbisError):
        copy.__cause__ = detached(error.__cause__)
    return copy


def forget_frames(error: BaseException | None) -> None:
    """Clear the variables of the finished frames of an exception and its causes: libraries leave cycles there."""
    waiting, seen = [error], set()
    while waiting:
        each = waiting.pop()
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            traceback.clear_frames(each.__traceback__)
            waiting += [each.__cause__, each.__context__]


def _detached_value(value: object) -> object:
    if isinstance(value, OpenbisError):
        return detached(value)
    if isinstance(value, tuple) and any(isinstance(each, OpenbisError) for each in value):
        return tuple(map(_detached_value, value))
    return value
