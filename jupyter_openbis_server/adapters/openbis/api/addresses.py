"""Where a data store is reached."""

from __future__ import annotations

from urllib.parse import SplitResult, quote, urlsplit

from jupyter_openbis_server.domain.errors import InstanceNonsense
from jupyter_openbis_server.domain.model import Instance

_APPLICATION = "/datastore_server"
_SHOWN = 200


def quoted(text: str, safe: str = "") -> str:
    """Return a text for a URL. Halves of surrogate pairs, which JSON can hold, become bytes that no file has."""
    return quote(text, safe, errors="surrogatepass")


def data_store_address(instance: Instance, url: str | None) -> str:
    """Return the address below which a data store's services lie, ending in `/datastore_server`.

    Args:
        instance: The instance that the data store belongs to.
        url: What openBIS says of it (`downloadUrl`). Without it the data store is taken to have the instance's own
            host and port, as behind a common proxy.

    Raises:
        InstanceNonsense: it is no URL, or one that would show the session token to the network.
    """
    base = (url or instance.url).rstrip("/").removesuffix(_APPLICATION)
    parts = _split(base)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise InstanceNonsense(instance.name, f"openBIS says that its data store has the address {base[:_SHOWN]!r}")
    if parts.scheme == "http" and instance.url.startswith("https:"):
        raise InstanceNonsense(
            instance.name,
            f"openBIS says that its data store has the address {base}, and http shows session tokens to the network; "
            "openBIS's operators have to set the data store's download-url to https",
        )
    return base + _APPLICATION


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:  # brackets that hold no IPv6 address, for one
        return None
