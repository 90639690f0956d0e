"""Routes: URLs and their handlers.

A name, permId or path in a URL is one percent-encoded segment. The published clients put a connection's name into the
URL without encoding, so a name may also contain bare slashes, except where that would be ambiguous.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.connections import (
    ConnectionHandler,
    ConnectionsHandler,
    OnlyConnectionHandler,
)
from jupyter_openbis_server.entrypoints.jupyter.handlers.data_sets import (
    DataSetHandler,
    DataSetsHandler,
    DataSetTypesHandler,
    UploadHandler,
)
from jupyter_openbis_server.entrypoints.jupyter.handlers.files import FilesHandler, LocalCopyHandler, PreviewHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.instances import InstanceCheckHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.jobs import (
    JobHandler,
    JobsHandler,
    UnfinishedDownloadsHandler,
)
from jupyter_openbis_server.entrypoints.jupyter.handlers.kernels import KernelLoginHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.notebook import EnvironmentHandler, RequirementsHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Services
from jupyter_openbis_server.entrypoints.jupyter.handlers.operators import HealthHandler, NotFoundHandler, OpenApiHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.tree import BrowseHandler, DetailsHandler, SearchHandler


@dataclass(frozen=True)
class Route:
    """A URL below Jupyter's base URL: as a pattern for Tornado, and as a template for documentation."""

    pattern: str
    template: str
    handler: type[OpenbisHandler]


ROUTES = (
    Route("openbis/conns", "/openbis/conns", ConnectionsHandler),
    Route("openbis/conn", "/openbis/conn", OnlyConnectionHandler),
    Route("openbis/conn/(.+)", "/openbis/conn/{name}", ConnectionHandler),
    Route("openbis/browse/(.+)", "/openbis/browse/{name}", BrowseHandler),
    Route("openbis/search/(.+)", "/openbis/search/{name}", SearchHandler),
    Route("openbis/details/(.+)/([^/]+)/([^/]+)", "/openbis/details/{name}/{kind}/{permId}", DetailsHandler),
    Route("openbis/files/(.+)/([^/]+)", "/openbis/files/{name}/{permId}", FilesHandler),
    Route("openbis/copies/(.+)/([^/]+)", "/openbis/copies/{name}/{permId}", LocalCopyHandler),
    Route("openbis/check", "/openbis/check", InstanceCheckHandler),
    Route("openbis/preview/(.+)/([^/]+)/([^/]+)", "/openbis/preview/{name}/{permId}/{path}", PreviewHandler),
    Route("openbis/sample/(.+)/([^/]+)", "/openbis/sample/{name}/{identifier}", DataSetsHandler),
    Route("openbis/datasetTypes/(.+)", "/openbis/datasetTypes/{name}", DataSetTypesHandler),
    Route("openbis/dataset/(.+)/([^/]+)/([^/]+)", "/openbis/dataset/{name}/{permId}/{path}", DataSetHandler),
    Route("openbis/dataset/(.+)", "/openbis/dataset/{name}", UploadHandler),
    Route("openbis/jobs", "/openbis/jobs", JobsHandler),
    Route("openbis/jobs/([^/]+)", "/openbis/jobs/{job}", JobHandler),
    Route("openbis/unfinished", "/openbis/unfinished", UnfinishedDownloadsHandler),
    Route("openbis/kernel/login", "/openbis/kernel/login", KernelLoginHandler),
    Route("openbis/environment", "/openbis/environment", EnvironmentHandler),
    Route("openbis/requirements", "/openbis/requirements", RequirementsHandler),
    Route("requirements", "/requirements", RequirementsHandler),
    Route("openbis/health", "/openbis/health", HealthHandler),
    Route("openbis/openapi.json", "/openbis/openapi.json", OpenApiHandler),
)


_CATCH_ALL: tuple[str, type[OpenbisHandler]] = ("/openbis(?:/.*)?", NotFoundHandler)


def tornado_routes(services: Services) -> list[tuple[str, type[OpenbisHandler], dict[str, Any]]]:
    """Return the routes in the form that Jupyter's extensions use."""
    routes: list[tuple[str, type[OpenbisHandler]]] = [(f"/{route.pattern}", route.handler) for route in ROUTES]
    return [(pattern, handler, {"services": services}) for pattern, handler in [*routes, _CATCH_ALL]]
