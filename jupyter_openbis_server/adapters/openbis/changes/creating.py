"""Creation exactly once, also when openBIS's response is lost."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.adapters.openbis.api.beans import Bean
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, equal, typed
from jupyter_openbis_server.adapters.openbis.changes.refusals import refused
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import API_KINDS, ApiKind, direct_children
from jupyter_openbis_server.adapters.openbis.metadata.property_values import to_wire, values_in
from jupyter_openbis_server.adapters.openbis.metadata.searching import get_by_ids
from jupyter_openbis_server.domain.catalogue.entity import EntityReference, ReferenceKind
from jupyter_openbis_server.domain.changes.new_entity import EntityDraft
from jupyter_openbis_server.domain.errors import (
    ChangeFailed,
    ChangeUnconfirmed,
    ConnectionFailed,
    OpenbisError,
    RequestRefused,
    SessionExpired,
)
from jupyter_openbis_server.domain.properties.same_value import is_same
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

_ROUNDS = 5
"""With the usual `retry_seconds` they take 13 seconds: openBIS may still be working."""
_NEWEST = 20
"""Entities of an owner among which one with a generated code is looked for."""
_REWRITTEN = frozenset({"TIMESTAMP", "ARRAY_TIMESTAMP", "MATERIAL"})
"""Data types whose values openBIS may write in another form than they were sent."""


@dataclass(frozen=True)
class SingleCreation:
    """One sample or experiment that is to be created.

    openBIS has no idempotency key. So the request is never repeated; when its response is lost, the entity is looked
    for: by its identifier if it has one, else among the newest ones of the same type, owner and user.
    """

    client: Client
    draft: EntityDraft

    def run(self) -> str:
        """Create it; see `EntityChanges.create`."""
        before = self._alike() if self.draft.code is None else frozenset[str]()
        creation = self.client.creation(self.draft, to_wire(self.draft.properties, self.client.capabilities()))
        try:
            with Cancellation().as_current():
                return creation.run()
        except RequestRefused as error:
            raise refused(error, self.draft.properties, with_parents=bool(self.draft.parents)) from error
        except ConnectionFailed as error:
            if not creation.is_sent:
                raise
            with Cancellation().as_current():
                found = self._found(before)
            if found is None:
                raise ChangeUnconfirmed("the creation", error) from error
            return found
        except (
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
        ) as error:  # of pyBIS itself
            raise ChangeFailed(f"pyBIS does not accept it: {error}") from error

    def _found(self, before: frozenset[str]) -> str | None:
        """Look for the entity several times, with growing pauses. Returns None if there is none, or several."""
        for number in range(_ROUNDS):
            Cancellation.current().wait(self.client.http.limits.retry_seconds * (2**number - 1))
            try:
                new = self._alike() - before
            except SessionExpired:
                return None
            except OpenbisError:
                continue
            if new:
                return next(iter(new)) if len(new) == 1 else None
        return None

    def _alike(self) -> frozenset[str]:
        """Return the permIds of what was registered by this user and looks like the draft."""
        api = API_KINDS[self.draft.kind]
        found = self._by_identifier(api) if self.draft.identifier else self._newest(api)
        return frozenset(api.entity(each).perm_id for each in found if self._is_alike(each))

    def _by_identifier(self, api: ApiKind) -> tuple[Bean, ...]:
        identity = api.id_of(EntityReference(self.draft.identifier or "", ReferenceKind.IDENTIFIER))
        return tuple(get_by_ids(self.client, api, [identity] if identity else [], _options(api)))

    def _newest(self, api: ApiKind) -> tuple[Bean, ...]:
        user = equal("UserIdSearchCriteria", self.client.user_id(), "person")
        kind = f"{api.package}.search.{api.name}TypeSearchCriteria"
        criteria = api.criteria(
            direct_children(self.draft.owner, self.draft.kind),
            typed(kind, operator="AND", criteria=[equal("CodeSearchCriteria", self.draft.type.code)]),
            typed("person.search.RegistratorSearchCriteria", operator="AND", criteria=[user]),
        )
        options = {**api.sorted_newest_first(_options(api)), "from": 0, "count": _NEWEST}
        return self.client.call(f"search{api.name}s", criteria, options).required_bean("result").beans("objects")

    def _is_alike(self, bean: Bean) -> bool:
        registrator, type_ = bean.bean("registrator"), bean.required_bean("type")
        by_us = registrator is None or registrator.text("userId") == self.client.user_id()
        if not by_us or type_.text("code") != self.draft.type.code:
            return False
        with suppress(ConnectionFailed):
            present = values_in(bean, self.draft.type.assignments)
            compared = (each for each in self.draft.type.assignments if each.data_type not in _REWRITTEN)
            sent = self.draft.properties
            return all(
                is_same(present.get(each.code), sent.get(each.code), each.data_type, multi_value=each.multi_value)
                for each in compared
                if each.code in sent
            )
        return False


def _options(api: ApiKind) -> Json:
    return {**api.row_options, "registrator": typed("person.fetchoptions.PersonFetchOptions")}
