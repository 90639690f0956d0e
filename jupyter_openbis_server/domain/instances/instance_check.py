"""Result of the check of an address, before a login."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import CertificateNotTrusted, OpenbisError
from jupyter_openbis_server.domain.instances.data_store_check import DataStoreCheck
from jupyter_openbis_server.domain.instances.session import Instance


@dataclass(frozen=True)
class InstanceCheck:
    """Result of the check whether openBIS responds at an address.

    Attributes:
        instance: The instance that was checked.
        api_version: Version of its v3 API, e.g. `(3, 6)`; None without a response.
        error: Why a connection with this address would not work.
        advice: What to do about the error; empty if the error says it.
        data_stores: Checks of its data stores; empty without a session, since openBIS lists them for users only.
        makes_access_tokens: Whether it creates personal access tokens; None if that is not known without a login.
    """

    instance: Instance
    api_version: tuple[int, ...] | None = None
    error: OpenbisError | None = None
    advice: str = ""
    data_stores: tuple[DataStoreCheck, ...] = ()
    makes_access_tokens: bool | None = None

    @property
    def is_encrypted(self) -> bool:
        """Whether the traffic is encrypted."""
        return self.instance.url.startswith("https:")

    @property
    def is_certificate_checked(self) -> bool:
        """Whether the server's identity is verified."""
        return self.is_encrypted and self.instance.is_certificate_checked

    @property
    def first_error(self) -> OpenbisError | None:
        """The error of the instance, else the first one of a data store; None without errors."""
        return self.error or next((each.error for each in self.data_stores if each.error), None)

    @property
    def untrusted(self) -> CertificateNotTrusted | None:
        """The first error, if a server presents a certificate that is not trusted."""
        error = self.first_error
        return error if isinstance(error, CertificateNotTrusted) else None

    @property
    def problem(self) -> str | None:
        """A message with the error and what to do; None without errors."""
        if self.error is None:
            return str(self.first_error) if self.first_error else None
        return f"{self.error}; {self.advice}" if self.advice else str(self.error)
