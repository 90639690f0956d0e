"""The ports `ImageRenderer` and `Hdf5Reader`, by child processes."""

from __future__ import annotations

from typing import Any

from jupyter_openbis_server.adapters.previews.child import Limits, read_in_child
from jupyter_openbis_server.domain.previews.file_content import image_type
from jupyter_openbis_server.domain.previews.hdf5 import Hdf5Attribute, Hdf5Item, Hdf5Kind, Hdf5Member, Hdf5Values
from jupyter_openbis_server.domain.previews.no_preview import NoPreview, Reason, ReasonCode
from jupyter_openbis_server.domain.previews.ports import FileBytes
from jupyter_openbis_server.domain.previews.preview import RenderedImage
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class ChildImageRenderer:
    """Port `ImageRenderer`. Pictures that are not PNG or JPEG are refused."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits(bytes=192 << 20)

    def render(
        self, source: FileBytes, media_type: str, page: int, side: int, cancellation: Cancellation
    ) -> RenderedImage:
        """See the port."""
        task = {"kind": "image", "mediaType": media_type, "page": page, "side": side}
        answer = read_in_child(task, source, self._limits, cancellation)
        if image_type(answer.picture) not in ("image/png", "image/jpeg"):
            raise NoPreview(ReasonCode.UNREADABLE)
        try:
            width, height, pages = (int(answer.values[key]) for key in ("width", "height", "pages"))
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise NoPreview(ReasonCode.UNREADABLE) from error
        return RenderedImage(answer.picture, width, height, page, pages, bool(answer.values.get("morePages")))


class ChildHdf5Reader:
    """Port `Hdf5Reader`."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits(bytes=64 << 20)

    def read(self, source: FileBytes, item: str, start: tuple[int, ...], cancellation: Cancellation) -> Hdf5Item:
        """See the port."""
        task = {"kind": "hdf5", "item": item, "start": list(start)}
        answer = read_in_child(task, source, self._limits, cancellation)
        try:
            return _item(answer.values)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise NoPreview(ReasonCode.UNREADABLE) from error


def _item(values: dict[str, Any]) -> Hdf5Item:
    return Hdf5Item(
        path=str(values["path"]),
        kind=Hdf5Kind(values["kind"]),
        attributes=tuple(_attribute(*each) for each in values["attributes"]),
        members=tuple(_member(each) for each in values["members"]),
        member_count=int(values["memberCount"]),
        shape=_shape(values["shape"]),
        dtype=_text(values["dtype"]),
        values=_values(values["values"]),
        remark=_remark(values["remark"]),
    )


def _member(values: dict[str, Any]) -> Hdf5Member:
    return Hdf5Member(
        str(values["name"]),
        Hdf5Kind(values["kind"]),
        _shape(values.get("shape")),
        _text(values.get("dtype")),
        _text(values.get("target")),
    )


def _values(values: dict[str, Any] | None) -> Hdf5Values | None:
    if values is None:
        return None
    rows = tuple(tuple(str(cell) for cell in row) for row in values["rows"])
    return Hdf5Values(tuple(map(int, values["start"])), rows, tuple(map(str, values["fields"])))


def _shape(values: list[Any] | None) -> tuple[int, ...] | None:
    return None if values is None else tuple(map(int, values))


def _attribute(name: object, value: object, remark: str | None) -> Hdf5Attribute:
    return Hdf5Attribute(str(name), _text(value), _remark(remark))


def _remark(code: str | None) -> Reason | None:
    """Return a reason without parameters. Raises ValueError."""
    return None if code is None else Reason(ReasonCode(code))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
