"""Addresses of openBIS's services (openbis-protocol 1.1)."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, quote, urlsplit

from jupyter_openbis_server.adapters.openbis.http.peers import DATA_STORE_PATH
from jupyter_openbis_server.domain.errors import UnexpectedResponse
from jupyter_openbis_server.domain.instances.session import Instance

APPLICATION_SERVER_V3 = "/openbis/openbis/rmi-application-server-v3.json"
"""The application server's v3 API, below the URL of an instance."""
QUERY_V1 = "/openbis/openbis/rmi-query-v1.json"
"""The application server's v1 query API, which calls plugins of data stores."""
AFS_API = "/api"
"""The API of the file server, below its address."""

_SHOWN = 200


def quoted(text: str, safe: str = "") -> str:
    """Return a text for a URL. Lone surrogates, which JSON can contain, become bytes that no file has."""
    return quote(text, safe, errors="surrogatepass")


def data_store_address(instance: Instance, url: str | None) -> str:
    """Return the base address of a data store's services, ending in `/datastore_server`.

    Args:
        instance: The instance that the data store belongs to.
        url: What openBIS says of it (`downloadUrl`). Without it the data store is taken to have the instance's own
            host and port, as behind a common proxy.

    Raises:
        UnexpectedResponse: it is no URL, or one that would show the session token to the network.
    """
    base = (url or instance.url).rstrip("/").removesuffix(DATA_STORE_PATH)
    _check(instance, base, "data store", "the data store's download-url")
    return base + DATA_STORE_PATH


def file_server_address(instance: Instance, url: str) -> str:
    """Return the base address of the file server (AFS), without slash at its end; its API is at `/api` below it.

    Args:
        instance: The instance that the file server belongs to.
        url: What openBIS says of it.

    Raises:
        UnexpectedResponse: it is no URL, or one that would show the session token to the network.
    """
    base = url.rstrip("/").removesuffix(AFS_API)
    _check(instance, base, "file server (AFS)", "the file server's httpServerPublicUrl")
    return base


def _check(instance: Instance, base: str, server: str, setting: str) -> None:
    parts = _split(base)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise UnexpectedResponse(instance.name, f"openBIS says that its {server} has the address {base[:_SHOWN]!r}")
    if parts.scheme == "http" and instance.url.startswith("https:"):
        raise UnexpectedResponse(
            instance.name,
            f"openBIS says that its {server} has the address {base}, and http shows session tokens to the network; "
            f"openBIS's operators have to set {setting} to https",
        )


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        if "[" in parts.netloc:  # Python 3.10 does not check that the brackets hold an IPv6 address
            ipaddress.IPv6Address(parts.hostname or "")
    except ValueError:
        return None
    return parts
