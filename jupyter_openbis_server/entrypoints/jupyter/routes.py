"""Routes: URLs and their handlers.

A name, permId or path in a URL is one percent-encoded segment. The published clients put a connection's name into the
URL without encoding, so a name may also contain bare slashes, except where that would be ambiguous.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jupyter_server.base.handlers import JupyterHandler

from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.changes import (
    ChangesHandler,
    EntitiesHandler,
    EntityTypesHandler,
    UnarchiveHandler,
)
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
    JobRetryHandler,
    JobsHandler,
    UnfinishedDownloadsHandler,
)
from jupyter_openbis_server.entrypoints.jupyter.handlers.kernels import KernelLoginHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.notebook import (
    EnvironmentHandler,
    NotebookTraceHandler,
    OpeningHandler,
    PublicationsHandler,
    RequirementsHandler,
    VerificationHandler,
)
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Services
from jupyter_openbis_server.entrypoints.jupyter.handlers.operators import HealthHandler, NotFoundHandler, OpenApiHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.pages import OpenHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.synchronisation.folder_states import FolderStateHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.synchronisation.kept_folders import (
    KeptFoldersHandler,
    SynchroniseNowHandler,
)
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
    Route("openbis/trace/(.+)", "/openbis/trace/{name}", NotebookTraceHandler),
    Route("openbis/publications/(.+)", "/openbis/publications/{name}", PublicationsHandler),
    Route("openbis/opening/(.+)/([^/]+)", "/openbis/opening/{name}/{permId}", OpeningHandler),
    Route("openbis/verification/(.+)/([^/]+)", "/openbis/verification/{name}/{permId}", VerificationHandler),
    Route("openbis/check", "/openbis/check", InstanceCheckHandler),
    Route("openbis/preview/(.+)/([^/]+)/([^/]+)", "/openbis/preview/{name}/{permId}/{path}", PreviewHandler),
    Route("openbis/sample/(.+)/([^/]+)", "/openbis/sample/{name}/{identifier}", DataSetsHandler),
    Route("openbis/datasetTypes/(.+)", "/openbis/datasetTypes/{name}", DataSetTypesHandler),
    Route("openbis/types/(.+)/([^/]+)", "/openbis/types/{name}/{kind}", EntityTypesHandler),
    Route("openbis/changes/(.+)", "/openbis/changes/{name}", ChangesHandler),
    Route("openbis/entities/(.+)", "/openbis/entities/{name}", EntitiesHandler),
    Route("openbis/unarchive/(.+)", "/openbis/unarchive/{name}", UnarchiveHandler),
    Route("openbis/dataset/(.+)/([^/]+)/([^/]+)", "/openbis/dataset/{name}/{permId}/{path}", DataSetHandler),
    Route("openbis/dataset/(.+)", "/openbis/dataset/{name}", UploadHandler),
    Route("openbis/jobs", "/openbis/jobs", JobsHandler),
    Route("openbis/jobs/([^/]+)/retry", "/openbis/jobs/{job}/retry", JobRetryHandler),
    Route("openbis/jobs/([^/]+)", "/openbis/jobs/{job}", JobHandler),
    Route("openbis/unfinished", "/openbis/unfinished", UnfinishedDownloadsHandler),
    Route("openbis/sync", "/openbis/sync", KeptFoldersHandler),
    Route("openbis/sync/now", "/openbis/sync/now", SynchroniseNowHandler),
    Route("openbis/sync/state", "/openbis/sync/state", FolderStateHandler),
    Route("openbis/kernel/login", "/openbis/kernel/login", KernelLoginHandler),
    Route("openbis/environment", "/openbis/environment", EnvironmentHandler),
    Route("openbis/requirements", "/openbis/requirements", RequirementsHandler),
    Route("requirements", "/requirements", RequirementsHandler),
    Route("openbis/health", "/openbis/health", HealthHandler),
    Route("openbis/openapi.json", "/openbis/openapi.json", OpenApiHandler),
)


_PAGES: list[tuple[str, type[JupyterHandler]]] = [("/openbis/open", OpenHandler)]
"""Routes for the address bar: their responses are redirects and pages, not JSON."""
_CATCH_ALL: tuple[str, type[JupyterHandler]] = ("/openbis(?:/.*)?", NotFoundHandler)


def tornado_routes(services: Services) -> list[tuple[str, type[JupyterHandler], dict[str, Any]]]:
    """Return the routes in the form that Jupyter's extensions use."""
    routes: list[tuple[str, type[JupyterHandler]]] = [(f"/{route.pattern}", route.handler) for route in ROUTES]
    return [(pattern, handler, {"services": services}) for pattern, handler in [*routes, *_PAGES, _CATCH_ALL]]
