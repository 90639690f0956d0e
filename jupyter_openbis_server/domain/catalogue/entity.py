"""The hierarchy of entities: spaces, projects, experiments (collections) and samples (objects)."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.eln_link import parse_eln_link
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import DataSetNotFound, EntityNotFound, InvalidReference, NotFound
from jupyter_openbis_server.domain.properties.property_value import PropertyValue
from jupyter_openbis_server.domain.shared.page import PageRequest

_PERM_ID = re.compile(r"^\d{17}-\d+$")
"""A timestamp in milliseconds and a number. Codes can be similar, e.g. `2024-001`."""
_LIKE_A_PERM_ID = re.compile(r"^\d+-\d+$")
_CODE = re.compile(r"^[\w.:-]+$")
_MAX_CODES = 3
_IDENTIFIER = re.compile(r"^(?:/[\w.:-]+){1,4}$")


OWNERS = (EntityKind.SAMPLE, EntityKind.EXPERIMENT)
"""The kinds that own data sets, in search order: samples first, as in the published server."""

EVERY_KIND = (*OWNERS, EntityKind.PROJECT, EntityKind.SPACE)
"""The kinds that have identifiers, in search order. Data sets have none."""

KINDS_INSIDE: dict[EntityKind | None, tuple[EntityKind, ...]] = {
    None: (EntityKind.SPACE,),
    EntityKind.SPACE: (EntityKind.PROJECT, EntityKind.SAMPLE),
    EntityKind.PROJECT: (EntityKind.EXPERIMENT, EntityKind.SAMPLE),
    EntityKind.EXPERIMENT: (EntityKind.SAMPLE, EntityKind.DATA_SET),
    EntityKind.SAMPLE: (EntityKind.DATA_SET,),
    EntityKind.DATA_SET: (),
}
"""The kinds of direct children per kind; None is the whole instance."""


def join_names(kinds: Iterable[EntityKind]) -> str:
    """Return the names of kinds as an enumeration, e.g. `sample, experiment or project`."""
    *others, last = (kind.word for kind in kinds)
    return f"{', '.join(others)} or {last}" if others else last


class ReferenceKind(enum.Enum):
    """The form of a reference to an entity."""

    PERM_ID = "permId"
    IDENTIFIER = "identifier"
    CODE = "code"


@dataclass(frozen=True)
class EntityReference:
    """A reference that a user typed: permId, identifier (`/SPACE/PROJECT/CODE` or a part of it), code, or link."""

    text: str
    kind: ReferenceKind

    @classmethod
    def parse(cls, text: str) -> EntityReference:
        """Parse a reference that a user typed.

        Identifiers and codes are upper case in openBIS; a missing leading slash is added. A link of the ELN refers to
        the entity that it shows.

        Raises:
            InvalidReference: the text has none of the forms.
        """
        text = _linked(text).strip()
        if _PERM_ID.match(text):
            return cls(text, ReferenceKind.PERM_ID)
        if "/" in text:
            identifier = "/" + text.strip("/").upper()
            if _IDENTIFIER.match(identifier):
                return cls(identifier, ReferenceKind.IDENTIFIER)
        elif _CODE.match(text):
            return cls(text.upper(), ReferenceKind.CODE)
        raise InvalidReference(text)

    @property
    def may_be_perm_id(self) -> bool:
        """Whether a code that no entity has may be a permId."""
        return self.kind is ReferenceKind.CODE and _LIKE_A_PERM_ID.match(self.text) is not None

    @property
    def collection(self) -> str | None:
        """Identifier of the experiment in `/SPACE/PROJECT/EXPERIMENT/SAMPLE`, which must own the sample; else None."""
        codes = self.text.strip("/").split("/")
        is_given = self.kind is ReferenceKind.IDENTIFIER and len(codes) > _MAX_CODES
        return f"/{'/'.join(codes[:-1])}" if is_given else None

    def codes_for(self, kind: EntityKind) -> tuple[str, ...]:
        """Return the codes of an identifier in the form that openBIS uses for a kind."""
        codes = tuple(self.text.strip("/").split("/"))
        if kind is EntityKind.SAMPLE and len(codes) > _MAX_CODES:
            return (*codes[:2], codes[-1])  # users include the experiment code; openBIS identifiers do not
        return codes

    def __str__(self) -> str:
        return self.text


def is_perm_id(text: str) -> bool:
    """Return whether a text has the form of the permIds that openBIS generates."""
    return _PERM_ID.match(text) is not None


def data_set_code(text: str) -> str:
    """Return a data set's permId, which is its code, in openBIS's form: upper case, without surrounding blanks."""
    return text.strip().upper()


def _linked(text: str) -> str:
    kind, named = parse_eln_link(text) or (None, text)
    return f"/{named}" if kind is EntityKind.SPACE else named  # a code alone may also be the code of a sample


@dataclass(frozen=True)
class EntityRef:
    """A reference to an entity or data set by kind and permId; existence is not checked.

    Attributes:
        perm_id: Its permanent id; for a space, its code.
    """

    kind: EntityKind
    perm_id: str


def not_found(ref: EntityRef) -> NotFound:
    """Return the error for something that does not exist, or is not visible."""
    if ref.kind is EntityKind.DATA_SET:
        return DataSetNotFound(ref.perm_id)
    return EntityNotFound(ref.perm_id, ref.kind.word)


@dataclass(frozen=True)
class Entity(EntityRef):
    """A space, project, experiment or sample that exists.

    Attributes:
        identifier: `/SPACE`, `/SPACE/PROJECT`, …
        type_code: Its type; None if it has none or it was not requested.
        name: Its display name (the property `$NAME`); None if it has none or it was not requested.
        properties: Maps the upper-case property code to a text, or to the texts of a multi-valued or ARRAY_* property.
            Those that are not set are absent; all are if they were not requested: searches do.
        registered: When it was registered; None if openBIS does not state it.
        modified: When it was modified last; None if openBIS does not state it.
        data_types: Data types of properties by code, as openBIS names them, e.g. INTEGER; not for all properties.
        multi_valued: Codes of the properties that take several values.
    """

    identifier: str
    type_code: str | None = field(default=None, compare=False)
    name: str | None = field(default=None, compare=False)
    properties: Mapping[str, PropertyValue] = field(default_factory=dict, compare=False)
    registered: dt.datetime | None = field(default=None, compare=False)
    modified: dt.datetime | None = field(default=None, compare=False)
    data_types: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    multi_valued: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    @property
    def code(self) -> str:
        """Its code; of a component of another sample, `CONTAINER:CODE`."""
        return self.identifier.rpartition("/")[2]


@dataclass(frozen=True)
class EntityPage:
    """A page of a listing of entities.

    Attributes:
        total: Number of rows on all pages.
    """

    rows: tuple[Entity, ...]
    request: PageRequest
    total: int
