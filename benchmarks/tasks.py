"""Tasks of contenders, and their outcomes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.cases import Content
from benchmarks.measuring import Consumption, StatusLatency
from benchmarks.servers import World

DOWNLOAD, REPEAT, UPLOAD = "download", "repeat", "upload"
"""A download into an empty folder, the same again into the full one, and an upload, as a new data set or to a
sample."""


class TaskTimeout(Exception):
    """A contender did not end within the limit, and was terminated."""


class ContenderFailed(Exception):
    """A contender did not complete its task; the text is its error message."""


@dataclass(frozen=True)
class Task:
    """One transfer.

    Attributes:
        kind: `download`, `repeat` or `upload`.
        content: The files.
        perm_id: The data set with these files, or the sample that has them in the file server.
        target: Where downloads go; each data set or sample gets a folder called by its permId.
        source: The folder with the files to upload, below the world's `root`.
        limit: Seconds after which a contender is terminated.
    """

    kind: str
    content: Content
    perm_id: str
    target: Path
    source: Path
    limit: float


@dataclass(frozen=True)
class Outcome:
    """The measurements of a task.

    Attributes:
        seconds: From the request until the answer, or until the command ended.
        consumption: Of its process.
        status: How long `GET /api/status` took meanwhile, if the contender is a Jupyter server.
        uploaded: Where uploaded files are; None if they are in a new data set or with the sample.
    """

    seconds: float
    consumption: Consumption
    status: StatusLatency | None = None
    uploaded: Path | None = None


Transfer = Callable[[], Outcome]
"""Does a task and measures it. Raises TaskTimeout, ContenderFailed."""


class Runner(Protocol):
    """A contender that is ready to run tasks."""

    def prepared(self, task: Task) -> AbstractContextManager[Transfer]:
        """Do what is not timed, such as logging in. Raises ContenderFailed."""


@dataclass(frozen=True)
class Contender:
    """A program that moves files.

    Attributes:
        name: How it is called on the command line and in results.
        title: How it is called in tables.
        ways: What it can do, as pairs of transport and kind of task.
        running: Makes it ready, once for each world.
    """

    name: str
    title: str
    ways: frozenset[tuple[str, str]]
    running: Callable[[World], AbstractContextManager[Runner]]
