"""Wiring of connections and logins."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Mapping

from dependency_injector import containers, providers

from jupyter_openbis_server.adapters.environment.connections import CONNECTION_VARIABLE
from jupyter_openbis_server.domain.connections.known_connections import (
    AddPanelConnections,
    FindConnection,
    KnownConnections,
)
from jupyter_openbis_server.domain.connections.load_connections import LoadConnections, ReloadConnections
from jupyter_openbis_server.domain.connections.logins import OpenNativeClient, ShareLogin
from jupyter_openbis_server.domain.connections.ports import ConnectionFile
from jupyter_openbis_server.domain.connections.who_am_i import WhoAmI
from jupyter_openbis_server.domain.registry.check_instance import CheckInstance
from jupyter_openbis_server.domain.registry.delete_connection import DeleteDefinition, UnregisterConnection
from jupyter_openbis_server.domain.registry.edit_connection import EditConnection
from jupyter_openbis_server.domain.registry.list_connections import (
    GetConnection,
    GetOnlyConnection,
    ListConnections,
    ListServersWithoutTokens,
)
from jupyter_openbis_server.domain.registry.login import Login, Logout
from jupyter_openbis_server.domain.registry.register_connection import RegisterConnection
from jupyter_openbis_server.domain.registry.save_connection import SaveOwnConnection
from jupyter_openbis_server.domain.registry.trust_certificate import TrustCertificate
from jupyter_openbis_server.domain.stored_logins.delete_stored_login import DeleteStoredLogin, ForgetLogin
from jupyter_openbis_server.domain.stored_logins.remember_login import CheckLogin, RememberLogin, RenewLogin
from jupyter_openbis_server.domain.stored_logins.restore_login import RestoreLogin
from jupyter_openbis_server.domain.stored_logins.store_login import StoreLogin
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.entrypoints.use_cases import ConnectionUseCases
from jupyter_openbis_server.entrypoints.wiring.services import utc_now
from jupyter_openbis_server.entrypoints.wiring.used import UsedDependencies


def _access_token_label() -> str:
    """Return the name of personal access tokens, one per host: in openBIS, tokens of one name share a session."""
    return f"Jupyter ({platform.node() or 'unknown host'})"


def _days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


def _own_files(file: ConnectionFile | None) -> tuple[ConnectionFile, ...]:
    return () if file is None else (file,)


def _default_name(environ: Mapping[str, str]) -> str:
    return environ.get(CONNECTION_VARIABLE, "").strip()


class Connections(containers.DeclarativeContainer):
    """Connections: register, find, edit, delete, log in and out."""

    settings = providers.Dependency(instance_of=Settings)
    adapters = UsedDependencies()
    services = UsedDependencies()
    sync = UsedDependencies()

    save_own = providers.Factory(SaveOwnConnection, adapters.own_file)
    delete_stored_login = providers.Factory(
        DeleteStoredLogin, adapters.connections, adapters.sessions, adapters.token_stores
    )
    restore_login = providers.Factory(
        RestoreLogin,
        adapters.connections,
        adapters.token_stores,
        providers.Object(utc_now),
        settings.provided.remember_login,
    )
    remember_login = providers.Factory(
        RememberLogin,
        adapters.connections,
        services.sessions,
        adapters.sessions,
        adapters.token_stores,
        providers.Callable(_access_token_label),
        providers.Object(utc_now),
        providers.Callable(_days, settings.provided.remember_days),
        settings.provided.remember_login,
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
    edit = providers.Factory(
        EditConnection,
        adapters.connections,
        services.sessions,
        adapters.mounts,
        services.jobs,
        save_own,
        delete_stored_login,
        sync.keeping,
        settings.provided.verify_certificates,
        settings.provided.allowed_hosts,
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
        find=providers.Factory(
            FindConnection,
            adapters.connections,
            add_from_panel,
            default_name=providers.Callable(_default_name, settings.provided.environ),
        ),
        list=providers.Factory(ListConnections, adapters.connections, adapters.mounts),
        servers_without_tokens=providers.Factory(ListServersWithoutTokens, adapters.connections, adapters.instances),
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
        edit=edit,
        unregister=providers.Factory(
            UnregisterConnection, adapters.connections, services.sessions, adapters.mounts, delete_own_definition
        ),
        delete_definition=providers.Factory(
            DeleteDefinition, adapters.connections, adapters.writable_files, delete_stored_login
        ),
        check_instance=providers.Factory(
            CheckInstance, adapters.instances, adapters.connections, settings.provided.login_seconds
        ),
        trust_certificate=providers.Factory(
            TrustCertificate,
            adapters.connections,
            services.sessions,
            adapters.instances,
            edit,
            settings.provided.login_seconds,
        ),
        login=providers.Factory(
            Login, adapters.connections, services.sessions, adapters.mounts, restore_login, remember_login
        ),
        logout=providers.Factory(Logout, services.sessions, adapters.mounts, delete_stored_login),
        forget_login=providers.Factory(
            ForgetLogin, adapters.connections, services.sessions, adapters.mounts, delete_stored_login
        ),
        check_login=providers.Factory(
            CheckLogin,
            services.sessions,
            providers.Singleton(RenewLogin, adapters.connections, remember_login, providers.Object(utc_now)),
        ),
        share_login=providers.Factory(ShareLogin, services.sessions, adapters.sessions),
        store_login=providers.Factory(
            StoreLogin,
            adapters.connections,
            services.sessions,
            adapters.sessions,
            label=providers.Callable(_access_token_label),
            clock=providers.Object(utc_now),
        ),
        restore_login=restore_login,
        delete_stored_login=delete_stored_login,
        open_native_client=providers.Factory(
            OpenNativeClient, services.sessions, adapters.native_clients, services.change_guard
        ),
        who_am_i=providers.Factory(WhoAmI, services.sessions, adapters.sessions, adapters.instances),
        token_stores=providers.Dict(keyring=adapters.keyring_tokens, file=adapters.token_files),
    )
