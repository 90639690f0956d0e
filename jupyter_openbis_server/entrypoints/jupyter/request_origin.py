"""Who has sent a request: a page of this server, a page of somebody else's, or a program.

Browsers send the user's cookie with whatever any page asks them for. Jupyter asks for a secret (XSRF) where something
is posted, and for nothing where something is got. Here is what it leaves open. Whoever sends Jupyter's token is no
stranger's page.
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
"""How browsers call requests of `fetch` and XMLHttpRequest, unlike those of links, forms and `<img>`."""

_NO_SCRIPTS = ("image/", "text/html", "text/css")
"""How `Accept` begins for the others, where a browser tells no more: old ones, and all by http:// but to localhost."""


class Sender(Enum):
    """Who has sent a request, as far as its headers tell."""

    OURS = "a page of this server, or the user by the address bar"
    ELSEWHERE = "a page of another site, or of another user's server on the same site"
    UNKNOWN = "nothing tells: a program, an old browser, or a page that hides where it is"


def sender_of(headers: Mapping[str, str], base_url: str, is_allowed: Callable[[str], bool]) -> Sender:
    """Return who has sent a request.

    Args:
        headers: Its headers.
        base_url: The path below which this server's pages are. Others may be beside it, on the same host.
        is_allowed: Whether the operator allows the pages of another origin (`https://host:port`).
    """
    site, told = headers.get("Sec-Fetch-Site"), [headers[each] for each in ("Origin", "Referer") if each in headers]
    if told and is_allowed("{0.scheme}://{0.netloc}".format(_parts_of(told[0].lower()))):
        return Sender.OURS
    if site == "none":
        return Sender.OURS
    if site is None:
        # The host as the browser knows it; behind a proxy that tells another one, `allow_origin` has to name it.
        host = headers.get("Host", "").lower()
        is_elsewhere = any(_parts_of(each.lower()).netloc != host for each in told)
    else:
        is_elsewhere = site != "same-origin"
    return Sender.ELSEWHERE if is_elsewhere else _neighbour(headers.get("Referer"), base_url, is_told=site is not None)


def _neighbour(page: str | None, base_url: str, *, is_told: bool) -> Sender:
    """Return which of those on this host has sent a request.

    Args:
        page: Which page, if that is told. Some tell their host only.
        base_url: The path of our own pages.
        is_told: Whether the browser has told that it is a page of this host.
    """
    path = _parts_of(page).path if page else ""
    if base_url == "/":
        return Sender.OURS if page or is_told else Sender.UNKNOWN
    if path in ("", "/"):
        return Sender.UNKNOWN
    return Sender.OURS if _is_below(path, base_url) else Sender.ELSEWHERE


def check_sender(handler: JupyterHandler, *, changes: bool) -> None:
    """Refuse what the pages of other sites send with the user's cookie.

    Args:
        handler: Has the request, authenticated by Jupyter.
        changes: Whether the request changes something. Then neither links nor images may send it, from whatever page:
            a notebook that somebody else has written may hold them. And who does not tell its page has to bring the
            secret of `X-XSRFToken`, also for a GET.

    Raises:
        CrossSite.
    """
    if handler.token_authenticated:
        return
    headers = handler.request.headers
    sender = sender_of(headers, handler.base_url, lambda origin: _is_allowed(handler, origin))
    if sender is Sender.ELSEWHERE:
        raise CrossSite
    if not changes:
        return
    is_typed = headers.get("Sec-Fetch-Site") == "none"
    if not is_typed and not _is_by_script(headers):
        raise CrossSite
    if sender is Sender.UNKNOWN and handler.request.method == "GET" and not _has_secret(handler):
        raise CrossSite


def _is_by_script(headers: Mapping[str, str]) -> bool:
    mode = headers.get("Sec-Fetch-Mode")
    return not headers.get("Accept", "").startswith(_NO_SCRIPTS) if mode is None else mode in _SCRIPTS


def _is_allowed(handler: JupyterHandler, origin: str) -> bool:
    """Whether the operator names an origin. `*` names none: it is meant for reading, by those who send a token."""
    if handler.allow_origin:
        return handler.allow_origin != "*" and handler.allow_origin.lower() == origin
    return bool(handler.allow_origin_pat and re.fullmatch(handler.allow_origin_pat, origin))


def _has_secret(handler: JupyterHandler) -> bool:
    """Whether the cookie against XSRF stands in a header, too: pages of other sites can neither read nor send it."""
    cookie = handler.get_cookie("_xsrf") or ""
    sent = handler.request.headers.get("X-XSRFToken", "")
    return bool(cookie) and hmac.compare_digest(cookie.encode(), sent.encode())


def _parts_of(page: str) -> SplitResult:
    try:
        return urlsplit(page)
    except ValueError:  # no URL, and no page of ours
        return urlsplit("")


def _is_below(path: str, base_url: str) -> bool:
    base = [unquote(part) for part in base_url.strip("/").split("/") if part]
    return [unquote(part) for part in path.lstrip("/").split("/")][: len(base)] == base
