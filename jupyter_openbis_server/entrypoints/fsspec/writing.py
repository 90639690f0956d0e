"""The part of the file system that changes files of samples and experiments. Data sets never change."""

from __future__ import annotations

import errno
import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from fsspec.callbacks import DEFAULT_CALLBACK, Callback
from fsspec.compression import compr
from fsspec.core import get_compression
from fsspec.spec import AbstractFileSystem

from jupyter_openbis_server.adapters.filesystem.workspace.spool import (
    Spool,
    TemporarySource,
    local_folder,
    local_source,
)
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.files.data_set_path import folders_above
from jupyter_openbis_server.domain.object_files.store_files import FileTarget
from jupyter_openbis_server.domain.workspace.source_files import SourceFile
from jupyter_openbis_server.entrypoints.fsspec.failures import is_a_folder
from jupyter_openbis_server.entrypoints.fsspec.listing import MAGIC
from jupyter_openbis_server.entrypoints.fsspec.location import path_in_files
from jupyter_openbis_server.entrypoints.fsspec.storing import (
    OpenbisTransaction,
    Pending,
    are_same,
    changing,
    file_key,
    look_up,
    place_of,
    store_together,
    without_duplicates,
)
from jupyter_openbis_server.entrypoints.fsspec.written_file import CompressedFile, TextFile, WrittenFile
from jupyter_openbis_server.entrypoints.library.shared_program import shared_program

_MODES = ("wb", "xb", "ab")
_OF_TEXT = {"encoding", "errors", "newline"}
"""Options of `open` for text."""
MAX_COPIES = 64 * 2**20
"""Bytes of temporary copies that are sent together."""


class WritingFileSystem(AbstractFileSystem):  # type: ignore[misc]  # fsspec has no types
    """Methods of `OpenbisFileSystem`. All raise OSError."""

    transaction_type = OpenbisTransaction

    def open(self, path: str, mode: str = "rb", *args: Any, compression: str | None = None, **kwargs: Any) -> Any:  # noqa: ANN401
        """Open a file; see fsspec. A compressed one is stored when it is closed, too."""
        if "r" not in mode and "b" not in mode:
            options = {name: kwargs.pop(name) for name in _OF_TEXT & kwargs.keys()}
            binary = self.open(path, mode.replace("t", "") + "b", *args, compression=compression, **kwargs)
            return TextFile(binary, **options)
        if compression is None or "r" in mode:
            return super().open(path, mode, *args, compression=compression, **kwargs)
        file = super().open(path, mode, *args, **kwargs)
        return CompressedFile(file, compr[get_compression(path, compression)])

    def _open_for_writing(self, path: str, mode: str, *, autocommit: bool) -> WrittenFile:
        if mode not in _MODES:
            raise OSError(errno.EINVAL, f"mode {mode!r} is not possible here; choose rb, {', '.join(_MODES)}", path)
        (target,) = look_up([path])
        _check_target(path, target, create=mode == "xb")
        file = WrittenFile(path, mode, target, autocommit=autocommit)
        if mode == "ab" and target.existing:
            try:
                file.pending.target = self._copied_into(file, target, target.existing)
            except BaseException:
                file.discard()
                raise
        return file

    def _copied_into(self, file: WrittenFile, target: FileTarget, existing: DataSetFile) -> FileTarget:
        """Copy the content to append to; return the target with its checksum: only this version will be replaced."""
        md5 = hashlib.md5(usedforsecurity=False)
        with self.open(file.path) as stored:
            while block := stored.read(self.blocksize):
                md5.update(block)
                file.write(block)
        return replace(target, existing=existing.with_checksum(None, md5.hexdigest()))

    def pipe(self, path: str | Mapping[str, bytes], value: bytes | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        """Write files from memory; many are sent together."""
        contents = {path: value or b""} if isinstance(path, str) else path
        sources: dict[str, SourceFile] = {}
        for name, content in contents.items():
            stripped = self._strip_protocol(name)
            sources[stripped] = spool = Spool(stripped)
            spool.write(content)
        self._send(sources, create=kwargs.get("mode") == "create")

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite", **kwargs: Any) -> None:  # noqa: ANN401, ARG002
        """Write a file from memory."""
        self.pipe({path: value}, mode=mode)

    def put(
        self,
        lpath: Any,  # noqa: ANN401 - a path or many
        rpath: Any,  # noqa: ANN401
        recursive: bool = False,
        callback: Callback = DEFAULT_CALLBACK,
        maxdepth: int | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Store local files and folders; see fsspec. They are sent together: many small ones take few requests."""
        found: dict[str, SourceFile] = {}
        super().put(lpath, rpath, recursive, maxdepth=maxdepth, found=found, **kwargs)
        self._send(found, create=kwargs.get("mode") == "create", callback=callback)

    def put_file(
        self,
        lpath: Any,  # noqa: ANN401 - a path
        rpath: str,
        callback: Callback = DEFAULT_CALLBACK,
        mode: str = "overwrite",
        found: dict[str, SourceFile] | None = None,
        **kwargs: Any,  # noqa: ANN401, ARG002
    ) -> None:
        """Store a local file, or create a folder.

        Args:
            lpath: The local path.
            rpath: Where to.
            callback: Receives the progress in bytes.
            mode: With `create`, an existing file is an error.
            found: Receives the file instead of openBIS; `put` sends it later.
            kwargs: Ignored.
        """
        source = {self._strip_protocol(rpath): local_source(os.fspath(lpath))}
        if found is None:
            self._send(source, create=mode == "create", callback=callback)
        else:
            found.update(source)

    def copy(
        self,
        path1: Any,  # noqa: ANN401 - a path or many
        path2: Any,  # noqa: ANN401
        recursive: bool = False,
        maxdepth: int | None = None,
        on_error: str | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Copy files and folders; see fsspec. They are sent together, as by `put`."""
        found: dict[str, SourceFile] = {}
        try:
            super().copy(path1, path2, recursive, maxdepth, on_error, found=found, **kwargs)
        except BaseException:
            close_sources(found.values())
            raise
        self._send(found)

    def cp_file(self, path1: str, path2: str, found: dict[str, SourceFile] | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        """Copy a file, also one of a data set, through a temporary copy here; of a folder, make one of that name.

        A file that is copied onto itself stays as it is, also if its owner is named in two ways.

        Args:
            path1: What to copy.
            path2: Where to.
            found: Receives the copy instead of openBIS; `copy` sends it later.
            kwargs: Ignored.
        """
        del kwargs
        path1, path2 = self._strip_protocol(path1), self._strip_protocol(path2)
        if self.isdir(path1):
            source: SourceFile = local_folder(path1)
        elif are_same(path1, path2):
            self.info(path1)  # a missing one is an error
            return
        else:
            if not found:
                look_up([path2])  # refuse at once, before files are fetched
            source = TemporarySource(path1, lambda copy: self.get_file(path1, copy))
        if found is None:
            self._send({path2: source})
            return
        found[path2] = source
        if sum(each.size for each in found.values()) > MAX_COPIES:
            self._send(found)
            found.clear()

    def touch(self, path: str, truncate: bool = True, **kwargs: Any) -> None:  # noqa: ANN401, ARG002
        """Create an empty file; with `truncate`, instead of one that exists."""
        if not truncate and self.exists(path):
            raise OSError(errno.ENOTSUP, "openBIS changes the time of a file only with the file; write it again", path)
        self.pipe_file(path, b"")

    def mkdir(self, path: str, create_parents: bool = True, **kwargs: Any) -> None:  # noqa: ANN401, ARG002
        """Create a folder. Raises FileExistsError."""
        path = self._strip_protocol(path)
        if not create_parents and not self.exists(self._parent(path)):
            raise FileNotFoundError(errno.ENOENT, "there is no folder for it; create that, too (makedirs)", path)
        if not path_in_files(path) and self.exists(path):
            raise FileExistsError(errno.EEXIST, "this folder is there already", path)
        with changing(path) as place:
            shared_program().use_cases.object_files.create_folder(place.connection, place.perm_id, place.path)

    def makedirs(self, path: str, exist_ok: bool = False) -> None:
        """Create a folder with those above it."""
        try:
            self.mkdir(path)
        except FileExistsError:
            if not exist_ok or not self._is_folder(self._strip_protocol(path)):
                raise

    def _is_folder(self, path: str) -> bool:
        """Return whether there is a folder now; `isdir` may see it later, where the first file is just being stored."""
        if not path_in_files(path):
            return bool(self.isdir(path))
        (target,) = look_up([path])
        return target.existing is not None and target.existing.is_folder

    def rm(self, path: Any, recursive: bool = False, maxdepth: int | None = None) -> None:  # noqa: ANN401 - one or many
        """Delete files and folders; openBIS keeps them in its trash."""
        if not recursive or maxdepth is not None:
            for each in reversed(without_duplicates(self.expand_path(path, recursive=recursive, maxdepth=maxdepth))):
                self.rm_file(each)
            return
        for each in [path] if isinstance(path, str) else path:
            if not any(mark in each for mark in MAGIC):
                place_of(self._strip_protocol(each))  # refuse to list all that is in a space before the error
        self._delete_all(self.expand_path(path))

    def rm_file(self, path: str) -> None:
        """Delete a file, or an empty folder; openBIS keeps it in its trash."""
        path = self._strip_protocol(path)
        if self.isdir(path):
            self.rmdir(path)
        else:
            self._delete([path])

    def rmdir(self, path: str) -> None:
        """Delete an empty folder."""
        path = self._strip_protocol(path)
        if not self.isdir(path):
            raise NotADirectoryError(errno.ENOTDIR, "this is no folder", path)
        if path_in_files(path) and self.ls(path):
            with changing(path) as place:
                shared_program().use_cases.object_files.look_up(place.connection, place.perm_id, [])
            raise OSError(errno.ENOTEMPTY, "the folder is not empty; delete it with recursive=True", path)
        self._delete([path])

    def _delete_all(self, paths: Iterable[str]) -> None:
        """Delete files and folders of any owners; of one that is named twice, once."""
        owners: dict[tuple[str, str], list[str]] = defaultdict(list)
        for each in without_duplicates(list(paths)):
            owners[file_key(each)[:2]].append(each)
        for some in owners.values():
            self._delete(some)

    def _delete(self, paths: list[str]) -> None:
        with changing(paths[0]) as place:
            delete = shared_program().use_cases.object_files.delete
            delete(place.connection, place.perm_id, [place_of(each).path for each in paths])

    def _send(
        self, sources: Mapping[str, SourceFile], *, create: bool = False, callback: Callback = DEFAULT_CALLBACK
    ) -> None:
        """Store files and folders together, and close them; those of a transaction at its end."""
        made = {above for path in sources for above in folders_above(path)}  # with what is in them
        wanted = {path: each for path, each in sources.items() if not (each.is_folder and path in made)}
        try:
            files = [
                Pending(path, target, source)
                for (path, source), target in zip(wanted.items(), look_up(list(wanted)), strict=True)
                if not (source.is_folder and target.existing and target.existing.is_folder)
            ]
            for file in files:
                _check_target(file.path, file.target, create=create)
            if self._intrans:
                self.transaction.files.extend(files)
                return
            store_together(files, callback)
        except BaseException:
            close_sources(sources.values())
            raise
        close_sources(sources.values())


def _check_target(path: str, target: FileTarget, *, create: bool) -> None:
    if target.existing and target.existing.is_folder:
        raise is_a_folder(path)
    if create and target.existing:
        raise FileExistsError(errno.EEXIST, "this file is there already; choose another name", path)


def close_sources(sources: Iterable[SourceFile]) -> None:
    """Remove the temporary data of sources that have any; more than once does no harm."""
    for each in sources:
        close = getattr(each, "close", None)
        if close:
            close()
