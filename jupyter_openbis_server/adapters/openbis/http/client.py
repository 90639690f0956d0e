"""HTTP client for a long-running server: pooled, limited in time and size, without cookies or redirects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlsplit

import requests
from urllib3 import BaseHTTPResponse, Retry, Timeout
from urllib3.exceptions import HTTPError

from jupyter_openbis_server.adapters.openbis.http.cancellable_sockets import CancellableAdapter, InFlightRequest, Route
from jupyter_openbis_server.adapters.openbis.http.certificates import (
    ca_file,
    check_ca_file,
    not_trusted,
    presented_by,
    unverified,
)
from jupyter_openbis_server.adapters.openbis.http.errors import failure_of, overdue
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.http.peers import Peers
from jupyter_openbis_server.adapters.openbis.http.pinning import PinnedContext
from jupyter_openbis_server.adapters.openbis.http.redaction import keep_tokens_out_of_logs
from jupyter_openbis_server.adapters.openbis.http.response import HttpResponse
from jupyter_openbis_server.domain.errors import OpenbisError, UnexpectedResponse
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.deadline import Deadline
from jupyter_openbis_server.domain.shared.kept_errors import forget_frames

CallListener = Callable[[str, float], None]
"""Called with the method of each API call, and the seconds until its response or failure."""


def no_listener(method: str, seconds: float) -> None:
    """`CallListener` that does nothing."""


_NO_RETRIES = Retry(total=False, redirect=False)


class HttpClient:
    """Sends requests to the hosts of one instance. Thread-safe.

    All methods raise Cancelled within a second after a cancellation, also while they wait.
    """

    def __init__(self, instance: Instance, limits: HttpLimits, on_call: CallListener = no_listener) -> None:
        keep_tokens_out_of_logs()
        self.limits = limits
        self.on_call = on_call
        self.peers = Peers(instance)
        self._instance = instance
        is_pinned = bool(instance.certificate_fingerprints)
        pinned = PinnedContext.of(instance.certificate_fingerprints) if is_pinned else None
        self._verify = ca_file(instance) if instance.verify_certificates and not is_pinned else False
        self._has_ca_file_to_check = bool(self._verify) and instance.url.startswith("https:")
        self._adapter = CancellableAdapter(pinned, pool_maxsize=limits.pool_size, max_retries=0)
        self._session = _new_session(self._adapter)
        self._routes: dict[tuple[str, str], Route] = {}

    def send(
        self,
        verb: str,
        url: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        read_seconds: float | None = None,
        cancellation: Cancellation | None = None,
    ) -> HttpResponse:
        """Send a request and return the response as soon as its headers have arrived; close it after use.

        Args:
            verb: GET, POST or DELETE.
            url: The URL.
            query: Parameters to add to the URL.
            body: Content of the request.
            headers: Additional headers.
            read_seconds: Timeout for each part of the response; None for the default.
            cancellation: Ends the request and the reading of its response; if None, the current one of the thread.

        Raises:
            InstanceUnreachable: there was no response.
            UntrustedCertificate (CertificateNotTrusted, CertificateChanged): no request was sent.
            HostNotAllowed: the operator does not allow the host; nothing was sent.
            UnexpectedResponse: the response is a redirect. It is not followed: the request contains credentials.
            Cancelled: the cancellation was requested.
        """
        self.limits.allowed_hosts.check_url(self._instance.name, url)
        timeout = self._within_deadline(read_seconds or self.limits.read_seconds)

        def raw_response() -> BaseHTTPResponse:
            response = self._session.request(
                verb,
                url,
                params=query,
                data=body,
                headers=headers,
                timeout=(self._within_deadline(self.limits.connect_seconds), timeout),
                # With every request: requests prefers REQUESTS_CA_BUNDLE to the setting of a session.
                verify=self._verify,
                allow_redirects=False,
                stream=True,
            )
            raw: BaseHTTPResponse = response.raw
            return raw

        return self._respond(url, lambda _: raw_response(), timeout, cancellation)

    def send_raw(
        self,
        verb: str,
        url: str,
        *,
        body: bytes | Iterable[bytes] | None = None,
        headers: Mapping[str, str],
        read_seconds: float | None = None,
        cancellation: Cancellation | None = None,
    ) -> HttpResponse:
        """Do the same without the library `requests`, which takes a millisecond of CPU time for each request.

        That matters for thousands of small files. The connections are the same. The URL must be encoded and have its
        query. A body that is produced while it is sent needs a header Content-Length.
        """
        timeout = self._within_deadline(read_seconds or self.limits.read_seconds)

        def raw_response(in_flight: InFlightRequest) -> BaseHTTPResponse:
            route, target = self._route(url)
            return route.pool.urlopen(
                verb,
                target,
                body=body if body is None or isinstance(body, bytes) else self._in_time(body, in_flight),
                headers=headers,
                timeout=Timeout(connect=self._within_deadline(self.limits.connect_seconds), read=timeout),
                retries=_NO_RETRIES,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
                decode_content=False,
            )

        return self._respond(url, raw_response, timeout, cancellation)

    def _within_deadline(self, seconds: float) -> float:
        """Return a timeout in seconds, shortened by the current `Deadline`. Raises InstanceUnreachable."""
        deadline = Deadline.current()
        if deadline is None:
            return seconds
        remaining = deadline.remaining
        if not remaining:
            raise overdue(self._instance, seconds)
        return min(seconds, remaining)

    def _check_ca_file(self) -> None:
        """Raise UntrustedCertificate if the CA file is not a regular file: OpenSSL would wait for a pipe."""
        if self._has_ca_file_to_check:
            check_ca_file(self._instance)
            self._has_ca_file_to_check = False

    def _in_time(self, body: Iterable[bytes], in_flight: InFlightRequest) -> Iterator[bytes]:
        """Yield a body that is produced while it is sent; each block has a timeout, since the whole may take hours."""
        for block in body:
            in_flight.extend_deadline(self.limits.response_seconds)
            yield block
        in_flight.extend_deadline(self.limits.response_seconds)

    def _respond(
        self,
        url: str,
        send: Callable[[InFlightRequest], BaseHTTPResponse],
        timeout: float,
        cancellation: Cancellation | None,
    ) -> HttpResponse:
        peer = partial(self.peers.at, url)
        seconds = max(timeout, self.limits.response_seconds)
        in_flight = InFlightRequest(cancellation or Cancellation.current(), seconds, self.limits.rate)
        with ExitStack() as on_failure:
            on_failure.callback(in_flight.end)
            in_flight.cancellation.check()
            self._check_ca_file()
            self._check_encryption(url)
            try:
                with in_flight.as_current():
                    raw = send(in_flight)
            except (OSError, HTTPError) as error:
                failure = failure_of(error, self._instance, peer(), timeout)
                reason = unverified(error)
                forget_frames(error)
            else:
                response = HttpResponse(self._instance, peer, raw, timeout, in_flight, self.limits)
                on_failure.pop_all()
                response.refuse_redirect()
                return response
            if reason and (presented := self._presented(url, in_flight)):
                failure = not_trusted(self._instance, peer(), reason, presented)
            # Outside the except block: the cause's text may contain a URL with a token, and a traceback would show it.
            in_flight.cancellation.check()
            if in_flight.is_overdue:
                raise overdue(self._instance, seconds, peer())
            try:
                raise failure
            finally:
                del failure  # this frame is part of its traceback

    def _check_encryption(self, url: str) -> None:
        """Raise UnexpectedResponse for a server without a certificate, if the connection has fingerprints."""
        if self._instance.certificate_fingerprints and not url.startswith("https:"):
            problem = f"openBIS names the server {self.peers.at(url)}, which has no certificate to compare"
            raise UnexpectedResponse(self._instance.name, problem)

    def _presented(self, url: str, in_flight: InFlightRequest) -> bytes | None:
        """Return the certificate in DER that a server presents, by another connection on which nothing is sent."""
        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc}/"
        adapter = CancellableAdapter(PinnedContext.of(()))
        try:
            with in_flight.as_current():
                proxies = self._session.merge_environment_settings(address, {}, True, False, None)["proxies"]
                pool = adapter.route_to(address, False, dict(proxies)).pool
                timeout = Timeout(self._within_deadline(self.limits.connect_seconds))
                pool.urlopen("GET", "/", timeout=timeout, retries=_NO_RETRIES, redirect=False, preload_content=False)
        except (OSError, HTTPError) as error:
            presented = presented_by(error)
            forget_frames(error)
            return presented
        except OpenbisError:  # too late; the first error counts
            return None
        finally:
            adapter.close()
        return None

    def _route(self, url: str) -> tuple[Route, str]:
        """Return the connection pool of a URL's host, and the target for the request line."""
        parts = urlsplit(url)
        key = (parts.scheme, parts.netloc)
        route = self._routes.get(key)
        if route is None:
            self.limits.allowed_hosts.check_url(self._instance.name, url)
            address = f"{parts.scheme}://{parts.netloc}/"
            settings = self._session.merge_environment_settings(address, {}, True, self._verify, None)
            verify, proxies = settings["verify"], settings["proxies"]
            route = self._routes[key] = self._adapter.route_to(address, verify, dict(proxies))
        return route, url if route.wants_whole_url else url[len(parts.scheme) + len("://") + len(parts.netloc) :]


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - as requests has it
        """Ignore redirects: `requests` would read their whole body without a limit, and fail for invalid targets."""
        return None


def _new_session(adapter: CancellableAdapter) -> requests.Session:
    session = _Session()
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    # `requests` would accept all installed encodings; gzip is the one that `decompression` decodes within limits.
    session.headers["Accept-Encoding"] = "gzip"
    # A data store's cookie can be used with the token of another user later on.
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    # Otherwise `requests` would send the credentials of ~/.netrc for the host.
    session.auth = _no_other_credentials
    return session


def _no_other_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
