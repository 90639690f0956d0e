"""The manifest of a data set as JSON: `.openbis-dataset.json`, to be read by people and other programs."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Mapping
from typing import Any

from jupyter_openbis_server.adapters.filesystem.atomic import write_into
from jupyter_openbis_server.adapters.filesystem.names import check_nameable
from jupyter_openbis_server.adapters.filesystem.open_folder import OpenFolder
from jupyter_openbis_server.domain.errors import InvalidPath
from jupyter_openbis_server.domain.model import DataSetFile, Manifest
from jupyter_openbis_server.domain.model.data_set_path import checked_path
from jupyter_openbis_server.domain.model.manifest import MANIFEST_NAME

_FORMAT = "openbis-dataset/1"
_MOST_BYTES = 64 << 20
"""A larger one is not read; some 400,000 files fit in."""

_CRC32 = re.compile(r"[0-9a-f]{8}")


class _NoManifest(Exception):
    """The content is none of ours."""


def write_manifest(folder: OpenFolder, manifest: Manifest) -> None:
    """Write a manifest into an open folder, atomically. Raises OSError."""
    write_into(folder, MANIFEST_NAME, _text_of(manifest).encode(errors="replace"))


def read_manifest(folder: OpenFolder) -> Manifest | None:
    """Return the manifest in an open folder; None if there is none, or something else, or one that makes no sense."""
    try:
        with os.fdopen(folder.open(MANIFEST_NAME), "rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            return None
        return _manifest(json.loads(content))
    except (OSError, ValueError, RecursionError, _NoManifest):
        return None


def _text_of(manifest: Manifest) -> str:
    """Return the manifest as JSON, one file a line."""
    told = {
        "format": _FORMAT,
        "url": manifest.url,
        "permId": manifest.perm_id,
        "type": manifest.type_code,
        "owner": manifest.owner,
        "registered": _time_text(manifest.registered),
        "complete": manifest.is_complete,
        "written": _time_text(manifest.written),
        "program": manifest.program,
    }
    head = "".join(f"  {_json(key)}: {_json(value)},\n" for key, value in told.items())
    files = ",\n".join(f"    {_json(_file_told(file))}" for file in manifest.files)
    return f'{{\n{head}  "files": [\n{files}\n  ]\n}}\n'


def _file_told(file: DataSetFile) -> Mapping[str, object]:
    saved = {} if file.renamed is None else {"savedAs": file.renamed}
    crc32 = None if file.crc32 is None else f"{file.crc32:08x}"
    return {"path": file.path, **saved, "size": file.size, "crc32": crc32}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _time_text(time: dt.datetime | None) -> str | None:
    return time.astimezone(dt.timezone.utc).isoformat() if time else None


def _manifest(told: object) -> Manifest:
    """Return the manifest that was read. Raises _NoManifest, ValueError, InvalidPath."""
    if not isinstance(told, dict) or told.get("format") != _FORMAT or not isinstance(told.get("files"), list):
        raise _NoManifest
    return Manifest(
        url=_text(told, "url"),
        perm_id=_text(told, "permId"),
        type_code=_text(told, "type"),
        owner=None if told.get("owner") is None else _text(told, "owner"),
        registered=None if told.get("registered") is None else _time(told, "registered"),
        files=tuple(_file(each) for each in told["files"]),
        is_complete=told.get("complete") is True,
        written=_time(told, "written"),
        program=_text(told, "program"),
    )


def _file(told: object) -> DataSetFile:
    if not isinstance(told, dict):
        raise _NoManifest
    size = told.get("size")
    if type(size) is not int or size < 0:
        raise _NoManifest
    renamed = None if told.get("savedAs") is None else _path(told, "savedAs")
    crc32 = None if told.get("crc32") is None else _text(told, "crc32")
    if crc32 is not None and not _CRC32.fullmatch(crc32):
        raise _NoManifest
    return DataSetFile(_path(told, "path"), size, None if crc32 is None else int(crc32, 16), renamed=renamed)


def _path(told: Mapping[str, Any], key: str) -> str:
    path = _text(told, key)
    try:
        checked_path(path)
        check_nameable(path)
    except InvalidPath as error:
        raise _NoManifest from error
    return path


def _text(told: Mapping[str, Any], key: str) -> str:
    text = told.get(key)
    if not isinstance(text, str):
        raise _NoManifest
    text.encode()  # halves of surrogate pairs are no text: ValueError
    return text


def _time(told: Mapping[str, Any], key: str) -> dt.datetime:
    text = _text(told, key)
    # Python 3.10 does not read the Z that others write for UTC.
    time = dt.datetime.fromisoformat(f"{text[:-1]}+00:00" if text.endswith("Z") else text)
    if time.tzinfo is None or not dt.MINYEAR < time.year < dt.MAXYEAR:  # at the edges, zones lead out of the calendar
        raise _NoManifest
    return time
