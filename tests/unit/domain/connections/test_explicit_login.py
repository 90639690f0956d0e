"""Explicit logins of scripts: complete, consistent, and never with the credentials of another user."""

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.logins import ExplicitLogin
from jupyter_openbis_server.domain.errors import ConflictingCredentials, MissingCredentials
from jupyter_openbis_server.domain.instances.session import Credentials, Instance
from jupyter_openbis_server.domain.shared.secret import Secret

LAB = Instance("lab", "https://lab.example.org")
ALICE = Connection(LAB, "alice", Credentials("alice", Secret("password of alice")))
TOKEN = "bob-240101000000000x1A"


@pytest.mark.parametrize("arguments", [("", None, None), (None, "", None), (None, None, ""), ("bob", "", None)])
def test_empty_texts_are_refused(arguments: tuple[str | None, str | None, str | None]) -> None:
    with pytest.raises(ConflictingCredentials, match="is empty; leave it out"):
        ExplicitLogin.checked(*arguments)


def test_a_password_and_a_token_contradict_each_other() -> None:
    with pytest.raises(ConflictingCredentials, match="Both a password and a token"):
        ExplicitLogin.checked("bob", "secret", TOKEN)


def test_no_arguments_mean_no_explicit_login() -> None:
    assert ExplicitLogin.checked(None, None, None) is None


def test_secrets_are_not_shown() -> None:
    login = ExplicitLogin.checked("bob", "very secret", None)
    assert "very secret" not in repr(login)


def applied(**given: str) -> Connection:
    arguments = {"username": None, "password": None, "token": None, **given}
    login = ExplicitLogin.checked(**arguments)
    assert login
    return login.applied_to(ALICE)


def test_password_is_used_for_the_given_user_or_that_of_the_connection() -> None:
    assert applied(username="bob", password="b").credentials == Credentials("bob", Secret("b"))
    assert applied(password="a").credentials == Credentials("alice", Secret("a"))
    assert not applied(password="a").may_use_panel
    without_user = Connection(LAB)
    with pytest.raises(MissingCredentials):
        ExplicitLogin(password=Secret("a")).applied_to(without_user)


def test_a_token_has_to_belong_to_the_given_user() -> None:
    assert applied(token=TOKEN).username == "bob"
    assert applied(token=TOKEN).required_user == ""
    assert applied(username="alice", token=TOKEN).required_user == "alice"
    assert applied(username="alice", password="$pat-" + TOKEN).required_user == "alice"


def test_a_user_name_alone_keeps_only_credentials_of_that_user() -> None:
    assert applied(username="alice").credentials == ALICE.credentials
    bob = applied(username="bob")
    assert (bob.credentials, bob.required_user, bob.username, bob.may_use_panel) == (None, "bob", "bob", True)
