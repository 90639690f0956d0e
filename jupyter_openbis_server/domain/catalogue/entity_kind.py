"""Kinds of entities in openBIS, including data sets."""

import enum
from collections.abc import Container


class EntityKind(str, enum.Enum):
    """The kind of an entity or data set."""

    SAMPLE = "sample"
    EXPERIMENT = "experiment"
    PROJECT = "project"
    SPACE = "space"
    DATA_SET = "dataSet"

    @property
    def word(self) -> str:
        """Its name in messages; the value is the one in JSON."""
        return "data set" if self is EntityKind.DATA_SET else self.value


TYPED_KINDS = (EntityKind.DATA_SET, EntityKind.SAMPLE, EntityKind.EXPERIMENT)
"""The kinds whose entities have a type and properties."""

KINDS_BY_NAME = {
    "data-set": EntityKind.DATA_SET,
    "sample": EntityKind.SAMPLE,
    "object": EntityKind.SAMPLE,
    "experiment": EntityKind.EXPERIMENT,
    "collection": EntityKind.EXPERIMENT,
    "project": EntityKind.PROJECT,
    "space": EntityKind.SPACE,
}
"""Names that users give, those of openBIS's API before those of its ELN."""


def kind_named(name: str) -> EntityKind | None:
    """Return the kind that a user names, in any case, e.g. `object`, `data set`, `data-set`, `dataset`; else None."""
    key = name.strip().lower().replace(" ", "-").replace("_", "-")
    return KINDS_BY_NAME.get("data-set" if key == "dataset" else key)


def names_of(kinds: Container[EntityKind]) -> list[str]:
    """Return the names by which users can name kinds, for lists of choices."""
    return [name for name, kind in KINDS_BY_NAME.items() if kind in kinds]
