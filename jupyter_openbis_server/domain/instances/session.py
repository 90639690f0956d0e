"""Instances, credentials and sessions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace

from jupyter_openbis_server.domain.shared.secret import Secret

ACCESS_TOKEN_PREFIX = "$pat-"  # noqa: S105 - the public prefix of all personal access tokens
_SESSION_TOKEN = re.compile(r".+-\d{15}x[0-9A-Fa-f]{32}")
_TOKEN = re.compile(r"^(?:\$pat-)?(?!\$pat-)(?P<user>.+)-[^-]+$")

_IN_NO_TOKEN = re.compile(r"[\s\"']")


@dataclass(frozen=True)
class Instance:
    """An openBIS installation, with the settings of one connection to it (`connection_fields.SETTINGS`).

    An attribute that requests to openBIS do not depend on is a note: `field(default=None, compare=False)`. Instances
    that differ in notes only are equal: they have the same sessions and HTTP connections.

    Attributes:
        name: The connection's name, for messages.
        url: Scheme, host, port and path prefix, as `normalised_url` returns it.
        verify_certificates: Whether its TLS certificate is checked.
        ca_bundle: Path of a file with the certificates of the authority that signed it; None for the defaults.
        certificate_fingerprints: SHA-256 fingerprints of the certificates that its servers may present, in the notation
            of `parsed_fingerprint`. If there are any, they count instead of the two settings above (decisions/0034).
    """

    name: str
    url: str
    verify_certificates: bool = True
    ca_bundle: str | None = None
    certificate_fingerprints: tuple[str, ...] = ()

    def is_same_target(self, other: Instance) -> bool:
        """Return whether a session of this instance is valid for the other: only names and notes may differ."""
        return replace(self, name=other.name) == other

    def is_identical_to(self, other: Instance) -> bool:
        """Return whether all attributes are equal, notes too."""
        return vars(self) == vars(other)

    def with_notes_of(self, known: Instance) -> Instance:
        """Return this instance with the notes of another one that it has no value for."""
        missing = [name for name in self.notes() if not getattr(self, name)]
        return replace(self, **{name: getattr(known, name) for name in missing})

    @property
    def is_certificate_checked(self) -> bool:
        """Whether the identity of its servers is verified, by an authority or by fingerprints."""
        return self.verify_certificates or bool(self.certificate_fingerprints)

    @classmethod
    def notes(cls) -> tuple[str, ...]:
        """Return the names of the notes."""
        return tuple(each.name for each in fields(cls) if not each.compare)


@dataclass(frozen=True)
class Credentials:
    """A user name with a password, or a token instead of both (`is_token`).

    Attributes:
        is_stored: Whether it is a token that was stored on this computer for later runs of the program.
    """

    username: str
    secret: Secret
    is_token: bool = False
    is_stored: bool = field(default=False, compare=False)

    @property
    def is_access_token(self) -> bool:
        """Whether this is a personal access token, which outlives sessions."""
        return self.secret.reveal().startswith(ACCESS_TOKEN_PREFIX)

    @property
    def looks_like_session_token(self) -> bool:
        """Whether the secret has the format of openBIS's session tokens: user, timestamp and random digits."""
        return _SESSION_TOKEN.fullmatch(self.secret.reveal()) is not None

    @property
    def has_form_of_token(self) -> bool:
        """Whether the secret has the format of tokens, a user name and a suffix; not `undefined`, nor one in quotes."""
        token = self.secret.reveal()
        return _TOKEN.match(token) is not None and _IN_NO_TOKEN.search(token) is None

    @classmethod
    def typed(cls, username: str, password: Secret) -> Credentials:
        """Return credentials that a user entered: a personal access token may be given as the password.

        White space around a token, as it is copied from a page, is removed.
        """
        text = password.reveal().strip()
        if text.startswith(ACCESS_TOKEN_PREFIX):
            return cls.of_token(Secret(text), username)
        return cls(username, password)

    @classmethod
    def of_token(cls, token: Secret, username: str = "") -> Credentials:
        """Return credentials for a session token or personal access token; both contain the user's name."""
        match = _TOKEN.match(token.reveal())
        return cls(match["user"] if match else username, token, is_token=True)


@dataclass(frozen=True)
class Session:
    """An open session, which all requests to openBIS need.

    Attributes:
        is_shared: Whether another program of the user has opened it; only that program renews and closes it.
    """

    instance: Instance
    token: Secret
    username: str
    is_shared: bool = False

    @property
    def has_access_token(self) -> bool:
        """Whether it was opened with a personal access token, with which tokens cannot be managed."""
        return self.token.reveal().startswith(ACCESS_TOKEN_PREFIX)
