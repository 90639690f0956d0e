"""Persons and tags on the wire."""

from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.wire.fetch_options import FetchOptions
from jupyter_openbis_server.fake_openbis.wire.ids import perm_id_bean
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean
from jupyter_openbis_server.fake_openbis.wire.translator import Translator


def person_bean(t: Translator, person: e.Person, options: FetchOptions) -> Bean:
    """Return a person; space and registrator are not modelled."""
    return Bean(
        "as.dto.person.Person",
        {
            "fetchOptions": options.repeated(t.api_minor),
            "permId": perm_id_bean("as.dto.person.id.PersonPermId", person.user_id),
            "userId": person.user_id,
            "firstName": person.first_name,
            "lastName": person.last_name,
            "email": person.email,
            "registrationDate": person.registration_date,
            "active": True,
            "space": None,
            "registrator": None,
            "roleAssignments": [] if options["roleAssignments"] is not None else None,
            "webAppSettings": None,
        },
    )


def tag_beans(t: Translator, tags: list[str], owner: str | None, options: FetchOptions | None) -> list[Bean] | None:
    """Return the tags of an entity, given by code; their permId is ``/<owner>/<code>``."""
    if options is None:
        return None
    return [_tag_bean(t, code, owner, options) for code in tags]


def _tag_bean(t: Translator, code: str, owner: str | None, options: FetchOptions) -> Bean:
    return Bean(
        "as.dto.tag.Tag",
        {
            "fetchOptions": options.repeated(t.api_minor),
            "permId": perm_id_bean("as.dto.tag.id.TagPermId", f"/{owner}/{code}"),
            "code": code,
            "description": None,
            "private": True,
            "experiments": None,
            "samples": None,
            "dataSets": None,
            **({"materials": None} if t.api_minor < 7 else {}),  # noqa: PLR2004 -- API 3.7 has none
            "registrationDate": 0,
            "owner": t.one(person_bean, t.laboratory.persons.get(owner), options["owner"]),
        },
    )
