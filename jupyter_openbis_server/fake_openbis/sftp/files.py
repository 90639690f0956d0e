"""The SFTP subsystem of one connection: reads what the view shows, and refuses everything else."""

import io
import os
import stat
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, cast

import asyncssh
from asyncssh.constants import FXF_READ

from jupyter_openbis_server.fake_openbis.sftp.view import Entry, NoSuchPath, SftpView, normal
from jupyter_openbis_server.fake_openbis.state.store import ContentFailure
from jupyter_openbis_server.fake_openbis.wire.failures import InvalidSession

_BLOCK = 4096


class ReadOnlyFiles(asyncssh.SFTPServer):
    """The files of one user. There are no symbolic links.

    Args:
        channel: Where the requests come from.
        view: The files of all users.
        user: Whose connection it is; asked for each path, for a session may end while its connection stays.
    """

    def __init__(self, channel: "asyncssh.SSHServerChannel[bytes]", view: SftpView, user: Callable[[], str]) -> None:
        super().__init__(channel)
        self._view = view
        self._user = user

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> "_OpenFile":  # noqa: ARG002
        """Open a file for reading.

        Raises:
            SFTPPermissionDenied: When it is to be written, too.
            SFTPNoSuchFile: When there is nothing, or nothing for this user.
            SFTPFailure: When it is a folder, or archived.
        """
        if pflags & ~FXF_READ:
            self._refuse()
        with _answering():
            user, text = self._user(), os.fsdecode(path)
            return _OpenFile(self._view.file(user, text), _attributes(self._view.entry(user, text)))

    def fstat(self, file_obj: object) -> asyncssh.SFTPAttrs:
        """Size, time and kind of an open file."""
        return cast("_OpenFile", file_obj).attributes

    def stat(self, path: bytes) -> asyncssh.SFTPAttrs:
        """Size, time and kind of a file or folder.

        Raises:
            SFTPNoSuchFile: When there is nothing, or nothing for this user.
        """
        with _answering():
            return _attributes(self._view.entry(self._user(), os.fsdecode(path)))

    lstat = stat

    def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        """Return what is in a folder, ``.`` and ``..`` first.

        Raises:
            SFTPNoSuchFile: When there is no such folder.
        """
        with _answering():
            entries = self._view.entries(self._user(), os.fsdecode(path))
        dots = [Entry(name, True, 0.0) for name in (".", "..")]
        return _names([*dots, *entries])

    def realpath(self, path: bytes) -> bytes:
        """Return the path from the root on, whether there is anything or not."""
        return os.fsencode(normal(os.fsdecode(path)))

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:  # noqa: ANN401 -- any request
        raise asyncssh.SFTPPermissionDenied("Read-only file system")

    def _find_no_link(self, *_: Any, **__: Any) -> NoReturn:  # noqa: ANN401
        raise asyncssh.SFTPNoSuchFile("Symbolic links are not supported")

    def _space(self, *_: Any, **__: Any) -> asyncssh.SFTPVFSAttrs:  # noqa: ANN401
        """Return the size that sshfs assumes for servers that, like openBIS, do not report one: 1000 GiB."""
        blocks, files = 1000 * 2**30 // _BLOCK, 10**9
        return asyncssh.SFTPVFSAttrs(_BLOCK, _BLOCK, blocks, blocks, blocks, files, files, files, namemax=255)

    open56 = write = setstat = lsetstat = fsetstat = fsync = _refuse
    remove = mkdir = rmdir = rename = posix_rename = symlink = link = lock = unlock = _refuse
    readlink = _find_no_link
    statvfs = fstatvfs = _space


class _OpenFile(io.FileIO):
    """A file being read, and what the view says about it."""

    def __init__(self, location: str, attributes: asyncssh.SFTPAttrs) -> None:
        super().__init__(location)
        self.attributes = attributes


def _attributes(entry: Entry) -> asyncssh.SFTPAttrs:
    """As openBIS describes them: only the owner may read (``FtpServer.java``)."""
    kind = stat.S_IFDIR if entry.directory else stat.S_IFREG
    time = int(entry.modified)
    return asyncssh.SFTPAttrs(size=entry.length, permissions=kind | stat.S_IRUSR, atime=time, mtime=time)


async def _names(entries: Iterable[Entry]) -> AsyncIterator[asyncssh.SFTPName]:
    for entry in entries:
        yield asyncssh.SFTPName(os.fsencode(entry.name), attrs=_attributes(entry))


@contextmanager
def _answering() -> Iterator[None]:
    """Turn failures into those of SFTP. A dead session makes every path unknown, as in openBIS."""
    try:
        yield
    except NoSuchPath as failure:
        raise asyncssh.SFTPNoSuchFile(f"No such file or directory: {failure}") from failure
    except InvalidSession:
        raise asyncssh.SFTPNoSuchFile("Error when retrieving path") from None
    except ContentFailure as failure:
        raise asyncssh.SFTPFailure(str(failure)) from failure
