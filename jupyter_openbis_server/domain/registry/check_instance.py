"""Check of an address before it is registered as a connection."""

from dataclasses import dataclass
from typing import Any

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    HostNotAllowed,
    HttpNotAllowed,
    OpenbisError,
    UnexpectedResponse,
    UntrustedCertificate,
)
from jupyter_openbis_server.domain.instances.data_store_check import DataStoreCheck
from jupyter_openbis_server.domain.instances.instance_check import InstanceCheck
from jupyter_openbis_server.domain.instances.instance_url import host_of, normalised_url, prefix_of
from jupyter_openbis_server.domain.instances.ports import Instances
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.shared.deadline import Deadline

_NOT_REACHED = (
    "compare the address with the one in the browser in which openBIS works, and see whether this computer may reach "
    "it (VPN, proxy, firewall)"
)
_NOT_OPENBIS = "take the address from the browser in which openBIS works, with its port if it has one"


@dataclass(frozen=True)
class CheckInstance:
    """Check whether openBIS responds at an address, without logging in.

    If a connection to this openBIS is logged in, the data stores are checked, too.

    Attributes:
        max_seconds: Timeout for the application server, and again for all data stores.
    """

    instances: Instances
    connections: Connections
    max_seconds: float = 30.0

    def __call__(
        self,
        url: str,
        *,
        http_only: bool = False,
        **settings: Any,  # noqa: ANN401 - each setting has a type of its own
    ) -> InstanceCheck:
        """Check once; return what would prevent a connection from working, with advice.

        Args:
            url: An address as pasted by a user.
            http_only: Whether `http://` is allowed.
            settings: Settings of a connection (`connection_fields.SETTINGS`), e.g. `ca_bundle`.

        Returns:
            The result; with the certificate of the server if it is not trusted (`InstanceCheck.untrusted`).

        Raises:
            InvalidConnection: the address is invalid.
        """
        try:
            address, refusal = normalised_url(url, http_only=http_only), None
        except HttpNotAllowed as error:
            address, refusal = normalised_url(url, http_only=True), error
        instance = Instance(host_of(address), address, **settings)
        if refusal:
            return InstanceCheck(instance, error=refusal)
        try:
            with Deadline.within(self.max_seconds):
                version = self.instances.api_version(instance)
        except ConnectionFailed as error:
            return InstanceCheck(instance, error=error, advice=_advice(error, address))
        data_stores = self._data_stores(address)
        makes_tokens = self.instances.makes_access_tokens(instance)
        return InstanceCheck(instance, version, data_stores=data_stores, makes_access_tokens=makes_tokens)

    def _data_stores(self, address: str) -> tuple[DataStoreCheck, ...]:
        sessions = (each.session for each in self.connections.all() if each.instance.url == address)
        session = next(filter(None, sessions), None)
        if session is None:
            return ()
        try:
            with Deadline.within(self.max_seconds):
                return self.instances.data_stores(session)
        except OpenbisError:  # the check is of the address; the session may have ended
            return ()


def _advice(error: ConnectionFailed, url: str) -> str:
    if isinstance(error, (HostNotAllowed, UntrustedCertificate)):
        return ""  # the message contains advice
    if not isinstance(error, UnexpectedResponse):
        return _NOT_REACHED
    prefix = prefix_of(url)
    return f"openBIS was looked for below the path {prefix} of this host; {_NOT_OPENBIS}" if prefix else _NOT_OPENBIS
