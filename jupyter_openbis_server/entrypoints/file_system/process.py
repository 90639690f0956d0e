"""What all file systems of a process share: the program, and the listings it has seen.

fsspec makes an instance for each thread, and dask sends instances to other processes. openBIS allows a user five
sessions; so there is one session for each connection and process, whoever reads.
"""

from __future__ import annotations

import math
import os
import threading
from contextlib import suppress
from multiprocessing import util

from jupyter_openbis_server.adapters.remembered import Remembered
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model import FileTree
from jupyter_openbis_server.entrypoints.batch import anywhere, program


class SharedProgram:
    """The wired program, made from the connection files and the environment. Safe for use from several threads."""

    def __init__(self) -> None:
        container = program(anywhere())
        # Made here, by one thread: the container's singletons would not mind being made twice.
        self.list_connections = container.list_connections()
        self.get_connection = container.get_connection()
        self.read_file = container.read_file()
        self.copy_file = container.copy_file()
        self._list_files = container.list_files()
        self._leave_openbis = container.leave_openbis()
        for view in self.list_connections():
            container.recall_login()(view.connection.name)
        self._trees: Remembered[tuple[str, str], FileTree] = Remembered(math.inf)  # data sets never change
        # Unlike atexit, this also happens at the end of processes that multiprocessing has started.
        self._at_exit = util.Finalize(None, self._leave, exitpriority=0)

    def tree(self, connection: str, perm_id: str, *, fresh: bool = False) -> FileTree:
        """Return the files of a data set. They are asked for once, however many threads want them.

        Args:
            connection: The name of the connection.
            perm_id: The data set.
            fresh: Whether openBIS is asked anyway.

        Raises:
            OpenbisError: see `ListFiles`.
        """
        return self._trees.get((connection, perm_id), lambda: self._list_files(connection, perm_id), fresh=fresh)

    def forget_trees(self) -> None:
        """Ask openBIS for all listings anew from now on."""
        self._trees = Remembered(math.inf)

    def close(self) -> None:
        """Log out where this program has logged in."""
        self._at_exit()

    def _leave(self) -> None:
        for view in self.list_connections():
            with suppress(OpenbisError):  # the session ends by itself
                self._leave_openbis(view.connection.name)


class _Process:
    """Has the program of this process."""

    def __init__(self) -> None:
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget what belongs to the process that this one was forked from; its network connections above all."""
        self._lock = threading.Lock()
        self._program: SharedProgram | None = None

    def program(self) -> SharedProgram:
        """Return the program; it is wired when it is wanted for the first time."""
        with self._lock:
            if self._program is None:
                self._program = SharedProgram()
            return self._program

    def forget(self) -> None:
        """Log out, and read the connections anew when the program is wanted again."""
        with self._lock:
            forgotten, self._program = self._program, None
        if forgotten:
            forgotten.close()


_PROCESS = _Process()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_PROCESS.begin_anew)

shared_program = _PROCESS.program
forget_program = _PROCESS.forget
