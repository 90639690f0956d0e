"""Requested, planned and created samples and experiments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.details import RelatedEntity
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from jupyter_openbis_server.domain.properties.property_value import PropertyValue


@dataclass(frozen=True)
class CreationRequest:
    """A sample or experiment that a user wants, not validated.

    Attributes:
        kind: SAMPLE or EXPERIMENT.
        type_code: Code of its type, in any case.
        owner: Identifier, permId or link of the space, project or experiment of a sample; the project of an experiment.
        code: Its code, in any case; None or blank to let openBIS generate it, if the type does.
        properties: Maps the property code to a raw value, see `property_value.convert`. The name is `$NAME`.
        parents: References to the parents of a sample.
    """

    kind: EntityKind
    type_code: str
    owner: str
    code: str | None = None
    properties: Mapping[str, object] = field(default_factory=dict)
    parents: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntityDraft:
    """A validated sample or experiment, ready for creation.

    Attributes:
        owner: The space, project or experiment of a sample; the project of an experiment.
        code: Upper case; None if openBIS generates it.
        properties: Maps the upper-case property code to a value; properties that are not set are absent.
    """

    kind: EntityKind
    type: EntityType
    owner: Entity
    code: str | None
    properties: Mapping[str, PropertyValue] = field(default_factory=dict)
    parents: tuple[RelatedEntity, ...] = ()

    @property
    def identifier(self) -> str | None:
        """Its identifier; None if openBIS generates the code. The code of an experiment is no part of a sample's."""
        if self.code is None:
            return None
        place = self.owner.identifier
        if self.owner.kind is EntityKind.EXPERIMENT:
            place = place.rpartition("/")[0]
        return f"{place}/{self.code}"


@dataclass(frozen=True)
class CreatedEntity:
    """A created sample or experiment.

    Attributes:
        connection: Name of the connection.
        entity: With its identifier; with the permId instead if a generated code cannot be read.
        link: Address of its page in the ELN.
    """

    connection: str
    entity: Entity
    link: str | None = field(default=None, compare=False)
