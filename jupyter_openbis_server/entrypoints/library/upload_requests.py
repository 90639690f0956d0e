"""Arguments of uploads as requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION, Exclusion
from jupyter_openbis_server.entrypoints.library.local_paths import relative_to_root
from jupyter_openbis_server.entrypoints.plain_values import plain_value


def upload_request(
    files: str | Path | Iterable[str | Path],
    type_code: str,
    owner: str,
    properties: Mapping[str, object] | None,
    parents: str | Iterable[str],
    exclusion: Exclusion = DEFAULT_EXCLUSION,
) -> UploadRequest:
    """Return the request of a data set; values of numpy and pandas become those of Python."""
    return UploadRequest(
        type_code,
        owner,
        paths_from_root(files),
        several(parents),
        {code: plain_value(value) for code, value in (properties or {}).items()},
        exclusion,
    )


def paths_from_root(files: str | Path | Iterable[str | Path]) -> tuple[str, ...]:
    """Return one or several local paths, relative to the root of the file system."""
    paths = [files] if isinstance(files, (str, Path)) else files
    return tuple(relative_to_root(Path(path)) for path in paths)


def several(texts: str | Iterable[str]) -> tuple[str, ...]:
    """Return one or several texts as a tuple."""
    return (texts,) if isinstance(texts, str) else tuple(texts)
