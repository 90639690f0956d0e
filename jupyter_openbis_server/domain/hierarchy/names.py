"""Names of entities and data sets in the folder of what contains them.

The name is the code, e.g. `HEAT_SHOCK`. openBIS stores codes in upper case (openbis-protocol.md, 3.1), so a suffix in
lower case, e.g. `HEAT_SHOCK.sample`, is never part of a code. It names the kind where a code alone would not be enough:
a project may contain an experiment and a sample of the same code. For the same reason, `files` is never a code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import KINDS_INSIDE, Entity, is_perm_id
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind

FILES = "files"
"""The folder of the files that a sample or experiment has itself, in openBIS's file server (AFS)."""

_CODE = re.compile(r"[\w.:-]+")
_SUFFIXES = {kind: f".{kind.value.lower()}" for kind in EntityKind}


@dataclass(frozen=True)
class EntryName:
    """A name of an entity or data set.

    Attributes:
        code: Upper case.
        kind: The kind that the name states; None if it is a code alone.
    """

    code: str
    kind: EntityKind | None = None

    @classmethod
    def parse(cls, name: str) -> EntryName | None:
        """Parse a name; return None if nothing in openBIS can have it."""
        kind = next((kind for kind, suffix in _SUFFIXES.items() if name.endswith(suffix)), None)
        code = name.removesuffix(_SUFFIXES[kind]) if kind else name
        return cls(code, kind) if _CODE.fullmatch(code) and code == code.upper() else None

    def kinds_in(self, kind: EntityKind | None) -> tuple[EntityKind, ...]:
        """Return the kinds that the name can mean in a folder, in the order in which they are tried.

        A code alone that has the form of a permId is that of a data set.

        Args:
            kind: The kind of the folder; None for the whole instance.
        """
        inside = KINDS_INSIDE[kind]
        if self.kind:
            return tuple(each for each in inside if each is self.kind)
        return tuple(each for each in inside if each is EntityKind.DATA_SET or not is_perm_id(self.code))


def unique_names(items: Iterable[Entity | DataSet]) -> Iterator[str]:
    """Yield the name of each item in a folder: its code, if that is enough for `EntryName.kinds_in`.

    Args:
        items: The content of the folder, the kinds in the order of `KINDS_INSIDE`.
    """
    taken: set[str] = set()
    for item in items:
        code, kind = (item.perm_id, EntityKind.DATA_SET) if isinstance(item, DataSet) else (item.code, item.kind)
        is_enough = code not in taken and (kind is EntityKind.DATA_SET or not is_perm_id(code))
        name = code if is_enough else f"{code}{_SUFFIXES[kind]}"
        taken.add(name)
        yield name
