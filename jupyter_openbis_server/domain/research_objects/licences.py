"""Licences as users name them."""

from __future__ import annotations

import re

from jupyter_openbis_server.domain.research_objects.crate import NO_LICENCE, Licence

_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_SPDX_PAGE = "https://spdx.org/licenses/{}"


def licence_of(text: str) -> Licence:
    """Return the licence that a user names: an SPDX identifier (`CC-BY-4.0`), a URL, or any other text.

    >>> licence_of("CC-BY-4.0").address
    'https://spdx.org/licenses/CC-BY-4.0'
    """
    text = " ".join(text.split())
    if not text:
        return NO_LICENCE
    if text.startswith(("http://", "https://")):
        return Licence(text, text)
    if _SPDX.fullmatch(text):
        return Licence(text, _SPDX_PAGE.format(text))
    return Licence(text)
