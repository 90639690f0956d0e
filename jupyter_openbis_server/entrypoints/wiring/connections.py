"""Wiring of connections and logins."""

from __future__ import annotations

import platform

from dependency_injector import containers, providers

from jupyter_openbis_server.domain.connections.known_connections import (
    AddPanelConnections,
    FindConnection,
    KnownConnections,
)
from jupyter_openbis_server.domain.connections.load_connections import LoadConnections, ReloadConnections
from jupyter_openbis_server.domain.connections.logins import DeleteStoredLogin, RestoreLogin, ShareLogin, StoreLogin
from jupyter_openbis_server.domain.connections.ports import ConnectionFile
from jupyter_openbis_server.domain.registry.check_instance import CheckInstance
from jupyter_openbis_server.domain.registry.delete_connection import DeleteDefinition, UnregisterConnection
from jupyter_openbis_server.domain.registry.edit_connection import EditConnection
from jupyter_openbis_server.domain.registry.list_connections import GetConnection, GetOnlyConnection, ListConnections
from jupyter_openbis_server.domain.registry.login import Login, Logout
from jupyter_openbis_server.domain.registry.register_connection import RegisterConnection
from jupyter_openbis_server.domain.registry.save_connection import SaveOwnConnection
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.entrypoints.use_cases import ConnectionUseCases
from jupyter_openbis_server.entrypoints.wiring.services import utc_now


def _access_token_label() -> str:
    """Return the name of personal access tokens, one per host: in openBIS, tokens of one name share a session."""
    return f"jupyter-openbis on {platform.node()}"


def _own_files(file: ConnectionFile | None) -> tuple[ConnectionFile, ...]:
    return () if file is None else (file,)


class Connections(containers.DeclarativeContainer):
    """Connections: register, find, edit, delete, log in and out."""

    settings = providers.Dependency(instance_of=Settings)
    adapters = providers.DependenciesContainer()
    services = providers.DependenciesContainer()

    save_own = providers.Factory(SaveOwnConnection, adapters.own_file)
    delete_stored_login = providers.Factory(
        DeleteStoredLogin, adapters.connections, adapters.sessions, adapters.token_stores
    )
    add_from_panel = providers.Singleton(
        AddPanelConnections, adapters.connections, services.sessions, adapters.panel_login
    )
    delete_own_definition = providers.Factory(
        DeleteDefinition,
        adapters.connections,
        providers.Callable(_own_files, adapters.own_file),
        delete_stored_login,
        is_for_own_only=True,
    )
    use_cases = providers.Singleton(
        ConnectionUseCases,
        sessions=services.sessions,
        known=providers.Factory(KnownConnections, adapters.connections),
        load=providers.Factory(LoadConnections, adapters.connections, adapters.connection_sources),
        reload=providers.Factory(
            ReloadConnections, adapters.connections, services.sessions, adapters.connection_sources
        ),
        add_from_panel=add_from_panel,
        find=providers.Factory(FindConnection, adapters.connections, add_from_panel),
        list=providers.Factory(ListConnections, adapters.connections, adapters.mounts),
        get=providers.Factory(GetConnection, adapters.connections, adapters.mounts),
        get_only=providers.Factory(GetOnlyConnection, adapters.connections),
        register=providers.Factory(
            RegisterConnection,
            adapters.connections,
            services.sessions,
            save_own,
            adapters.mounts,
            settings.provided.allowed_hosts,
        ),
        edit=providers.Factory(
            EditConnection,
            adapters.connections,
            services.sessions,
            adapters.mounts,
            services.jobs,
            save_own,
            delete_stored_login,
            settings.provided.verify_certificates,
            settings.provided.allowed_hosts,
        ),
        unregister=providers.Factory(
            UnregisterConnection, adapters.connections, services.sessions, adapters.mounts, delete_own_definition
        ),
        delete_definition=providers.Factory(
            DeleteDefinition, adapters.connections, adapters.writable_files, delete_stored_login
        ),
        check_instance=providers.Factory(
            CheckInstance, adapters.instances, adapters.connections, settings.provided.login_seconds
        ),
        login=providers.Factory(Login, adapters.connections, services.sessions, adapters.mounts),
        logout=providers.Factory(Logout, services.sessions, adapters.mounts),
        share_login=providers.Factory(ShareLogin, services.sessions, adapters.sessions),
        store_login=providers.Factory(
            StoreLogin,
            adapters.connections,
            services.sessions,
            adapters.sessions,
            label=providers.Callable(_access_token_label),
            clock=providers.Object(utc_now),
        ),
        restore_login=providers.Factory(RestoreLogin, adapters.connections, adapters.token_stores),
        delete_stored_login=delete_stored_login,
        token_stores=providers.Dict(keyring=adapters.keyring_tokens, file=adapters.token_files),
    )
