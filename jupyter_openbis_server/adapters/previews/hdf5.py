"""Items of HDF5 files, by h5py. No link is followed, and no other file is opened."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

import h5py
import numpy as np

from jupyter_openbis_server.adapters.previews.remote_file import RemoteBytes, RemoteFile
from jupyter_openbis_server.domain.previews.no_preview import NoPreview, ReasonCode

MAX_MEMBERS = 1000
MAX_ROWS, MAX_COLUMNS = 50, 20
_MAX_ATTRIBUTES = 100
_MAX_ATTRIBUTE_BYTES = 64 << 10
_MAX_TEXT = 300
_MAX_CHUNK_BYTES = 256 << 20
_MAX_NAME = 1000
_MAX_DEPTH = 64


def read_item(content: RemoteBytes, path: str, start: tuple[int, ...]) -> dict[str, Any]:
    """Return an item as values of JSON. See `Hdf5Reader.read`."""
    with h5py.File(RemoteFile(content), "r") as file:
        item = _find(file, path)
        values: dict[str, Any] = {
            "path": path,
            "kind": "other",
            "attributes": _attributes(item),
            "members": [],
            "memberCount": 0,
            "shape": None,
            "dtype": None,
            "values": None,
            "remark": None,
        }
        if isinstance(item, h5py.Group):
            names = list(islice(item, MAX_MEMBERS))
            values |= {"kind": "group", "memberCount": len(item), "members": [_member(item, name) for name in names]}
        elif isinstance(item, h5py.Dataset):
            values |= {"kind": "dataset", **_dataset(item, start)}
        return values


def _find(file: h5py.File, path: str) -> Any:  # noqa: ANN401 - h5py has no types
    """Return the item at a path; each step has to be an object in this file. Raises NoPreview."""
    item: Any = file
    names = [name for name in path.split("/") if name]
    if len(names) > _MAX_DEPTH:
        raise NoPreview(ReasonCode.DEEP_ITEM)
    for name in names:
        if not isinstance(item, h5py.Group) or item.get(name, getlink=True) is None:
            raise NoPreview(ReasonCode.NO_ITEM)
        if not isinstance(item.get(name, getlink=True), h5py.HardLink):
            raise NoPreview(ReasonCode.LINK)
        item = item[name]
    return item


def _member(group: h5py.Group, name: str) -> dict[str, Any]:
    link = group.get(name, getlink=True)
    if isinstance(link, h5py.ExternalLink):
        return {"name": name, "kind": "link", "target": _short(f"{link.filename}:{link.path}")}
    if isinstance(link, h5py.SoftLink):
        return {"name": name, "kind": "link", "target": _short(link.path)}
    try:
        item = group[name]
        if isinstance(item, h5py.Group):
            return {"name": name, "kind": "group"}
        if isinstance(item, h5py.Dataset):
            return {"name": name, "kind": "dataset", **_type_of(item)}
    except (OSError, RuntimeError, KeyError, ValueError, TypeError):
        return {"name": name, "kind": "other", "target": "damaged"}
    return {"name": name, "kind": "other"}


def _type_of(dataset: h5py.Dataset) -> dict[str, Any]:
    shape = None if dataset.shape is None else [int(each) for each in dataset.shape]
    return {"shape": shape, "dtype": _type_name(dataset.dtype)}


def _type_name(dtype: Any) -> str:  # noqa: ANN401 - as above
    if h5py.check_string_dtype(dtype) is not None:
        return "string"
    if h5py.check_vlen_dtype(dtype) is not None:
        return "variable length"
    if h5py.check_enum_dtype(dtype) is not None:
        return "enumeration"
    if h5py.check_ref_dtype(dtype) is not None:
        return "reference"
    return _short(str(dtype))


def _attributes(item: Any) -> list[tuple[str, str | None, ReasonCode | None]]:  # noqa: ANN401 - as above
    """Return names and values, or why a value is not shown."""
    found = []
    for name in islice(item.attrs, _MAX_ATTRIBUTES):
        try:
            stored = item.attrs.get_id(name)
            small = stored.get_storage_size() <= _MAX_ATTRIBUTE_BYTES
            value, remark = (_cell(item.attrs[name]), None) if small else (None, ReasonCode.LONG_VALUE)
        except (OSError, RuntimeError, KeyError, ValueError, TypeError):
            value, remark = None, ReasonCode.UNREADABLE_VALUES
        found.append((name[:_MAX_NAME], value, remark))
    return found


def _dataset(dataset: h5py.Dataset, start: Sequence[int]) -> dict[str, Any]:
    described = _type_of(dataset)
    remark = _reason_against(dataset)
    if remark:
        return {**described, "remark": remark}
    shape = dataset.shape
    first = [min(max(0, at), max(0, size - 1)) for at, size in zip([*start, *[0] * len(shape)], shape, strict=False)]
    rows, columns = MAX_ROWS, MAX_COLUMNS
    shown = {len(shape) - 1: columns, len(shape) - 2: rows} if len(shape) > 1 else {0: rows}
    selection = tuple(slice(at, at + shown.get(index, 1)) for index, at in enumerate(first))
    fields = tuple((dataset.dtype.names or ())[:columns])
    try:
        values = dataset[selection] if shape else dataset[()]
    except (OSError, RuntimeError, ValueError, TypeError, KeyError):
        return {**described, "remark": ReasonCode.UNREADABLE_VALUES}
    return {**described, "values": {"start": first, "fields": list(fields), "rows": _rows(values, shape, fields)}}


def _rows(values: Any, shape: Sequence[int], fields: Sequence[str]) -> list[list[str]]:  # noqa: ANN401 - as above
    if not shape:
        return [[_cell(values[name]) for name in fields] if fields else [_cell(values)]]
    array = np.asarray(values)
    table = array.reshape(array.shape[-2:]) if len(shape) > 1 else array
    if len(shape) > 1:
        return [[_cell(cell) for cell in row] for row in table]
    return [[_cell(each[name]) for name in fields] if fields else [_cell(each)] for each in table]


def _reason_against(dataset: h5py.Dataset) -> ReasonCode | None:
    """Return why values must not be read."""
    if dataset.shape is None or 0 in dataset.shape:
        return ReasonCode.EMPTY_DATASET
    creation = dataset.id.get_create_plist()
    if dataset.is_virtual or creation.get_external_count():
        return ReasonCode.OTHER_FILES
    chunk = dataset.chunks
    if chunk is not None and int(np.prod(chunk, dtype=np.float64)) * dataset.dtype.itemsize > _MAX_CHUNK_BYTES:
        return ReasonCode.LARGE_BLOCKS
    if dataset.dtype.itemsize > 1 << 20:
        return ReasonCode.LARGE_VALUES
    return None


def _cell(value: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(value, bytes | np.bytes_):
        return _short(bytes(value).decode(errors="replace"))
    if isinstance(value, float | np.floating):
        return f"{float(value):.7g}"
    if isinstance(value, h5py.Reference):
        return "(reference)"
    if isinstance(value, np.ndarray):
        shown = [_cell(each) for each in value.reshape(-1)[:MAX_COLUMNS]]
        return _short(f"[{', '.join(shown)}{', …' if value.size > MAX_COLUMNS else ''}]")
    return _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT]}…"
