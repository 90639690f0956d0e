"""Placeholders for the data of pictures during the conversion.

nbconvert copies a page several times, and most of a large page is the data of its pictures. So each is replaced by a
short text before the conversion and inserted when the page is written.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from typing import Any

_MIN_LENGTH = 1000
_BASE64 = re.compile(r"[A-Za-z0-9+/=\n\r]*")


class Placeholders:
    """Unguessable texts, and the data that they stand for."""

    def __init__(self) -> None:
        self._mark = f"picture{secrets.token_hex(16)}x"
        self._data: list[str] = []

    def of(self, data: str) -> str:
        """Return a placeholder of letters and digits for base64 data."""
        self._data.append(data)
        return f"{self._mark}{len(self._data) - 1}y"

    def replace_pictures(self, notebook: Any) -> None:  # noqa: ANN401 - nbformat has no types
        """Replace the data of large pictures in outputs and attachments of a notebook of version 4."""
        for cell in notebook.cells:
            for bundle in (cell.get("attachments") or {}).values():
                self._replace(bundle)
            for output in cell.get("outputs") or ():
                self._replace(output.get("data"))

    def filled(self, page: str) -> Iterator[bytes]:
        """Yield the page with the placeholders replaced by the data, in pieces, as UTF-8."""
        end = 0
        for found in re.finditer(rf"{self._mark}(\d+)y", page):
            yield page[end : found.start()].encode(errors="replace")
            yield self._data[int(found[1])].encode()
            end = found.end()
        yield page[end:].encode(errors="replace")

    def _replace(self, bundle: Any) -> None:  # noqa: ANN401 - as above
        if not isinstance(bundle, dict):
            return
        for kind, data in bundle.items():
            if not (kind.startswith("image/") and isinstance(data, str) and len(data) >= _MIN_LENGTH):
                continue
            if _BASE64.fullmatch(data):  # not SVG, which is plain text in outputs and encoded by nbconvert
                bundle[kind] = self.of(data)
