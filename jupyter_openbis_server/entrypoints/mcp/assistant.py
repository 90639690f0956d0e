"""The tools and resources of one connection, for any transport."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import ValidationError

from jupyter_openbis_server.domain.errors import InternalError, NotLoggedIn, OpenbisError, UnknownConnection
from jupyter_openbis_server.entrypoints.mcp.answers import Answer, Answers
from jupyter_openbis_server.entrypoints.mcp.calls import Call
from jupyter_openbis_server.entrypoints.mcp.limits import MAX_ARGUMENT_BYTES, Limits
from jupyter_openbis_server.entrypoints.mcp.resources import Resources
from jupyter_openbis_server.entrypoints.mcp.tool import Tool
from jupyter_openbis_server.entrypoints.mcp.tools.all_tools import tools_for
from jupyter_openbis_server.entrypoints.mcp.tools.local_files import LocalFolders
from jupyter_openbis_server.entrypoints.schemas.errors import error_response
from jupyter_openbis_server.entrypoints.use_cases import UseCases

_LOG_IN = "The user has to log in first: `jupyter openbis login --keep file` in a terminal, then try again."
_log = logging.getLogger(__name__)


class Assistant:
    """What an assistant can do with one connection. Synchronous and thread-safe.

    No tool takes a connection or an address: all requests go to the openBIS of this connection.

    Attributes:
        tools: The tools by name. Without permission to change openBIS, there are none that do.
        resources: The resources.
    """

    def __init__(
        self,
        use_cases: UseCases,
        connection: str,
        folders: LocalFolders,
        limits: Limits = Limits(),  # noqa: B008
    ) -> None:
        self._use_cases = use_cases
        self._connection = connection
        self._answers = Answers(limits.answer_bytes, self._tokens)
        self.limits = limits
        self.tools: Mapping[str, Tool] = {each.name: each for each in tools_for(use_cases, connection, folders, limits)}
        self.resources = Resources(use_cases, connection)

    def call(self, name: str, arguments: Mapping[str, Any], call: Call) -> Answer:
        """Call one of the `tools`; an error is an answer, too."""
        try:
            tool = self.tools[name]
            found = tool.run(self._loaded(tool, arguments), call)
        except Exception as error:  # noqa: BLE001 - every error becomes an answer
            return self._failure(error)
        return self._answers.of(found.data, found.image, found.note)

    def read(self, uri: str, call: Call) -> Answer:
        """Return the content of a resource; an error is an answer, too."""
        try:
            found = self.resources.read(uri, call)
        except Exception as error:  # noqa: BLE001 - as above
            return self._failure(error)
        return self._answers.of(found.data, found.image)

    def _loaded(self, tool: Tool, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the schema has it
        text = json.dumps(arguments)
        if len(text) > MAX_ARGUMENT_BYTES:
            raise ValidationError(f"the arguments are too long: {MAX_ARGUMENT_BYTES} bytes at most")
        if any(each in text for each in self._tokens()):
            raise ValidationError("the arguments hold the token of this login; it belongs nowhere")
        return tool.arguments().load(dict(arguments))

    def _failure(self, error: Exception) -> Answer:
        if isinstance(error, ValidationError):
            data: dict[str, Any] = {"code": "invalid-arguments", "problems": error.messages}
        elif isinstance(error, OpenbisError):
            data = error_response(error)
        else:
            _log.error("a call has failed inside the program: %s", type(error).__name__)
            _log.debug("the details", exc_info=error)
            data = error_response(InternalError(error))
        note = _LOG_IN if isinstance(error, NotLoggedIn) else ""
        return self._answers.of({"error": data}, note=note, is_error=True)

    def _tokens(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, self._known_tokens())))

    def _known_tokens(self) -> Iterator[str]:
        """Yield the tokens of the connection. Passwords are not replaced: that would show which text is one."""
        try:
            known = self._use_cases.connections.known.get(self._connection)
        except UnknownConnection:
            return
        if known.session:
            yield known.session.token.reveal()
        if known.credentials and known.credentials.is_token:
            yield known.credentials.secret.reveal()
