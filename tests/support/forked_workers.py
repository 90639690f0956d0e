"""Worker processes that are forks of one that has imported the library; a spawned one needs a second of CPU time.

The forking process starts with the first of them, has a single thread, and ends with the process of the tests.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, ForkServerProcess

import dask
from distributed.utils import get_mp_context

_PRELOADED = [
    "distributed",
    "pandas",
    "pytest",  # modules of tests import it; tasks are functions of them
    "jupyter_openbis_server.adapters.openbis.api.patched_pybis",
    "jupyter_openbis_server.entrypoints.cluster",
    "jupyter_openbis_server.entrypoints.fsspec",
    "jupyter_openbis_server.entrypoints.library.library",
]


class _Process(ForkServerProcess):
    """Has the environment variables that its starter has now, as a spawned process would."""

    def start(self) -> None:
        self._environ = dict(os.environ)
        super().start()

    def run(self) -> None:
        os.environ.clear()
        os.environ.update(self._environ)
        super().run()


class _Context(ForkServerContext):
    Process = _Process


def forked_workers() -> ForkServerContext:
    """Return the context for a pool of processes."""
    multiprocessing.set_forkserver_preload(_PRELOADED)
    return _Context()


@contextmanager
def forked_dask_workers() -> Iterator[None]:
    """Let clusters start such workers within the block, with the environment variables of the forking process."""
    with dask.config.set({"distributed.worker.multiprocessing-method": "forkserver"}):
        get_mp_context()  # its own modules would replace those below
        multiprocessing.set_forkserver_preload(_PRELOADED)
        yield
