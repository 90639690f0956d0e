"""Errors about logins and sessions."""

from __future__ import annotations

from jupyter_openbis_server.domain.errors.base import OpenbisError


class NotLoggedIn(OpenbisError):
    """There is no session, and only the user can change that."""

    code = "not-logged-in"

    def __init__(self, connection: str, problem: str = "log in first") -> None:
        super().__init__(f"Not logged in to {connection}: {problem}")

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows instead of a traceback: the message says what to do."""
        return [f"{type(self).__name__}: {self}"]


class WrongUser(NotLoggedIn):
    """The only available login belongs to another user than the required one."""

    code = "wrong-user"

    def __init__(self, connection: str, expected: str, actual: str) -> None:
        super().__init__(
            connection,
            f"the available login belongs to {actual or 'an unknown user'}, not to {expected}; "
            f"give the password or token of {expected}",
        )


class WrongCredentials(NotLoggedIn):
    """openBIS does not accept the user name, password or token."""

    code = "wrong-credentials"

    def __init__(self, connection: str) -> None:
        OpenbisError.__init__(self, f"Incorrect username or password for {connection}")


class NotAToken(WrongCredentials):
    """openBIS refused a token that does not have the format of a token: another value was given by mistake."""

    code = "not-a-token"

    def __init__(self, connection: str) -> None:
        problem = "what is given as its token (OPENBIS_TOKEN, the connection) is not a session or personal access token"
        OpenbisError.__init__(self, f"Not logged in to {connection}: {problem}")


class SessionTokenAsPassword(WrongCredentials):
    """The password that was entered has the format of a session token."""

    code = "session-token-as-password"

    def __init__(self, connection: str) -> None:
        OpenbisError.__init__(
            self,
            f"Incorrect username or password for {connection}: what was given as the password looks like a session "
            "token; give it as the token of the connection, or use the password or a personal access token",
        )


class MissingCredentials(NotLoggedIn):
    """The user name or password is missing, and no credentials are stored in memory."""

    code = "missing-credentials"

    def __init__(self, connection: str) -> None:
        super().__init__(connection, "enter user name and password")


class SessionExpired(NotLoggedIn):
    """openBIS has ended the session."""

    code = "session-expired"

    def __init__(self, connection: str) -> None:
        super().__init__(connection, "the session has expired, log in again")


class TokenExpired(SessionExpired, WrongCredentials):
    """openBIS does not accept the token of a connection: it has expired, or was never valid."""

    code = "token-expired"

    def __init__(self, connection: str, *, is_given_by_operator: bool = False, is_stored: bool = False) -> None:
        problem = "the token is not valid any more; give a new one, or log in with user name and password"
        if is_given_by_operator:
            problem = (
                "the token that the hub or OPENBIS_TOKEN gave has expired; sign in to the hub again, restart your "
                "server, give a new token, or log in with user name and password"
            )
        elif is_stored:
            problem = (
                "the remembered login is not valid any more: it has expired, or was revoked in openBIS; log in with "
                "user name and password"
            )
        NotLoggedIn.__init__(self, connection, problem)


class RememberingRefused(OpenbisError):
    """The login of this connection cannot be remembered: the message says why."""

    code = "remembering-refused"
