"""Trying an address before it becomes a connection."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    HttpNotAllowed,
    InstanceNonsense,
    UntrustedCertificate,
)
from jupyter_openbis_server.domain.model import Instance, InstanceCheck
from jupyter_openbis_server.domain.model.instance_url import host_of, normalised_url
from jupyter_openbis_server.domain.ports import Instances

_NOT_REACHED = (
    "compare the address with the one in the browser in which openBIS works, and see whether this computer may reach "
    "it (VPN, proxy, firewall)"
)
_NOT_OPENBIS = "take the address from the browser in which openBIS works, with its port if it has one"


@dataclass(frozen=True)
class CheckInstance:
    """Find out whether openBIS answers at an address. Nobody logs in."""

    instances: Instances

    def __call__(
        self, url: str, *, verify_certificates: bool = True, ca_bundle: str | None = None, http_only: bool = False
    ) -> InstanceCheck:
        """Ask once, and say what would keep a connection from working, and what to do about it.

        Args:
            url: As a user pastes it.
            verify_certificates: As in a connection, like the other settings.
            ca_bundle: Path of a file.
            http_only: Whether `http://` is allowed.

        Raises:
            InvalidConnection: this is no address at all.
        """
        try:
            address, refusal = normalised_url(url, http_only=http_only), None
        except HttpNotAllowed as error:
            address, refusal = normalised_url(url, http_only=True), error
        instance = Instance(host_of(address), address, verify_certificates, ca_bundle or None)
        if refusal:
            return InstanceCheck(instance, error=refusal)
        try:
            return InstanceCheck(instance, self.instances.api_version(instance))
        except ConnectionFailed as error:
            return InstanceCheck(instance, error=error, advice=_advice(error))


def _advice(error: ConnectionFailed) -> str:
    if isinstance(error, UntrustedCertificate):
        return ""  # it names the settings itself
    return _NOT_OPENBIS if isinstance(error, InstanceNonsense) else _NOT_REACHED
