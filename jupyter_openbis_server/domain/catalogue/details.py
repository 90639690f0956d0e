"""Something in openBIS, looked at closely."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jupyter_openbis_server.domain.model.data_set import AFS_REMARK, DataSet
from jupyter_openbis_server.domain.model.entity import Entity, Place
from jupyter_openbis_server.domain.model.property_value import PropertyValue

MOST_CHILDREN = 50
"""How many children are told; one sample can have thousands."""


@dataclass(frozen=True)
class Relative(Place):
    """A sample or data set that another one of its kind comes from, or that comes from it.

    Attributes:
        type_code: Its type.
        name: What users call it (the property `$NAME`).
    """

    type_code: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class PropertyEntry:
    """A property that is set.

    Attributes:
        code: Upper case.
        label: What users call it; None if openBIS does not tell.
        data_type: VARCHAR, INTEGER, … as openBIS names it; None if it does not tell.
        value: A text, or the texts of a multi-valued or ARRAY_* property; a vocabulary term by its code, a sample by
            its permId.
        multi_value: Whether it can have several values.
    """

    code: str
    label: str | None
    data_type: str | None
    value: PropertyValue
    multi_value: bool = False


@dataclass(frozen=True)
class Details(Place):
    """What openBIS knows of a space, project, experiment, sample or data set.

    Attributes:
        identifier: `/SPACE`, `/SPACE/PROJECT`, …; a data set has none.
        type_code: Its type; spaces and projects have none.
        name: What users call it (the property `$NAME`).
        properties: In the order of its type.
        owner: What it lies in directly, or hangs on.
        parents: What it comes from.
        children: What comes from it, the first `MOST_CHILDREN` by code.
        children_count: How many children there are in all.
        registrator: User name of who registered it.
        data_set: The data set, if it is one.
        has_afs_files: Whether it has files of its own in AFS; only samples and experiments can.
        eln_url: Where the ELN shows it; empty until it is known in which instance it is.
    """

    identifier: str | None = None
    type_code: str | None = None
    name: str | None = None
    properties: tuple[PropertyEntry, ...] = ()
    owner: Entity | None = None
    parents: tuple[Relative, ...] = ()
    children: tuple[Relative, ...] = ()
    children_count: int = 0
    registrator: str | None = None
    registered: dt.datetime | None = None
    modified: dt.datetime | None = None
    data_set: DataSet | None = None
    has_afs_files: bool = False
    eln_url: str = ""

    @property
    def remark(self) -> str | None:
        """What users must know beside all that."""
        return AFS_REMARK if self.has_afs_files else None
