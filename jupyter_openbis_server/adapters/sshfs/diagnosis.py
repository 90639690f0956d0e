"""Error messages for failures of sshfs, ssh and the kernel, with the remedy."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from shlex import quote

from jupyter_openbis_server.adapters.sshfs.known_hosts import KnownHosts
from jupyter_openbis_server.adapters.sshfs.program import Outcome
from jupyter_openbis_server.adapters.sshfs.source import Source
from jupyter_openbis_server.domain.errors import HostKeyRefused, MountFailed, MountingUnavailable

_DEVICE = Path("/dev/fuse")
_WITHOUT_DEVICE = "a container needs --device /dev/fuse and --cap-add SYS_ADMIN for it; see docs/mounting.md"
_WITHOUT_PERMISSION = (
    "a container needs --cap-add SYS_ADMIN for it and, where AppArmor is used, --security-opt apparmor=unconfined; "
    "see docs/mounting.md"
)
_NOT_INSTALLED = (
    "sshfs is not installed on the Jupyter server; install it with 'apt install sshfs' (Debian, Ubuntu), "
    "'dnf install fuse-sshfs' (Fedora; RHEL with EPEL), or macFUSE and sshfs (macOS)"
)
_FINGERPRINT = re.compile(r"SHA256:[\w+/]+")
_OFFER = re.compile(r"no matching (?P<what>[\w ]+?) found\. Their offer: (?P<offer>\S+)")
_OPTION_FOR = {
    "key exchange method": "KexAlgorithms",
    "host key type": "HostKeyAlgorithms",
    "cipher": "Ciphers",
    "MAC": "MACs",
}
_SHOWN = 300


def ensure_can_mount(sshfs: str | None) -> None:
    """Raise MountingUnavailable if this host cannot mount."""
    if sys.platform == "win32":
        raise MountingUnavailable("Windows cannot mount a data store; download the data sets instead")
    if not sshfs:
        raise MountingUnavailable(_NOT_INSTALLED)
    if sys.platform.startswith("linux") and not _DEVICE.exists():
        raise MountingUnavailable(f"there is no {_DEVICE} on the Jupyter server; {_WITHOUT_DEVICE}")


def failure_of(outcome: Outcome, source: Source, known_hosts: KnownHosts, seconds: float) -> MountFailed:
    """Return the error for a failed attempt to mount.

    Args:
        outcome: The exit of sshfs.
        source: The folder to mount.
        known_hosts: The known host keys.
        seconds: The timeout.
    """
    where = f"{source.address}:{source.port}"
    if outcome.status is None:
        return MountFailed(f"no answer from {where} within {seconds:g} seconds")
    for signs, explain in _EXPLANATIONS:
        if any(sign in outcome.text for sign in signs):
            return explain(outcome.text, where, source, known_hosts)
    said = [line.strip() for line in outcome.text.splitlines() if not line.startswith("Warning: Permanently added")]
    last = " / ".join(said[-3:])[-_SHOWN:]
    return MountFailed(f"sshfs says: {last}" if last else f"sshfs ended with status {outcome.status} and said nothing")


_Explain = Callable[[str, str, Source, KnownHosts], MountFailed]


def _changed_key(text: str, where: str, source: Source, known_hosts: KnownHosts) -> MountFailed:
    known = ", ".join(sorted(known_hosts.fingerprints(source))) or "another one"
    shown = _FINGERPRINT.search(text)
    return HostKeyRefused(
        f"{where} shows another SSH key ({shown[0] if shown else 'unknown'}) than before ({known}). Ask the "
        "administrator of openBIS whether it was replaced, as happens with a new TLS certificate; if so, forget the "
        f"old one with: ssh-keygen -R {quote(source.known_as)} -f {quote(str(known_hosts.path))}. If not, the "
        "connection may be intercepted"
    )


def _unknown_key(_: str, where: str, source: Source, known_hosts: KnownHosts) -> MountFailed:
    return HostKeyRefused(
        f"the SSH key of {where} is not known, and new ones are not accepted here. Have the administrator of openBIS "
        f"confirm it and add it: ssh-keyscan -p {source.port} {source.host} >> {quote(str(known_hosts.path))}"
    )


def _refused_login(_: str, where: str, source: Source, known_hosts: KnownHosts) -> MountFailed:  # noqa: ARG001
    return MountFailed(f"{where} does not accept user name and password")


def _unreachable(text: str, where: str, source: Source, known_hosts: KnownHosts) -> MountFailed:  # noqa: ARG001
    return unreachable(source, next((each for each in _UNREACHABLE if each in text), "").lower())


def unreachable(source: Source, reason: str) -> MountFailed:
    """Return the error for an unreachable server."""
    return MountFailed(
        f"{source.address}:{source.port} cannot be reached ({reason}). The SFTP server of openBIS is off unless its "
        "administrator has switched it on (ftp.server.enable, ftp.server.sftp-port); the port must be open, too"
    )


def _unknown_host(_: str, where: str, source: Source, known_hosts: KnownHosts) -> MountFailed:  # noqa: ARG001
    return MountFailed(f"there is no host {source.host}")


def _old_algorithms(text: str, where: str, source: Source, known_hosts: KnownHosts) -> MountFailed:  # noqa: ARG001
    match = _OFFER.search(text)
    option = _OPTION_FOR.get(match["what"]) if match else None
    if not match or not option:
        return MountFailed(f"{where} and ssh have no encryption in common")
    return MountFailed(
        f"{where} offers only an old {match['what']} that is not safe any more. If that is acceptable, allow it for "
        f"this connection with the mount option '{option}=+{match['offer'].split(',')[0]}'"
    )


def _not_permitted(text: str, where: str, source: Source, known_hosts: KnownHosts) -> MountFailed:  # noqa: ARG001
    if os.access(_DEVICE, os.R_OK | os.W_OK):
        return MountingUnavailable(f"the system does not allow this process to mount; {_WITHOUT_PERMISSION}")
    return MountingUnavailable(
        f"the system does not allow this process to use {_DEVICE}: the user may have to be in its group; "
        f"{_WITHOUT_DEVICE}"
    )


def _no_folder(_: str, where: str, source: Source, known_hosts: KnownHosts) -> MountFailed:  # noqa: ARG001
    return MountFailed(f"there is no folder {source.path} on {where}")


def _no_sftp(_: str, where: str, source: Source, known_hosts: KnownHosts) -> MountFailed:  # noqa: ARG001
    return MountFailed(f"{where} is not openBIS's SFTP server; its administrator knows the port")


def _no_helper(*_: object) -> MountFailed:
    return MountingUnavailable("the program fusermount3 is missing; install the package fuse3")


def _no_ssh(*_: object) -> MountFailed:
    return MountingUnavailable("the program ssh is missing; install the package openssh-client")


_UNREACHABLE = (
    "Connection refused",
    "No route to host",
    "Network is unreachable",
    "Connection timed out",
    "Operation timed out",
    "Connection closed",
    "kex_exchange_identification",
)
_EXPLANATIONS: tuple[tuple[tuple[str, ...], _Explain], ...] = (
    (("REMOTE HOST IDENTIFICATION HAS CHANGED",), _changed_key),
    (("you have requested strict checking", "Host key verification failed"), _unknown_key),
    (("Their offer:",), _old_algorithms),
    (("Permission denied (", "Permission denied, please try again"), _refused_login),
    (("subsystem request failed",), _no_sftp),
    (("Could not resolve hostname",), _unknown_host),
    (("failed to execute 'ssh'", "failed to execute '/usr/bin/ssh'"), _no_ssh),
    (("failed to exec fusermount", "fusermount3: not found", "No such file or directory: fusermount"), _no_helper),
    (("/dev/fuse", "mount failed: Operation not permitted", "mount failed: Permission denied"), _not_permitted),
    (_UNREACHABLE, _unreachable),
    ((": No such file or directory",), _no_folder),
)
