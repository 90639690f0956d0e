"""Resources: entities and files by `openbis://` URIs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, unquote

from jupyter_openbis_server.domain.catalogue.entity import is_perm_id
from jupyter_openbis_server.domain.errors import InvalidReference, UnknownConnection
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.entrypoints.mcp.calls import Call
from jupyter_openbis_server.entrypoints.mcp.limits import MAX_ROWS
from jupyter_openbis_server.entrypoints.mcp.tool import Found
from jupyter_openbis_server.entrypoints.mcp.tools.file_reading import preview_of
from jupyter_openbis_server.entrypoints.mcp.tools.responses import ContentsOfEntity, EntityDetails
from jupyter_openbis_server.entrypoints.use_cases import UseCases

SCHEME = "openbis://"
MEDIA_TYPE = "text/plain"
"""JSON between marks, see `answers`."""


class Template(NamedTuple):
    """A pattern of URIs."""

    uri: str
    name: str
    description: str


@dataclass(frozen=True)
class Resources:
    """The resources of one connection."""

    use_cases: UseCases
    connection: str

    @property
    def root(self) -> str:
        """The URI of the list of spaces."""
        return f"{SCHEME}{quote(self.connection, safe='')}/"

    @property
    def templates(self) -> tuple[Template, ...]:
        """The patterns of URIs."""
        return (
            Template(f"{self.root}{{permId}}", "entity", "A data set, object, collection or project, by its permId"),
            Template(f"{self.root}{{permId}}/{{+path}}", "file", "A preview of a file of a data set"),
            Template(f"{self.root}{{+identifier}}", "identifier", "A space, project, collection or object: SPACE/CODE"),
        )

    def read(self, uri: str, call: Call) -> Found:
        """Return what a URI names. Raises OpenbisError."""
        first, path = self._parts(uri)
        if not first:
            page = self.use_cases.catalogue.list_contents(self.connection, "/", PageRequest(0, MAX_ROWS))
            return Found(ContentsOfEntity().dump(page))
        if path and is_perm_id(first):
            return preview_of(self.use_cases, self.connection, first, path, call)
        reference = first if is_perm_id(first) else f"/{first}/{path}".rstrip("/")
        with call.cancellation.as_current():
            return Found(EntityDetails().dump(self.use_cases.catalogue.find_details(self.connection, reference)))

    def _parts(self, uri: str) -> tuple[str, str]:
        """Return the first part of the path and the others, decoded. Raises UnknownConnection, InvalidReference."""
        if not uri.startswith(SCHEME):
            raise InvalidReference(uri)
        connection, _, rest = uri.removeprefix(SCHEME).partition("/")
        if unquote(connection) != self.connection:
            raise UnknownConnection(unquote(connection))
        first, _, path = rest.partition("/")
        return unquote(first), unquote(path).strip("/")
