"""HTTP as a long-running server needs it: pooled, bounded in time and size, without cookies or redirects."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from types import TracebackType
from typing import Protocol
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from jupyter_openbis_server.adapters.pybis.redaction import keep_tokens_out_of_logs
from jupyter_openbis_server.adapters.pybis.translation import Interruption, failure_of
from jupyter_openbis_server.domain.errors import InstanceNonsense, OpenbisError
from jupyter_openbis_server.domain.model import Instance

_READ_BYTES = 256 * 1024
_SERVER_IS_DOWN = frozenset({502, 503, 504})


@dataclass(frozen=True)
class HttpLimits:
    """How long and how much; seconds and bytes.

    Attributes:
        connect_seconds: Until a connection stands.
        read_seconds: Between two pieces of an answer.
        answer_seconds: Until a JSON answer is complete.
        registration_seconds: Until the data store has registered an uploaded data set; it moves the files meanwhile.
        answer_bytes: Size of a JSON answer.
        retries: How often an idempotent request is repeated whose answer did not come through.
        retry_seconds: Pause before the first repetition; it doubles from one to the next.
        pool_size: Idle connections kept per instance.
    """

    connect_seconds: float = 10
    read_seconds: float = 60
    answer_seconds: float = 300
    registration_seconds: float = 900
    answer_bytes: int = 256 * 1024 * 1024
    retries: int = 2
    retry_seconds: float = 0.5
    pool_size: int = 16

    def pauses(self) -> Iterator[float]:
        """Yield the pause before each repetition."""
        return (self.retry_seconds * 2**number for number in range(self.retries))


class SizedReader(Protocol):
    """A body that is read while it is sent; its length is known before."""

    def __len__(self) -> int: ...

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""


class HttpClient:
    """Talks to the hosts of one instance. Safe for use from several threads."""

    def __init__(self, instance: Instance, limits: HttpLimits) -> None:
        keep_tokens_out_of_logs()
        self.limits = limits
        self._instance = instance
        self._verify = (instance.ca_bundle or True) if instance.verify_certificates else False
        self._session = _new_session(limits.pool_size)

    def send(
        self,
        verb: str,
        url: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | SizedReader | None = None,
        headers: Mapping[str, str] | None = None,
        read_seconds: float | None = None,
    ) -> HttpAnswer:
        """Send a request and return the answer as soon as its headers are there; close it after use.

        Raises:
            InstanceUnreachable, UntrustedCertificate: there was no answer.
            InstanceNonsense: the answer is a redirect. It is not followed: the request holds credentials.
        """
        patience = read_seconds or self.limits.read_seconds
        try:
            response = self._session.request(
                verb,
                url,
                params=query,
                data=body,
                headers=headers,
                timeout=(self.limits.connect_seconds, patience),
                # With every request: requests prefers REQUESTS_CA_BUNDLE to the setting of a session.
                verify=self._verify,
                allow_redirects=False,
                stream=True,
            )
        except (OSError, HTTPError) as error:
            failure = failure_of(error, self._instance, patience)
        else:
            answer = HttpAnswer(self._instance, response, patience)
            answer.refuse_redirect()
            return answer
        # Outside the except block: the cause's text may hold a URL with a token, and a traceback would show it.
        raise failure


class HttpAnswer:
    """An answer whose body is still on its way."""

    def __init__(self, instance: Instance, response: requests.Response, read_seconds: float) -> None:
        self._instance = instance
        self._response = response
        self._read_seconds = read_seconds
        self.status = response.status_code

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters; empty when there is none."""
        return self._response.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def is_attachment(self) -> bool:
        """Whether the server says that this is a file: only file replies have a Content-Disposition."""
        return "Content-Disposition" in self._response.headers

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it arrives, in pieces of at most 256 KiB.

        Raises:
            InstanceUnreachable: the body ended early or nothing came for too long.
        """
        while piece := self._read():
            yield piece

    def content(self, limits: HttpLimits) -> bytes:
        """Return the whole body. Raises InstanceNonsense if it is too long or never ends."""
        deadline = time.monotonic() + limits.answer_seconds
        content = bytearray()
        for piece in self.pieces():
            content += piece
            if len(content) > limits.answer_bytes:
                raise InstanceNonsense(self._instance.name, f"its answer has more than {limits.answer_bytes} bytes")
            if time.monotonic() > deadline:
                raise InstanceNonsense(self._instance.name, f"its answer takes over {limits.answer_seconds:g} seconds")
        return bytes(content)

    def nonsense(self) -> OpenbisError:
        """Return the error for an answer that does not come from openBIS."""
        if self.status in _SERVER_IS_DOWN:
            return Interruption(
                self._instance.name, f"openBIS is not running behind {self._instance.url} ({self.status})"
            )
        kind = self.content_type or "no content type"
        return InstanceNonsense(
            self._instance.name, f"{self._instance.url} does not answer as openBIS does (HTTP {self.status}, {kind})"
        )

    def refuse_redirect(self) -> None:
        """Raise InstanceNonsense if the answer sends the client elsewhere."""
        if self._response.is_redirect:
            target = urlsplit(self._response.headers["Location"])
            self.close()
            raise InstanceNonsense(
                self._instance.name,
                f"{self._instance.url} redirects to {target.hostname or 'itself'}{target.path}, as login pages do",
            )

    def close(self) -> None:
        """Give the connection back, or close it when the body was not read to its end."""
        self._response.close()

    def __enter__(self) -> HttpAnswer:  # noqa: PYI034 - typing has no Self in Python 3.10
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _read(self) -> bytes:
        # `read1` returns what is there: bytes that have arrived are never held back, nor lost when the rest is cut off.
        try:
            return self._response.raw.read1(_READ_BYTES, decode_content=True) or b""
        except (OSError, HTTPError) as error:
            failure = failure_of(error, self._instance, self._read_seconds)
        raise failure


def _new_session(pool_size: int) -> requests.Session:
    session = requests.Session()
    adapter = HTTPAdapter(pool_maxsize=pool_size, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    # A data store's cookie can stand for another user's token later on.
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    # Without this, requests would send what ~/.netrc has for the host.
    session.auth = _no_other_credentials
    return session


def _no_other_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
