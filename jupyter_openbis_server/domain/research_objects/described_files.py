"""The description in a package and the files beside it, in any folder of the package."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from jupyter_openbis_server.domain.errors import InvalidCrate, SourceNotReadable
from jupyter_openbis_server.domain.research_objects.crate import METADATA_FILE
from jupyter_openbis_server.domain.research_objects.named_file import NamedFile
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_UNDESCRIBED = (
    f"it has no {METADATA_FILE}, so its notebook cannot be run again; export or publish the notebook to get one, "
    "or open the notebook in Jupyter"
)
MAX_DOCUMENT = 64 << 20
"""Maximum size of a description, in bytes."""


def described_files(path: str, files: Mapping[str, SourceFile]) -> tuple[bytes, dict[str, SourceFile]]:
    """Return the uppermost description in a package, and the files beside it by their paths from there.

    Raises:
        InvalidCrate: there is none, or it is too large; `path` is for messages.
        SourceNotReadable: it cannot be read.
    """
    folder = _folder_of_metadata(path, files)
    inside = dict(_inside(folder, files))
    document = inside[METADATA_FILE]
    if document.size > MAX_DOCUMENT:
        raise InvalidCrate(path, f"{METADATA_FILE} has more than {MAX_DOCUMENT >> 20} MiB")
    with document.open() as file:
        return _read(file), inside


def files_outside(path: str, files: Mapping[str, SourceFile]) -> tuple[str, ...]:
    """Return the paths of the files of a package that are not in the folder of its uppermost description.

    Raises:
        InvalidCrate: there is none; `path` is for messages.
    """
    folder = _folder_of_metadata(path, files)
    return tuple(each for each in files if folder and not each.startswith(f"{folder}/"))


def _read(file: BinaryIO) -> bytes:
    try:
        return file.read(MAX_DOCUMENT + 1)
    except OSError as error:
        raise SourceNotReadable(METADATA_FILE, "File cannot be read") from error


def _folder_of_metadata(path: str, files: Mapping[str, SourceFile]) -> str:
    """Return the folder of the uppermost description; empty for the package itself. Raises InvalidCrate."""
    found = sorted((each.count("/"), each) for each in files if posixpath.basename(each) == METADATA_FILE)
    if not found:
        raise InvalidCrate(path, _UNDESCRIBED)
    if len(found) > 1 and found[0][0] == found[1][0]:
        folders = ", ".join(posixpath.dirname(each) for depth, each in found if depth == found[0][0])
        raise InvalidCrate(path, f"it has several: {folders}; name one of them")
    return posixpath.dirname(found[0][1])


def _inside(folder: str, files: Mapping[str, SourceFile]) -> Iterator[tuple[str, SourceFile]]:
    """Yield the files in a folder of a package, under their names in it."""
    prefix = f"{folder}/" if folder else ""
    for name, each in files.items():
        if name.startswith(prefix):
            inside = name[len(prefix) :]
            yield inside, NamedFile(inside, each) if prefix else each
