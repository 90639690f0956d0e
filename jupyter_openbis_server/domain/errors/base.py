"""The base of all domain errors."""

from __future__ import annotations

from collections.abc import Iterable

_SHOWN_TEXTS = 10


class OpenbisError(Exception):
    """Base class of all errors that this program raises on purpose."""

    code = "openbis-error"

    def __reduce__(self) -> tuple[object, ...]:
        """Support pickling: the constructors take other arguments than the message, which `Exception` would pass."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[OpenbisError], args: tuple[object, ...], attributes: dict[str, object]) -> OpenbisError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(attributes)
    return error


def shortened(texts: Iterable[str]) -> str:
    """Return the first texts, joined by commas, and the number of the others."""
    all_ = tuple(texts)
    more = len(all_) - _SHOWN_TEXTS
    return ", ".join(all_[:_SHOWN_TEXTS]) + (f" or {more} more" if more > 0 else "")
