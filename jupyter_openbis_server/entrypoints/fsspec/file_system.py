"""The file system for fsspec. No logic of its own: it calls use cases and translates their errors to OSError."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from fsspec.callbacks import DEFAULT_CALLBACK, Callback
from fsspec.utils import isfilelike

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, FileRange
from jupyter_openbis_server.domain.errors import NoFilesOfOwner
from jupyter_openbis_server.domain.files.file_tree import FileTree, TreeEntry
from jupyter_openbis_server.entrypoints.fsspec.failures import (
    is_a_folder,
    not_listable,
    raise_unless_missing,
    translate_errors,
)
from jupyter_openbis_server.entrypoints.fsspec.file_info import Info, file_info, folder_info
from jupyter_openbis_server.entrypoints.fsspec.openbis_path import OpenbisPath
from jupyter_openbis_server.entrypoints.fsspec.opened_file import OpenbisFile, Parts, Source, TemporaryCopy
from jupyter_openbis_server.entrypoints.fsspec.progress import CallbackProgress
from jupyter_openbis_server.entrypoints.fsspec.ranges import RangesOfDataSets
from jupyter_openbis_server.entrypoints.fsspec.writing import WritingFileSystem
from jupyter_openbis_server.entrypoints.fsspec.written_file import WrittenFile
from jupyter_openbis_server.entrypoints.library.shared_program import forget_programs, shared_program

_CREDENTIALS = {"user", "username", "password", "token", "secret", "key"}


class OpenbisFileSystem(WritingFileSystem):
    """Reads data sets: `<connection>/<permId>/path`; of a container, `<connection>/<permId>/<component>/path`.

    The permId can be that of a sample or experiment that has files in openBIS's file server (AFS). So can its
    identifier, with `%2F` for its slashes: `<connection>/%2FSPACE%2FPROJECT%2FCODE/path`. Such files can be written,
    too: they get their names when openBIS has them completely, and replace only what was there when they were opened.

    Connections and their credentials are those of the openBIS panel (in kernels), the connection files and the
    environment. All instances of a process share one session per connection, also with `connect`, and the listings: a
    data set's files never change. Files in AFS do; they are listed again each time.

    All methods raise OSError: FileNotFoundError for a missing file or folder, PermissionError if a login is missing
    or openBIS refuses; `__cause__` is the `OpenbisError`.

    Args:
        storage_options: fsspec's own, e.g. `use_listings_cache=False`. Credentials are refused: options are pickled
            and sent to other processes.
    """

    protocol = "openbis"
    root_marker = ""
    blocksize = 4 * 2**20
    """Bytes that are read ahead: four of the chunks in which openBIS sends files."""

    def __init__(self, **storage_options: Any) -> None:  # noqa: ANN401 - fsspec's own
        if given := _CREDENTIALS & set(storage_options):
            raise ValueError(
                f"openbis:// takes no {', '.join(sorted(given))}: credentials belong into the connection, in "
                "openbis-connections.yaml or OPENBIS_URL and OPENBIS_TOKEN"
            )
        super().__init__(**storage_options)

    @property
    def fsid(self) -> str:
        """The same in all processes."""
        return "openbis"

    @classmethod
    def clear_instance_cache(cls) -> None:
        """Discard all instances, log out, and read connections and listings again on the next use."""
        super().clear_instance_cache()
        forget_programs()

    def invalidate_cache(self, path: str | None = None) -> None:
        """Discard the cached listings. Needed only if the components of a container have changed."""
        shared_program().forget_trees()
        super().invalidate_cache(path)

    # --- listing

    def ls(self, path: str, detail: bool = True, **kwargs: Any) -> list[Info] | list[str]:  # noqa: ANN401
        """Return the content of a folder: names, or with `detail` as `info` returns; for a file, the file itself.

        The root contains the connections. Listing a connection is an error: it has too many data sets.
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
            `data_set` (permId) and `data_set_type`.
        """
        path = self._strip_protocol(path)
        place = OpenbisPath.of(path)
        with translate_errors(path):
            if place.perm_id:
                return self._info(place)
            if place.connection:
                shared_program().ensure(place.connection)
            return folder_info(path)

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
        on_error: str | Callable[[OSError], None] = raise_unless_missing,
        **kwargs: Any,  # noqa: ANN401
    ) -> Iterator[Any]:
        """Walk as fsspec does, but raise for folders that cannot be listed: `find` and `glob` would be empty."""
        yield from super().walk(path, maxdepth, topdown, on_error, **kwargs)

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

    # --- reading

    def cat_file(self, path: str, start: int | None = None, end: int | None = None, **kwargs: Any) -> bytes:  # noqa: ANN401, ARG002
        """Return the content of a file or a part of it; negative numbers count from its end."""
        path = self._strip_protocol(path)
        _, entry = self._file(path)
        first, last, _ = slice(start, end).indices(entry.file.size)
        return self._read(path, entry, first, max(first, last))

    def cat_ranges(
        self,
        paths: list[str],
        starts: int | list[int | None] | None,
        ends: int | list[int | None] | None,
        max_gap: int | None = None,  # noqa: ARG002 - fsspec's own
        on_error: str = "return",
        **kwargs: Any,  # noqa: ANN401, ARG002
    ) -> list[bytes | Exception]:
        """Return parts of files; the parts of a data set are read in few requests. See fsspec."""
        starts = starts if isinstance(starts, list) else [starts] * len(paths)
        ends = ends if isinstance(ends, list) else [ends] * len(paths)
        if not len(paths) == len(starts) == len(ends):
            raise ValueError("there must be as many starts and ends as paths")
        read = RangesOfDataSets(self._file, self._read_ranges)
        contents = read([self._strip_protocol(path) for path in paths], starts, ends)
        failures = [each for each in contents if isinstance(each, Exception)]
        if failures and on_error == "raise":
            raise failures[0]
        return contents

    def get_file(
        self,
        rpath: str,
        lpath: Any,  # noqa: ANN401 - a path or an open file
        callback: Callback = DEFAULT_CALLBACK,
        outfile: Any = None,  # noqa: ANN401
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Copy a file to the disk. It gets its name when it is complete and checked."""
        rpath = self._strip_protocol(rpath)
        if outfile is not None or isfilelike(lpath):
            self._copy_into(rpath, lpath if outfile is None else outfile, callback)
            return
        if self.isdir(rpath):
            super().get_file(rpath, lpath, callback=callback, **kwargs)
            return
        _, entry = self._file(rpath)
        self._copy(rpath, entry, str(Path(lpath).absolute()), callback)

    def _copy_into(self, path: str, into: BinaryIO, callback: Callback) -> None:
        with self.open(path) as file:
            callback.set_size(file.size)
            while piece := file.read(self.blocksize):
                into.write(piece)
                callback.relative_update(len(piece))

    def _open(
        self,
        path: str,
        mode: str = "rb",
        block_size: int | None = None,
        autocommit: bool = True,
        cache_options: dict[str, Any] | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> OpenbisFile | WrittenFile:
        if mode != "rb":
            return self._open_for_writing(path, mode, autocommit=autocommit)
        tree, entry = self._file(path)
        block = block_size or self.blocksize
        options = {**kwargs, "size": entry.file.size, "block_size": block, "cache_options": cache_options}
        return OpenbisFile(self, path, self._source(path, tree, entry, block), **options)

    def _source(self, path: str, tree: FileTree, entry: TreeEntry, block: int) -> Source:
        """Return the source of an open file. A file of at most one block needs no copy."""
        if tree.reads_parts or entry.file.size <= block:
            return Parts(
                partial(self._read, path, entry, again=True), entry.file.size, partial(self._end_reading, entry)
            )
        return TemporaryCopy(partial(self._copy, path, entry))

    # --- shared helpers

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:  # noqa: ANN401 - a path or a list of them
        stripped = super()._strip_protocol(path)
        return stripped.lstrip("/") if isinstance(stripped, str) else stripped

    def _tree(self, place: OpenbisPath, *, fresh: bool = False) -> FileTree:
        is_fresh = fresh or not self.dircache.use_listings_cache
        return shared_program().tree(place.connection, place.perm_id, fresh=is_fresh)

    def _children(self, path: str, *, fresh: bool) -> list[Info]:
        place = OpenbisPath.of(path)
        if not place.connection:
            return [folder_info(str(OpenbisPath(name))) for name in shared_program().connections()]
        if not place.perm_id:
            shared_program().ensure(place.connection)
            raise not_listable(path)
        return [file_info(place, entry) for entry in self._tree(place, fresh=fresh).children(place.path)]

    def _file(self, path: str) -> tuple[FileTree, TreeEntry]:
        place = OpenbisPath.of(path)
        with translate_errors(path):
            if place.perm_id:
                tree = self._tree(place)
                entry = tree.entry(place.path)
                if not entry.file.is_folder:
                    return tree, entry
            elif place.connection:
                shared_program().ensure(place.connection)
        raise is_a_folder(path)

    def _read(self, path: str, entry: TreeEntry, start: int, end: int, *, again: bool = False) -> bytes:
        with translate_errors(path):
            read_file = shared_program().use_cases.files.read
            return read_file(OpenbisPath.of(path).connection, entry.data_set, entry.file, start, end, again=again)

    def _read_ranges(self, path: str, data_set: DataSet, ranges: list[FileRange]) -> tuple[bytes, ...]:
        with translate_errors(path):
            read_file = shared_program().use_cases.files.read
            return read_file.ranges(OpenbisPath.of(path).connection, data_set, ranges)

    def _end_reading(self, entry: TreeEntry) -> None:
        shared_program().use_cases.files.read.end_reading(entry.data_set, entry.file)

    def _copy(self, path: str, entry: TreeEntry, target: str, callback: Callback = DEFAULT_CALLBACK) -> None:
        copy_file = shared_program().use_cases.files.copy
        with translate_errors(path):
            copy_file(
                OpenbisPath.of(path).connection,
                entry.data_set,
                entry.file,
                target,
                progress=CallbackProgress(callback),
            )
