"""The environment variables that a kernel gets."""

from __future__ import annotations

from collections.abc import Mapping

_OURS = "OPENBIS_"
_TELLING = ("TOKEN", "PASSW", "PASSPHRASE", "SECRET", "CREDENTIAL")
_TELLING_WORDS = frozenset(("PASS", "PAT", "PWD", "KEY", "KEYS"))


def without_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    """Leave out all of `OPENBIS_…` and what is called a token, a password, a secret or a key.

    A kernel that only tells what it has installed needs none of them, and code of others runs in it: start-up files,
    and whatever its packages do when they are loaded.
    """
    return {name: value for name, value in environ.items() if not _is_secret(name.upper())}


def _is_secret(name: str) -> bool:
    if name.startswith(_OURS) or any(text in name for text in _TELLING):
        return True
    words = name.split("_")
    return len(words) > 1 and not _TELLING_WORDS.isdisjoint(words)  # PWD alone is the working folder
