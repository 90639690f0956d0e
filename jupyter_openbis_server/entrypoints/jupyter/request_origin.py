"""Origin of a request: a page of this server, a page of another site or user, or a program.

Browsers send the user's cookie with all requests of any page. Jupyter requires a secret (XSRF token) for POST, and none
for GET. This module checks the remaining requests. Requests that carry Jupyter's token are trusted.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping
from enum import Enum
from urllib.parse import SplitResult, unquote, urlsplit

from jupyter_server.base.handlers import JupyterHandler

from jupyter_openbis_server.entrypoints.jupyter.request_errors import CrossSite

_SCRIPTS = frozenset({"cors", "same-origin"})
"""`Sec-Fetch-Mode` of requests by `fetch` and XMLHttpRequest, unlike those of links, forms and `<img>`."""

_NO_SCRIPTS = ("image/", "text/html", "text/css")
"""Start of `Accept` for other requests without `Sec-Fetch-Mode`: old browsers, and http:// except to localhost."""


class RequestOrigin(Enum):
    """Sender of a request according to its headers."""

    SAME = "a page of this server, or the user by the address bar"
    CROSS_SITE = "a page of another site, or of another user's server on the same site"
    UNKNOWN = "unknown: a program, an old browser, or a page that hides its URL"


def request_origin(headers: Mapping[str, str], base_url: str, is_allowed: Callable[[str], bool]) -> RequestOrigin:
    """Return the sender of a request.

    Args:
        headers: Its headers.
        base_url: The base path of this server's pages. Other servers may have other paths on the same host.
        is_allowed: Whether the operator allows the pages of another origin (`https://host:port`).
    """
    site = headers.get("Sec-Fetch-Site")
    pages = [headers[each] for each in ("Origin", "Referer") if each in headers]
    if pages and is_allowed("{0.scheme}://{0.netloc}".format(_parts_of(pages[0].lower()))):
        return RequestOrigin.SAME
    if site == "none":
        return RequestOrigin.SAME
    if site is None:
        # The host in the URL of the browser; if a proxy sends another one, `allow_origin` has to name it.
        host = headers.get("Host", "").lower()
        is_other_host = any(_parts_of(each.lower()).netloc != host for each in pages)
    else:
        is_other_host = site != "same-origin"
    if is_other_host:
        return RequestOrigin.CROSS_SITE
    return _same_host_origin(headers.get("Referer"), base_url, is_confirmed=site is not None)


def _same_host_origin(page: str | None, base_url: str, *, is_confirmed: bool) -> RequestOrigin:
    """Return the sender of a request from this host.

    Args:
        page: URL of the page if the browser sends it. Some pages send their host only.
        base_url: The base path of this server's pages.
        is_confirmed: Whether the browser has stated that it is a page of this host.
    """
    path = _parts_of(page).path if page else ""
    if base_url == "/":
        return RequestOrigin.SAME if page or is_confirmed else RequestOrigin.UNKNOWN
    if path in ("", "/"):
        return RequestOrigin.UNKNOWN
    return RequestOrigin.SAME if _is_below(path, base_url) else RequestOrigin.CROSS_SITE


def check_request_origin(handler: JupyterHandler, *, changes: bool) -> None:
    """Refuse requests that pages of other sites send with the user's cookie.

    Args:
        handler: Has the request, authenticated by Jupyter.
        changes: Whether the request changes something. Then it must not come from a link or image of any page:
            a notebook of another author may contain them. A request without the URL of its page must have the secret
            `X-XSRFToken`, also for a GET.

    Raises:
        CrossSite: the request is refused.
    """
    if handler.token_authenticated:
        return
    headers = handler.request.headers
    sender = request_origin(headers, handler.base_url, lambda origin: _is_allowed(handler, origin))
    if sender is RequestOrigin.CROSS_SITE:
        raise CrossSite
    if not changes:
        return
    is_typed = headers.get("Sec-Fetch-Site") == "none"
    if not is_typed and not _is_by_script(headers):
        raise CrossSite
    if sender is RequestOrigin.UNKNOWN and handler.request.method == "GET" and not _has_secret(handler):
        raise CrossSite


def _is_by_script(headers: Mapping[str, str]) -> bool:
    mode = headers.get("Sec-Fetch-Mode")
    return not headers.get("Accept", "").startswith(_NO_SCRIPTS) if mode is None else mode in _SCRIPTS


def _is_allowed(handler: JupyterHandler, origin: str) -> bool:
    """Return whether the operator names an origin. `*` names none: it is meant for reading, with a token."""
    if handler.allow_origin:
        return handler.allow_origin != "*" and handler.allow_origin.lower() == origin
    return bool(handler.allow_origin_pat and re.fullmatch(handler.allow_origin_pat, origin))


def _has_secret(handler: JupyterHandler) -> bool:
    """Return whether a header repeats the XSRF cookie: pages of other sites can neither read nor send it."""
    cookie = handler.get_cookie("_xsrf") or ""
    sent = handler.request.headers.get("X-XSRFToken", "")
    return bool(cookie) and hmac.compare_digest(cookie.encode(), sent.encode())


def _parts_of(page: str) -> SplitResult:
    try:
        return urlsplit(page)
    except ValueError:  # not a URL, so not a page of this server
        return urlsplit("")


def _is_below(path: str, base_url: str) -> bool:
    base = [unquote(part) for part in base_url.strip("/").split("/") if part]
    return [unquote(part) for part in path.lstrip("/").split("/")][: len(base)] == base
