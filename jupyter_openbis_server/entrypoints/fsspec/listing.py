"""The part of the file system that lists folders and describes files."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from fsspec.spec import AbstractFileSystem
from fsspec.utils import glob_translate

from jupyter_openbis_server.domain.errors import DataSetNotFound, EntityNotFound, NoFilesOfOwner
from jupyter_openbis_server.domain.files.file_tree import FileTree
from jupyter_openbis_server.entrypoints.fsspec.failures import raise_unless_missing, translate_errors
from jupyter_openbis_server.entrypoints.fsspec.file_info import (
    Info,
    contents_infos,
    entry_info,
    file_info,
    folder_info,
    own_files_info,
)
from jupyter_openbis_server.entrypoints.fsspec.location import locate
from jupyter_openbis_server.entrypoints.fsspec.openbis_path import OpenbisPath, connection_path
from jupyter_openbis_server.entrypoints.library.shared_program import shared_program

MAGIC = "*?["
"""Characters of patterns."""


class ListingFileSystem(AbstractFileSystem):  # type: ignore[misc]  # fsspec has no types
    """Methods of `OpenbisFileSystem`. All raise OSError."""

    def invalidate_cache(self, path: str | None = None) -> None:
        """Discard the cached listings, of entities (kept for a minute) and of the files of data sets (no limit)."""
        shared_program().forget_trees()
        super().invalidate_cache(path)

    def ls(self, path: str, detail: bool = True, **kwargs: Any) -> list[Info] | list[str]:  # noqa: ANN401
        """Return the content of a folder: names, or with `detail` as `info` returns; for a file, the file itself.

        The root contains the connections, and a connection the spaces.

        Args:
            path: The folder.
            detail: Whether `info` of each entry is returned.
            kwargs: With `refresh`, openBIS is asked even if the folder is cached.
        """
        path = self._strip_protocol(path)
        with translate_errors(path):
            infos = self._children(path, fresh=bool(kwargs.get("refresh")))
        return infos if detail else sorted(info["name"] for info in infos)

    def info(self, path: str, **kwargs: Any) -> Info:  # noqa: ANN401, ARG002 - fsspec's own
        """Return the properties of a file or folder.

        Returns:
            `name`, `size` in bytes and `type` (`file` or `directory`); in data sets also `crc32` (unsigned; None if
            openBIS has none), `created` and `mtime` (when the data set was registered, in seconds since 1970, as
            fsspec's local files have it; missing if openBIS returns no date; in AFS, `mtime` is that of the file),
            `data_set` (permId) and `data_set_type`. Entities, and data sets in their folder, have `kind` (`space`,
            `project`, `experiment`, `sample` or `dataSet`), `perm_id`, `identifier`, `type_code`, `display_name` (the
            property `$NAME`; None without), `created` and `mtime` (of the metadata). So has the folder `files` beside
            them: `kind` is `files`, `perm_id`, `identifier` and dates are the owner's.
        """
        path = self._strip_protocol(path)
        with translate_errors(path):
            place = self._locate(path)
            if not place.perm_id:
                return entry_info(path, place.folder) if place.folder else folder_info(path)
            if place.path or not (place.data_set or place.folder):
                return self._info(place)
            if place.data_set:
                return entry_info(path, place.data_set)
            return own_files_info(path, place.folder) if place.folder else folder_info(path)

    def _info(self, place: OpenbisPath) -> Info:
        try:
            return file_info(place, self._tree(place).entry(place.path))
        except NoFilesOfOwner:
            if place.path:
                raise
            return folder_info(str(place))  # files can be written to it

    def exists(self, path: str, **kwargs: Any) -> bool:  # noqa: ANN401
        """Return whether a file or folder exists. Raises OSError if that is unknown, e.g. without a login."""
        try:
            self.info(path, **kwargs)
        except FileNotFoundError:
            return False
        return True

    def walk(
        self,
        path: str,
        maxdepth: int | None = None,
        topdown: bool = True,
        on_error: str | Callable[[OSError], None] | None = None,
        handle: str | Callable[[OSError], None] | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> Iterator[Any]:
        """Walk as fsspec does, but raise for folders that cannot be listed: `find` and `glob` would be empty.

        Args:
            path: Where to begin.
            maxdepth: As in fsspec.
            topdown: As in fsspec.
            on_error: As in fsspec, at all depths. By default, missing folders are empty, and so are data sets without
                files in openBIS (links), unless the walk begins there.
            handle: What `on_error` was where the walk began: fsspec passes only unknown arguments down.
            kwargs: As in fsspec.
        """
        handle = on_error or handle or partial(raise_unless_missing, top=self._strip_protocol(path))
        yield from super().walk(path, maxdepth, topdown, handle, handle=handle, **kwargs)

    def checksum(self, path: str) -> int:
        """Return the CRC32 of a file; if openBIS has none, another number that is constant for the file."""
        crc32 = self.info(path).get("crc32")
        return int(super().checksum(path)) if crc32 is None else crc32

    def created(self, path: str) -> dt.datetime | None:
        """Return when the data set was registered."""
        created = self.info(path).get("created")
        return None if created is None else dt.datetime.fromtimestamp(created, dt.timezone.utc)

    def modified(self, path: str) -> dt.datetime | None:
        """Return when the file was changed: files in AFS only, others when the data set was registered."""
        modified = self.info(path).get("mtime")
        return None if modified is None else dt.datetime.fromtimestamp(modified, dt.timezone.utc)

    def glob(self, path: str, maxdepth: int | None = None, **kwargs: Any) -> Any:  # noqa: ANN401
        """Return the paths that fit a pattern; see fsspec. Of entities, only those that fit are listed in turn."""
        detail = kwargs.pop("detail", False)
        folder, name, rest = _first_pattern(self._strip_protocol(path) + ("/" if path.endswith("/") else ""))
        if not rest or "**" in name or maxdepth is not None or not self._contains_entities(folder):
            return super().glob(path, maxdepth=maxdepth, detail=detail, **kwargs)
        fits = re.compile(glob_translate(name)).fullmatch
        found: dict[str, Info] = {}
        for each in [str(name) for name in self.ls(folder, detail=False) if fits(str(name).rpartition("/")[2])]:
            try:
                found |= self.glob(f"{each}/{rest}", detail=True, **kwargs)
            except OSError as error:
                raise_unless_missing(error, top=folder)
        return found if detail else sorted(found)

    def _contains_entities(self, path: str) -> bool:
        try:
            with translate_errors(path):
                return not self._locate(path).perm_id
        except FileNotFoundError:
            return False

    # --- shared helpers

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:  # noqa: ANN401 - a path or a list of them
        stripped = super()._strip_protocol(path)
        return stripped.lstrip("/") if isinstance(stripped, str) else stripped

    @property
    def _is_fresh(self) -> bool:
        return not self.dircache.use_listings_cache

    def _locate(self, path: str) -> OpenbisPath:
        return locate(path, fresh=self._is_fresh)

    def _tree(self, place: OpenbisPath, *, fresh: bool = False) -> FileTree:
        try:
            return shared_program().tree(place.connection, place.perm_id, fresh=fresh or self._is_fresh)
        except DataSetNotFound:
            if place.is_reference:
                raise
            raise EntityNotFound(place.perm_id, "space or data set") from None

    def _children(self, path: str, *, fresh: bool) -> list[Info]:
        place = self._locate(path)
        if not place.connection:
            return [folder_info(connection_path(name)) for name in shared_program().connections()]
        if place.perm_id:
            return [file_info(place, entry) for entry in self._tree(place, fresh=fresh).children(place.path)]
        folders = shared_program().folders
        return contents_infos(
            path, place.folder, folders.contents(place.connection, place.folder, fresh=fresh or self._is_fresh)
        )


def _first_pattern(path: str) -> tuple[str, str, str]:
    """Return the folder before the first part with a pattern, this part, and the rest; no rest without a pattern."""
    parts = path.split("/")
    index = next((index for index, part in enumerate(parts) if any(mark in part for mark in MAGIC)), len(parts) - 1)
    return "/".join(parts[:index]), parts[index], "/".join(parts[index + 1 :])
