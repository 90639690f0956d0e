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

from dependency_injector import providers

from jupyter_openbis_server.adapters.remembered import Remembered
from jupyter_openbis_server.domain.errors import OpenbisError, UnknownConnection
from jupyter_openbis_server.domain.model import Connection, Credentials, ExplicitLogin, FileTree, Instance
from jupyter_openbis_server.entrypoints.batch import anywhere, program
from jupyter_openbis_server.entrypoints.container import Container

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
"""How long the end of a process waits for openBIS, for all sessions together."""


class SharedProgram:
    """A wired program. Safe for use from several threads.

    Args:
        connection: With explicit credentials, the only connection; None for those of the connection files, the
            environment and the openBIS panel.
    """

    def __init__(self, connection: Connection | None = None) -> None:
        self._is_explicit = connection is not None
        self._problems: set[str] = set()
        self.container = program(anywhere(), load=False)
        if connection:
            self.container.connections().add(connection)
        self._reload()
        _make_singletons(self.container)
        self._users: weakref.WeakSet[object] = weakref.WeakSet()
        self._trees: Remembered[tuple[str, str, str], FileTree] = Remembered(math.inf)  # data sets never change

    def find(self, name: str | None = None) -> Connection:
        """Return a connection that may log in: connection files are read again, so that new ones are found.

        Raises:
            UnknownConnection, AmbiguousConnection: see `FindConnection`.
        """
        self._reload()
        found = self.container.find_connection()(name)
        self.compare_with_panel(found.name)
        return self.container.recall_login()(found.name)

    def compare_with_panel(self, name: str) -> None:
        """Give up a session of the panel that it does not use any more. Raises UnknownConnection."""
        self.container.keeper().compare_with_panel(name)

    def ensure(self, name: str) -> None:
        """Make sure that a connection is registered and may log in. Raises UnknownConnection.

        Done until it has a login: one that is made later, in the panel or by `jupyter openbis login`, is found, too.
        """
        if not self._is_explicit and not self._has_login(name):
            self.find(name)

    def connections(self) -> tuple[str, ...]:
        """Return the names of all connections, those of the openBIS panel included."""
        self._reload()
        self.container.add_panel_connections()()
        return tuple(view.connection.name for view in self.container.list_connections()())

    def tree(self, connection: str, perm_id: str, *, fresh: bool = False) -> FileTree:
        """Return the files of a data set. They are asked for once, however many threads want them.

        Args:
            connection: The name of the connection.
            perm_id: The data set.
            fresh: Whether openBIS is asked anyway.

        Raises:
            OpenbisError: see `ListFiles`.
        """
        self.ensure(connection)
        list_files = self.container.list_files()
        url = self.container.connections().get(connection).instance.url  # a name may lead to another openBIS later
        return self._trees.get((connection, url, perm_id), lambda: list_files(connection, perm_id), fresh=fresh)

    def forget_trees(self) -> None:
        """Clear the cache of listings."""
        self._trees = Remembered(math.inf)

    def add_user(self, user: object) -> None:
        """Note who uses this program; an object counts until it is removed or garbage collected."""
        self._users.add(user)

    def remove_user(self, user: object) -> None:
        """Note that an object has stopped using this program."""
        self._users.discard(user)

    @property
    def is_used(self) -> bool:
        """Whether any object uses this program."""
        return bool(self._users)

    def close(self) -> None:
        """Log out where this program has logged in. Sessions of the openBIS panel stay."""
        _all_at_a_time(self.logouts())

    def _has_login(self, name: str) -> bool:
        try:
            known = self.container.connections().get(name)
        except UnknownConnection:
            return False
        return known.session is not None or (known.credentials is not None and known.may_log_in)

    def _reload(self) -> None:
        """Read the connection files again. What cannot be used there is logged once."""
        if self._is_explicit:
            return
        for problem in self.container.reload_connections()():
            if problem not in self._problems:
                self._problems.add(problem)
                _log.warning("%s", problem)

    def logouts(self) -> list[Callable[[], None]]:
        """Return what logs out where this program has logged in, one function for each session."""
        connections = self.container.connections().all()
        return [partial(self._leave_one, each.name) for each in connections if each.session]

    def _leave_one(self, name: str) -> None:
        with suppress(OpenbisError):  # the session ends by itself
            self.container.leave_openbis()(name)


def _all_at_a_time(logouts: Sequence[Callable[[], None]], seconds: float | None = None) -> None:
    """Log out everywhere at a time. What takes longer goes on behind our back, as long as the process lasts.

    At the end of the interpreter, Python 3.12 and later start no threads; then one logout follows the other, and those
    that have not begun in time are left out: openBIS ends such sessions by itself.

    Args:
        logouts: What logs out.
        seconds: How long all of them together are waited for; None for as long as it takes.
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
        thread.join(None if seconds is None else max(0.0, end - time.monotonic()))


@dataclass(frozen=True)
class ProgramKey:
    """Identifies a program.

    Attributes:
        surroundings: The variables that say where connection files and tokens are.
        instance: With an explicit login, where it goes.
        login: The explicit login.
        credentials: With a user name alone, the remembered credentials that may be used.
    """

    surroundings: tuple[str | None, ...]
    instance: Instance | None = None
    login: ExplicitLogin | None = None
    credentials: Credentials | None = None

    @classmethod
    def of(cls, connection: Connection | None, login: ExplicitLogin | None) -> ProgramKey:
        """Return the key of the program for an explicit login, or of the one for all else."""
        if connection is None or login is None:
            return cls(_surroundings())
        credentials = None if login.has_secret else connection.credentials
        return cls(_surroundings(), connection.instance, login, credentials)


class _Process:
    """The programs of this process."""

    def __init__(self) -> None:
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget what belongs to the process that this one was forked from; its network connections above all."""
        self._lock = threading.Lock()
        self._programs: dict[ProgramKey, SharedProgram] = {}
        self._at_exit: util.Finalize | None = None

    def program(self, connection: Connection | None = None, login: ExplicitLogin | None = None) -> SharedProgram:
        """Return a program; it is created on first use.

        Args:
            connection: With an explicit login, the connection that it is for.
            login: The explicit login.

        Raises:
            MissingCredentials: see `ExplicitLogin.applied_to`.
        """
        key = ProgramKey.of(connection, login)
        with self._lock:
            found = self._programs.pop(key, None) or SharedProgram(
                login.applied_to(connection) if connection and login else None
            )
            if self._at_exit is None:  # unlike atexit, also for processes that multiprocessing has started
                self._at_exit = util.Finalize(None, self.leave_all, exitpriority=0)
            self._programs[key] = found  # the one that was used last is the last
            superfluous = self._unused(key)
        for each in superfluous:
            each.close()
        return found

    def discard_if_unused(self, program: SharedProgram) -> None:
        """Forget a program whose login has failed, unless connections use it."""
        if program.is_used:
            return
        with self._lock:
            self._programs = {key: each for key, each in self._programs.items() if each is not program}
        program.close()

    def forget(self) -> None:
        """Log out. The next use creates new programs, which read the connections again."""
        with self._lock:
            forgotten, self._programs = self._programs, {}
        _all_at_a_time([logout for each in forgotten.values() for logout in each.logouts()])

    def leave_all(self) -> None:
        """Log out at the end of the process, in all programs at a time."""
        with self._lock:
            programs = list(self._programs.values())
        _all_at_a_time([logout for each in programs for logout in each.logouts()], LOGOUT_SECONDS)

    def _unused(self, wanted: ProgramKey) -> list[SharedProgram]:
        """Remove and return unused programs with explicit credentials beyond the limit, least recently used first."""
        unused = [key for key, each in self._programs.items() if key.login and key != wanted and not each.is_used]
        return [self._programs.pop(key) for key in unused[: max(0, len(unused) - MAX_UNUSED_PROGRAMS)]]


def _surroundings() -> tuple[str | None, ...]:
    """Return the variables that decide where connection files and tokens are."""
    return tuple(os.environ.get(each) for each in _FOLDER_VARIABLES)


def _make_singletons(container: Container) -> None:
    """Create the singletons in one thread: `providers.Singleton` is not thread-safe."""
    for provider in container.providers.values():
        if isinstance(provider, providers.Singleton):
            provider()


_PROCESS = _Process()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_PROCESS.begin_anew)

shared_program: Callable[..., SharedProgram] = _PROCESS.program
discard_if_unused = _PROCESS.discard_if_unused
forget_programs = _PROCESS.forget
