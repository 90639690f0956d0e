"""The environment of child processes that handle untrusted content: kernels and conversions of notebooks.

A shared helper: it imports no adapter.
"""

from __future__ import annotations

from collections.abc import Mapping

_OWN_PREFIX = "OPENBIS_"
_SENSITIVE = ("TOKEN", "PASSW", "PASSPHRASE", "SECRET", "CREDENTIAL")
_SENSITIVE_WORDS = frozenset(("PASS", "PAT", "PWD", "KEY", "KEYS"))


def without_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without `OPENBIS_…` and variables named like a token, password, secret or key.

    They are not needed there, and kernels run untrusted code: start-up files, and imports of packages.
    """
    return {name: value for name, value in environ.items() if not _is_secret(name.upper())}


def _is_secret(name: str) -> bool:
    if name.startswith(_OWN_PREFIX) or any(text in name for text in _SENSITIVE):
        return True
    words = name.split("_")
    return len(words) > 1 and not _SENSITIVE_WORDS.isdisjoint(words)  # PWD alone is the working folder
