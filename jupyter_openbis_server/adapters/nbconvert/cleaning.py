"""Sanitising of HTML in notebooks that Jupyter does not trust.

bleach ensures that a page contains only the elements, attributes, styles and URL schemes listed here. Before that,
elements whose text is not meant for readers, such as style sheets, are removed: bleach would keep their text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import bleach
from bleach.css_sanitizer import CSSSanitizer
from bs4 import BeautifulSoup

# ruff: noqa: SIM905 - lists of words are easier to read without quotes
_TAGS = frozenset(
    "h1 h2 h3 h4 h5 h6 p br hr wbr div span section article aside header footer nav main address center "
    "pre code kbd samp var tt blockquote q cite ul ol li dl dt dd a em strong b i u s strike del ins sub sup small big "
    "mark abbr acronym dfn time table caption colgroup col thead tbody tfoot tr th td img figure figcaption details "
    "summary ruby rt rp font".split()
)
_GLOBAL_ATTRIBUTES = frozenset(["class", "id", "title", "dir", "lang", "style"])
_ATTRIBUTES = {
    "a": frozenset(["href"]),
    "col": frozenset(["span", "width"]),
    "colgroup": frozenset(["span"]),
    "details": frozenset(["open"]),
    "font": frozenset(["color", "size"]),
    "img": frozenset(["src", "alt", "width", "height"]),
    "li": frozenset(["value"]),
    "ol": frozenset(["start", "type", "reversed"]),
    "p": frozenset(["align"]),
    "table": frozenset(["border", "align", "width", "cellpadding", "cellspacing"]),
    "td": frozenset(["colspan", "rowspan", "align", "valign", "headers", "width"]),
    "th": frozenset(["colspan", "rowspan", "align", "valign", "headers", "scope", "width"]),
    "time": frozenset(["datetime"]),
    "tr": frozenset(["align", "valign"]),
}
_STYLES = frozenset(
    "color background-color font font-family font-size font-style font-variant font-weight line-height letter-spacing "
    "text-align text-decoration text-indent text-transform vertical-align white-space word-break "
    "width min-width max-width height min-height max-height margin margin-top margin-right margin-bottom margin-left "
    "padding padding-top padding-right padding-bottom padding-left border border-top border-right border-bottom "
    "border-left border-color border-style border-width border-radius border-collapse border-spacing "
    "display float clear list-style-type overflow overflow-x overflow-y".split()
)
"""Properties whose values cannot be URLs and that do not position an element."""

_NOT_TEXT = (
    "script",
    "style",
    "template",
    "noscript",
    "title",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "svg",
    "canvas",
    "audio",
    "video",
    "map",
    "button",
    "select",
    "datalist",
    "textarea",
)
_HAS_NOT_TEXT = re.compile(rf"<\s*(?:{'|'.join(_NOT_TEXT)})\b", re.IGNORECASE)
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_LINK_SCHEMES = frozenset(["http", "https", "mailto"])
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|bmp|avif|svg\+xml)[;,]", re.IGNORECASE)


def cleaned(element: object) -> str:
    """Return the HTML of a cell or output without scripts, external resources and positioned elements.

    nbconvert's filter `clean_html` has the same parameter. The result is well-formed: unbalanced elements of an output
    do not affect the following cells. Relative URLs of pictures are kept.

    Args:
        element: The HTML; bytes are UTF-8.
    """
    text = element.decode(errors="replace") if isinstance(element, bytes) else str(element)
    return str(_cleaner().clean(_without_non_text(text)))


@lru_cache(maxsize=1)
def _cleaner() -> bleach.Cleaner:
    return bleach.Cleaner(
        tags=_TAGS,
        attributes=_is_allowed,
        protocols={*_LINK_SCHEMES, "data"},
        strip=True,
        css_sanitizer=CSSSanitizer(allowed_css_properties=_STYLES, allowed_svg_properties=frozenset()),
    )


def _without_non_text(text: str) -> str:
    if not _HAS_NOT_TEXT.search(text):
        return text
    soup = BeautifulSoup(text, features="html.parser")
    for each in soup.find_all(_NOT_TEXT):
        each.extract()
    return str(soup)


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if name not in _GLOBAL_ATTRIBUTES and name not in _ATTRIBUTES.get(tag, ()):
        return False
    if name == "class":
        return "mermaid" not in unescape(value).lower()  # a script in nbconvert's page processes this class
    if name == "href":
        return _scheme_of(value) in (None, *_LINK_SCHEMES)
    if name == "src":
        return _is_safe_picture(value)
    return True


def _is_safe_picture(value: str) -> bool:
    """Return whether the picture causes no request to another site: a data URL or a relative one."""
    if _PICTURE.match(value):
        return True
    address = _as_browsers_read(value)
    if _scheme_of(value) is None:
        return not address.replace("\\", "/").startswith("//")
    return _PICTURE.match(address) is not None


def _scheme_of(value: str) -> str | None:
    found = _SCHEME.match(_as_browsers_read(value))
    return found[1].lower() if found else None


def _as_browsers_read(value: str) -> str:
    return _IGNORED_BY_BROWSERS.sub("", unescape(value))
