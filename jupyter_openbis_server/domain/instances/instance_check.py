"""What is found out about an address before anybody logs in there."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model.session import Instance


@dataclass(frozen=True)
class InstanceCheck:
    """Whether openBIS answers at an address.

    Attributes:
        instance: Where it was looked for.
        api_version: Of its v3 API, e.g. `(3, 6)`; None if it did not answer.
        error: Why a connection with this address would not work.
        advice: What to do about that; empty where the error says it.
    """

    instance: Instance
    api_version: tuple[int, ...] | None = None
    error: OpenbisError | None = None
    advice: str = ""

    @property
    def is_encrypted(self) -> bool:
        """Whether others on the network cannot read along."""
        return self.instance.url.startswith("https:")

    @property
    def is_certificate_checked(self) -> bool:
        """Whether nobody else can pose as openBIS."""
        return self.is_encrypted and self.instance.verify_certificates

    @property
    def problem(self) -> str | None:
        """What is wrong and what to do, in words; None where all is well."""
        if self.error is None:
            return None
        return f"{self.error}; {self.advice}" if self.advice else str(self.error)
