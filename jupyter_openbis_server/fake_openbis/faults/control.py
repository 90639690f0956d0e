"""The control routes below ``/fake``: faults injected and requests counted over HTTP, e.g. with curl."""

import json
from dataclasses import fields
from typing import Any

from tornado.web import RequestHandler

from jupyter_openbis_server.fake_openbis.faults.faults import Fault, FaultKind
from jupyter_openbis_server.fake_openbis.state.context import Context


class FaultsHandler(RequestHandler):
    """``POST`` a fault as JSON (the fields of ``Fault``), ``GET`` those in force, ``DELETE`` all and release hangs."""

    def initialize(self, context: Context) -> None:
        """Take what the route table gives."""
        self._faults = context.faults

    def post(self) -> None:
        """Put a fault in force; answer its ``id``, or 400 with the reason."""
        try:
            fault = read_fault(json.loads(self.request.body))
        except ValueError as error:
            self.set_status(400)
            self.finish({"reason": str(error)})
        else:
            self.finish({"id": self._faults.inject(fault)})

    def get(self) -> None:
        """Answer the faults in force with their numbers of hits."""
        self.finish({"faults": self._faults.report(), "hanging": self._faults.hanging})

    def delete(self) -> None:
        """Take back all faults."""
        self._faults.clear()
        self.finish({})


class RequestsHandler(RequestHandler):
    """``GET`` the numbers of requests served, ``DELETE`` to reset them. Control routes do not count."""

    def initialize(self, context: Context) -> None:
        """Take what the route table gives."""
        self._requests = context.requests

    def get(self) -> None:
        """All requests, and those of each JSON-RPC or servlet method."""
        counts = self._requests.counts()
        self.finish({"total": sum(counts.values()), "methods": counts})

    def delete(self) -> None:
        """Forgets them."""
        self._requests.clear()
        self.finish({})


def read_fault(given: object) -> Fault:
    """Return a fault from its JSON form.

    Raises:
        ValueError: when the kind is missing or unknown, or there is a field no fault has.
    """
    if not isinstance(given, dict):
        raise ValueError("a fault is a JSON object")  # noqa: TRY004 -- one class of error for all bad bodies
    known = {field.name for field in fields(Fault)}
    unknown = sorted(set(given) - known)
    if unknown or "kind" not in given:
        raise ValueError(f"unknown fields: {', '.join(unknown)}" if unknown else "kind is missing")
    values: dict[str, Any] = {**given, "kind": FaultKind(given["kind"])}
    return Fault(**values)
