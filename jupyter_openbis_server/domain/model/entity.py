"""What data sets hang on: samples (objects) and experiments (collections)."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import InvalidReference

_PERM_ID = re.compile(r"^\d+-\d+$")
_CODE = re.compile(r"^[\w.:-]+$")
_IDENTIFIER = re.compile(r"^(?:/[\w.:-]+){2,4}$")


class EntityKind(str, enum.Enum):
    """Which of the two an entity is."""

    SAMPLE = "sample"
    EXPERIMENT = "experiment"


class ReferenceKind(enum.Enum):
    """How a reference names its entity."""

    PERM_ID = "permId"
    IDENTIFIER = "identifier"
    CODE = "code"


@dataclass(frozen=True)
class EntityReference:
    """A user's way to name a sample or an experiment: permId, identifier (`/SPACE/PROJECT/CODE`) or bare code."""

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

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Entity:
    """A sample or experiment that exists."""

    kind: EntityKind
    perm_id: str
    identifier: str
