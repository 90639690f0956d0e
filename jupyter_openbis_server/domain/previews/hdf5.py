"""Contents of HDF5 files."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from jupyter_openbis_server.domain.previews.no_preview import Reason


class Hdf5Kind(str, enum.Enum):
    """The kind of an item of an HDF5 file."""

    GROUP = "group"
    DATASET = "dataset"
    LINK = "link"
    """A symbolic link, or a link to another file."""
    OTHER = "other"


@dataclass(frozen=True)
class Hdf5Attribute:
    """An attribute of an item.

    Attributes:
        value: Its value as text; None if it is not shown.
        remark: Why it is not shown.
    """

    name: str
    value: str | None
    remark: Reason | None = None


@dataclass(frozen=True)
class Hdf5Member:
    """A member of a group.

    Attributes:
        name: Name in the group.
        shape: Numbers of values of a dataset by dimension; None for other members.
        dtype: Data type of a dataset, as NumPy names it.
        target: Where a link leads, for display only.
    """

    name: str
    kind: Hdf5Kind
    shape: tuple[int, ...] | None = None
    dtype: str | None = None
    target: str | None = None


@dataclass(frozen=True)
class Hdf5Values:
    """A part of the values of a dataset, as texts.

    Attributes:
        start: Index of the first value in each dimension. Rows and columns are the last two dimensions; of a dataset
            with one dimension, rows are its values.
        fields: Names of the columns, if the data type has fields.
        rows: The values by row.
    """

    start: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hdf5Item:
    """A group or dataset.

    Attributes:
        path: Path in the file.
        attributes: The first attributes.
        members: The first members of a group, by name.
        member_count: Number of all members.
        shape, dtype: See `Hdf5Member`.
        values: Some values of a dataset.
        remark: Why no values are shown.
    """

    path: str
    kind: Hdf5Kind
    attributes: tuple[Hdf5Attribute, ...] = ()
    members: tuple[Hdf5Member, ...] = ()
    member_count: int = 0
    shape: tuple[int, ...] | None = None
    dtype: str | None = None
    values: Hdf5Values | None = None
    remark: Reason | None = None
