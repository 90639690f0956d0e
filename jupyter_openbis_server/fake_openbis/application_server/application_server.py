"""The application server's half: the v3 API at ``/openbis/openbis/rmi-application-server-v3.json``."""

from typing import Any

from jupyter_openbis_server.fake_openbis.application_server.archiving import archiving_methods
from jupyter_openbis_server.fake_openbis.application_server.data_store_methods import data_store_methods
from jupyter_openbis_server.fake_openbis.application_server.entities.creating import creating_methods
from jupyter_openbis_server.fake_openbis.application_server.entities.deleting import deleting_methods
from jupyter_openbis_server.fake_openbis.application_server.entities.type_creating import type_creating_methods
from jupyter_openbis_server.fake_openbis.application_server.entities.updating import updating_methods
from jupyter_openbis_server.fake_openbis.application_server.executing import executing_methods
from jupyter_openbis_server.fake_openbis.application_server.pat_methods import pat_methods
from jupyter_openbis_server.fake_openbis.application_server.plugin_methods import plugin_methods
from jupyter_openbis_server.fake_openbis.application_server.search.reading import reading_methods
from jupyter_openbis_server.fake_openbis.application_server.session_methods import session_methods
from jupyter_openbis_server.fake_openbis.application_server.vocabulary_terms import term_methods
from jupyter_openbis_server.fake_openbis.server.handlers import JsonRpcHandler
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import JsonRpcService, Method

AS_V3 = r"/openbis/openbis/rmi-application-server-v3\.json"
Route = tuple[Any, ...]


def application_server_methods(context: Context) -> dict[str, Method]:
    """All methods of the v3 API the fake knows, by name."""
    groups = (
        session_methods,
        pat_methods,
        reading_methods,
        executing_methods,
        term_methods,
        plugin_methods,
        creating_methods,
        type_creating_methods,
        updating_methods,
        deleting_methods,
        data_store_methods,
        archiving_methods,
    )
    return {name: method for group in groups for name, method in group(context).items()}


def application_server_routes(context: Context) -> list[Route]:
    """Return the routes of the application server."""
    has_stack_traces = context.settings.api_minor > 5  # noqa: PLR2004 -- API 3.5 sends none
    service = JsonRpcService(application_server_methods(context), stack_traces=has_stack_traces)
    return [(AS_V3, JsonRpcHandler, {"context": context, "service": service})]
