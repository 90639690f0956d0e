"""Tools that find and show entities and data sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marshmallow import RAISE, fields, post_load, validate

from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import TYPED_KINDS, EntityKind
from jupyter_openbis_server.domain.errors import InvalidInput
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.entrypoints.cli.output.iso_times import utc_text
from jupyter_openbis_server.entrypoints.mcp.calls import Call
from jupyter_openbis_server.entrypoints.mcp.limits import MAX_ROWS, Limits
from jupyter_openbis_server.entrypoints.mcp.tool import Arguments, Found, Tool
from jupyter_openbis_server.entrypoints.mcp.tools.local_files import LocalFolders
from jupyter_openbis_server.entrypoints.mcp.tools.responses import ContentsOfEntity, EntityDetails, Matches
from jupyter_openbis_server.entrypoints.schemas.base import text
from jupyter_openbis_server.entrypoints.schemas.changes.new_entities import EntityTypeResponse
from jupyter_openbis_server.entrypoints.schemas.search.request import LoadedSearch, SearchParams
from jupyter_openbis_server.entrypoints.schemas.tree import RelatedEntityResponse
from jupyter_openbis_server.entrypoints.use_cases import UseCases

REFERENCE = (
    "permId, identifier (/SPACE/PROJECT/CODE) or ELN link of a data set, object (sample), collection (experiment), "
    "project or space"
)


def reference_field(description: str = REFERENCE, **options: Any) -> fields.String:  # noqa: ANN401
    """Return the field of a reference."""
    return text(description, validate=validate.Length(1, 500), **{"required": True, **options})


class PageArguments(Arguments):
    """The rows to return."""

    start = fields.Integer(load_default=0, validate=validate.Range(min=0), metadata={"description": "First row"})
    count = fields.Integer(
        load_default=50, validate=validate.Range(1, MAX_ROWS), metadata={"description": "How many rows at most"}
    )


class SearchArguments(SearchParams):
    """Criteria of a search."""

    class Meta:  # noqa: D106
        unknown = RAISE

    count = fields.Integer(
        load_default=20, validate=validate.Range(1, MAX_ROWS), metadata={"description": "How many rows at most"}
    )


class GetArguments(Arguments):
    """What to show."""

    reference = reference_field()


class ListArguments(PageArguments):
    """What to list."""

    place = reference_field(f"{REFERENCE}; `/` lists the spaces", data_key="in", required=False, load_default="/")

    @post_load
    def _request(self, body: dict[str, Any], **_: Any) -> tuple[str, PageRequest]:  # noqa: ANN401
        return body["place"], PageRequest(body["start"], body["count"])


class LineageArguments(Arguments):
    """Whose lineage, and how far."""

    reference = reference_field("permId, identifier or ELN link of a data set or object")
    depth = fields.Integer(
        load_default=5, validate=validate.Range(1, 100), metadata={"description": "Maximum number of generations"}
    )


class TypesArguments(Arguments):
    """Which types."""

    kind = fields.String(required=True, validate=validate.OneOf([each.value for each in TYPED_KINDS]))
    code = text("One type, with its properties and the terms of its vocabularies", load_default="")


@dataclass(frozen=True)
class CatalogueTools:
    """Tools over the catalogue of one connection."""

    use_cases: UseCases
    connection: str
    folders: LocalFolders
    limits: Limits

    def tools(self) -> Iterator[Tool]:
        """Yield the tools."""
        yield Tool(
            "whoami",
            "Who am I",
            "Show the user and the server of this connection, and what this assistant may do.",
            Arguments,
            self.who_am_i,
        )
        yield Tool(
            "search",
            "Search openBIS",
            "Find data sets, objects (samples), collections (experiments) or projects by words, type, owner, dates and "
            "properties. `next` of an answer is `after` of the request for the next page.",
            SearchArguments,
            self.search,
        )
        yield Tool(
            "get",
            "Show an entity",
            "Show one entity or data set with all properties, parents and children.",
            GetArguments,
            self.get,
        )
        yield Tool(
            "list",
            "List contents",
            "List what is directly in a space, project, collection or object; or all spaces.",
            ListArguments,
            self.list_contents,
        )
        yield Tool(
            "types",
            "List types",
            "List the types of data sets, objects or collections; with `code`, one type with its properties and terms.",
            TypesArguments,
            self.list_types,
        )
        yield Tool(
            "lineage",
            "Trace a lineage",
            "Return all ancestors and descendants of a data set or object: entities, and pairs of parent and child.",
            LineageArguments,
            self.lineage,
        )

    def who_am_i(self, body: dict[str, Any], call: Call) -> Found:
        """Return user, server, and permissions of this program."""
        del body
        with call.cancellation.as_current():
            found = self.use_cases.connections.who_am_i(self.connection)
        login = "personal-access-token" if found.is_access_token else "panel" if found.is_shared else "session"
        return Found(
            {
                "connection": found.connection,
                "url": found.url,
                "user": found.user,
                "login": login,
                "validUntil": utc_text(found.valid_until),
                "openbisVersion": found.facts.version,
                "mayChangeOpenbis": not self.use_cases.settings.read_only,
                "folders": [str(each) for each in self.folders.roots],
                "maxTransferBytes": self.limits.transfer_bytes,
                "maxAnswerBytes": self.limits.answer_bytes,
            }
        )

    def search(self, wanted: LoadedSearch, call: Call) -> Found:
        """Return a page of matches."""
        with call.cancellation.as_current():
            found = self.use_cases.catalogue.search(
                self.connection, wanted.request, wanted.page, with_counts=wanted.with_counts, after=wanted.after
            )
        return Found(Matches().dump(found))

    def get(self, body: dict[str, Any], call: Call) -> Found:
        """Return the details of an entity."""
        with call.cancellation.as_current():
            return Found(
                EntityDetails().dump(self.use_cases.catalogue.find_details(self.connection, body["reference"]))
            )

    def list_contents(self, wanted: tuple[str, PageRequest], call: Call) -> Found:
        """Return a page of the contents of an entity."""
        with call.cancellation.as_current():
            return Found(ContentsOfEntity().dump(self.use_cases.catalogue.list_contents(self.connection, *wanted)))

    def lineage(self, body: dict[str, Any], call: Call) -> Found:
        """Return a graph: entities, the nearest first, and edges."""
        kinds = (EntityKind.DATA_SET, EntityKind.SAMPLE)
        with call.cancellation.as_current():
            start = self.use_cases.catalogue.find_details(self.connection, body["reference"], kinds)
        reference = EntityRef(start.kind, start.perm_id)
        found = self.use_cases.catalogue.trace_lineage(
            self.connection, reference, body["depth"], MAX_ROWS, call.cancellation
        )
        return Found(
            {
                "start": start.perm_id,
                "entities": RelatedEntityResponse(many=True).dump(found.nodes.values()),
                "edges": [{"parent": parent, "child": child} for parent, child in found.edges],
                "isComplete": found.is_complete,
            }
        )

    def list_types(self, body: dict[str, Any], call: Call) -> Found:
        """Return the codes of all types, or one type with its properties."""
        with call.cancellation.as_current():
            types = self.use_cases.catalogue.list_types(self.connection, EntityKind(body["kind"]))
        code = body["code"].strip().upper()
        if not code:
            return Found({"types": [{"code": each.code, "description": each.description} for each in types]})
        for each in types:
            if each.code.upper() == code:
                return Found(EntityTypeResponse().dump(each))
        raise InvalidInput(f"there is no type {code}; without `code`, all types are listed")
