"""The servers of an instance, as messages name them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from requests.utils import get_environ_proxies, select_proxy

from jupyter_openbis_server.domain.instances.session import Instance

DATA_STORE_PATH = "/datastore_server"
_MAX_KNOWN = 64


@dataclass(frozen=True)
class Peer:
    """A server that receives requests, and how it is reached.

    Attributes:
        address: URL without query and service: of the application server, a data store or the file server, or of a
            proxy that could not be reached itself.
        notes: Descriptions that the address does not contain, e.g. "the data store DSS1".
    """

    address: str
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.address} ({', '.join(self.notes)})" if self.notes else self.address

    @property
    def aside(self) -> str:
        """Address and notes, separated by commas, for use in parentheses."""
        return ", ".join((self.address, *self.notes))


class Peers:
    """Maps URLs to servers of an instance. Thread-safe."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._data_stores: dict[str, str] = {}
        self._file_server: str | None = None

    def add_data_store(self, address: str, code: str | None) -> None:
        """Remember the code of the data store at a `data_store_address`."""
        if code and len(self._data_stores) < _MAX_KNOWN:
            self._data_stores[address] = code

    def add_file_server(self, address: str) -> None:
        """Remember the address of the file server (AFS)."""
        self._file_server = address

    def at(self, url: str) -> Peer:
        """Return the server at a URL, and the proxy before it."""
        base, path, _ = url.partition(DATA_STORE_PATH)
        through = _proxy_notes(url)
        if self._file_server and url.startswith(f"{self._file_server}/"):
            return Peer(self._file_server, ("the file server", *through))
        if not path:
            return Peer(self._instance.url, through)
        code = self._data_stores.get(base + path)
        shown = base + path if base == self._instance.url else base
        return Peer(shown, (f"the data store {code}" if code else "the data store", *through))


def _proxy_notes(url: str) -> tuple[str, ...]:
    """Return the proxy that the library `requests` uses for a URL, from the environment, as a note, if any."""
    proxy = select_proxy(url, get_environ_proxies(url))
    if not proxy:
        return ()
    address = _without_login(proxy)
    return (f"through the proxy {address}" if address else "through a proxy with an invalid address",)


def _without_login(proxy: str) -> str | None:
    """Return the address of a proxy without user and password; None if it is invalid."""
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.hostname or ''}{port}"
