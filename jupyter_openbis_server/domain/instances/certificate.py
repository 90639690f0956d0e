"""TLS certificates that servers present, and their fingerprints (decisions/0034)."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

MAX_FINGERPRINTS = 20
"""Of one connection: its servers, and their next certificates."""

_LABEL = re.compile(r"^\s*sha-?256(?:\s+fingerprint)?\s*[:=]", re.IGNORECASE)
"""How OpenSSL, browsers and other programs introduce a fingerprint."""
_IGNORED = re.compile(r"[\s:-]")
_SHA256_DIGITS, _SHA1_DIGITS, _MD5_DIGITS = 64, 40, 32
_HEX = re.compile(r"[0-9A-F]+")
_SEPARATORS = re.compile(r"[,;\n]")


@dataclass(frozen=True)
class Certificate:
    """Facts of a certificate, as the server presents them. Only the fingerprint identifies it.

    Attributes:
        fingerprint: SHA-256 of the certificate in DER, in the notation of `parsed_fingerprint`.
        subject: Name of the server, e.g. `CN=openbis.example.org,O=Example`; empty if it cannot be read.
        issuer: Name of the authority; equal to `subject` if the certificate is self-signed.
        hosts: Host names and IP addresses that it is for.
        not_before: Start of its validity; None if it cannot be read.
        not_after: End of its validity; None if it cannot be read.
    """

    fingerprint: str
    subject: str = ""
    issuer: str = ""
    hosts: tuple[str, ...] = ()
    not_before: dt.datetime | None = None
    not_after: dt.datetime | None = None

    @property
    def is_self_signed(self) -> bool:
        """Whether it names itself as its issuer."""
        return bool(self.subject) and self.subject == self.issuer


def fingerprint_of(certificate: bytes) -> str:
    """Return the fingerprint of a certificate in DER."""
    return _in_pairs(hashlib.sha256(certificate).hexdigest().upper())


def parsed_fingerprint(text: str) -> str:
    """Return a SHA-256 fingerprint as pairs of upper case hexadecimal digits with colons, e.g. `AB:01:…`.

    Accepted are digits of any case, with or without colons, blanks and hyphens, after `sha256:`, `SHA-256:` or
    `sha256 Fingerprint=`.

    Raises:
        ValueError: it is no SHA-256 fingerprint; the message is the reason.
    """
    digits = _IGNORED.sub("", _LABEL.sub("", text)).upper()
    if not _HEX.fullmatch(digits):
        raise ValueError("must be SHA-256 fingerprints of certificates: 64 hexadecimal digits each, e.g. AB:01:…")
    if len(digits) in (_SHA1_DIGITS, _MD5_DIGITS):
        raise ValueError("has a SHA-1 or MD5 fingerprint, which can be forged; give the SHA-256 fingerprint")
    if len(digits) != _SHA256_DIGITS:
        raise ValueError(f"must be SHA-256 fingerprints: one has {len(digits)} hexadecimal digits instead of 64")
    return _in_pairs(digits)


def parsed_fingerprints(value: object) -> tuple[str, ...]:
    """Return the different fingerprints of a list, or of a text with commas or lines, in their order.

    Raises:
        ValueError: one is invalid, or there are more than `MAX_FINGERPRINTS`; the message is the reason.
    """
    if value is None:
        return ()
    texts = _SEPARATORS.split(value) if isinstance(value, str) else value
    if not isinstance(texts, (list, tuple)) or not all(isinstance(each, str) for each in texts):
        raise ValueError("must be a fingerprint or a list of fingerprints; put each into quotes")
    found = tuple(dict.fromkeys(parsed_fingerprint(each) for each in texts if each.strip()))
    if len(found) > MAX_FINGERPRINTS:
        raise ValueError(f"must have at most {MAX_FINGERPRINTS} fingerprints")
    return found


def _in_pairs(digits: str) -> str:
    return ":".join(digits[index : index + 2] for index in range(0, len(digits), 2))
