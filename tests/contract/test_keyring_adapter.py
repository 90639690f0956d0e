"""The contract of `TokenStore` for the keyring, and computers without a keyring."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from jupyter_openbis_server.adapters.keyring import KeyringTokens
from jupyter_openbis_server.domain.errors import KeyringUnavailable
from tests.contract.contracts.token_store import LAB, TOKEN, TokenStoreContract


class _Keyring(KeyringBackend):
    """A keyring of this process."""

    priority = -1  # type: ignore[assignment] - keyring knows each class, and must not choose it for other tests

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.texts.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.texts[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.texts.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")


class _Locked(KeyringBackend):
    priority = -1  # type: ignore[assignment] - keyring knows each class, and must not choose it for other tests

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("the user said no")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("the user said no")


@pytest.fixture(autouse=True)
def _restore_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


class TestKeyringTokens(TokenStoreContract):
    @pytest.fixture
    def token_store(self) -> KeyringTokens:
        keyring.set_keyring(_Keyring())
        return KeyringTokens()

    def test_test_entry_of_a_check_is_deleted(self, token_store: KeyringTokens) -> None:
        token_store.check()
        backend = keyring.get_keyring()
        assert isinstance(backend, _Keyring)
        assert backend.texts == {}


def test_missing_keyring_is_an_error() -> None:
    keyring.set_keyring(NoKeyring())
    assert KeyringTokens().get(LAB) is None
    assert KeyringTokens().remove(LAB) is None
    with pytest.raises(KeyringUnavailable, match="there is none on this computer"):
        KeyringTokens().put(LAB, TOKEN)
    with pytest.raises(KeyringUnavailable, match="there is none on this computer"):
        KeyringTokens().check()


def test_locked_keyring_is_an_error_with_the_reason() -> None:
    keyring.set_keyring(_Locked())
    assert KeyringTokens().get(LAB) is None
    with pytest.raises(KeyringUnavailable, match="the user said no"):
        KeyringTokens().put(LAB, TOKEN)
    with pytest.raises(KeyringUnavailable, match="the user said no"):
        KeyringTokens().check()
    with pytest.raises(KeyringUnavailable, match="the user said no"):
        KeyringTokens().remove(LAB)


class _Failing(KeyringBackend):
    priority = -1  # type: ignore[assignment] - keyring knows each class, and must not choose it for other tests

    def get_password(self, service: str, username: str) -> str | None:
        raise OSError(TOKEN.token.reveal())

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(password)


def test_backend_that_fails_is_an_error_without_its_text() -> None:
    keyring.set_keyring(_Failing())
    assert KeyringTokens().get(LAB) is None
    for action in (partial(KeyringTokens().put, LAB, TOKEN), partial(KeyringTokens().remove, LAB)):
        with pytest.raises(KeyringUnavailable, match="OSError") as caught:
            action()
        assert TOKEN.token.reveal() not in str(caught.value)


def test_backend_that_cannot_be_loaded_is_an_error_with_its_name() -> None:
    code = """
from jupyter_openbis_server.adapters.keyring import KeyringTokens
from jupyter_openbis_server.domain.errors import KeyringUnavailable
from tests.contract.contracts.token_store import LAB, TOKEN
assert KeyringTokens().get(LAB) is None
for action in (lambda: KeyringTokens().put(LAB, TOKEN), lambda: KeyringTokens().remove(LAB)):
    try:
        action()
    except KeyringUnavailable as error:
        print(error)
"""
    environ = {**os.environ, "PYTHON_KEYRING_BACKEND": "no_such_package.Backend"}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.count("No module named 'no_such_package'") == 2


class _Discarding(_Keyring):
    """Like keyring's backend `null`, which accepts all tokens and stores none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


def test_keyring_that_stores_nothing_is_detected() -> None:
    keyring.set_keyring(_Discarding())
    with pytest.raises(KeyringUnavailable, match=r"does not keep what it is given .*; keep the token in a file"):
        KeyringTokens().put(LAB, TOKEN)
    with pytest.raises(KeyringUnavailable, match=r"does not keep what it is given .*; keep the token in a file"):
        KeyringTokens().check()


def test_error_without_the_extra_has_the_command_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.setattr("jupyter_openbis_server.adapters.keyring.token_store.find_spec", lambda name: None)
    assert KeyringTokens().get(LAB) is None
    assert KeyringTokens().remove(LAB) is None
    with pytest.raises(KeyringUnavailable, match=r"pip install jupyter-openbis-server\[keyring\]"):
        KeyringTokens().put(LAB, TOKEN)
    with pytest.raises(KeyringUnavailable, match=r"pip install jupyter-openbis-server\[keyring\]"):
        KeyringTokens().check()
