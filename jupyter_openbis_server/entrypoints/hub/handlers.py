"""Routes of JupyterHub that the authenticator adds."""

from __future__ import annotations

from typing import Any

from jupyterhub.apihandlers.base import APIHandler
from jupyterhub.handlers.login import LogoutHandler as HubLogoutHandler
from jupyterhub.user import User
from tornado import web

_OWN_CLIENT = "jupyterhub"
_SERVER_NOTE = "Server at "
"""The beginning of JupyterHub's notes on the tokens of servers. Services and other OAuth clients cannot set a note."""


class LogoutHandler(HubLogoutHandler):  # type: ignore[misc]  # JupyterHub has no types
    """Ends the login in openBIS, too."""

    async def handle_logout(self) -> None:
        """End the login of the user who logs out, not if a link or picture of another site has asked for it."""
        is_from_other_site = self.request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
        if self.current_user and not is_from_other_site:
            await self.authenticator.revoke(self.current_user)


class TokenHandler(APIHandler):  # type: ignore[misc]  # JupyterHub has no types
    """Gives the current token of openBIS to a user's server; a running server cannot get it by its environment.

    Only the token that JupyterHub has given to that server is accepted: the server has received the token of openBIS in
    its environment before. Tokens that users or services have created are refused.
    """

    async def get(self) -> None:
        """Return `{"token": …}`; 403 if the user has to sign in to JupyterHub again."""
        user: Any = self.current_user
        if not isinstance(user, User) or not self._is_from_server():
            raise web.HTTPError(403, "only servers of users may ask, with their own token")
        renewed = await self.authenticator.refresh_user(user, self)
        if not renewed:
            user._auth_refreshed = None  # noqa: SLF001 - so that the next page that the user opens asks for the sign-in
            raise web.HTTPError(403, f"{user.name} has to sign in to JupyterHub again")
        if isinstance(renewed, dict):
            await self.auth_to_user(renewed, user)
        state = await user.get_auth_state() or {}
        self.set_header("Cache-Control", "no-store")
        self.write({"token": state.get("token")})

    def _is_from_server(self) -> bool:
        token = self.get_token()
        if token is None or token.user is None:
            return False
        return token.client_id == _OWN_CLIENT and (token.note or "").startswith(_SERVER_NOTE)
