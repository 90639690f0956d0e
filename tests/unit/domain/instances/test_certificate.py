"""Fingerprints of certificates in all notations."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.connections.connection_entry import edited, entry_of
from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.instances.certificate import (
    MAX_FINGERPRINTS,
    fingerprint_of,
    parsed_fingerprint,
    parsed_fingerprints,
)

LABELS = ("", "sha256:", "SHA-256: ", "sha256 Fingerprint=", "SHA256 fingerprint = ", " sha-256=")
LAB = {"name": "lab", "url": "https://openbis.example.org"}


def _fingerprint(number: int) -> str:
    return fingerprint_of(str(number).encode())


@given(
    st.binary(min_size=32, max_size=32),
    st.sampled_from(LABELS),
    st.sampled_from(("", ":", " ", "-", ": ")),
    st.booleans(),
    st.sampled_from(("", " ", "\t", "\r")),
)
def test_every_notation_means_the_same(digest: bytes, label: str, between: str, is_upper: bool, around: str) -> None:
    pairs = [f"{each:02X}" if is_upper else f"{each:02x}" for each in digest]
    parsed = parsed_fingerprint(f"{around}{label}{between.join(pairs)}{around}")
    assert bytes.fromhex(parsed.replace(":", "")) == digest
    assert parsed == parsed_fingerprint(parsed) == ":".join(f"{each:02X}" for each in digest)


@given(st.text(max_size=100))
def test_any_text_is_a_fingerprint_or_refused_with_the_reason(text: str) -> None:
    reason = ""
    try:
        parsed = parsed_fingerprint(text)
        assert len(bytes.fromhex(parsed.replace(":", ""))) == 32
    except ValueError as error:
        reason = str(error)
    assert not reason or "SHA-256" in reason


@given(st.binary(max_size=1000))
def test_the_fingerprint_is_that_of_openssl_and_browsers(certificate: bytes) -> None:
    assert parsed_fingerprint(hashlib.sha256(certificate).hexdigest()) == fingerprint_of(certificate)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (hashlib.sha1(b"").hexdigest(), "SHA-1 or MD5"),
        (hashlib.md5(b"").hexdigest(), "SHA-1 or MD5"),
        ("AB:CD", "4 hexadecimal digits instead of 64"),
        ("", "64 hexadecimal digits"),
        ("G" * 64, "64 hexadecimal digits"),
        ("٣" * 64, "64 hexadecimal digits"),
    ],
)
def test_other_digests_are_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parsed_fingerprint(text)


def test_lists_and_texts_of_fingerprints_are_read_once_each() -> None:
    first, second = _fingerprint(1), _fingerprint(2)
    expected = (first, second)
    assert parsed_fingerprints([first, second.lower(), first]) == expected
    assert parsed_fingerprints(f"{first}, sha256:{second}\n") == expected
    assert parsed_fingerprints(None) == parsed_fingerprints("") == parsed_fingerprints([]) == ()


@pytest.mark.parametrize("value", [1, {"a": 1}, [1], [None], [["a"]], True])
def test_other_values_are_refused(value: object) -> None:
    with pytest.raises(InvalidConnection) as refused:
        ConnectionDefinition.from_mapping({**LAB, "certificate_fingerprints": value})
    assert refused.value.field == "certificate_fingerprints"


def test_their_number_is_limited() -> None:
    fingerprints = [_fingerprint(number) for number in range(MAX_FINGERPRINTS + 1)]
    parsed_fingerprints(fingerprints[1:])
    with pytest.raises(ValueError, match="at most"):
        parsed_fingerprints(fingerprints)


def test_http_is_refused_with_fingerprints() -> None:
    entry = {**LAB, "url": "http://openbis.example.org", "http_only": True}
    with pytest.raises(InvalidConnection, match="need https://"):
        ConnectionDefinition.from_mapping({**entry, "certificate_fingerprints": [_fingerprint(1)]})


def test_fingerprints_are_removed_by_an_empty_list_or_null() -> None:
    definition = ConnectionDefinition.from_mapping({**LAB, "certificate_fingerprints": _fingerprint(1)})
    assert entry_of(definition)["certificate_fingerprints"] == [_fingerprint(1)]
    for empty in (None, []):
        changed = edited(Connection.defined(definition), {"certificate_fingerprints": empty})
        assert changed.instance.certificate_fingerprints == ()
        assert entry_of(changed)["certificate_fingerprints"] is None
