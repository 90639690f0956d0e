"""The context of one run: use cases, connection, login, and output."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, Concatenate, NoReturn, ParamSpec, TypeVar

import click

from jupyter_openbis_server.domain.errors import MissingCredentials, NotLoggedIn, OpenbisError
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.entrypoints.cli.interruption import calling_on_signals
from jupyter_openbis_server.entrypoints.cli.logs import show_logs
from jupyter_openbis_server.entrypoints.cli.options.common_options import CommonOptions
from jupyter_openbis_server.entrypoints.cli.output.terminal import printable, write, write_json

if TYPE_CHECKING:  # they take as long to import as all other modules, and completion does not need them
    from marshmallow import Schema

    from jupyter_openbis_server.entrypoints.cli.output.json_progress import JsonProgress
    from jupyter_openbis_server.entrypoints.cli.output.progress import ShownProgress
    from jupyter_openbis_server.entrypoints.settings import LocalFiles
    from jupyter_openbis_server.entrypoints.use_cases import UseCases

P = ParamSpec("P")
T = TypeVar("T")
_log = logging.getLogger(__name__)


class CliContext(CommonOptions):
    """One run of `jupyter-openbis`.

    Attributes:
        logs_problems: Whether problems of the connection files are logged; not if they are the response.
        files: The files of this computer that may be used; None: all of them. Set before `use_cases` is used.
    """

    logs_problems = True
    files: LocalFiles | None = None
    _has_log = False

    @cached_property
    def use_cases(self) -> UseCases:
        """The use cases. Uploads may come from any folder of this computer."""
        with _no_garbage_collection():
            from jupyter_openbis_server.entrypoints.library.batch import bootstrap  # noqa: PLC0415
            from jupyter_openbis_server.entrypoints.library.local_paths import filesystem_root  # noqa: PLC0415

        requests_log = show_logs(
            logging.DEBUG if self.is_verbose else logging.ERROR if self.is_quiet else logging.WARNING
        )
        is_logged = self.is_verbose or self.log_file is not None
        use_cases = bootstrap(
            filesystem_root(),
            load=False,
            observer=requests_log if is_logged else None,
            max_rate=self.max_rate,
            read_only=self.is_read_only,
            files=self.files,
        )
        for problem in use_cases.connections.reload():
            if self.logs_problems:
                _log.warning("%s", problem)
        return use_cases

    @cached_property
    def connection_name(self) -> str:
        """The name of the connection to use. Raises UnknownConnection, AmbiguousConnection."""
        return self.use_cases.connections.find(self.connection).name

    @cached_property
    def prepared_connection(self) -> str:
        """The name of the connection, prepared for a login; with `--token-stdin`, its session is open already.

        Raises:
            UnknownConnection, AmbiguousConnection.
            NotLoggedIn, ConnectionFailed: the token is not accepted.
        """
        if self.token_from_stdin:
            self._log_in_with_token(self.connection_name)
        else:
            self._use_login_of_environment(self.connection_name)
            self.use_cases.connections.restore_login(self.connection_name)
        return self.connection_name

    def log_in(self, username: str | None, *, password_from_stdin: bool) -> None:
        """Log in with the user's input, or with the connection's credentials. Raises NotLoggedIn, ConnectionFailed."""
        name = self.connection_name
        if username is None and not (self.token_from_stdin or password_from_stdin):
            self._use_login_of_environment(name)
        known = self.use_cases.connections.get(name).connection
        if self.token_from_stdin:
            self._log_in_with_token(name)
        elif password_from_stdin:
            self.use_cases.connections.login(name, username, Secret(sys.stdin.readline().rstrip("\r\n")))
        elif username is None and self.use_cases.connections.sessions.from_panel(name):
            return
        elif known.credentials and username in (None, known.username):
            self.use_cases.connections.login(name)
        elif sys.stdin.isatty():
            self.ask_to_log_in(name, username)
        else:
            raise MissingCredentials(name)

    def run_logged_in(self, use_case: Callable[Concatenate[str, P], T], *arguments: P.args, **options: P.kwargs) -> T:
        """Return what a use case returns for the connection's name and the arguments.

        Prompt for user and password if they are missing; without a terminal, the error names what is missing.
        """
        name = self.prepared_connection
        try:
            return use_case(name, *arguments, **options)
        except NotLoggedIn:
            if self.token_from_stdin or not sys.stdin.isatty():
                raise
        self.ask_to_log_in(name)
        return use_case(name, *arguments, **options)

    def open_session(self) -> str:
        """Open a session, and return the connection's name: during a transfer there is no prompt for a password."""
        name = self.prepared_connection
        self.run_logged_in(self.use_cases.connections.sessions.session)
        return name

    def ask_to_log_in(self, name: str, username: str | None = None) -> None:
        """Prompt for user and password, and log in. Raises NotLoggedIn, ConnectionFailed."""
        known = self.use_cases.connections.get(name).connection.username
        user = username or click.prompt(f"User name for {printable(name)}", default=known or None, err=True)
        password = click.prompt("Password", hide_input=True, err=True)
        self.use_cases.connections.login(name, user, Secret(password))

    def log_in_with_password(self, *, password_from_stdin: bool) -> None:
        """Log in with a password that is entered now. Raises NotLoggedIn, ConnectionFailed."""
        name = self.connection_name
        self.use_cases.connections.restore_login(name)  # for the name of the user
        if password_from_stdin:
            self.use_cases.connections.login(name, None, Secret(sys.stdin.readline().rstrip("\r\n")))
        elif sys.stdin.isatty():
            self.ask_to_log_in(name)
        else:
            raise MissingCredentials(name)

    def open_log(self, command: str) -> None:
        """Open the log file, if there is one; once. Raises BadParameter."""
        if self.log_file and not self._has_log:
            from jupyter_openbis_server.entrypoints.cli.logs import log_to_file  # noqa: PLC0415 - not for --help

            self._has_log = True
            log_to_file(self.log_file, command)

    def close_sessions(self) -> None:
        """Close the sessions that this run has opened."""
        if "use_cases" not in vars(self):
            return
        for name in self.use_cases.connections.known.with_session():
            with suppress(OpenbisError):
                self.use_cases.connections.sessions.end_session(name)

    def echo_info(self, text: str) -> None:
        """Write a message to standard error, separate from the response."""
        if not self.is_quiet:
            write(text, err=True)

    def respond(self, schema: Schema, value: object, lines: Callable[[], Iterable[str]]) -> None:
        """Write the response: as JSON, or as lines of text. The schema describes one object; see `respond_rows`."""
        if self.as_json:
            self.respond_object(schema.dump(value))
        else:
            self.respond_lines(lines())

    def respond_rows(
        self, key: str, schema: Schema, rows: Iterable[object], lines: Callable[[], Iterable[str]] = list
    ) -> None:
        """Write a response of several rows: as JSON with the rows under a key, or as lines of text."""
        if self.as_json:
            self.respond_object({key: schema.dump(rows, many=True)})
        else:
            self.respond_lines(lines())

    def respond_object(self, value: Mapping[str, object]) -> None:
        """Write the response as JSON."""
        write_json(value)

    def respond_lines(self, lines: Iterable[str]) -> None:
        """Write the response as lines of text; nothing if there are none."""
        if shown := list(lines):
            write(shown)

    def exit(self, status: int) -> NoReturn:
        """End the run with an exit status."""
        click.get_current_context().exit(status)

    @contextmanager
    def transfer(
        self, what: str, signals: Iterable[int] = (signal.SIGINT,)
    ) -> Iterator[tuple[Cancellation, ShownProgress | JsonProgress]]:
        """Show the progress of a transfer that Ctrl-C stops cleanly; pressed again, it stops at once.

        Args:
            what: Shown before the progress.
            signals: Those that stop it, unless the caller ignores them, e.g. SIGHUP by nohup.
        """
        cancellation = Cancellation()
        with calling_on_signals(cancellation.cancel, signals), self._new_progress(what) as progress:
            yield cancellation, progress

    def _new_progress(self, what: str) -> ShownProgress | JsonProgress:
        if self.progress == "json":
            from jupyter_openbis_server.entrypoints.cli.output.json_progress import JsonProgress  # noqa: PLC0415

            return JsonProgress(what)
        from jupyter_openbis_server.entrypoints.cli.output.progress import ShownProgress  # noqa: PLC0415

        return ShownProgress(what, is_quiet=self.is_quiet or self.as_json or self.progress == "none")

    def _use_login_of_environment(self, name: str) -> None:
        """Use OPENBIS_USERNAME and OPENBIS_PASSWORD_FILE for the connection that OPENBIS_CONNECTION names, no other.

        With OPENBIS_URL they belong to that connection, which has them already: a password must not reach a server
        that it is not meant for. Another user's login is never used instead of theirs.

        Raises:
            NotLoggedIn: the password cannot be read.
        """
        from jupyter_openbis_server.adapters.environment.connections import (  # noqa: PLC0415 - as all adapters
            CONNECTION_VARIABLE,
            URL_VARIABLE,
        )
        from jupyter_openbis_server.adapters.environment.login import EnvironmentLogin  # noqa: PLC0415

        if os.environ.get(CONNECTION_VARIABLE, "").strip() != name or os.environ.get(URL_VARIABLE, "").strip():
            return
        named = EnvironmentLogin.read(os.environ)
        if named.refusal:
            raise NotLoggedIn(name, named.refusal)
        for problem in named.problems:
            _log.warning("%s", problem)
        if named.login:
            self.use_cases.connections.known.use_login(name, named.login)

    def _log_in_with_token(self, name: str) -> None:
        token = sys.stdin.readline().strip()
        if not token:
            raise MissingCredentials(name)
        self.use_cases.connections.login(name, token=Secret(token))


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Import create many objects and no garbage: the search for it would take a sixth of the start."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
