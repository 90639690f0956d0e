"""The manifest of a data set as JSON: `.openbis-dataset.json`, readable for people and other programs."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from jupyter_openbis_server.adapters.filesystem.folders.atomic import write_into
from jupyter_openbis_server.adapters.filesystem.folders.names import check_nameable
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.adapters.shared.incremental_json import PIECE_BYTES, TooLarge, read_json
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.manifest import MANIFEST_NAME, Manifest
from jupyter_openbis_server.domain.errors import InvalidPath
from jupyter_openbis_server.domain.files.data_set_path import checked_path

_FORMAT = "openbis-dataset/1"
_MAX_BYTES, _MAX_MEMORY = 64 << 20, 144 << 20
"""Limits for reading, enough for 400,000 files. The manifest is untrusted: it may come from an archive."""

_LINES = 500
"""That are written at a time."""

_CRC32 = re.compile(r"[0-9a-f]{8}")
_MD5 = re.compile(r"[0-9a-f]{32}")


class _NoManifest(Exception):
    """The content is not a valid manifest."""


def write_manifest(folder: OpenFolder, manifest: Manifest) -> None:
    """Write a manifest into an open folder, atomically. Raises OSError."""
    write_into(folder, MANIFEST_NAME, (part.encode(errors="replace") for part in _parts_of(manifest)))


def read_manifest(folder: OpenFolder) -> Manifest | None:
    """Return the manifest in an open folder; None if there is none or it is invalid."""
    try:
        with os.fdopen(folder.open(MANIFEST_NAME), "rb") as file:
            return _manifest(read_json(_pieces(file), _MAX_MEMORY, rows=("files",), row=_file))
    except (OSError, ValueError, TooLarge, _NoManifest):
        return None


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file's content. Raises _NoManifest if it is too large."""
    size = 0
    while piece := file.read(PIECE_BYTES):
        size += len(piece)
        if size > _MAX_BYTES:
            raise _NoManifest
        yield piece


_json = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` makes an encoder for each line


def _parts_of(manifest: Manifest) -> Iterator[str]:
    """Yield the manifest as JSON, one file a line, some hundred lines at a time: there may be 40 MiB of them."""
    fields = {
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
    head = "".join(f"  {_json(key)}: {_json(value)},\n" for key, value in fields.items())
    yield f'{{\n{head}  "files": [\n'
    for start in range(0, len(manifest.files), _LINES):
        lines = ",\n".join(f"    {_json(_file_fields(file))}" for file in manifest.files[start : start + _LINES])
        yield f",\n{lines}" if start else lines
    removed = [_file_fields(each) for each in manifest.removed]
    yield f'\n  ],\n  "removed": {_json(removed)}\n}}\n' if removed else "\n  ]\n}\n"


def _file_fields(file: DataSetFile) -> Mapping[str, object]:
    saved = {} if file.renamed is None else {"savedAs": file.renamed}
    crc32 = None if file.crc32 is None else f"{file.crc32:08x}"
    known = {"modified": _time_text(file.modified), "md5": file.md5}  # only the file server (AFS) states these
    more = {key: value for key, value in known.items() if value is not None}
    return {"path": file.path, **saved, "size": file.size, "crc32": crc32, **more}


def _time_text(time: dt.datetime | None) -> str | None:
    return time.astimezone(dt.timezone.utc).isoformat() if time else None


def _manifest(parsed: object) -> Manifest:
    """Convert parsed JSON to a manifest. Raises _NoManifest, ValueError."""
    if not isinstance(parsed, dict) or parsed.get("format") != _FORMAT or not isinstance(parsed.get("files"), list):
        raise _NoManifest
    removed = parsed.get("removed", [])
    if not isinstance(removed, list):
        raise _NoManifest
    return Manifest(
        url=_text(parsed, "url"),
        perm_id=_text(parsed, "permId"),
        type_code=_text(parsed, "type"),
        owner=None if parsed.get("owner") is None else _text(parsed, "owner"),
        registered=None if parsed.get("registered") is None else _time(parsed, "registered"),
        files=tuple(parsed["files"]),
        is_complete=parsed.get("complete") is True,
        written=_time(parsed, "written"),
        program=_text(parsed, "program"),
        removed=tuple(map(_file, removed)),
    )


def _file(parsed: object) -> DataSetFile:
    if not isinstance(parsed, dict):
        raise _NoManifest
    size = parsed.get("size")
    if type(size) is not int or size < 0:
        raise _NoManifest
    renamed = None if parsed.get("savedAs") is None else _path(parsed, "savedAs")
    crc32 = None if parsed.get("crc32") is None else _text(parsed, "crc32")
    if crc32 is not None and not _CRC32.fullmatch(crc32):
        raise _NoManifest
    md5 = None if parsed.get("md5") is None else _text(parsed, "md5")
    if md5 is not None and not _MD5.fullmatch(md5):
        raise _NoManifest
    modified = None if parsed.get("modified") is None else _time(parsed, "modified")
    checksum = None if crc32 is None else int(crc32, 16)
    return DataSetFile(_path(parsed, "path"), size, checksum, renamed=renamed, modified=modified, md5=md5)


def _path(parsed: Mapping[str, Any], key: str) -> str:
    path = _text(parsed, key)
    try:
        checked_path(path)
        check_nameable(path)
    except InvalidPath as error:
        raise _NoManifest from error
    return path


def _text(parsed: Mapping[str, Any], key: str) -> str:
    text = parsed.get(key)
    if not isinstance(text, str):
        raise _NoManifest
    text.encode()  # raises ValueError for lone surrogates
    return text


def _time(parsed: Mapping[str, Any], key: str) -> dt.datetime:
    text = _text(parsed, key)
    # Python 3.10 does not parse the suffix Z for UTC.
    time = dt.datetime.fromisoformat(f"{text[:-1]}+00:00" if text.endswith("Z") else text)
    if time.tzinfo is None or not dt.MINYEAR < time.year < dt.MAXYEAR:  # at the limits, a time zone overflows
        raise _NoManifest
    return time
