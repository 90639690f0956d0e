"""Looking for what keeps the program from working."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import MissingCredentials, OpenbisError, WrongCredentials
from jupyter_openbis_server.domain.model import Connection, Finding
from jupyter_openbis_server.domain.ports import Connections, DownloadFolders, Mounts
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class Examine:
    """Try everything that users need, and say of each thing whether it works, and what to do if it does not."""

    connections: Connections
    keeper: SessionKeeper
    mounts: Mounts
    folders: DownloadFolders

    def __call__(self, folder: str) -> Iterator[Finding]:
        """Yield what is found, as soon as it is.

        Args:
            folder: Absolute path of a folder for downloads.
        """
        yield _tried("downloads", lambda: self.folders.must_be_writable(folder), f"{folder} can be written")
        known = self.connections.all()
        if not known:
            yield Finding("connections", is_well=False, text="there is none; jupyter-openbis-conn makes one")
        for connection in known:
            yield self._login(connection)
            yield self._mounting(connection)

    def _login(self, connection: Connection) -> Finding:
        subject = f"connection {connection.name}"
        try:
            credentials = connection.credentials_or(None, None)
            done = self.keeper.log_in(connection.name, credentials)
        except MissingCredentials:
            text = (
                f"no user and password are known for {connection.instance.url}; log in, or add them to the connection"
            )
            return Finding(subject, is_well=False, text=text)
        except WrongCredentials as error:
            text = f"{error}; correct them"
            if credentials.is_token:
                text = f"the token for {connection.name} has expired, or was never one; make a new one in openBIS"
            return Finding(subject, is_well=False, text=text)
        except OpenbisError as error:
            return Finding(subject, is_well=False, text=str(error))
        return Finding(subject, is_well=True, text=f"logged in to {connection.instance.url} as {done.username}")

    def _mounting(self, connection: Connection) -> Finding:
        subject = f"mounting {connection.name}"
        return _tried(subject, lambda: self.mounts.check(connection), "is possible", is_needed=False)


def _tried(subject: str, action: Callable[[], None], well: str, *, is_needed: bool = True) -> Finding:
    try:
        action()
    except OpenbisError as error:
        return Finding(subject, is_well=False, text=str(error), is_needed=is_needed)
    return Finding(subject, is_well=True, text=well, is_needed=is_needed)
