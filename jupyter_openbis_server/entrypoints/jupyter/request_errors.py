"""Requests that do not get as far as a use case, as JSON: `reason` for people, `code` for programs."""

from __future__ import annotations

from http.client import responses
from typing import Any

from tornado import web

_BAD_REQUEST = 400
_INTERNAL_ERROR = 500
_CODES = {403: "forbidden", 404: "no-such-address", 405: "no-such-method"}
_WHAT_TO_DO = {
    403: "log in to Jupyter, or send its token (Authorization: token …); pages that change something also have to send "
    "the cookie _xsrf as X-XSRFToken",
    404: "nothing is at this address; openbis/openapi.json lists what there is",
    405: "this address does not know that method; openbis/openapi.json lists what there is",
}
_UNEXPECTED = "something went wrong that should not; Jupyter's log tells more"


class RequestError(web.HTTPError):
    """A request that cannot be used. No accident: it is not logged as one.

    Attributes:
        answer: The JSON for it.
    """

    def __init__(self, status: int, log_message: str, answer: dict[str, Any]) -> None:
        super().__init__(status, log_message)
        self.answer = answer


class BadRequest(RequestError):
    """A body or query that cannot be used; `problems` maps a field to what is wrong with it."""

    def __init__(self, problems: dict[str, str], status: int = 400) -> None:
        answer = {
            "reason": "; ".join(f"{field}: {problem}" for field, problem in problems.items()),
            "code": "bad-request",
            "errors": [{field: problem} for field, problem in problems.items()],
        }
        super().__init__(status, "bad request", answer)


class CrossSite(RequestError):
    """A request that another site's page, or a link or image in a notebook, may have made the browser send."""

    def __init__(self) -> None:
        reason = (
            "This request looks as if another web site, or a link or image, had made the browser send it. Ask from a "
            "page of this Jupyter server. Programs send Jupyter's token (Authorization: token …); operators can allow "
            "another site by ServerApp.allow_origin"
        )
        super().__init__(403, "cross-site request", {"reason": reason, "code": "cross-site"})


class KernelLoginRefused(RequestError):
    """A request for a session that is not recognised as one of a kernel of this server; the message says why."""

    def __init__(self, problem: str) -> None:
        reason = f"The login of the openBIS panel is not handed out: {problem}"
        super().__init__(403, "kernel login refused", {"reason": reason, "code": "kernel-login-refused"})


def answer_to_any(status: int, error: object) -> dict[str, Any]:
    """Return the JSON for what Jupyter or Tornado refuse, and for accidents: of those nothing is told.

    `message` is there as in Jupyter's own errors, since its front ends show it.
    """
    detail = _detail_of(error) if status < _INTERNAL_ERROR else ""
    if status == _BAD_REQUEST:  # what is left of these: an address that holds bytes that are no UTF-8
        return BadRequest({"url": detail or "cannot be read"}).answer
    reason = ": ".join(filter(None, (detail, _WHAT_TO_DO.get(status)))) or _UNEXPECTED
    return {
        "reason": reason,
        "code": _CODES.get(status, "bad-request" if detail else "unexpected-failure"),
        "message": responses.get(status, "Unknown HTTP Error"),
    }


def _detail_of(error: object) -> str:
    if not isinstance(error, web.HTTPError) or not error.log_message:
        return ""
    return error.log_message % error.args
