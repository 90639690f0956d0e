"""pyBIS, patched for a long-running server. Imported only when it is needed.

It creates objects and collections, and is there for scripts (decisions 20 and 49). As published, pyBIS reads and writes
`~/.pybis`, prints or logs each request that openBIS refuses (passwords and tokens included), has no timeouts, opens a
connection for each request, disables urllib3's warnings for the whole process, and asks the server whenever a token is
set. The methods that do so are overridden here; they are the same in pyBIS 1.37.5 and 7.0.
"""

from __future__ import annotations

from typing import Any, Protocol

from pybis import Openbis

from jupyter_openbis_server.adapters.openbis.api.json_rpc import JsonRpc
from jupyter_openbis_server.domain.instances.session import Instance


class Rpc(Protocol):
    """Sends JSON-RPC requests."""

    def call(self, url: str, method: str, params: list[Any]) -> object:
        """Call a method and return its result."""


class OwnRequests:
    """What every `Openbis` of this program does in its own way: requests, and nothing in the home folder."""

    _rpc: Rpc
    _base: str

    def _get_saved_token(self) -> None:
        """Read nothing from the home folder."""

    def _save_token_to_disk(self, os_home: str | None = None) -> None:
        """Write nothing to the home folder."""

    def _post_request(self, resource: str, request: dict[str, Any]) -> object:
        """Call a service of the application server. pyBIS would drop the path prefix of the instance."""
        return self._post_request_full_url(self._base + resource, request)

    def _post_request_full_url(self, full_url: str, request: dict[str, Any]) -> object:
        return self._rpc.call(full_url, request["method"], request["params"])


class PatchedOpenbis(OwnRequests, Openbis):  # type: ignore[misc]  # pyBIS has no types
    """An `Openbis` whose requests are sent by `JsonRpc`.

    Its methods raise domain errors where openBIS or the network is the cause. Creating one sends no request and reads
    no file; use one per session and thread.
    """

    def __init__(self, instance: Instance, token: str | None, rpc: JsonRpc) -> None:
        self._rpc, self._base = rpc, instance.url
        # `rpc` verifies certificates. With False, pyBIS would disable warnings of the whole process.
        super().__init__(
            instance.url,
            verify_certificates=True,
            token=None,
            use_cache=False,
            allow_http_but_do_not_use_this_in_production_and_only_within_safe_networks=True,
        )
        self.set_token(token)

    def set_token(self, token: str | None, save_token: bool = False) -> None:  # noqa: ARG002
        """Set the token of this object only, without asking the server."""
        self.__dict__["token"] = token
