"""Updates of entities, exactly as planned, also when openBIS's response is lost.

An update cannot be conditional: openBIS's update objects have no expected version or date (openbis-protocol 3.9). So
the modification date is read directly before, and the entity after a lost response. In this process, updates of the
same entity are made one after another: of two at the same time, e.g. of two tabs, the second finds the first's change.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, typed
from jupyter_openbis_server.adapters.openbis.changes.refusals import refused
from jupyter_openbis_server.adapters.openbis.changes.turns import Turns
from jupyter_openbis_server.adapters.openbis.http.errors import NotConnected
from jupyter_openbis_server.adapters.openbis.metadata.details import details_of
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import API_KINDS, ApiKind
from jupyter_openbis_server.adapters.openbis.metadata.property_values import to_wire
from jupyter_openbis_server.domain.catalogue.details import Details, PropertyEntry
from jupyter_openbis_server.domain.changes.entity_change import ChangePlan, PropertyChange
from jupyter_openbis_server.domain.errors import (
    ChangedMeanwhile,
    ChangeUnconfirmed,
    ConnectionFailed,
    OpenbisError,
    RequestRefused,
    SessionExpired,
)
from jupyter_openbis_server.domain.properties.same_value import is_same
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

_TURNS = Turns()
_ATTEMPTS = 2
_ROUNDS = 5
"""With the usual `retry_seconds` they take 13 seconds: openBIS may still be working."""


@dataclass(frozen=True)
class Update:
    """One planned update."""

    client: Client
    plan: ChangePlan

    def run(self) -> None:
        """Send it; see `EntityChanges.update`."""
        with _TURNS.take((self.client.instance.url, self.plan.entity.perm_id)):
            self._run()

    def _run(self) -> None:
        api = API_KINDS[self.plan.entity.kind]
        body = update_of(api, self.plan, self.client.capabilities())
        lost: ConnectionFailed | None = None
        for _ in range(_ATTEMPTS):
            self._ensure_unchanged()
            try:
                self.client.call(f"update{api.name}s", [body])
            except RequestRefused as error:
                has_parents = bool(self.plan.added_parents or self.plan.removed_parents)
                raise refused(error, [each.code for each in self.plan.properties], with_parents=has_parents) from error
            except NotConnected:
                raise
            except ConnectionFailed as error:
                lost = error
                with Cancellation().as_current():  # sent already: what has become of it must be found out
                    if self._is_made(error):
                        return
            else:
                return
        raise ChangeUnconfirmed("the change", lost or ConnectionFailed(self.client.instance.name, "")) from lost

    def _ensure_unchanged(self) -> None:
        present = details_of(self.client, self.plan.entity)
        if present.modified != self.plan.based_on:
            name = present.identifier or present.perm_id
            raise ChangedMeanwhile(name, modifier=present.modifier, modified=present.modified)

    def _is_made(self, lost: ConnectionFailed) -> bool:
        """Return whether the entity is as planned now; False if it is as before.

        Raises:
            ChangeUnconfirmed: it is neither, or cannot be read.
        """
        present: Details | None = None
        for number in range(_ROUNDS):
            Cancellation.current().wait(self.client.http.limits.retry_seconds * (2**number - 1))
            with suppress(OpenbisError):
                present = details_of(self.client, self.plan.entity)
                if present.modified != self.plan.based_on:
                    break
        if present is None:
            raise ChangeUnconfirmed("the change", lost) from lost
        if present.modified == self.plan.based_on:
            return False
        if not self._is_as_planned(present):
            raise ChangeUnconfirmed("the change", lost) from lost
        return True

    def _is_as_planned(self, present: Details) -> bool:
        values = {each.code: each for each in present.properties}
        by_us = False
        with suppress(ConnectionFailed, RequestRefused, SessionExpired):
            by_us = present.modifier == self.client.user_id()
        parents = {each.perm_id for each in present.parents}
        return (
            all(_has_value(values.get(each.code), each, by_us=by_us) for each in self.plan.properties)
            and {each.perm_id for each in self.plan.added_parents} <= parents
            and not {each.perm_id for each in self.plan.removed_parents} & parents
        )


def _has_value(present: PropertyEntry | None, change: PropertyChange, *, by_us: bool) -> bool:
    """Return whether a property has its new value. openBIS may write it in another form, e.g. with its time zone."""
    if present is None or change.after is None:
        return (present is None) == (change.after is None)
    as_sent = is_same(present.value, change.after, present.data_type or "", multi_value=present.multi_value)
    return as_sent or (by_us and present.value != change.before)


def update_of(api: ApiKind, plan: ChangePlan, server: Capabilities) -> Json:
    """Return the update object; properties that are cleared are null."""
    identifier = api.name[0].lower() + api.name[1:] + "Id"
    update = typed(f"{api.package}.update.{api.name}Update", **{identifier: api.perm_id(plan.entity.perm_id)})
    if plan.properties:
        new = {each.code: each.after for each in plan.properties if each.after is not None}
        cleared = {each.code: None for each in plan.properties if each.after is None}
        update["properties"] = {**to_wire(new, server), **cleared}
    actions = [
        *_actions(api, "Add", [each.perm_id for each in plan.added_parents]),
        *_actions(api, "Remove", [each.perm_id for each in plan.removed_parents]),
    ]
    if actions:
        update["parentIds"] = typed("common.update.IdListUpdateValue", actions=actions)
    return update


def _actions(api: ApiKind, action: str, perm_ids: Sequence[str]) -> list[Json]:
    items = [api.perm_id(each) for each in perm_ids]
    return [typed(f"common.update.ListUpdateAction{action}", items=items)] if items else []
