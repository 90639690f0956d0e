"""What all commands share: the wired program, which connection is meant, who logs in, and how answers are printed."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from types import FrameType
from typing import Any, TypeVar

import click
from marshmallow import Schema

from jupyter_openbis_server.domain.errors import MissingCredentials, NotLoggedIn, OpenbisError
from jupyter_openbis_server.domain.model import Cancellation, Secret
from jupyter_openbis_server.entrypoints.batch import anywhere, program
from jupyter_openbis_server.entrypoints.cli.progress import ShownProgress
from jupyter_openbis_server.entrypoints.container import Container

T = TypeVar("T")


class Program:
    """One run of `jupyter-openbis`."""

    def __init__(self, connection: str | None, *, token_from_stdin: bool, as_json: bool, is_quiet: bool) -> None:
        self.as_json = as_json
        self._connection = connection
        self._token_from_stdin = token_from_stdin
        self._is_quiet = is_quiet

    @cached_property
    def container(self) -> Container:
        """The use cases. Uploads come from anywhere on this computer."""
        return program(anywhere())

    @cached_property
    def chosen(self) -> str:
        """The name of the connection that is meant. Raises UnknownConnection, AmbiguousConnection."""
        return self.container.find_connection()(self._connection).name

    @cached_property
    def connection(self) -> str:
        """The same, when all is done for it to log in: with `--token-stdin`, its session is open already.

        Raises:
            UnknownConnection, AmbiguousConnection.
            NotLoggedIn, ConnectionFailed: the token is not accepted.
        """
        if self._token_from_stdin:
            self._log_in_with_token(self.chosen)
        else:
            self.container.recall_login()(self.chosen)
        return self.chosen

    def log_in(self, username: str | None, *, password_from_stdin: bool) -> None:
        """Log in with what the user says, else with what the connection has. Raises NotLoggedIn, ConnectionFailed."""
        name = self.chosen
        known = self.container.get_connection()(name).connection
        if self._token_from_stdin:
            self._log_in_with_token(name)
        elif password_from_stdin:
            self.container.login()(name, username, Secret(sys.stdin.readline().rstrip("\r\n")))
        elif username is None and self.container.get_panel_session()(name):
            return
        elif known.credentials and username in (None, known.username):
            self.container.login()(name)
        elif sys.stdin.isatty():
            self.ask_to_log_in(name, username)
        else:
            raise MissingCredentials(name)

    def logged_in(self, action: Callable[[str], T]) -> T:
        """Return what an action makes of the connection's name. Asks for user and password if they are missing.

        Nobody is asked where there is no terminal: then the error says what is missing.
        """
        name = self.connection
        try:
            return action(name)
        except NotLoggedIn:
            if self._token_from_stdin or not sys.stdin.isatty():
                raise
        self.ask_to_log_in(name)
        return action(name)

    def open_session(self) -> str:
        """Return the connection's name when a session is open: during a transfer nobody can be asked for a password."""
        name = self.connection
        self.logged_in(self.container.get_session())
        return name

    def ask_to_log_in(self, name: str, username: str | None = None) -> None:
        """Ask for user and password, and log in. Raises NotLoggedIn, ConnectionFailed."""
        known = self.container.get_connection()(name).connection.username
        user = username or click.prompt(f"User name for {name}", default=known or None, err=True)
        password = click.prompt("Password", hide_input=True, err=True)
        self.container.login()(name, user, Secret(password))

    def leave(self) -> None:
        """Close the sessions that this run has opened."""
        if "container" not in vars(self):
            return
        for view in self.container.list_connections()():
            if view.connection.session:
                with suppress(OpenbisError):
                    self.container.leave_openbis()(view.connection.name)

    def say(self, text: str) -> None:
        """Tell people something, beside the answer."""
        if not self._is_quiet:
            click.echo(text, err=True)

    def answer(self, schema: Schema, value: object, text: Callable[[], str]) -> None:
        """Print what was asked for: as JSON, or for people, who need no empty line."""
        shown = json.dumps(schema.dump(value), ensure_ascii=False, indent=2) if self.as_json else text()
        if shown:
            click.echo(shown)

    @contextmanager
    def transfer(self, what: str) -> Iterator[tuple[Cancellation, ShownProgress]]:
        """Show the progress of something that Ctrl-C ends in peace; pressed again, it ends at once."""
        cancellation = Cancellation()

        def end(number: int, frame: FrameType | None) -> Any:  # noqa: ANN401 - as `signal` has it
            del number, frame
            signal.signal(signal.SIGINT, before)
            cancellation.cancel()

        before = signal.signal(signal.SIGINT, end)
        try:
            with ShownProgress(what, is_quiet=self._is_quiet or self.as_json) as progress:
                yield cancellation, progress
        finally:
            signal.signal(signal.SIGINT, before)

    def _log_in_with_token(self, name: str) -> None:
        token = sys.stdin.readline().strip()
        if not token:
            raise MissingCredentials(name)
        self.container.login()(name, token=Secret(token))
