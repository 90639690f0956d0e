"""Embedding of local pictures into the page of a notebook."""

from __future__ import annotations

import base64
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup

from jupyter_openbis_server.adapters.nbconvert.placeholders import Placeholders

MAX_PICTURE = 20 << 20
"""Bytes of one picture."""

MAX_PICTURES = 100 << 20
"""Bytes of all pictures of a page."""

_MAX_NAMED = 20
_HAS_PICTURE = re.compile(r"<img\b", re.IGNORECASE)
_IN_PAGE_OR_WEB = re.compile(r"\s*(?:data:|https?:|//)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_MAGIC_NUMBERS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"BM.{12}", re.DOTALL), "image/bmp"),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), "image/avif"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<!DOCTYPE svg|<svg\b)"), "image/svg+xml"),
)


@dataclass
class Pictures:
    """Embeds pictures into pages.

    Attributes:
        root: Jupyter's root folder; files outside, also by a link, are not read.
        folder: The notebook's folder, below the root.
        placeholders: Stand in for the data until the page is written.
        missing: URLs of pictures that were not embedded, in the order of the page; at most 20.
    """

    root: Path
    folder: Path
    placeholders: Placeholders
    missing: list[str] = field(default_factory=list)
    _total: int = 0

    def embedded(self, page: str, *, is_trusted: bool) -> str:
        """Return the page with the pictures embedded whose URL is a path.

        A URL that does not lead to a picture is kept in the page of a trusted notebook and removed otherwise.
        """
        if not _HAS_PICTURE.search(page):
            return page
        soup = BeautifulSoup(page, features="html.parser")
        known: dict[str, str | None] = {}
        for element in soup.find_all("img", src=True):
            address = str(element["src"])
            if _IN_PAGE_OR_WEB.match(address):
                continue
            if address not in known:
                known[address] = self._data_of(address)
            data = known[address]
            if data:
                element["src"] = data
                del element["srcset"]
            else:
                self._note(address)
                if not is_trusted:
                    del element["src"]
        return str(soup)

    def _data_of(self, address: str) -> str | None:
        """Return a picture as a data URL with a placeholder; None if it must not be embedded."""
        path = address.partition("#")[0].partition("?")[0]
        if not path or _SCHEME.match(path):
            return None
        content = self._read(path) or self._read(unquote(path))
        kind = next((kind for magic, kind in _MAGIC_NUMBERS if content and magic.match(content)), None)
        if content is None or kind is None or (kind == "image/svg+xml" and b"<svg" not in content):
            return None
        self._total += len(content)
        return f"data:{kind};base64,{self.placeholders.of(base64.b64encode(content).decode())}"

    def _read(self, path: str) -> bytes | None:
        try:
            real = Path(os.path.realpath(self.folder / path))
            if not real.is_relative_to(os.path.realpath(self.root)) or not real.is_file():
                return None
            if real.stat().st_size > min(MAX_PICTURE, MAX_PICTURES - self._total):
                return None
            return real.read_bytes()
        except (OSError, ValueError):  # the latter for NUL bytes
            return None

    def _note(self, address: str) -> None:
        if address not in self.missing and len(self.missing) < _MAX_NAMED:
            self.missing.append(address)
