"""The kernel's mount table. No function touches a mountpoint, so a dead mount cannot block."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_MOUNTINFO = Path("/proc/self/mountinfo")
_OCTAL = re.compile(r"\\([0-7]{3})")
_MACOS_LINE = re.compile(r"^(?P<source>.*?) on (?P<mountpoint>/.*) \((?P<kind>[^,)]*)")
_SECONDS = 5.0


@dataclass(frozen=True)
class Mounted:
    """An entry of the mount table.

    Attributes:
        source: The name of what is mounted, chosen by the program that mounted it.
        mountpoint: An absolute path without links.
        kind: The file system, e.g. `fuse.sshfs`.
    """

    source: str
    mountpoint: str
    kind: str

    @property
    def is_sshfs(self) -> bool:
        """Whether sshfs serves it; macOS reports only that it is a FUSE file system."""
        return self.kind == "fuse.sshfs" or self.kind in ("macfuse", "osxfuse", "fuse-t")


def mount_table() -> list[Mounted]:
    """Return all mounts, later ones cover earlier ones; empty if the system's table is not supported."""
    if sys.platform == "darwin":
        return _of_macos(_output_of_mount())
    try:
        return _of_linux(_MOUNTINFO.read_text(errors="surrogateescape"))
    except OSError:
        return []


def _of_linux(text: str) -> list[Mounted]:
    """Parse proc_pid_mountinfo(5): fields, ` - `, file system, source, options."""
    table = []
    for line in text.splitlines():
        fields, _, rest = line.partition(" - ")
        kind, source, *_ = [*rest.split(" "), "", ""]
        table.append(Mounted(_plain(source), _plain(fields.split(" ")[4]), kind))
    return table


def _plain(field: str) -> str:
    """Decode the kernel's octal escapes of spaces, tabs, line ends and backslashes."""
    if "\\" not in field:
        return field
    return _OCTAL.sub(lambda match: chr(int(match[1], 8)), field)


def _of_macos(text: str) -> list[Mounted]:
    matches = (_MACOS_LINE.match(line) for line in text.splitlines())
    return [Mounted(match["source"], match["mountpoint"], match["kind"]) for match in matches if match]


def _output_of_mount() -> str:
    """Return the output of `mount`, which reads the table with MNT_NOWAIT and accesses no file system."""
    try:
        return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=_SECONDS, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
