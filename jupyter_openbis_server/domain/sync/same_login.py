"""Sessions of one openBIS and one user, for work that uses several sessions of a connection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import NotLoggedIn, WrongUser
from jupyter_openbis_server.domain.instances.session import Session

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class SameLogin:
    """Uses the sessions of a connection as long as they are those of one openBIS and one user.

    While work lasts, users may change the address of the connection, or log in as another user.

    Attributes:
        url: Address of the openBIS; empty for any.
        user: The user's id in openBIS; empty for any.
    """

    session_manager: SessionManager
    url: str = ""
    user: str = ""

    def use(
        self, name: str, action: Callable[Concatenate[Session, P], T], *arguments: P.args, **options: P.kwargs
    ) -> T:
        """Call `action` with a session, as `SessionManager.use`; at most one more request for each session.

        Raises:
            NotLoggedIn: the connection leads to another openBIS. Nothing was sent to it.
            WrongUser: the session is that of another user.
            OpenbisError: as `SessionManager.use`.
        """

        def checked(session: Session) -> T:
            self._check(name, session)
            return action(session, *arguments, **options)

        return self.session_manager.use(name, checked)

    def _check(self, name: str, session: Session) -> None:
        if self.url and session.instance.url != self.url:
            raise NotLoggedIn(name, "the connection has changed meanwhile, try again")
        if self.user:
            user = self.session_manager.user_of(session)
            if user.casefold() != self.user.casefold():
                raise WrongUser(name, self.user, user)
