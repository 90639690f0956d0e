"""The part of a connection that creates objects and collections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.changes.new_entity import CreationRequest
from jupyter_openbis_server.entrypoints.library.entities.arguments import property_values, reference_of, references_of
from jupyter_openbis_server.entrypoints.library.entities.base import EntityObject
from jupyter_openbis_server.entrypoints.library.entities.entities import Collection, Object, Project, Space
from jupyter_openbis_server.entrypoints.library.methods.base import ConnectionMethods


class ChangeMethods(ConnectionMethods):
    """Methods of `Connection`."""

    def create_object(
        self,
        type: str,  # noqa: A002 - what openBIS calls it
        in_: str | Collection | Project | Space,
        *,
        code: str | None = None,
        name: str | None = None,
        properties: Mapping[str, Any] | None = None,
        parents: str | Object | Iterable[str | Object] = (),
    ) -> Object:
        """Create an object (sample), and return it. Everything is checked first.

        Args:
            type: Code of its type.
            in_: The collection, project or space, or its identifier or permId.
            code: Its code; None to let openBIS generate it, if the type does.
            name: Its display name, the property `$NAME`.
            properties: Property code to value, see `upload`.
            parents: Parent objects, or their identifiers or permIds.

        Raises:
            InvalidChange: with all its `problems`; nothing was created.
            ChangeFailed: openBIS refuses, e.g. the user may not create it.
            ChangeUnconfirmed: it is unknown whether it was created; look for it before a retry.
            ReadOnly: changes are switched off.
        """
        request = _request(EntityKind.SAMPLE, type, in_, code, name, properties, references_of(parents))
        return Object(self._source, self._use_cases.changes.create(self.name, request).entity)

    def create_collection(
        self,
        type: str,  # noqa: A002 - as in `create_object`
        in_: str | Project,
        code: str,
        *,
        name: str | None = None,
        properties: Mapping[str, Any] | None = None,
    ) -> Collection:
        """Create a collection (experiment), and return it. Raises the errors of `create_object`.

        Args:
            type: Code of its type.
            in_: The project, or its identifier or permId.
            code: Its code.
            name: Its display name, the property `$NAME`.
            properties: Property code to value, see `upload`.
        """
        request = _request(EntityKind.EXPERIMENT, type, in_, code, name, properties, ())
        return Collection(self._source, self._use_cases.changes.create(self.name, request).entity)


def _request(
    kind: EntityKind,
    type_code: str,
    owner: str | EntityObject,
    code: str | None,
    name: str | None,
    properties: Mapping[str, Any] | None,
    parents: tuple[str, ...],
) -> CreationRequest:
    values = property_values(properties)
    if name is not None:
        values["$NAME"] = name
    return CreationRequest(kind, type_code, reference_of(owner), code, values, parents)
