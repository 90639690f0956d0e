"""Browsing, search and details of entities."""

from __future__ import annotations

from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import Lane
from jupyter_openbis_server.entrypoints.schemas.search.request import LoadedSearch, SearchParams
from jupyter_openbis_server.entrypoints.schemas.search.response import SearchResponse
from jupyter_openbis_server.entrypoints.schemas.tree import (
    BrowseParams,
    DetailsResponse,
    EntityPath,
    ListingResponse,
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
