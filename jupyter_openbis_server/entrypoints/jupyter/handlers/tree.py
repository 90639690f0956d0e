"""Looking around in openBIS."""

from __future__ import annotations

from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.entrypoints.answers.details import DetailsAnswer
from jupyter_openbis_server.entrypoints.answers.entities import ListingAnswer, SearchAnswer
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler, Operation
from jupyter_openbis_server.entrypoints.jupyter.queries import BrowseQuery, PlacePath, WantedQuery
from jupyter_openbis_server.entrypoints.jupyter.workers import Lane


class BrowseHandler(OpenbisHandler):
    """`openbis/browse/<name>`: what lies directly in a place."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "List the spaces, or what lies directly in a space, project, experiment or sample, one kind at a time; "
            "in a place that does not exist nothing lies",
            ListingAnswer,
            query=BrowseQuery,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Answer one page."""
        kind, place, page = self.query(BrowseQuery)
        browse = self.container.browse()
        found = await self.off_the_loop(Lane("metadata", name), lambda: browse(name, kind, place, page))
        await self.answer(ListingAnswer, found)


class SearchHandler(OpenbisHandler):
    """`openbis/search/<name>`: what users look for."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "Find data sets, samples, experiments or projects, newest first",
            SearchAnswer,
            query=WantedQuery,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Answer one page."""
        wanted, page, with_counts = self.query(WantedQuery)
        search = self.container.search()
        lane = Lane("search", name)
        found = await self.off_the_loop(lane, lambda: search(name, wanted, page, with_counts=with_counts))
        await self.answer(SearchAnswer, found)


class DetailsHandler(OpenbisHandler):
    """`openbis/details/<name>/<kind>/<permId>`: something, looked at closely."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "Tell what openBIS knows of a space, project, experiment, sample or data set",
            DetailsAnswer,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str, kind: str, perm_id: str) -> None:
        """Answer all that is known."""
        place = self.loaded(PlacePath, {"kind": kind, "perm_id": perm_id})
        show_details = self.container.show_details()
        details = await self.off_the_loop(Lane("metadata", name), lambda: show_details(name, place))
        await self.answer(DetailsAnswer, details)
