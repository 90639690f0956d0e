"""The authenticator of JupyterHub."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, ParamSpec, TypeVar

from jupyterhub.auth import Authenticator
from jupyterhub.utils import maybe_future
from tornado import web
from traitlets import Bool, Float, Int, List, Unicode, default, validate

from jupyter_openbis_server.adapters.environment.connections import (
    FINGERPRINTS_VARIABLE,
    TOKEN_VARIABLE,
    URL_VARIABLE,
)
from jupyter_openbis_server.adapters.jupyterhub.token_issuer import FROM_HUB_VARIABLE
from jupyter_openbis_server.adapters.logs import one_line
from jupyter_openbis_server.domain.errors import OpenbisError, WrongCredentials
from jupyter_openbis_server.domain.instances.certificate import parsed_fingerprints
from jupyter_openbis_server.domain.instances.instance_url import host_of, normalised_url
from jupyter_openbis_server.domain.instances.session import Credentials, Instance
from jupyter_openbis_server.domain.shared.deadline import Deadline
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.stored_logins.issued_login import IssuedLogin, IssueLogins
from jupyter_openbis_server.entrypoints.hub.auth_state import dumped, loaded
from jupyter_openbis_server.entrypoints.hub.handlers import LogoutHandler, TokenHandler
from jupyter_openbis_server.entrypoints.wiring.hub import HubSettings, issue_logins

P = ParamSpec("P")
T = TypeVar("T")

AuthModel = dict[str, Any]
"""JupyterHub's description of a user: `name` and `auth_state`."""
_MAX_LENGTH = 1024
_MAX_THREADS = 16
_MIN_REFRESH_SECONDS = 5.0
"""Time between two checks of one user's login: each needs a request to openBIS, and servers may ask at any time."""


class OpenbisAuthenticator(Authenticator):  # type: ignore[misc]  # JupyterHub has no types
    """Users sign in with the password of their openBIS account, or with a personal access token as the password.

    JupyterHub needs a key (`JUPYTERHUB_CRYPT_KEY`) to store the tokens.
    """

    server_url = Unicode(help="URL of the openBIS server: https, host, and port or path if it has one.").tag(
        config=True
    )
    verify_certificates = Bool(True, help="Whether the TLS certificate of openBIS is checked.").tag(config=True)
    ca_bundle = Unicode(
        None, allow_none=True, help="File with the certificates of the authority that signed openBIS's certificate."
    ).tag(config=True)
    certificate_fingerprints = List(
        Unicode(),
        help="""SHA-256 fingerprints of the certificates that openBIS may present; they count instead of authorities.
        The servers of the users receive them.""",
    ).tag(config=True)
    valid_username_regex = Unicode(
        r"^[a-zA-Z0-9][\w.@-]*$", help="Names that do not match are not sent to openBIS."
    ).tag(config=True)
    token_days = Int(
        30, min=1, help="Maximum days for which a token of a user's server is valid; openBIS may allow fewer."
    ).tag(config=True)
    revoke_on_logout = Bool(
        True,
        help="""Whether a logout from JupyterHub ends the token and the session in openBIS. Servers that go on running
        can then not reach openBIS until their user signs in again.""",
    ).tag(config=True)
    connect_timeout = Float(10.0, help="Seconds until an openBIS that does not answer counts as unreachable.").tag(
        config=True
    )
    request_timeout = Float(30.0, help="Seconds for all requests to openBIS of one login or refresh.").tag(config=True)

    def __init__(self, **traits: Any) -> None:  # noqa: ANN401
        super().__init__(**traits)
        # Not the pool of the event loop, in which JupyterHub also looks up host names.
        self._threads = ThreadPoolExecutor(_MAX_THREADS, "openbis")
        self._refreshes: dict[str, asyncio.Task[AuthModel | bool]] = {}
        self._checked: dict[str, float] = {}
        self._known_logins: IssueLogins | None = None

    @default("enable_auth_state")
    def _default_enable_auth_state(self) -> bool:
        return True

    @default("refresh_pre_spawn")
    def _default_refresh_pre_spawn(self) -> bool:
        return True

    @validate("server_url")
    def _normalised_url(self, proposal: Mapping[str, Any]) -> str:
        return normalised_url(str(proposal["value"]).strip())

    def get_handlers(self, app: Any) -> list[tuple[str, Any]]:  # noqa: ANN401
        """Return the login form, the logout, and the route by which servers ask for new tokens.

        Raises:
            ValueError: the address of openBIS is not configured.
        """
        if not self.server_url:
            raise ValueError("set c.OpenbisAuthenticator.server_url to the address of openBIS")
        own = [("/logout", LogoutHandler), ("/openbis/token", TokenHandler)]
        return [*super().get_handlers(app), *own]

    async def authenticate(self, handler: Any, data: Mapping[str, str]) -> AuthModel | None:  # noqa: ANN401
        """Return the user of a name and password, or of a personal access token; None if openBIS does not accept them.

        Raises:
            tornado.web.HTTPError: openBIS gave no answer (503).
        """
        username, password = (data.get("username") or "").strip(), data.get("password") or ""
        if not password.strip() or max(len(username), len(password)) > _MAX_LENGTH:
            return None
        credentials = Credentials.typed(username, Secret(password))
        if not credentials.is_token and not self._is_valid(username):
            return None
        try:
            login = await self._in_thread(self._logins.sign_in, credentials, await self._known(handler, username))
        except WrongCredentials:
            return None
        except OpenbisError as error:
            raise web.HTTPError(503, self._no_answer(error)) from None
        return self._model(login) if self._is_valid(login.username) else None

    async def check_allowed(self, username: str, authentication: AuthModel | None = None) -> bool:
        """Return whether a user may use this hub; if not, end the login that `authenticate` has left."""
        is_allowed = bool(await maybe_future(super().check_allowed(username, authentication)))
        if not is_allowed:
            await self._discard(authentication)
        return is_allowed

    async def check_blocked_users(self, username: str, authentication: AuthModel | None = None) -> bool:
        """Return whether a user is not blocked; if blocked, end the login that `authenticate` has left."""
        is_unblocked = bool(await maybe_future(super().check_blocked_users(username, authentication)))
        if not is_unblocked:
            await self._discard(authentication)
        return is_unblocked

    async def refresh_user(self, user: Any, handler: Any = None, **_: Any) -> AuthModel | bool:  # noqa: ANN401
        """Check the token of a user, and renew it if it ends soon or has ended.

        Return True if nothing has changed, or nothing is known because openBIS gave no answer: its maintenance must not
        lock users out of their servers. False: the user has to sign in again.
        """
        del handler
        if user.name not in self._refreshes:
            task = asyncio.ensure_future(self._refreshed(user))
            self._refreshes[user.name] = task
            task.add_done_callback(lambda _: self._refreshes.pop(user.name, None))
        return await asyncio.shield(self._refreshes[user.name])

    async def pre_spawn_start(self, user: Any, spawner: Any) -> None:  # noqa: ANN401
        """Give a server the address of openBIS, and a token."""
        login = loaded(await user.get_auth_state(), self.server_url)
        given = {URL_VARIABLE: self.server_url, FINGERPRINTS_VARIABLE: ",".join(self.certificate_fingerprints)}
        if login is None:
            self.log.warning("openBIS: no token for the server of %s: it is logged out of openBIS", user.name)
        else:
            given |= {TOKEN_VARIABLE: login.stored.token.reveal(), FROM_HUB_VARIABLE: "1"}
        own = (URL_VARIABLE, TOKEN_VARIABLE, FINGERPRINTS_VARIABLE, FROM_HUB_VARIABLE)
        kept = {name: value for name, value in spawner.environment.items() if name not in own}
        spawner.environment = kept | {name: value for name, value in given.items() if value}

    async def revoke(self, user: Any) -> None:  # noqa: ANN401
        """End the login of a user, if logouts do so."""
        if not self.revoke_on_logout:
            return
        state = await user.get_auth_state()
        if (running := self._refreshes.get(user.name)) and isinstance(result := await asyncio.shield(running), dict):
            state = result["auth_state"]
        login = loaded(state, self.server_url)
        await user.save_auth_state(None)
        self._checked.pop(user.name, None)
        if login is None:
            return
        try:
            is_revoked = await self._in_thread(self._logins.revoke, login)
        except OpenbisError as error:
            self.log.warning("openBIS: the token of %s was not revoked: %s", user.name, one_line(error))
        else:
            self.log.info("openBIS: %s logged out, token %s", user.name, "revoked" if is_revoked else "kept")

    async def _discard(self, authentication: AuthModel | None) -> None:
        login = loaded((authentication or {}).get("auth_state"), self.server_url)
        if login is not None:
            with suppress(OpenbisError):
                await self._in_thread(self._logins.revoke, login)

    @property
    def _logins(self) -> IssueLogins:
        if self._known_logins is None:
            self._known_logins = issue_logins(
                HubSettings(self._instance(), self.connect_timeout, self.request_timeout, self.token_days)
            )
        return self._known_logins

    def _instance(self) -> Instance:
        return Instance(
            host_of(self.server_url),
            self.server_url,
            self.verify_certificates,
            self.ca_bundle or None,
            parsed_fingerprints(self.certificate_fingerprints),
        )

    async def _known(self, handler: Any, username: str) -> IssuedLogin | None:  # noqa: ANN401
        """Return the login that an earlier sign-in of that name has left."""
        user = handler.find_user(self.normalize_username(username)) if handler and username else None
        return loaded(await user.get_auth_state(), self.server_url) if user else None

    async def _refreshed(self, user: Any) -> AuthModel | bool:  # noqa: ANN401
        state = await user.get_auth_state()
        login = loaded(state, self.server_url)
        if login is None:
            return False
        if time.monotonic() - self._checked.get(user.name, float("-inf")) < _MIN_REFRESH_SECONDS:
            return True
        try:
            renewed = await self._in_thread(self._logins.renewed, login)
        except OpenbisError as error:
            self.log.warning("openBIS: the login of %s could not be checked: %s", user.name, one_line(error))
            return True
        if renewed is None:
            return False
        self._checked[user.name] = time.monotonic()
        if renewed == login:
            return True
        self.log.info("openBIS: renewed the token of %s", user.name)
        return {"name": user.name, "auth_state": {**state, **dumped(renewed, self.server_url)}}

    def _is_valid(self, username: str) -> bool:
        """Return whether a name, entered or of a token, is one that may be a user here."""
        if re.fullmatch(self.valid_username_regex, username):
            return True
        self.log.warning("openBIS: a login with an invalid user name was refused")
        return False

    def _model(self, login: IssuedLogin) -> AuthModel:
        return {"name": login.username, "auth_state": dumped(login, self.server_url)}

    async def _in_thread(self, use_case: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """Run requests to openBIS in a thread: the event loop goes on while openBIS is silent."""
        loop = asyncio.get_running_loop()
        work = partial(self._within_timeout, use_case, *arguments, **options)
        return await loop.run_in_executor(self._threads, work)

    def _within_timeout(self, use_case: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        with Deadline.within(self.request_timeout):
            return use_case(*arguments, **options)

    def _no_answer(self, error: OpenbisError) -> str:
        self.log.warning("openBIS: a login was not possible: %s", one_line(error))
        return f"openBIS ({host_of(self.server_url)}) does not answer. Try again later."
