"""HTTP as a long-running server needs it: pooled, bounded in time and size, without cookies or redirects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlsplit

import requests
from urllib3 import BaseHTTPResponse, Retry, Timeout
from urllib3.exceptions import HTTPError

from jupyter_openbis_server.adapters.pybis.connections import Route, Use, WatchedAdapter
from jupyter_openbis_server.adapters.pybis.http_answer import HttpAnswer
from jupyter_openbis_server.adapters.pybis.http_limits import HttpLimits
from jupyter_openbis_server.adapters.pybis.redaction import keep_tokens_out_of_logs
from jupyter_openbis_server.adapters.pybis.translation import ca_file, failure_of
from jupyter_openbis_server.domain.errors import InstanceUnreachable
from jupyter_openbis_server.domain.model import Cancellation, Instance

Answered = Callable[[str, float], None]
"""Is told the method of each call of the API, and the seconds until it was answered, or was not."""


def unheard(method: str, seconds: float) -> None:
    """Be an `Answered` for those who do not want to know."""


_NO_RETRIES = Retry(total=False, redirect=False)


class HttpClient:
    """Talks to the hosts of one instance. Safe for use from several threads.

    All methods raise Cancelled within a second of being cancelled, wherever they wait.
    """

    def __init__(self, instance: Instance, limits: HttpLimits, answered: Answered = unheard) -> None:
        keep_tokens_out_of_logs()
        self.limits = limits
        self.answered = answered
        self._instance = instance
        self._verify = ca_file(instance) if instance.verify_certificates else False
        self._adapter = WatchedAdapter(pool_maxsize=limits.pool_size, max_retries=0)
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
    ) -> HttpAnswer:
        """Send a request and return the answer as soon as its headers are there; close it after use.

        Args:
            verb: GET or POST.
            url: Where to.
            query: Parameters to add to the URL.
            body: What to send.
            headers: More headers.
            read_seconds: How long to wait for each piece of the answer; the usual limit if None.
            cancellation: Ends the request and the reading of its answer; if None, the one that governs the thread.

        Raises:
            InstanceUnreachable, UntrustedCertificate: there was no answer.
            InstanceNonsense: the answer is a redirect. It is not followed: the request holds credentials.
            Cancelled: on request.
        """
        patience = read_seconds or self.limits.read_seconds

        def raw_response() -> BaseHTTPResponse:
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
            raw: BaseHTTPResponse = response.raw
            return raw

        return self._answer(lambda _: raw_response(), patience, cancellation)

    def send_lean(
        self,
        verb: str,
        url: str,
        *,
        body: bytes | Iterable[bytes] | None = None,
        headers: Mapping[str, str],
        cancellation: Cancellation | None = None,
    ) -> HttpAnswer:
        """Do the same on the same connections, but past the layers of requests, which cost a millisecond of CPU time.

        That counts where there are thousands of small files. The URL must be encoded and have its query. A body that is
        produced while it is sent needs a header Content-Length.
        """
        patience = self.limits.read_seconds

        def raw_response(use: Use) -> BaseHTTPResponse:
            route, target = self._route(url)
            return route.pool.urlopen(
                verb,
                target,
                body=body if body is None or isinstance(body, bytes) else self._in_time(body, use),
                headers=headers,
                timeout=Timeout(connect=self.limits.connect_seconds, read=patience),
                retries=_NO_RETRIES,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
                decode_content=False,
            )

        return self._answer(raw_response, patience, cancellation)

    def _in_time(self, body: Iterable[bytes], use: Use) -> Iterator[bytes]:
        """Yield a body that is produced while it is sent: each block has its time, for all of it may take hours."""
        for block in body:
            use.has_time(self.limits.answer_seconds)
            yield block
        use.has_time(self.limits.answer_seconds)

    def _answer(
        self, send: Callable[[Use], BaseHTTPResponse], patience: float, cancellation: Cancellation | None
    ) -> HttpAnswer:
        seconds = max(patience, self.limits.answer_seconds)
        use = Use(cancellation or Cancellation.current(), seconds)
        with ExitStack() as on_failure:
            on_failure.callback(use.end)
            use.cancellation.check()
            try:
                with use.governs():
                    response = send(use)
            except (OSError, HTTPError) as error:
                failure = failure_of(error, self._instance, patience)
            else:
                answer = HttpAnswer(self._instance, response, patience, use, self.limits)
                on_failure.pop_all()
                answer.refuse_redirect()
                return answer
            # Outside the except block: the cause's text may hold a URL with a token, and a traceback would show it.
            use.cancellation.check()
            if use.is_overdue:
                raise InstanceUnreachable(self._instance.name, f"no whole answer within {seconds:g} seconds")
            raise failure

    def _route(self, url: str) -> tuple[Route, str]:
        """Return the connections to a URL's host, and what to ask them for."""
        parts = urlsplit(url)
        key = (parts.scheme, parts.netloc)
        route = self._routes.get(key)
        if route is None:
            address = f"{parts.scheme}://{parts.netloc}/"
            settings = self._session.merge_environment_settings(address, {}, True, self._verify, None)
            verify, proxies = settings["verify"], settings["proxies"]
            route = self._routes[key] = self._adapter.route_to(address, verify, dict(proxies))
        return route, url if route.wants_whole_url else url[len(parts.scheme) + len("://") + len(parts.netloc) :]


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - as requests has it
        """Look at no redirect: requests would read all of its body, without a limit, and stumble over bad targets."""
        return None


def _new_session(adapter: WatchedAdapter) -> requests.Session:
    session = _Session()
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    # requests would offer all that is installed; `decompression` is the one that can be trusted with it.
    session.headers["Accept-Encoding"] = "gzip"
    # A data store's cookie can stand for another user's token later on.
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    # Without this, requests would send what ~/.netrc has for the host.
    session.auth = _no_other_credentials
    return session


def _no_other_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
