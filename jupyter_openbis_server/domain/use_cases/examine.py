"""Looking for what keeps the program from working."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import MissingCredentials, OpenbisError, WrongCredentials
from jupyter_openbis_server.domain.model import Connection, Finding, Instance, InstanceFacts
from jupyter_openbis_server.domain.ports import Connections, DownloadFolders, Instances, Mounts
from jupyter_openbis_server.domain.session_keeper import SessionKeeper

_FIRST_WITH_FAST_DOWNLOAD = (3, 6)
_CLOCKS_MAY_DIFFER = 60
"""Seconds."""


@dataclass(frozen=True)
class Examine:
    """Try everything that users need, and say of each thing whether it works, and what to do if it does not."""

    connections: Connections
    keeper: SessionKeeper
    instances: Instances
    mounts: Mounts
    folders: DownloadFolders
    clock: Callable[[], dt.datetime]

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
            login = self._login(connection)
            yield login
            yield _privacy(connection.instance)
            if login.is_well:
                yield from self._facts(connection.name)
            yield self._mounting(connection)

    def _login(self, connection: Connection) -> Finding:
        subject = f"connection {connection.name}"
        if shared := self.keeper.from_panel(connection.name):
            text = f"the openBIS panel is logged in to {shared.instance.url} as {shared.username}"
            return Finding(subject, is_well=True, text=text)
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

    def _facts(self, name: str) -> Iterator[Finding]:
        try:
            facts = self.keeper.use(name, self.instances.facts)
        except OpenbisError as error:
            yield Finding(f"openBIS of {name}", is_well=False, text=str(error))
            return
        yield _version(name, facts)
        if facts.clock:
            yield _clocks(name, self.clock() - facts.clock)

    def _mounting(self, connection: Connection) -> Finding:
        subject = f"mounting {connection.name}"
        return _tried(subject, lambda: self.mounts.check(connection), "is possible", is_needed=False)


def _privacy(instance: Instance) -> Finding:
    subject = f"TLS of {instance.name}"
    if not instance.url.startswith("https:"):
        text = f"{instance.url} is not encrypted: passwords and data can be read on their way; use https"
    elif not instance.verify_certificates:
        text = "the certificate is not checked, so anybody can pose as openBIS; set verify_certificates, and ca_bundle"
    else:
        return Finding(subject, is_well=True, text="the connection is encrypted, the certificate is checked")
    return Finding(subject, is_well=False, text=text, is_needed=False)


def _version(name: str, facts: InstanceFacts) -> Finding:
    api = ".".join(map(str, facts.api_version))
    text = f"openBIS {facts.version or 'of unknown version'} with API {api}"
    is_well = facts.api_version >= _FIRST_WITH_FAST_DOWNLOAD
    if not is_well:
        text += " has no fast download: files come one by one, and are not continued within; ask for an update"
    return Finding(f"openBIS of {name}", is_well=is_well, text=text, is_needed=False)


def _clocks(name: str, ahead: dt.timedelta) -> Finding:
    subject, seconds = f"clocks of {name}", round(ahead.total_seconds())
    if abs(seconds) <= _CLOCKS_MAY_DIFFER:
        return Finding(subject, is_well=True, text="this computer and openBIS agree on the time")
    text = (
        f"this computer's clock is {abs(seconds)} seconds {'ahead of' if seconds > 0 else 'behind'} openBIS's; "
        "set it (by NTP): dates come out wrong, and new access tokens may not count yet"
    )
    return Finding(subject, is_well=False, text=text, is_needed=False)


def _tried(subject: str, action: Callable[[], None], well: str, *, is_needed: bool = True) -> Finding:
    try:
        action()
    except OpenbisError as error:
        return Finding(subject, is_well=False, text=str(error), is_needed=is_needed)
    return Finding(subject, is_well=True, text=well, is_needed=is_needed)
