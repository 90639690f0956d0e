"""Browsing, search, details and lineages of entities, and lineages of notebooks."""

from __future__ import annotations

import os
from typing import Any, ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.lineage.lineage import LineageGraph
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import CancellableHandler, OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import Lane
from jupyter_openbis_server.entrypoints.schemas.search.request import LoadedSearch, SearchParams
from jupyter_openbis_server.entrypoints.schemas.search.response import SearchResponse
from jupyter_openbis_server.entrypoints.schemas.tree import (
    BrowseParams,
    DetailsResponse,
    EntityPath,
    LineageParams,
    LineageResponse,
    ListingResponse,
    NotebookLineageParams,
)


class BrowseHandler(OpenbisHandler):
    """`openbis/browse/<name>`: the direct content of an entity."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "List the spaces, or the direct contents of a space, project, experiment or sample, one kind at a time; "
            "an entity that does not exist has no contents",
            ListingResponse,
            query=BrowseParams,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Respond with one page."""
        kind, place, page = self.parse_query(BrowseParams)
        browse, lane = self.use_cases.catalogue.browse, Lane("metadata", name)
        found = await self.run_in_thread(lane, browse, name, kind, place, page)
        await self.send(ListingResponse, found)


class SearchHandler(OpenbisHandler):
    """`openbis/search/<name>`: search results."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "Find data sets, samples, experiments or projects, by default newest first",
            SearchResponse,
            query=SearchParams,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Respond with one page."""
        wanted: LoadedSearch = self.parse_query(SearchParams)
        search, lane = self.use_cases.catalogue.search, Lane("search", name)
        found = await self.run_in_thread(
            lane, search, name, wanted.request, wanted.page, with_counts=wanted.with_counts, after=wanted.after
        )
        await self.send(SearchResponse, found)


class DetailsHandler(OpenbisHandler):
    """`openbis/details/<name>/<kind>/<permId>`: details of an entity or data set."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "Return what openBIS knows of a space, project, experiment, sample or data set",
            DetailsResponse,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str, kind: str, perm_id: str) -> None:
        """Respond with all details."""
        place = self.load(EntityPath, {"kind": kind, "perm_id": perm_id})
        show_details, lane = self.use_cases.catalogue.show_details, Lane("metadata", name)
        details = await self.run_in_thread(lane, show_details, name, place)
        await self.send(DetailsResponse, details)


class _LineageHandler(CancellableHandler):
    """Base of the handlers of lineages."""

    auth_resource = "jupyter_openbis_server:data_sets"

    def trace_entity(self, name: str, start: EntityRef, query: dict[str, Any]) -> dict[str, object]:
        """Return the lineage of a sample or data set."""
        trace = self.use_cases.catalogue.trace_lineage
        found = trace(name, start, query["depth"], query["max_nodes"], self.cancellation)
        return LineageResponse.drawn(LineageGraph.of(found), query["format"])

    def trace_notebook(self, name: str, query: dict[str, Any]) -> dict[str, object]:
        """Return the lineage of a notebook."""
        trace = self.use_cases.research_objects.trace_notebook_lineage
        found = trace(name, query["notebook"], query["depth"], query["max_nodes"], self.cancellation)
        return LineageResponse.drawn(found, query["format"])


class LineageHandler(_LineageHandler):
    """`openbis/lineage/<name>/<kind>/<permId>`: the lineage of a sample or data set."""

    operations: ClassVar = {
        "get": Operation(
            "Follow the parents of a sample or data set to its ancestors, and its children to its descendants; one "
            "request to openBIS for each step. Ends early if the client disconnects",
            LineageResponse,
            query=LineageParams,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str, kind: str, perm_id: str) -> None:
        """Respond with the graph."""
        start = self.load(EntityPath, {"kind": kind, "perm_id": perm_id})
        query = self.parse_query(LineageParams)
        found = await self.run_in_thread(Lane("lineage", name), self.trace_entity, name, start, query)
        await self.send_long(LineageResponse, found)


class NotebookLineageHandler(_LineageHandler):
    """`openbis/lineage/<name>?notebook=<path>`: the lineage of a notebook."""

    operations: ClassVar = {
        "get": Operation(
            "Return the data sets that a notebook has used, with their ancestors, and those that were uploaded from "
            "it, with their descendants: by the metadata in its file, and the downloads beside it that its code names. "
            "Ends early if the client disconnects",
            LineageResponse,
            query=NotebookLineageParams,
            errors=(400, 401, 404, 500, 503),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Respond with the graph."""
        query = self.parse_query(NotebookLineageParams)
        folder = os.path.dirname(query["notebook"])  # noqa: PTH120 - may be no path
        await self.check_responding([folder])
        lane = Lane("lineage", name, folder=folder)
        await self.send_long(LineageResponse, await self.run_in_thread(lane, self.trace_notebook, name, query))
