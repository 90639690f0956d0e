"""Tokens in the operating system's keyring: macOS Keychain, Windows Credential Locker, Secret Service, KWallet."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from jupyter_openbis_server.adapters.kept_tokens import read, written
from jupyter_openbis_server.domain.errors import KeyringUnavailable
from jupyter_openbis_server.domain.model import Instance, KeptToken

_SERVICE = "jupyter-openbis"
_log = logging.getLogger(__name__)


class KeyringTokens:
    """Port `TokenKeeper`. The package is loaded when it is needed: looking for a keyring takes a while."""

    name = "the keyring"

    def get(self, instance: Instance) -> KeptToken | None:
        """See the port. Where there is no keyring, nothing is in it."""
        if find_spec("keyring") is None:
            return None
        try:
            return self._get(instance)
        except KeyringUnavailable as error:
            _log.debug("%s", error)
            return None

    def put(self, instance: Instance, token: KeptToken) -> None:
        """See the port."""
        if find_spec("keyring") is None:
            raise KeyringUnavailable("it needs pip install jupyter-openbis-server[keyring]")
        with _unavailable():
            import keyring  # noqa: PLC0415 - an extra

            keyring.set_password(_SERVICE, _key(instance), written(token))

    def remove(self, instance: Instance) -> KeptToken | None:
        """See the port. A keyring that is locked may hold a token still: that is an error, and not nothing."""
        if find_spec("keyring") is None or _is_missing():
            return None
        kept = self._get(instance)
        if kept is not None:
            with _unavailable():
                import keyring  # noqa: PLC0415 - an extra

                keyring.delete_password(_SERVICE, _key(instance))
        return kept

    @staticmethod
    def _get(instance: Instance) -> KeptToken | None:
        with _unavailable():
            import keyring  # noqa: PLC0415 - an extra

            text = keyring.get_password(_SERVICE, _key(instance))
        return read(text) if text else None


def _is_missing() -> bool:
    """Whether this computer has no keyring at all."""
    from keyring import get_keyring  # noqa: PLC0415 - an extra
    from keyring.backends.fail import Keyring  # noqa: PLC0415 - an extra

    return isinstance(get_keyring(), Keyring)


def _key(instance: Instance) -> str:
    return f"{instance.name} {instance.url}"


@contextmanager
def _unavailable() -> Iterator[None]:
    """Turn what keyring and its many backends raise into KeyringUnavailable. Their texts hold no secrets' text."""
    from keyring.errors import KeyringError, NoKeyringError  # noqa: PLC0415 - an extra

    try:
        yield
    except NoKeyringError:
        problem = "there is none on this computer"
    except KeyringError as error:
        problem = str(error) or type(error).__name__
    else:
        return
    raise KeyringUnavailable(problem)
