"""pyBIS, corrected for a long-running server. Only `client` imports this module, and only when it is needed.

As published, pyBIS reads and writes `~/.pybis`, prints each request that openBIS refuses (passwords and tokens
included), has no time-outs, opens a connection for each request, switches off urllib3's warnings for the whole process,
and asks the server whenever a token is assigned.
"""

from __future__ import annotations

from typing import Any

from pybis import Openbis

from jupyter_openbis_server.adapters.pybis.json_rpc import JsonRpc
from jupyter_openbis_server.domain.model import Instance


class CorrectedOpenbis(Openbis):  # type: ignore[misc]  # pyBIS has no types
    """An `Openbis` whose requests go through our own HTTP.

    Its methods raise domain errors where openBIS or the network is the cause. Making one costs nothing and asks nobody;
    use one per session and thread.
    """

    def __init__(self, instance: Instance, token: str | None, rpc: JsonRpc) -> None:
        self._rpc = rpc
        # Certificates are `rpc`'s business: with False, pyBIS would switch off warnings that are not its own.
        super().__init__(
            instance.url,
            verify_certificates=True,
            token=None,
            use_cache=False,
            allow_http_but_do_not_use_this_in_production_and_only_within_safe_networks=True,
        )
        self.set_token(token)

    def set_token(self, token: str | None, save_token: bool = False) -> None:  # noqa: ARG002
        """Remember the token, here only and without asking the server."""
        self.__dict__["token"] = token

    def _get_saved_token(self) -> None:
        """Nothing is read from the home folder."""

    def _save_token_to_disk(self, os_home: str | None = None) -> None:
        """Nothing is written to the home folder."""

    def _post_request_full_url(self, full_url: str, request: dict[str, Any]) -> object:
        return self._rpc.call(full_url, request["method"], request["params"])
