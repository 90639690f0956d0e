"""Errors of requests that do not reach a use case, as JSON: `reason` for people, `code` for programs."""

from __future__ import annotations

from http.client import responses
from typing import Any

from tornado import web

_BAD_REQUEST = 400
_INTERNAL_ERROR = 500
_CODES = {403: "forbidden", 404: "no-such-address", 405: "no-such-method"}
_ADVICE = {
    403: "log in to Jupyter, or send its token (Authorization: token …); pages that change something also have to send "
    "the cookie _xsrf as X-XSRFToken",
    404: "nothing is at this address; openbis/openapi.json lists what there is",
    405: "this address does not know that method; openbis/openapi.json lists what there is",
}
_UNEXPECTED = "internal error; see Jupyter's log for details"


class RequestError(web.HTTPError):
    """An invalid or refused request. Not a bug: it is not logged as one.

    Attributes:
        response: The JSON of the response.
    """

    def __init__(self, status: int, log_message: str, response: dict[str, Any]) -> None:
        super().__init__(status, log_message)
        self.response = response


class BadRequest(RequestError):
    """An invalid body or query; `problems` maps a field to its problem."""

    def __init__(self, problems: dict[str, str], status: int = 400) -> None:
        response = {
            "reason": "; ".join(f"{field}: {problem}" for field, problem in problems.items()),
            "code": "bad-request",
            "errors": [{field: problem} for field, problem in problems.items()],
        }
        super().__init__(status, "bad request", response)


class CrossSite(RequestError):
    """A request that a page of another site, or a link or image in a notebook, may have caused."""

    def __init__(self) -> None:
        reason = (
            "This request looks as if another web site, or a link or image, had made the browser send it. Ask from a "
            "page of this Jupyter server. Programs send Jupyter's token (Authorization: token …); operators can allow "
            "another site by ServerApp.allow_origin"
        )
        super().__init__(403, "cross-site request", {"reason": reason, "code": "cross-site"})


class KernelLoginRefused(RequestError):
    """A request for a session that is not recognised as sent by a kernel of this server; the message says why."""

    def __init__(self, problem: str) -> None:
        reason = f"The login of the openBIS panel is not handed out: {problem}"
        super().__init__(403, "kernel login refused", {"reason": reason, "code": "kernel-login-refused"})


def error_response_to_any(status: int, error: object) -> dict[str, Any]:
    """Return the JSON for refusals by Jupyter or Tornado, and for unexpected errors, without details of the latter.

    It has `message` as Jupyter's own errors do, since Jupyter's front ends show it.
    """
    detail = _detail_of(error) if status < _INTERNAL_ERROR else ""
    if status == _BAD_REQUEST:  # the only remaining cause: a URL with bytes that are not UTF-8
        return BadRequest({"url": detail or "cannot be read"}).response
    reason = ": ".join(filter(None, (detail, _ADVICE.get(status)))) or _UNEXPECTED
    return {
        "reason": reason,
        "code": _CODES.get(status, "bad-request" if detail else "internal-error"),
        "message": responses.get(status, "Unknown HTTP Error"),
    }


def _detail_of(error: object) -> str:
    if not isinstance(error, web.HTTPError) or not error.log_message:
        return ""
    return error.log_message % error.args
