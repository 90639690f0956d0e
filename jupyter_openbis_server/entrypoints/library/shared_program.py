"""Programs that a process shares, with one session per connection and login.

`connect` and `openbis://` use the same program, so a notebook cell that runs again does not log in again, and fsspec's
instances for threads do not either. openBIS allows a user five sessions. Sessions are closed at the end of the process.
Explicit credentials have programs of their own, one for each connection and credentials.
"""

from __future__ import annotations

import logging
import math
import os
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import util

from jupyter_openbis_server.adapters.shared.ttl_cache import TtlCache
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.logins import ExplicitLogin
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.files.file_tree import FileTree
from jupyter_openbis_server.domain.instances.session import Credentials, Instance
from jupyter_openbis_server.domain.shared.interruptible import join
from jupyter_openbis_server.entrypoints.library.batch import bootstrap
from jupyter_openbis_server.entrypoints.library.entity_folders import EntityFolders
from jupyter_openbis_server.entrypoints.library.local_paths import filesystem_root

_log = logging.getLogger(__name__)
_FOLDER_VARIABLES = (
    "HOME",
    "JUPYTERHUB_DISABLE_USER_CONFIG",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_CONFIG_PATH",
    "JUPYTER_DATA_DIR",
    "JUPYTER_NO_CONFIG",
)
MAX_UNUSED_PROGRAMS = 4
"""Number of programs with explicit credentials that keep their sessions while no connection uses them."""
LOGOUT_SECONDS = 2.0
"""Maximum total seconds that the end of a process waits for all logouts."""


class SharedProgram:
    """A wired program. Thread-safe.

    Args:
        connection: With explicit credentials, the only connection; None for the connections of the connection
            files, the environment and the openBIS panel.
    """

    def __init__(self, connection: Connection | None = None) -> None:
        self._is_explicit = connection is not None
        self._problems: set[str] = set()
        self.use_cases = bootstrap(filesystem_root(), load=False)
        if connection:
            self.use_cases.connections.known.add(connection)
        self._reload()
        self._users: weakref.WeakSet[object] = weakref.WeakSet()
        self.folders = EntityFolders(self.use_cases, self.ensure)
        self._trees: TtlCache[tuple[str, str, str], FileTree] = TtlCache(math.inf)  # none of mutable files

    def find(self, name: str | None = None) -> Connection:
        """Return a connection that may log in. Connection files are read again to find new connections.

        Raises:
            UnknownConnection, AmbiguousConnection: see `FindConnection`.
        """
        self._reload()
        found = self.use_cases.connections.find(name)
        self.compare_with_panel(found.name)
        return self.use_cases.connections.restore_login(found.name)

    def compare_with_panel(self, name: str) -> None:
        """Drop a session of the panel that the panel no longer uses. Raises UnknownConnection."""
        self.use_cases.connections.sessions.compare_with_panel(name)

    def ensure(self, name: str) -> None:
        """Ensure that a connection is registered and may log in. Raises UnknownConnection.

        Repeated until the connection has a login: a later login in the panel or by `jupyter openbis login` is found.
        """
        if not self._is_explicit and not self.use_cases.connections.known.can_log_in(name):
            self.find(name)

    def connections(self) -> tuple[str, ...]:
        """Return the names of all connections, including those of the openBIS panel."""
        self._reload()
        self.use_cases.connections.add_from_panel()
        return tuple(view.connection.name for view in self.use_cases.connections.list())

    def tree(self, connection: str, perm_id: str, *, fresh: bool = False) -> FileTree:
        """Return the files of a data set. Unless they can change, they are requested once for all threads.

        Args:
            connection: The name of the connection.
            perm_id: The data set.
            fresh: Whether openBIS is asked even if the files are cached.

        Raises:
            OpenbisError: see `ListFiles`.
        """
        list_files = self.use_cases.files.list
        return self._trees.get(
            self._tree_key(connection, perm_id),
            lambda: list_files(connection, perm_id),
            fresh=fresh,
            keep=lambda tree: not tree.is_mutable,
        )

    def has_tree(self, connection: str, perm_id: str) -> bool:
        """Return whether the files of a data set are cached. Raises UnknownConnection."""
        return self._trees.peek(self._tree_key(connection, perm_id)) is not None

    def _tree_key(self, connection: str, perm_id: str) -> tuple[str, str, str]:
        self.ensure(connection)
        url = self.use_cases.connections.known.get(connection).instance.url  # a name may refer to another openBIS later
        return connection, url, perm_id

    def forget_trees(self) -> None:
        """Clear the caches of files, and of folders of entities."""
        self._trees = TtlCache(math.inf)
        self.folders.forget()

    def add_user(self, user: object) -> None:
        """Add a user of this program; it counts until it is removed or garbage collected."""
        self._users.add(user)

    def remove_user(self, user: object) -> None:
        """Remove a user of this program."""
        self._users.discard(user)

    @property
    def is_used(self) -> bool:
        """Whether any object uses this program."""
        return bool(self._users)

    def close(self) -> None:
        """Close the sessions that this program has opened. Sessions of the openBIS panel stay open."""
        _run_in_parallel(self.logouts())

    def _reload(self) -> None:
        """Read the connection files again. Each problem in them is logged once."""
        if self._is_explicit:
            return
        for problem in self.use_cases.connections.reload():
            if problem not in self._problems:
                self._problems.add(problem)
                _log.warning("%s", problem)

    def logouts(self) -> list[Callable[[], None]]:
        """Return a logout function for each session that this program has opened.

        Each releases the streams of the data store first: sessions of tokens outlive the logout and would keep them.
        """
        return [partial(self._end_session, name) for name in self.use_cases.connections.known.with_session()]

    def _end_session(self, name: str) -> None:
        self.use_cases.files.read.end_reading()
        with suppress(OpenbisError):  # openBIS ends the session by itself
            self.use_cases.connections.sessions.end_session(name)


def _run_in_parallel(logouts: Sequence[Callable[[], None]], seconds: float | None = None) -> None:
    """Run all logouts in parallel. Those that exceed the timeout continue in the background until the process ends.

    At the end of the interpreter, Python 3.12 and later start no threads; the logouts then run one after the other, and
    those that have not begun in time are skipped: openBIS ends such sessions by itself.

    Args:
        logouts: The logout functions.
        seconds: Timeout for all of them together; None for none.
    """
    end = math.inf if seconds is None else time.monotonic() + seconds
    started = []
    for logout in logouts:
        thread = threading.Thread(target=logout, daemon=True, name="openbis-logout")
        try:
            thread.start()
        except RuntimeError:
            if time.monotonic() < end:
                logout()
        else:
            started.append(thread)
    for thread in started:
        if seconds is None:
            join(thread)
        else:
            thread.join(max(0.0, end - time.monotonic()))


@dataclass(frozen=True)
class ProgramKey:
    """Identifies a program.

    Attributes:
        environment: Values of the environment variables that locate connection files and tokens.
        instance: With an explicit login, its instance.
        login: The explicit login.
        credentials: With a user name alone, the stored credentials that may be used.
    """

    environment: tuple[str | None, ...]
    instance: Instance | None = None
    login: ExplicitLogin | None = None
    credentials: Credentials | None = None

    @classmethod
    def of(cls, connection: Connection | None, login: ExplicitLogin | None) -> ProgramKey:
        """Return the key of the program for an explicit login; without one, that of the common program."""
        if connection is None or login is None:
            return cls(_environment())
        credentials = None if login.has_secret else connection.credentials
        return cls(_environment(), connection.instance, login, credentials)


class _Process:
    """The programs of this process."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Discard the state of the parent process after a fork, above all its network connections."""
        self._lock = threading.Lock()
        self._programs: dict[ProgramKey, SharedProgram] = {}
        self._at_exit: util.Finalize | None = None

    def program(self, connection: Connection | None = None, login: ExplicitLogin | None = None) -> SharedProgram:
        """Return a program; it is created on first use.

        Args:
            connection: With an explicit login, its connection.
            login: The explicit login.

        Raises:
            MissingCredentials: see `ExplicitLogin.applied_to`.
        """
        key = ProgramKey.of(connection, login)
        with self._lock:
            found = self._programs.pop(key, None) or SharedProgram(
                login.applied_to(connection) if connection and login else None
            )
            if self._at_exit is None:  # unlike atexit, it also runs in processes of multiprocessing
                self._at_exit = util.Finalize(None, self.log_out_all, exitpriority=0)
            self._programs[key] = found  # most recently used last
            superfluous = self._unused(key)
        for each in superfluous:
            each.close()
        return found

    def discard_if_unused(self, program: SharedProgram) -> None:
        """Discard a program whose login has failed, unless connections use it."""
        if program.is_used:
            return
        with self._lock:
            self._programs = {key: each for key, each in self._programs.items() if each is not program}
        program.close()

    def forget(self) -> None:
        """Log out. The next use creates new programs, which read the connections again."""
        with self._lock:
            forgotten, self._programs = self._programs, {}
        _run_in_parallel([logout for each in forgotten.values() for logout in each.logouts()])

    def log_out_all(self) -> None:
        """Log out at the end of the process, in all programs in parallel."""
        with self._lock:
            programs = list(self._programs.values())
        _run_in_parallel([logout for each in programs for logout in each.logouts()], LOGOUT_SECONDS)

    def _unused(self, wanted: ProgramKey) -> list[SharedProgram]:
        """Remove and return unused programs with explicit credentials beyond the limit, least recently used first."""
        unused = [key for key, each in self._programs.items() if key.login and key != wanted and not each.is_used]
        return [self._programs.pop(key) for key in unused[: max(0, len(unused) - MAX_UNUSED_PROGRAMS)]]


def _environment() -> tuple[str | None, ...]:
    """Return the environment variables that locate connection files and tokens."""
    return tuple(os.environ.get(each) for each in _FOLDER_VARIABLES)


_PROCESS = _Process()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_PROCESS.reset)

shared_program: Callable[..., SharedProgram] = _PROCESS.program
discard_if_unused = _PROCESS.discard_if_unused
forget_programs = _PROCESS.forget
