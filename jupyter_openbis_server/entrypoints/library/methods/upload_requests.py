"""Arguments of uploads as requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION, Exclusion
from jupyter_openbis_server.entrypoints.library.entities.arguments import property_values, reference_of, references_of
from jupyter_openbis_server.entrypoints.library.entities.base import EntityObject
from jupyter_openbis_server.entrypoints.library.local_paths import relative_to_root


def upload_request(
    files: str | Path | Iterable[str | Path],
    type_code: str,
    owner: str | EntityObject,
    properties: Mapping[str, object] | None,
    parents: str | EntityObject | Iterable[str | EntityObject],
    exclusion: Exclusion = DEFAULT_EXCLUSION,
) -> UploadRequest:
    """Return the request of a data set."""
    return UploadRequest(
        type_code,
        reference_of(owner),
        paths_from_root(files),
        references_of(parents),
        property_values(properties),
        exclusion,
    )


def paths_from_root(files: str | Path | Iterable[str | Path]) -> tuple[str, ...]:
    """Return one or several local paths, relative to the root of the file system."""
    paths = [files] if isinstance(files, (str, Path)) else files
    return tuple(relative_to_root(Path(path)) for path in paths)


def several(texts: str | Iterable[str]) -> tuple[str, ...]:
    """Return one or several texts as a tuple."""
    return (texts,) if isinstance(texts, str) else tuple(texts)
