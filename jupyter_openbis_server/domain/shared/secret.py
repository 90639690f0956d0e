"""A secret text that is never shown."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, NoReturn

MASK = "******"


class Secret:
    """A password or token. Only `reveal` returns the text; printing and formatting show a mask, pickling fails.

    It is deliberately not a `str`: `json.dumps` refuses it, `logging` and f-strings show the mask.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text. Call it only where the text leaves the program, on the way to openBIS."""
        return self._text

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the text in hex: identifies a token without revealing it. Not for passwords (too short)."""
        return hashlib.sha256(_bytes(self._text)).hexdigest()

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_bytes(self._text), _bytes(other._text))

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Secret:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a Secret cannot be pickled")


def _bytes(text: str) -> bytes:
    """Return the UTF-8 bytes of a text, also if it contains a lone surrogate, as parsed JSON may."""
    return text.encode("utf-8", "surrogatepass")
