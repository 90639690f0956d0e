"""Use case that runs the diagnostics of `doctor`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.diagnostics.check_result import CheckResult
from jupyter_openbis_server.domain.downloads.ports import DownloadFolders
from jupyter_openbis_server.domain.errors import MissingCredentials, OpenbisError, WrongCredentials
from jupyter_openbis_server.domain.instances.instance_facts import InstanceFacts
from jupyter_openbis_server.domain.instances.ports import Instances
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.mounts.ports import Mounts

_MAX_CLOCK_DIFFERENCE = 60
"""Seconds by which the clocks of this computer and openBIS may differ."""


@dataclass(frozen=True)
class RunDiagnostics:
    """Check everything that users need; each result states whether it works, and what to do if not."""

    connections: Connections
    session_manager: SessionManager
    instances: Instances
    mounts: Mounts
    folders: DownloadFolders
    clock: Callable[[], dt.datetime]

    def __call__(self, folder: str, names: Collection[str] | None = None) -> Iterator[CheckResult]:
        """Yield the result of each check as soon as it is available.

        Args:
            folder: Absolute path of a folder for downloads.
            names: Names of the connections to check; None for all.
        """
        yield _checked("downloads", partial(self.folders.ensure_writable, folder), f"{folder} can be written")
        known = [each for each in self.connections.all() if names is None or each.name in names]
        if not known:
            yield CheckResult("connections", ok=False, text="there is none; `jupyter-openbis conn add` adds one")
        for connection in known:
            login = self._login(connection)
            yield login
            yield from self._remembered(connection)
            facts = list(self._facts(connection.name)) if login.ok else []
            yield from _privacy(connection.instance, is_checked=any(each.ok for each in facts))
            yield from facts
            if login.ok:
                yield from self._data_stores(connection.name)
                yield self._file_server(connection.name)
            yield self._mounting(connection)

    def _login(self, connection: Connection) -> CheckResult:
        subject = f"connection {connection.name}"
        if shared := self.session_manager.from_panel(connection.name):
            text = f"the openBIS panel is logged in to {shared.instance.url} as {shared.username}"
            return CheckResult(subject, ok=True, text=text)
        try:
            credentials = connection.credentials_or(None, None)
            done = self.session_manager.log_in(connection.name, credentials)
        except MissingCredentials:
            text = (
                f"no user and password are known for {connection.instance.url}; log in, or add them to the connection"
            )
            return CheckResult(subject, ok=False, text=text)
        except WrongCredentials as error:
            text = f"{error}; correct them"
            if credentials.is_token:
                text = f"the token for {connection.name} has expired, or was never one; make a new one in openBIS"
            if credentials.is_stored:
                text = f"{error}; `jupyter openbis login --keep` keeps a new token"
            return CheckResult(subject, ok=False, text=text)
        except OpenbisError as error:
            return CheckResult(subject, ok=False, text=str(error))
        return CheckResult(subject, ok=True, text=f"logged in to {connection.instance.url} as {done.username}")

    def _remembered(self, connection: Connection) -> Iterator[CheckResult]:
        """Yield until when a stored token lasts, if there is one."""
        kept = connection.remembered
        if kept is None or kept.valid_until is None:
            return
        now, subject = self.clock(), f"kept login of {connection.name}"
        text = f"{kept.username}'s token in {kept.location} lasts until {kept.valid_until.astimezone():%Y-%m-%d %H:%M}"
        if kept.has_ended(now):
            text = text.replace("lasts until", "has ended at")
        if kept.is_due(now):
            text += "; renew it in the openBIS panel, or by `jupyter openbis login --keep`"
        yield CheckResult(subject, ok=not kept.is_due(now), text=text, is_required=False)

    def _facts(self, name: str) -> Iterator[CheckResult]:
        try:
            facts = self.session_manager.use(name, self.instances.facts)
        except OpenbisError as error:
            yield CheckResult(f"openBIS of {name}", ok=False, text=str(error))
            return
        yield _version(name, facts)
        if facts.clock:
            yield _clocks(name, self.clock() - facts.clock)

    def _data_stores(self, name: str) -> Iterator[CheckResult]:
        try:
            found = self.session_manager.use(name, self.instances.data_stores)
        except OpenbisError as error:
            yield CheckResult(f"data stores of {name}", ok=False, text=str(error))
            return
        for each in found:
            text = str(each.error) if each.error else f"{each.url or 'it'} answers"
            yield CheckResult(f"data store {each.code} of {name}", ok=each.error is None, text=text)

    def _file_server(self, name: str) -> CheckResult:
        subject = f"file server (AFS) of {name}"
        try:
            found = self.session_manager.use(name, self.instances.file_server)
        except OpenbisError as error:
            return CheckResult(subject, ok=False, text=str(error), is_required=False)
        if found is None:
            text = "this openBIS has none: all files are in data sets"
            return CheckResult(subject, ok=True, text=text, is_required=False)
        text = str(found.error) if found.error else f"{found.url} answers"
        return CheckResult(subject, ok=found.error is None, text=text, is_required=False)

    def _mounting(self, connection: Connection) -> CheckResult:
        subject = f"mounting {connection.name}"
        return _checked(subject, partial(self.mounts.check, connection), "is possible", is_required=False)


def _privacy(instance: Instance, *, is_checked: bool) -> Iterator[CheckResult]:
    """Yield a warning on insecure settings; report a verified certificate only after a request to openBIS."""
    subject = f"TLS of {instance.name}"
    if not instance.url.startswith("https:"):
        text = f"{instance.url} is not encrypted: passwords and data can be read on their way; use https"
    elif not instance.is_certificate_checked:
        text = "the certificate is not checked, so anybody can pose as openBIS; set verify_certificates, and ca_bundle"
    else:
        how = "has a trusted fingerprint" if instance.certificate_fingerprints else "was verified"
        if is_checked:
            yield CheckResult(subject, ok=True, text=f"the connection is encrypted, the certificate {how}")
        return
    yield CheckResult(subject, ok=False, text=text, is_required=False)


def _version(name: str, facts: InstanceFacts) -> CheckResult:
    api = ".".join(map(str, facts.api_version))
    text = f"openBIS {facts.version or 'of unknown version'} with API {api}"
    ok = facts.has_fast_download
    if not ok:
        text += " has no fast download: files come one by one, and are not continued within; ask for an update"
    return CheckResult(f"openBIS of {name}", ok=ok, text=text, is_required=False)


def _clocks(name: str, ahead: dt.timedelta) -> CheckResult:
    subject, seconds = f"clocks of {name}", round(ahead.total_seconds())
    if abs(seconds) <= _MAX_CLOCK_DIFFERENCE:
        return CheckResult(subject, ok=True, text="this computer and openBIS agree on the time")
    text = (
        f"this computer's clock is {abs(seconds)} seconds {'ahead of' if seconds > 0 else 'behind'} openBIS's; "
        "set it (by NTP): dates come out wrong, and new access tokens may not count yet"
    )
    return CheckResult(subject, ok=False, text=text, is_required=False)


def _checked(subject: str, action: Callable[[], None], success: str, *, is_required: bool = True) -> CheckResult:
    try:
        action()
    except OpenbisError as error:
        return CheckResult(subject, ok=False, text=str(error), is_required=is_required)
    return CheckResult(subject, ok=True, text=success, is_required=is_required)
