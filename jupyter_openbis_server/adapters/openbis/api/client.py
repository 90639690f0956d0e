"""openBIS as one session sees it: corrected pyBIS, the JSON-RPC services and HTTP, made on demand."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING

from jupyter_openbis_server.adapters.pybis.beans import Bean, decoded
from jupyter_openbis_server.adapters.pybis.http import Answered, HttpClient, unheard
from jupyter_openbis_server.adapters.pybis.http_limits import HttpLimits
from jupyter_openbis_server.adapters.pybis.json_rpc import HiddenList, JsonRpc
from jupyter_openbis_server.adapters.pybis.translation import for_users
from jupyter_openbis_server.adapters.remembered import Remembered
from jupyter_openbis_server.domain.errors import DataNotAvailable, InstanceNonsense, OpenbisError, SessionExpired
from jupyter_openbis_server.domain.model import Instance, Session

if TYPE_CHECKING:  # pyBIS, pandas and numpy are loaded on first use: they take seconds
    from jupyter_openbis_server.adapters.pybis.corrected import CorrectedOpenbis

_DATA_STORE_SERVICE = "/rmi-data-store-server-v3.json"
_MOST_INSTANCES = 64
_VERSION_SECONDS = 600  # openBIS may be upgraded while we run
_USER_SECONDS = math.inf  # a session never changes hands

ApiVersion = tuple[int, ...]


@dataclass(frozen=True)
class Known:
    """Answers of openBIS that hold for a while.

    Attributes:
        versions: API versions by instance.
        users: Ids of users by session; sessions are named by digests, so that no token outlives its session here.
        afs: Whether there is an AFS, by instance.
    """

    versions: Remembered[Instance, ApiVersion] = field(default_factory=lambda: Remembered(_VERSION_SECONDS))
    users: Remembered[tuple[Instance, bytes], str] = field(default_factory=lambda: Remembered(_USER_SECONDS))
    afs: Remembered[Instance, bool] = field(default_factory=lambda: Remembered(_VERSION_SECONDS))


@dataclass(frozen=True)
class Client:
    """Calls openBIS in one session. Cheap to make; nothing in it changes, so threads may share it.

    Attributes:
        instance: Whom it talks to.
        token: The session token; None before the login.
        http: The instance's connections, shared by all its clients.
        known: What openBIS has answered before, shared by all clients.
    """

    instance: Instance
    token: str | None = field(repr=False)
    http: HttpClient
    known: Known

    @cached_property
    def rpc(self) -> JsonRpc:
        """The JSON-RPC services."""
        return JsonRpc(self.instance, self.http)

    def openbis(self) -> CorrectedOpenbis:
        """Return a pyBIS object in this session. It is the caller's own: pyBIS objects are not safe for sharing."""
        from jupyter_openbis_server.adapters.pybis.corrected import CorrectedOpenbis  # noqa: PLC0415 - see above

        return CorrectedOpenbis(self.instance, self.token, self.rpc)

    def call(self, method: str, *params: object) -> Bean:
        """Call a method of the application server's v3 API; the token is added. Returns a bean with a `result`."""
        openbis = self.openbis()
        request = {"method": method, "params": HiddenList([self.token, *params])}
        return decoded(openbis._post_request(openbis.as_v3, request), self.instance.name)  # noqa: SLF001

    def call_publicly(self, method: str) -> object:
        """Call a method of the same API that needs no token, and return its result."""
        return self.rpc.call(self.instance.url + self.openbis().as_v3, method, [])

    def call_query_service(self, method: str, *params: object, read_seconds: float) -> Bean:
        """Call a method of the application server's v1 query API."""
        url = self.instance.url + self.openbis().reg_v1
        return self._call(url, method, params, read_seconds)

    def call_data_store(self, address: str, method: str, *params: object, read_seconds: float | None = None) -> Bean:
        """Call a method of a data store's v3 API; `address` is a `data_store_address`."""
        return self._call(address + _DATA_STORE_SERVICE, method, params, read_seconds)

    def api_version(self) -> ApiVersion:
        """Return the version of the v3 API, e.g. `(3, 6)`."""
        return self.known.versions.get(self.instance, self._api_version)

    def user_id(self) -> str:
        """Return the id of the session's user, asking once per session.

        openBIS compares user ids exactly, while a login may ignore case or accept an e-mail address
        (openbis-protocol.md, 3.2).
        """
        digest = hashlib.sha256((self.token or "").encode()).digest()
        return self.known.users.get((self.instance, digest), self._user_id)

    def is_session_active(self) -> bool:
        """Whether openBIS knows the token. Raises SessionExpired for some tokens that it does not know."""
        active = self.openbis().is_session_active()
        if isinstance(active, bool):
            return active
        raise InstanceNonsense(self.instance.name, "openBIS does not tell whether the session is active")

    def refusal_of_data(self, text: str) -> OpenbisError:
        """Return SessionExpired or DataNotAvailable for a data store's refusal: to a dead token it shows many faces."""
        try:
            if self.is_session_active():
                return DataNotAvailable(for_users(text, [self.token or ""]))
        except SessionExpired as error:
            return error
        return SessionExpired(self.instance.name)

    def _call(self, url: str, method: str, params: tuple[object, ...], read_seconds: float | None) -> Bean:
        result = self.rpc.call(url, method, HiddenList([self.token, *params]), read_seconds=read_seconds)
        return decoded(result, self.instance.name)

    def _user_id(self) -> str:
        """Ask openBIS. The answer to a personal access token has the session's real token: it must not leave this."""
        information = self.call("getSessionInformation").required_bean("result")
        person = information.bean("person")
        return person.required_text("userId") if person else information.required_text("userName")

    def _api_version(self) -> ApiVersion:
        text = self.call("getServerInformation").required_bean("result").required_text("api-version")
        try:
            return tuple(int(part) for part in text.split("."))
        except ValueError:
            problem = f"openBIS says that its API has the version {text!r}"
        raise InstanceNonsense(self.instance.name, problem)


class Clients:
    """Makes clients. Connections to an instance are shared by all its sessions."""

    def __init__(self, limits: HttpLimits | None = None, answered: Answered = unheard) -> None:
        new_http = partial(HttpClient, limits=limits or HttpLimits(), answered=answered)
        self._http = lru_cache(maxsize=_MOST_INSTANCES)(new_http)
        self._known = Known()

    def of(self, session: Session) -> Client:
        """Return a client that calls openBIS in a session."""
        return Client(session.instance, session.token.reveal(), self._http(session.instance), self._known)

    def without_session(self, instance: Instance, token: str | None = None) -> Client:
        """Return a client for an instance before there is a session."""
        return Client(instance, token, self._http(instance), self._known)
