"""The HTTP routes of the fake openBIS."""

from tornado.web import Application

from jupyter_openbis_server.fake_openbis.afs.handler import afs_routes
from jupyter_openbis_server.fake_openbis.application_server.application_server import application_server_routes
from jupyter_openbis_server.fake_openbis.data_store.data_store_server import data_store_routes
from jupyter_openbis_server.fake_openbis.faults.control import FaultsHandler, RequestsHandler
from jupyter_openbis_server.fake_openbis.server.handlers import LoginPageHandler, UnknownPathHandler
from jupyter_openbis_server.fake_openbis.state.context import Context


def application(context: Context) -> Application:
    """Return the application: application server, data store server, AFS if it is served, and the control routes."""
    routes = [
        *application_server_routes(context),
        *data_store_routes(context),
        *afs_routes(context),
        (r"/fake/faults", FaultsHandler, {"context": context}),
        (r"/fake/requests", RequestsHandler, {"context": context}),
        (r"/fake/login", LoginPageHandler, {"context": context}),
    ]
    return Application(
        routes,
        default_handler_class=UnknownPathHandler,
        default_handler_args={"context": context},
        log_function=lambda _: None,
    )
