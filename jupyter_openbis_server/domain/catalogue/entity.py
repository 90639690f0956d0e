"""The tree in which data sets hang: spaces, projects, experiments (collections) and samples (objects)."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.errors import InvalidReference
from jupyter_openbis_server.domain.model.page import PageRequest

_PERM_ID = re.compile(r"^\d+-\d+$")
_CODE = re.compile(r"^[\w.:-]+$")
_MOST_CODES = 3
_IDENTIFIER = re.compile(r"^(?:/[\w.:-]+){1,4}$")


class EntityKind(str, enum.Enum):
    """What something in openBIS is."""

    SAMPLE = "sample"
    EXPERIMENT = "experiment"
    PROJECT = "project"
    SPACE = "space"
    DATA_SET = "dataSet"


OWNERS = (EntityKind.SAMPLE, EntityKind.EXPERIMENT)
"""What data sets hang on. The published server looks for a sample first; so does everything here."""

EVERY_KIND = (*OWNERS, EntityKind.PROJECT, EntityKind.SPACE)
"""What an identifier may name, in the order in which it is tried. A data set has none."""

KINDS_INSIDE: dict[EntityKind | None, tuple[EntityKind, ...]] = {
    None: (EntityKind.SPACE,),
    EntityKind.SPACE: (EntityKind.PROJECT, EntityKind.SAMPLE),
    EntityKind.PROJECT: (EntityKind.EXPERIMENT, EntityKind.SAMPLE),
    EntityKind.EXPERIMENT: (EntityKind.SAMPLE, EntityKind.DATA_SET),
    EntityKind.SAMPLE: (EntityKind.DATA_SET,),
    EntityKind.DATA_SET: (),
}
"""What lies directly in a place; None is the whole instance."""


def in_words(kinds: Iterable[EntityKind]) -> str:
    """Return e.g. `sample, experiment or project`."""
    *others, last = (kind.value for kind in kinds)
    return f"{', '.join(others)} or {last}" if others else last


class ReferenceKind(enum.Enum):
    """How a reference names its entity."""

    PERM_ID = "permId"
    IDENTIFIER = "identifier"
    CODE = "code"


@dataclass(frozen=True)
class EntityReference:
    """A user's way to name an entity: permId, identifier (`/SPACE/PROJECT/CODE` or a part of it) or bare code."""

    text: str
    kind: ReferenceKind

    @classmethod
    def parse(cls, text: str) -> EntityReference:
        """Read what a user typed.

        Identifiers and codes are upper case in openBIS; a missing leading slash is added.

        Raises:
            InvalidReference: it is none of the three.
        """
        text = text.strip()
        if _PERM_ID.match(text):
            return cls(text, ReferenceKind.PERM_ID)
        if "/" in text:
            identifier = "/" + text.strip("/").upper()
            if _IDENTIFIER.match(identifier):
                return cls(identifier, ReferenceKind.IDENTIFIER)
        elif _CODE.match(text):
            return cls(text.upper(), ReferenceKind.CODE)
        raise InvalidReference(text)

    def codes_for(self, kind: EntityKind) -> tuple[str, ...]:
        """Return the codes in an identifier, as things of a kind have them."""
        codes = tuple(self.text.strip("/").split("/"))
        if kind is EntityKind.SAMPLE and len(codes) > _MOST_CODES:
            return (*codes[:2], codes[-1])  # people put the experiment in; openBIS has it without
        return codes

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Place:
    """Something in openBIS's tree, named so that nobody has to be asked what is meant; it need not exist.

    Attributes:
        perm_id: Its permanent id; of a space, its code.
    """

    kind: EntityKind
    perm_id: str


@dataclass(frozen=True)
class Entity(Place):
    """A space, project, experiment or sample that exists.

    Attributes:
        identifier: `/SPACE`, `/SPACE/PROJECT`, …
        type_code: Its type, if it has one and it was asked for.
        name: What users call it (the property `$NAME`), likewise.
    """

    identifier: str
    type_code: str | None = field(default=None, compare=False)
    name: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class EntityPage:
    """Some rows of a listing, by identifier, and how many there are in all.

    Attributes:
        counts: How many there are of each further query that was asked to be counted.
    """

    rows: tuple[Entity, ...]
    request: PageRequest
    total: int
    counts: tuple[int, ...] = ()
