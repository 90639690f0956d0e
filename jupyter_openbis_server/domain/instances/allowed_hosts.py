"""The hosts that the program may connect to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from jupyter_openbis_server.domain.errors import HostNotAllowed

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class AllowedHosts:
    """Allowed hosts of connections, checks, data stores and mounts; an empty list allows all.

    Attributes:
        patterns: Host names or IP addresses, `*.example.org` for all subdomains, each with `:port` or for all ports.
            IPv6 addresses are in brackets.
    """

    patterns: tuple[str, ...] = ()

    @classmethod
    def of(cls, texts: Iterable[str]) -> AllowedHosts:
        """Parse the list of an operator; blanks and case are ignored."""
        return cls(tuple(each.strip().lower() for each in texts if each.strip()))

    def check(self, connection: str, host: str, port: int) -> None:
        """Raise HostNotAllowed unless connections to the host and port are allowed."""
        shown = f"[{host}]" if ":" in host else host
        if self.patterns and not any(_fits(each, shown.lower().rstrip("."), port) for each in self.patterns):
            raise HostNotAllowed(connection, f"{shown}:{port}")

    def check_url(self, connection: str, url: str) -> None:
        """Raise HostNotAllowed unless connections to the host and port of a URL are allowed."""
        if self.patterns:
            parts = urlsplit(url)
            self.check(connection, parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme, 0))


ALL_HOSTS = AllowedHosts()


def _fits(pattern: str, host: str, port: int) -> bool:
    name, colon, wanted_port = pattern.rpartition(":")
    if not colon or pattern.endswith("]"):
        name, wanted_port = pattern, ""
    if wanted_port and wanted_port != str(port):
        return False
    return host.endswith(name[1:]) and host != name[2:] if name.startswith("*.") else host == name
