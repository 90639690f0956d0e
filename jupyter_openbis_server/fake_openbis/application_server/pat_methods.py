"""The methods about personal access tokens (openbis-protocol 2.6)."""

from dataclasses import replace

from jupyter_openbis_server.fake_openbis.application_server.operations import operation
from jupyter_openbis_server.fake_openbis.application_server.search.criteria import Search
from jupyter_openbis_server.fake_openbis.application_server.search.paging import page, search_result
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.sessions import PAT_PREFIX, Session, new_token
from jupyter_openbis_server.fake_openbis.wire.failures import UserFailure, not_found
from jupyter_openbis_server.fake_openbis.wire.fetch_options import FetchOptions
from jupyter_openbis_server.fake_openbis.wire.ids import as_objects, perm_id_bean, read_id, read_ids
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import Method
from jupyter_openbis_server.fake_openbis.wire.person_beans import person_bean
from jupyter_openbis_server.fake_openbis.wire.translator import Translator

_PERM_ID = "as.dto.pat.id.PersonalAccessTokenPermId"


def pat_methods(context: Context) -> dict[str, Method]:
    """create, get, search, update and delete of personal access tokens; API 3.5 has none of them."""
    if context.settings.api_minor < 6:  # noqa: PLR2004 -- API 3.5
        return {}
    tokens = _AccessTokens(context)
    return {
        "createPersonalAccessTokens": tokens.create,
        "getPersonalAccessTokens": tokens.get,
        "searchPersonalAccessTokens": tokens.search,
        "updatePersonalAccessTokens": tokens.update,
        "deletePersonalAccessTokens": tokens.delete,
    }


class _AccessTokens:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._table = context.laboratory.personal_access_tokens

    def create(self, token: str, creations: Json) -> list[Bean]:
        with operation(self._context, "createPersonalAccessTokens", token) as session:
            self._must_manage(token)
            return [self._create(session, creation) for creation in as_objects(creations)]

    def get(self, token: str, ids: Json, fetch_options: Json) -> dict[str, Bean]:
        with operation(self._context, "getPersonalAccessTokens", token) as session:
            translator, options = Translator(self._context, session.user), _options(fetch_options)
            own = {pat.hash: pat for pat in self._own(token, session)}
            wanted = [one.text for one in read_ids(ids, "pat") if one.text in own]
            return {text: _pat_bean(translator, own[text], options) for text in wanted}

    def search(self, token: str, criteria: Json, fetch_options: Json) -> Bean:
        with operation(self._context, "searchPersonalAccessTokens", token) as session:
            translator, options = Translator(self._context, session.user), _options(fetch_options)
            keys = Search(self._context.laboratory).run(self._table, criteria)
            own = [pat for pat in self._own(token, session) if pat.hash in keys]
            rows = page(own, options, "PersonalAccessToken")
            return search_result([_pat_bean(translator, pat, options) for pat in rows], len(own))

    def update(self, token: str, updates: Json) -> None:
        """Change the access date; nothing else can be changed."""
        with operation(self._context, "updatePersonalAccessTokens", token) as session:
            self._must_manage(token)
            for wanted in as_objects(updates):
                given = read_id(wanted.get("personalAccessTokenId"), "pat")
                pat = self._table.get(given.text)
                if pat is None or pat.owner != session.user:
                    raise not_found(given.class_name, "...")
                date = wanted.get("accessDate") or {}
                if date.get("isModified"):
                    self._context.laboratory.put(replace(pat, access_date=date.get("value")))

    def delete(self, token: str, ids: Json, _options: Json) -> None:
        with operation(self._context, "deletePersonalAccessTokens", token) as session:
            self._must_manage(token)
            wanted = {one.text for one in read_ids(ids, "pat")}
            for pat in self._table.find("owner", session.user):
                if pat.hash in wanted:
                    self._context.laboratory.remove(pat)
                    self._context.sessions.end_without_token(pat.owner, pat.session_name)

    def _must_manage(self, token: str) -> None:
        if not self._context.sessions.pats_enabled:
            raise UserFailure("Personal access tokens are disabled")
        if token.startswith(PAT_PREFIX):
            raise UserFailure("Personal access tokens cannot be used to manage personal access tokens.")

    def _own(self, token: str, session: Session) -> list[e.PersonalAccessToken]:
        """Return the user's tokens; a personal access token sees itself only."""
        own = self._table.find("owner", session.user)
        return [pat for pat in own if not token.startswith(PAT_PREFIX) or pat.hash == token]

    def _create(self, session: Session, creation: Json) -> Bean:
        self._check(session, creation)
        valid_from, valid_to = creation["validFromDate"], creation["validToDate"]
        longest = self._context.settings.pat_max_validity * 1000
        pat = e.PersonalAccessToken(
            hash=PAT_PREFIX + new_token(session.user, self._context.clock()),
            owner=session.user,
            session_name=creation["sessionName"],
            valid_from=valid_from,
            valid_to=min(valid_to, valid_from + longest),
            registrator=session.user,
            registration_date=self._context.laboratory.now(),
        )
        self._context.laboratory.put(pat)
        return perm_id_bean(_PERM_ID, pat.hash)

    def _check(self, session: Session, creation: Json) -> None:
        valid_from, valid_to = creation.get("validFromDate"), creation.get("validToDate")
        owner = read_id(creation["ownerId"], "person").text if creation.get("ownerId") else session.user
        complaints = (
            (not str(creation.get("sessionName") or "").strip(), "Session name cannot be empty."),
            (valid_from is None, "Valid from date cannot be null."),
            (valid_to is None, "Valid to date cannot be null."),
            ((valid_to or 0) < self._context.laboratory.now(), "Valid to date cannot be in the past."),
            ((valid_to or 0) <= (valid_from or 0), "Valid to date has to be after valid from date."),
            (
                owner not in ("", session.user),
                f"User '{session.user}' is not allowed to create a personal access token for user '{owner}'",
            ),
        )
        for applies, message in complaints:
            if applies:
                raise UserFailure(message)


def _options(raw: Json) -> FetchOptions:
    return FetchOptions(raw, "PersonalAccessToken")


def _pat_bean(t: Translator, pat: e.PersonalAccessToken, options: FetchOptions) -> Bean:
    persons = t.laboratory.persons
    return Bean(
        "as.dto.pat.PersonalAccessToken",
        {
            "fetchOptions": options.repeated(t.api_minor),
            "permId": perm_id_bean(_PERM_ID, pat.hash),
            "hash": pat.hash,
            "sessionName": pat.session_name,
            "validFromDate": pat.valid_from,
            "validToDate": pat.valid_to,
            "owner": t.one(person_bean, persons.get(pat.owner), options["owner"]),
            "registrator": t.one(person_bean, persons.get(pat.registrator), options["registrator"]),
            "modifier": t.one(person_bean, persons.get(pat.registrator), options["modifier"]),
            "registrationDate": pat.registration_date,
            "modificationDate": pat.registration_date,
            "accessDate": pat.access_date,
        },
    )
