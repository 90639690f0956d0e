"""Methods for sessions and server information (openbis-protocol 2.1 and 2.2)."""

from jupyter_openbis_server.fake_openbis.state.afs import afs_url
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.wire.failures import UserFailure
from jupyter_openbis_server.fake_openbis.wire.fetch_options import FetchOptions
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import Method
from jupyter_openbis_server.fake_openbis.wire.person_beans import person_bean
from jupyter_openbis_server.fake_openbis.wire.translator import Translator

_AFS_URL = "server-public-information.afs-server.url"
"""A key of the server's configuration whose prefix makes it public (openbis-afs 1)."""


def session_methods(context: Context) -> dict[str, Method]:
    """Login and its relatives, session and server information, new permIds and codes."""
    return {
        "login": context.sessions.login,
        "loginAs": lambda user, password, as_user: _login_as(context, user, password, as_user),
        "loginAsAnonymousUser": lambda: None,
        "logout": context.sessions.logout,
        "isSessionActive": context.sessions.is_active,
        "getSessionInformation": lambda token: _session_information(context, token),
        "getMajorVersion": lambda: int(context.settings.api_version.split(".")[0]),
        "getMinorVersion": lambda: context.settings.api_minor,
        "getServerInformation": lambda token: _server_information(context, token),
        "createPermIdStrings": lambda token, count: _perm_ids(context, token, count),
        "createCodes": lambda token, prefix, _kind, count: _codes(context, token, prefix, count),
    }


def _login_as(context: Context, user: str, password: str, as_user: str) -> str | None:
    token = context.sessions.login(user, password)
    if token is None:
        return None
    context.sessions.end(token)
    person = context.laboratory.persons.get(user)
    if person is None or person.spaces is not None:
        raise UserFailure(f"User '{user}' has no instance admin role.")
    return context.sessions.open(as_user)


def _session_information(context: Context, token: str) -> Bean:
    session = context.sessions.resolve(token)
    translator = Translator(context, session.user)
    options = FetchOptions({}, "Person")
    person = translator.one(person_bean, context.laboratory.persons.get(session.user), options)
    return Bean(
        "as.dto.session.SessionInformation",
        {
            "fetchOptions": None,
            "sessionToken": session.token,
            "userName": session.user,
            "homeGroupCode": None,
            "personalAccessTokenSession": session.pat_session_name is not None,
            "personalAccessTokenSessionName": session.pat_session_name,
            "person": person,
            "creatorPerson": person,
        },
    )


def _server_information(context: Context, token: str) -> dict[str, str | None]:
    context.sessions.resolve(token)
    settings = context.settings
    old: dict[str, str | None] = {
        "api-version": settings.api_version,
        "project-samples-enabled": "true",
        "archiving-configured": "false",
        "enabled-technologies": "eln-lims",
        "authentication-service": "file-authentication-service",
        "openbis-version": settings.openbis_version,
    }
    if settings.api_minor < 6:  # noqa: PLR2004 -- API 3.5 knows six keys only
        return old
    return old | {
        "authentication-service.switch-aai.link": None,
        "authentication-service.switch-aai.label": None,
        "create-continuous-sample-codes": "false",
        "openbis.support.email": None,
        "personal-access-tokens-enabled": str(settings.personal_access_tokens).lower(),
        "personal-access-tokens-max-validity-period": str(settings.pat_max_validity),
        "personal-access-tokens-validity-warning-period": str(settings.pat_warning),
        **({_AFS_URL: afs_url(context)} if settings.afs == "listed" else {}),
    }


def _perm_ids(context: Context, token: str, count: Json) -> list[str]:
    context.sessions.resolve(token)
    if not isinstance(count, int) or count < 1:
        raise UserFailure(f"Number of permIds has to be positive: {count}")
    return [context.laboratory.new_perm_id() for _ in range(count)]


def _codes(context: Context, token: str, prefix: str, count: int) -> list[str]:
    return [f"{prefix}{perm_id.rpartition('-')[2]}" for perm_id in _perm_ids(context, token, count)]
