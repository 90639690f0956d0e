"""Client of openBIS for one session: JSON-RPC services, HTTP, and pyBIS for creations, created on demand."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

from jupyter_openbis_server.adapters.openbis.api.addresses import APPLICATION_SERVER_V3, QUERY_V1, data_store_address
from jupyter_openbis_server.adapters.openbis.api.beans import Bean, BeanRows, decoded
from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities
from jupyter_openbis_server.adapters.openbis.api.json_rpc import HiddenList, JsonRpc
from jupyter_openbis_server.adapters.openbis.http.client import CallListener, HttpClient, no_listener
from jupyter_openbis_server.adapters.openbis.http.errors import for_users
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.shared.outages import Outages
from jupyter_openbis_server.adapters.shared.ttl_cache import TtlCache
from jupyter_openbis_server.domain.errors import DataNotAvailable, OpenbisError, SessionExpired, UnexpectedResponse
from jupyter_openbis_server.domain.instances.session import Instance, Session

if TYPE_CHECKING:  # pyBIS, pandas and numpy are loaded on first use: they take seconds
    from jupyter_openbis_server.adapters.openbis.api.creating_pybis import CreatingOpenbis
    from jupyter_openbis_server.domain.changes.new_entity import EntityDraft

_DATA_STORE_SERVICE = "/rmi-data-store-server-v3.json"
_ACCESS_TOKENS = "personal-access-tokens-enabled"
_AFS_URL = "server-public-information.afs-server.url"  # openbis-afs 1
_MAX_INSTANCES = 64
_VERSION_SECONDS = 600  # openBIS may be upgraded while this program runs
_AFS_OUTAGE_SECONDS = 10  # longer than one operation of several requests, shorter than a second attempt
_AFS_FAILURE_SECONDS = 180  # maximum time until a repaired file server is used
_ACCESS_TOKEN_SECONDS = 86400  # a setting of openBIS; it is read again with the versions
_USER_SECONDS = math.inf  # the user of a session never changes

T = TypeVar("T")


@dataclass(frozen=True)
class Known:
    """Cached responses of openBIS.

    Attributes:
        capabilities: What servers offer, by instance.
        users: Ids of users by session; sessions are named by digests, so that no token outlives its session here.
        access_tokens: Whether servers create personal access tokens, by the URL of the instance.
        afs: The address that openBIS states of its file server (AFS), by instance: None if there is no AFS, empty if
            openBIS does not state it.
        afs_addresses: The address at which the AFS answers, by instance.
        afs_outages: File servers that could not be reached a moment ago, by instance.
        afs_failures: Why no AFS answers at the address that is tried without being stated, by instance; None if one
            answers.
    """

    capabilities: TtlCache[Instance, Capabilities] = field(default_factory=lambda: TtlCache(_VERSION_SECONDS))
    users: TtlCache[tuple[Instance, bytes], str] = field(default_factory=lambda: TtlCache(_USER_SECONDS))
    access_tokens: TtlCache[str, bool] = field(default_factory=lambda: TtlCache(_ACCESS_TOKEN_SECONDS))
    afs: TtlCache[Instance, str | None] = field(default_factory=lambda: TtlCache(_VERSION_SECONDS))
    afs_outages: Outages[Instance] = field(default_factory=lambda: Outages(_AFS_OUTAGE_SECONDS))
    afs_addresses: TtlCache[Instance, str] = field(default_factory=lambda: TtlCache(_VERSION_SECONDS))
    afs_failures: TtlCache[Instance, OpenbisError | None] = field(
        default_factory=lambda: TtlCache(_AFS_FAILURE_SECONDS)
    )


@dataclass(frozen=True)
class Client:
    """Calls openBIS in one session. Cheap to create; immutable, so threads may share it.

    Attributes:
        instance: The openBIS instance.
        token: The session token; None before the login.
        http: The instance's connections, shared by all its clients.
        known: Cached responses, shared by all clients.
    """

    instance: Instance
    token: str | None = field(repr=False)
    http: HttpClient
    known: Known

    @cached_property
    def rpc(self) -> JsonRpc:
        """The JSON-RPC services."""
        return JsonRpc(self.instance, self.http)

    def creation(self, draft: EntityDraft, properties: Mapping[str, object]) -> CreatingOpenbis:
        """Return the creation of a sample or experiment by pyBIS, with properties in the form of the wire."""
        from jupyter_openbis_server.adapters.openbis.api.creating_pybis import CreatingOpenbis  # noqa: PLC0415

        return CreatingOpenbis(self.instance, self.token, self.rpc, draft, properties)

    def call(self, method: str, *params: object) -> Bean:
        """Call a method of the application server's v3 API; the token is added. Returns a bean with a `result`."""
        return self._call(self.instance.url + APPLICATION_SERVER_V3, method, params, None)

    def call_publicly(self, method: str) -> object:
        """Call a method of the same API that needs no token, and return its result."""
        return self.rpc.call(self.instance.url + APPLICATION_SERVER_V3, method, [])

    def call_query_service(self, method: str, *params: object, read_seconds: float) -> Bean:
        """Call a method of the application server's v1 query API."""
        return self._call(self.instance.url + QUERY_V1, method, params, read_seconds)

    def data_store(self, url: str | None, code: str | None) -> str:
        """Return the `data_store_address` of a data store, and name the store by its code in messages from now on.

        Raises:
            UnexpectedResponse: see `data_store_address`.
        """
        address = data_store_address(self.instance, url)
        self.http.peers.add_data_store(address, code)
        return address

    def call_data_store(self, address: str, method: str, *params: object, read_seconds: float | None = None) -> Bean:
        """Call a method of a data store's v3 API; `address` is a `data_store_address`."""
        return self._call(address + _DATA_STORE_SERVICE, method, params, read_seconds)

    def list_data_store(
        self, address: str, method: str, *params: object, rows: Callable[[BeanRows], Callable[[Bean], T]]
    ) -> list[T]:
        """Call a method of the same API that returns very many objects; return the converted objects.

        Args:
            address: A `data_store_address`.
            method: Name of the method.
            params: Parameters, without the token.
            rows: Returns the converter of rows. Called once per attempt, with the references of the rows.
        """

        def converter() -> Callable[[object], T]:
            beans = BeanRows(self.instance.name)
            convert = rows(beans)
            return lambda value: convert(beans.row(value))

        url = address + _DATA_STORE_SERVICE
        result = self.rpc.call(url, method, HiddenList([self.token, *params]), rows=converter)
        found = result.get("objects") if isinstance(result, dict) else None
        if isinstance(found, list):
            return found
        raise UnexpectedResponse(self.instance.name, "openBIS's answer has no list of objects")

    def ask_data_store(self, address: str, method: str) -> object:
        """Call a method of the same API that needs no token, once, and return its result."""
        return self.rpc.call(address + _DATA_STORE_SERVICE, method, [], is_repeated=False)

    def capabilities(self) -> Capabilities:
        """Return what the server offers; cached for ten minutes."""
        return self.known.capabilities.get(self.instance, self._capabilities)

    def server_information(self) -> Bean:
        """Return the facts that openBIS states to its users."""
        information = self.call("getServerInformation").required_bean("result")
        self.note_access_tokens(information.text(_ACCESS_TOKENS) == "true")  # missing in API 3.5
        return information

    @property
    def makes_access_tokens(self) -> bool | None:
        """Whether the server creates personal access tokens; None if it has not been asked."""
        return self.known.access_tokens.peek(self.instance.url)

    def note_access_tokens(self, are_made: bool) -> None:
        """Store whether the server creates personal access tokens."""
        self.known.access_tokens.get(self.instance.url, lambda: are_made, fresh=True)

    def user_id(self) -> str:
        """Return the id of the session's user, asking once per session.

        openBIS compares user ids exactly, while a login may ignore case or accept an e-mail address
        (openbis-protocol.md, 3.2).
        """
        digest = hashlib.sha256((self.token or "").encode()).digest()
        return self.known.users.get((self.instance, digest), self._user_id)

    def open_session(self, user: str, password: str) -> object:
        """Log in, and return the answer: the token, or null if user or password is wrong (openbis-protocol.md, 2.1)."""
        return self._result_of("login", user, password)

    def close_session(self) -> None:
        """Log out. Raises SessionExpired: openBIS does not know the token."""
        self._result_of("logout", self.token)

    def is_session_active(self) -> bool:
        """Return whether openBIS knows the token. Raises SessionExpired for some unknown tokens."""
        active = self._result_of("isSessionActive", self.token)
        if isinstance(active, bool):
            return active
        raise UnexpectedResponse(self.instance.name, "openBIS does not state whether the session is active")

    def refusal_of_data(self, text: str) -> OpenbisError:
        """Return SessionExpired or DataNotAvailable for a data store's refusal: expired tokens cause various errors."""
        try:
            if self.is_session_active():
                return DataNotAvailable(for_users(text, [self.token or ""]))
        except SessionExpired as error:
            return error
        return SessionExpired(self.instance.name)

    def _call(self, url: str, method: str, params: tuple[object, ...], read_seconds: float | None) -> Bean:
        result = self.rpc.call(url, method, HiddenList([self.token, *params]), read_seconds=read_seconds)
        return decoded(result, self.instance.name)

    def _result_of(self, method: str, *params: object) -> object:
        """Call a method of the application server's v3 API whose result is a single value."""
        return self.rpc.call(self.instance.url + APPLICATION_SERVER_V3, method, HiddenList(params))

    def _user_id(self) -> str:
        """Send the request. The response to a personal access token contains the session token: do not pass it on."""
        information = self.call("getSessionInformation").required_bean("result")
        person = information.bean("person")
        return person.required_text("userId") if person else information.required_text("userName")

    def _capabilities(self) -> Capabilities:
        information = self.server_information()
        text = information.required_text("api-version")
        try:
            return Capabilities.of(tuple(int(part) for part in text.split(".")), information.text(_AFS_URL) or None)
        except ValueError:
            problem = f"openBIS says that its API has the version {text!r}"
        raise UnexpectedResponse(self.instance.name, problem)


class Clients:
    """Creates clients. All sessions of an instance share its HTTP connections."""

    def __init__(self, limits: HttpLimits | None = None, on_call: CallListener = no_listener) -> None:
        new_http = partial(HttpClient, limits=limits or HttpLimits(), on_call=on_call)
        self._http = lru_cache(maxsize=_MAX_INSTANCES)(new_http)
        self._known = Known()

    def of(self, session: Session) -> Client:
        """Return a client that calls openBIS in a session."""
        return Client(session.instance, session.token.reveal(), self._http(session.instance), self._known)

    def without_session(self, instance: Instance, token: str | None = None) -> Client:
        """Return a client for an instance before there is a session."""
        return Client(instance, token, self._http(instance), self._known)
