"""The file system for fsspec. No logic of its own: it calls use cases and translates their errors to OSError."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from fsspec.callbacks import DEFAULT_CALLBACK, Callback
from fsspec.utils import isfilelike

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, FileRange
from jupyter_openbis_server.domain.files.file_tree import FileTree, TreeEntry
from jupyter_openbis_server.entrypoints.fsspec.failures import is_a_folder, translate_errors
from jupyter_openbis_server.entrypoints.fsspec.listing import ListingFileSystem
from jupyter_openbis_server.entrypoints.fsspec.moving import MovingFileSystem
from jupyter_openbis_server.entrypoints.fsspec.openbis_path import OpenbisPath
from jupyter_openbis_server.entrypoints.fsspec.opened_file import OpenbisFile, Parts, Source, TemporaryCopy
from jupyter_openbis_server.entrypoints.fsspec.progress import CallbackProgress
from jupyter_openbis_server.entrypoints.fsspec.ranges import RangesOfDataSets
from jupyter_openbis_server.entrypoints.fsspec.written_file import WrittenFile
from jupyter_openbis_server.entrypoints.library.shared_program import forget_programs, shared_program

_CREDENTIALS = {"user", "username", "password", "token", "secret", "key"}


class OpenbisFileSystem(ListingFileSystem, MovingFileSystem):
    """Reads data sets: `<connection>/<permId>/path`; of a container, `<connection>/<permId>/<component>/path`.

    The permId can be that of a sample or experiment that has files in openBIS's file server (AFS). So can its
    identifier, with `%2F` for its slashes: `<connection>/%2FSPACE%2FPROJECT%2FCODE/path`. Such files can be written,
    too: they get their names when openBIS has them completely, and replace only what was there when they were opened.

    To browse, entities are folders named by their codes: `<connection>/SPACE/PROJECT/EXPERIMENT/SAMPLE/<permId>/path`;
    samples may also be in a project or space. The files that a sample or experiment has itself are in its folder
    `files`. Of a sample with the code of an experiment or project beside it, the name is `CODE.sample`.

    Connections and their credentials are those of the openBIS panel (in kernels), the connection files and the
    environment. All instances of a process share one session per connection, also with `connect`, and the listings: a
    data set's files never change. Files in AFS do; they are listed again each time, and if one is changed while it is
    read, reading or closing it raises OSError.

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
                partial(self._read, path, entry, again=True),
                entry.file.size,
                partial(self._end_reading, entry),
                partial(self._check_unchanged, path, entry) if entry.data_set.is_mutable else None,
            )
        return TemporaryCopy(partial(self._copy, path, entry))

    # --- shared helpers

    def _file(self, path: str) -> tuple[FileTree, TreeEntry]:
        with translate_errors(path):
            place = self._locate(path)
            if place.perm_id:
                tree = self._tree(place)
                entry = tree.entry(place.path)
                if not entry.file.is_folder:
                    return tree, entry
        raise is_a_folder(path)

    def _read(self, path: str, entry: TreeEntry, start: int, end: int, *, again: bool = False) -> bytes:
        with translate_errors(path):
            read_file = shared_program().use_cases.files.read
            return read_file(OpenbisPath.of(path).connection, entry.data_set, entry.file, start, end, again=again)

    def _read_ranges(self, path: str, data_set: DataSet, ranges: list[FileRange]) -> tuple[bytes, ...]:
        with translate_errors(path):
            read_file = shared_program().use_cases.files.read
            return read_file.ranges(OpenbisPath.of(path).connection, data_set, ranges)

    def _check_unchanged(self, path: str, entry: TreeEntry) -> None:
        with translate_errors(path):
            check = shared_program().use_cases.files.read.check_unchanged
            check(OpenbisPath.of(path).connection, entry.data_set, entry.file)

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
