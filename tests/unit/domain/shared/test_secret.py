"""Secrets are never shown."""

import copy
import dataclasses
import json
import logging
import pickle
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.secret import MASK, Secret

TEXT = "Tr0ub4dor&3"
SECRET = Secret(TEXT)
SURROGATES = st.characters(categories=["Cs"])


def test_only_reveal_returns_the_text():
    assert SECRET.reveal() == TEXT


@pytest.mark.parametrize(
    "shown",
    [
        repr(SECRET),
        str(SECRET),
        f"{SECRET}",
        f"{SECRET!r:>40}",
        f"{SECRET:>40}",
        "{}".format(SECRET),  # noqa: UP032 - one more way to show it
        "%s %r" % (SECRET, SECRET),  # noqa: UP031 - and another one
        repr([SECRET]),
        repr(Credentials("anna", SECRET)),
        repr(dataclasses.asdict(Credentials("anna", SECRET))),
        str(dataclasses.astuple(Credentials("anna", SECRET))),
        json.dumps({"password": SECRET}, default=str),
        repr(copy.copy(SECRET)),
        repr(copy.deepcopy([SECRET])),
    ],
)
def test_string_representations_are_the_mask(shown):
    assert TEXT not in shown
    assert MASK in shown


def test_a_format_applies_to_the_mask():
    assert f"{SECRET:>8}" == f"  {MASK}"


def test_logging_shows_the_mask(caplog):
    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("logging in with %s, %r", SECRET, {"password": SECRET})
    assert TEXT not in caplog.text
    assert MASK in caplog.text


def test_a_traceback_with_all_variables_shows_the_mask():
    def fail(password: Secret) -> None:
        raise ZeroDivisionError(password)

    with pytest.raises(ZeroDivisionError) as caught:
        fail(SECRET)
    report = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "password = " in report
    assert TEXT not in report


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_secret_cannot_be_pickled(protocol):
    with pytest.raises(TypeError, match="cannot be pickled") as caught:
        pickle.dumps(SECRET, protocol)
    assert TEXT not in str(caught.value)


def test_object_with_a_secret_cannot_be_pickled():
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(Credentials("anna", SECRET))


def test_secret_cannot_be_encoded_as_json():
    with pytest.raises(TypeError) as caught:
        json.dumps({"password": SECRET})
    assert TEXT not in str(caught.value)


def test_secret_is_no_text():
    assert not isinstance(SECRET, str)
    assert SECRET != TEXT
    assert not hasattr(SECRET, "__dict__")


def test_an_empty_secret_is_false():
    assert not Secret("")
    assert Secret(" ")


@given(st.text(st.characters() | SURROGATES), st.text(st.characters() | SURROGATES))
def test_secrets_are_equal_exactly_when_their_texts_are(one, other):
    assert (Secret(one) == Secret(other)) is (one == other)
    assert Secret(one) == Secret(one)
    assert hash(Secret(one)) == hash(Secret(one))
