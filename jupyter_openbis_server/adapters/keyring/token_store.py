"""Tokens in the operating system's keyring: macOS Keychain, Windows Credential Locker, Secret Service, KWallet."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from jupyter_openbis_server.adapters.shared.stored_tokens import read, written
from jupyter_openbis_server.domain.errors import KeyringUnavailable
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.instances.stored_token import StoredToken

_SERVICE = "jupyter-openbis"
_log = logging.getLogger(__name__)


class KeyringTokens:
    """Port `TokenStore`. The package is imported on first use: finding a keyring takes a while."""

    name = "the keyring"

    def get(self, instance: Instance) -> StoredToken | None:
        """See the port. Returns None if there is no keyring, or if it cannot be read."""
        if find_spec("keyring") is None:
            return None
        try:
            return self._get(instance)
        except KeyringUnavailable as error:
            _log.debug("%s", error)
            return None

    def check(self) -> None:
        """See the port."""
        key = f"test entry {secrets.token_hex(8)}"  # two processes may check at the same time
        self._put(key, "test")
        with _unavailable():
            import keyring  # noqa: PLC0415 - an extra

            keyring.delete_password(_SERVICE, key)

    def put(self, instance: Instance, token: StoredToken) -> None:
        """See the port."""
        self._put(_key(instance), written(token))

    def remove(self, instance: Instance) -> StoredToken | None:
        """See the port. A locked keyring is an error: it may still contain a token."""
        if find_spec("keyring") is None or _is_missing():
            return None
        kept = self._get(instance)
        if kept is not None:
            with _unavailable():
                import keyring  # noqa: PLC0415 - an extra

                keyring.delete_password(_SERVICE, _key(instance))
        return kept

    @staticmethod
    def _put(key: str, text: str) -> None:
        if find_spec("keyring") is None:
            raise KeyringUnavailable("it needs pip install jupyter-openbis-server[keyring]")
        with _unavailable():
            import keyring  # noqa: PLC0415 - an extra

            keyring.set_password(_SERVICE, key, text)
            kept = keyring.get_password(_SERVICE, key)  # keyring's backend `null` accepts all and stores nothing
            backend = type(keyring.get_keyring())
        if kept != text:
            problem = f"{backend} does not keep what it is given (see PYTHON_KEYRING_BACKEND); keep the token in a file"
            raise KeyringUnavailable(problem)

    @staticmethod
    def _get(instance: Instance) -> StoredToken | None:
        with _unavailable():
            import keyring  # noqa: PLC0415 - an extra

            text = keyring.get_password(_SERVICE, _key(instance))
        return read(text) if text else None


def _is_missing() -> bool:
    """Return whether this computer has no keyring."""
    with _unavailable():
        from keyring import get_keyring  # noqa: PLC0415 - an extra
        from keyring.backends.fail import Keyring  # noqa: PLC0415 - an extra

        return isinstance(get_keyring(), Keyring)


def _key(instance: Instance) -> str:
    return f"{instance.name} {instance.url}"


@contextmanager
def _unavailable() -> Iterator[None]:
    """Convert errors of keyring and its backends to KeyringUnavailable."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - a configured backend may fail in any way, also when it is imported
        problem = _problem(error)
    else:
        return
    raise KeyringUnavailable(problem)


def _problem(error: Exception) -> str:
    """Return the reason in words. The package itself may be what fails to load, so its classes cannot be named here."""
    if type(error).__name__ == "NoKeyringError":
        return "there is none on this computer"
    is_harmless = type(error).__module__.startswith("keyring.") or isinstance(error, (ImportError, AttributeError))
    text = str(error) if is_harmless else ""  # other messages might contain what was to be stored
    return text or type(error).__name__
