"""The servers that are asked for one instance, as messages name them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from requests.utils import get_environ_proxies, select_proxy

from jupyter_openbis_server.domain.instances.session import Instance

DATA_STORE_PATH = "/datastore_server"
_MAX_KNOWN = 64


@dataclass(frozen=True)
class Peer:
    """A server that is asked, and how.

    Attributes:
        address: URL without query and service: the application server's or data store's, or that of a proxy that could
            not be reached itself.
        notes: What it is, where the address alone does not say it.
    """

    address: str
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.address} ({', '.join(self.notes)})" if self.notes else self.address

    @property
    def aside(self) -> str:
        """The same for use in parentheses."""
        return ", ".join((self.address, *self.notes))


class Peers:
    """Knows which server of an instance a URL leads to. Safe for use from several threads."""

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
        proxy = proxy_for(url)
        through = (f"through the proxy {proxy}",) if proxy else ()
        if self._file_server and url.startswith(f"{self._file_server}/"):
            return Peer(self._file_server, ("the file server", *through))
        if not path:
            return Peer(self._instance.url, through)
        code = self._data_stores.get(base + path)
        shown = base + path if base == self._instance.url else base
        return Peer(shown, (f"the data store {code}" if code else "the data store", *through))


def proxy_for(url: str) -> str | None:
    """Return the proxy that requests takes for a URL, by the environment, without user and password."""
    proxy = select_proxy(url, get_environ_proxies(url))
    if not proxy:
        return None
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "that the environment names"
    return f"{parts.scheme}://{parts.hostname or ''}{port}"
