"""The file system itself. No logic of its own: use cases do the work, and their errors are told as Python's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from fsspec.callbacks import DEFAULT_CALLBACK, Callback
from fsspec.spec import AbstractFileSystem
from fsspec.utils import isfilelike

from jupyter_openbis_server.domain.model import Amount, FileTree, TreeEntry
from jupyter_openbis_server.domain.model.progress import NOTHING
from jupyter_openbis_server.entrypoints.file_system.failures import (
    is_a_folder,
    not_listable,
    read_only,
    told_as_os_errors,
    unless_missing,
)
from jupyter_openbis_server.entrypoints.file_system.opened_file import OpenbisFile, Parts, Source, TemporaryCopy
from jupyter_openbis_server.entrypoints.file_system.place import Place
from jupyter_openbis_server.entrypoints.shared_program import forget_programs, shared_program

_CREDENTIALS = {"user", "username", "password", "token", "secret", "key"}

Info = dict[str, Any]


class OpenbisFileSystem(AbstractFileSystem):  # type: ignore[misc]  # fsspec has no types
    """Reads data sets: `<connection>/<permId>/path`; of a container, `<connection>/<permId>/<component>/path`.

    Connections and their credentials are those of the openBIS panel (in kernels), the connection files and the
    environment. All instances of a process share one session per connection, also with `connect`, and the listings: a
    data set's files never change.

    All methods raise OSError: FileNotFoundError for what is not there, PermissionError where a login is missing or
    openBIS refuses; `__cause__` is the `OpenbisError`.

    Args:
        storage_options: fsspec's own, e.g. `use_listings_cache=False`. Credentials are refused: options are pickled,
            and travel to other processes.
    """

    protocol = "openbis"
    root_marker = ""
    blocksize = 4 * 2**20
    """How far a file is read ahead: four of the chunks in which openBIS sends files."""

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
        """Forget all instances, log out, and read connections and listings anew from now on."""
        super().clear_instance_cache()
        forget_programs()

    def invalidate_cache(self, path: str | None = None) -> None:
        """Ask openBIS for listings anew from now on. Needed only where a container got other components."""
        shared_program().forget_trees()
        super().invalidate_cache(path)

    # --- looking around

    def ls(self, path: str, detail: bool = True, **kwargs: Any) -> list[Info] | list[str]:  # noqa: ANN401
        """Return what is in a folder: names, or with `detail` what `info` tells; of a file, the file itself.

        The root holds the connections. Those hold more data sets than anybody wants to list, so that is an error.
        """
        path = self._strip_protocol(path)
        with told_as_os_errors(path):
            infos = self._children(path, fresh=bool(kwargs.get("refresh")))
        return infos if detail else sorted(info["name"] for info in infos)

    def info(self, path: str, **kwargs: Any) -> Info:  # noqa: ANN401, ARG002 - fsspec's own
        """Return what is known of a file or folder.

        Returns:
            `name`, `size` in bytes and `type` (`file` or `directory`); in data sets also `crc32` (unsigned; None where
            openBIS knows none), `created` (with time zone), `data_set` (permId) and `data_set_type`.
        """
        path = self._strip_protocol(path)
        place = Place.of(path)
        with told_as_os_errors(path):
            if place.perm_id:
                return _info_of(place, self._tree(place).entry(place.path))
            if place.connection:
                shared_program().ensure(place.connection)
            return _folder(path)

    def exists(self, path: str, **kwargs: Any) -> bool:  # noqa: ANN401
        """Whether there is such a file or folder. Where that cannot be told, e.g. without a login, it is an error."""
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
        on_error: str | Callable[[OSError], None] = unless_missing,
        **kwargs: Any,  # noqa: ANN401
    ) -> Iterator[Any]:
        """As fsspec's, but folders that cannot be listed are an error; else `find` and `glob` would just be empty."""
        yield from super().walk(path, maxdepth, topdown, on_error, **kwargs)

    def checksum(self, path: str) -> int:
        """Return the CRC32 of a file; where openBIS knows none, another number that is the same for the same file."""
        crc32 = self.info(path).get("crc32")
        return int(super().checksum(path)) if crc32 is None else crc32

    def created(self, path: str) -> dt.datetime | None:
        """Return when the data set was registered."""
        created: dt.datetime | None = self.info(path).get("created")
        return created

    modified = created  # files never change

    # --- reading

    def cat_file(self, path: str, start: int | None = None, end: int | None = None, **kwargs: Any) -> bytes:  # noqa: ANN401, ARG002
        """Return the content of a file or a part of it; negative numbers count from its end."""
        path = self._strip_protocol(path)
        _, entry = self._file(path)
        first, last, _ = slice(start, end).indices(entry.file.size)
        return self._read(path, entry, first, max(first, last))

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
            self._pour(rpath, lpath if outfile is None else outfile, callback)
            return
        if self.isdir(rpath):
            super().get_file(rpath, lpath, callback=callback, **kwargs)
            return
        _, entry = self._file(rpath)
        self._copy(rpath, entry, str(Path(lpath).absolute()), callback)

    def _pour(self, path: str, into: BinaryIO, callback: Callback) -> None:
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
        autocommit: bool = True,  # noqa: ARG002 - fsspec's own
        cache_options: dict[str, Any] | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> OpenbisFile:
        if mode != "rb":
            raise read_only(path)
        tree, entry = self._file(path)
        block = block_size or self.blocksize
        options = {**kwargs, "size": entry.file.size, "block_size": block, "cache_options": cache_options}
        return OpenbisFile(self, path, self._source(path, tree, entry, block), **options)

    def _source(self, path: str, tree: FileTree, entry: TreeEntry, block: int) -> Source:
        """Decide how an open file is read. What comes at once anyway needs no copy."""
        if tree.reads_parts or entry.file.size <= block:
            return Parts(partial(self._read, path, entry))
        return TemporaryCopy(partial(self._copy, path, entry))

    # --- writing: not here

    def _refuse(self, path: str, *_: Any, **__: Any) -> None:  # noqa: ANN401
        raise read_only(path)

    mkdir = makedirs = rmdir = rm = rm_file = cp_file = touch = _refuse

    # --- what these have in common

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:  # noqa: ANN401 - a path or a list of them
        stripped = super()._strip_protocol(path)
        return stripped.lstrip("/") if isinstance(stripped, str) else stripped

    def _tree(self, place: Place, *, fresh: bool = False) -> FileTree:
        is_fresh = fresh or not self.dircache.use_listings_cache
        return shared_program().tree(place.connection, place.perm_id, fresh=is_fresh)

    def _children(self, path: str, *, fresh: bool) -> list[Info]:
        place = Place.of(path)
        if not place.connection:
            return [_folder(str(Place(name))) for name in shared_program().connections()]
        if not place.perm_id:
            shared_program().ensure(place.connection)
            raise not_listable(path)
        return [_info_of(place, entry) for entry in self._tree(place, fresh=fresh).children(place.path)]

    def _file(self, path: str) -> tuple[FileTree, TreeEntry]:
        place = Place.of(path)
        with told_as_os_errors(path):
            if place.perm_id:
                tree = self._tree(place)
                entry = tree.entry(place.path)
                if not entry.file.is_folder:
                    return tree, entry
            elif place.connection:
                shared_program().ensure(place.connection)
        raise is_a_folder(path)

    def _read(self, path: str, entry: TreeEntry, start: int, end: int) -> bytes:
        with told_as_os_errors(path):
            read_file = shared_program().container.read_file()
            return read_file(Place.of(path).connection, entry.data_set, entry.file, start, end)

    def _copy(self, path: str, entry: TreeEntry, target: str, callback: Callback = DEFAULT_CALLBACK) -> None:
        copy_file = shared_program().container.copy_file()
        with told_as_os_errors(path):
            copy_file(Place.of(path).connection, entry.data_set, entry.file, target, progress=_Told(callback))


class _Told:
    """Port `Progress` that tells a callback of fsspec's."""

    def __init__(self, callback: Callback) -> None:
        self._callback = callback

    def begin(self, total: Amount, done: Amount = NOTHING) -> None:
        self._callback.set_size(total.bytes)
        self._callback.absolute_update(done.bytes)  # it begins anew where a session had expired

    def moved(self, count: int) -> None:
        self._callback.relative_update(count)

    def completed(self, path: str) -> None:
        """Nothing more to tell: there is just one file."""


def _folder(path: str) -> Info:
    return {"name": path, "size": 0, "type": "directory"}


def _info_of(place: Place, entry: TreeEntry) -> Info:
    return {
        "name": str(replace(place, path=entry.path)),
        "size": entry.file.size,
        "type": "directory" if entry.file.is_folder else "file",
        "crc32": entry.file.crc32,
        "created": entry.data_set.registered,
        "data_set": entry.data_set.perm_id,
        "data_set_type": entry.data_set.type_code,
    }
