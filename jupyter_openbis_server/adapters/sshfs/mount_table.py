"""What is mounted, as the kernel tells: nothing here touches a mountpoint, so a dead mount cannot hang anything."""

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
    """An entry of the kernel's table.

    Attributes:
        source: What is mounted, as whoever mounted it calls it.
        mountpoint: Where; an absolute path without links.
        kind: The file system, e.g. `fuse.sshfs`.
    """

    source: str
    mountpoint: str
    kind: str

    @property
    def is_sshfs(self) -> bool:
        """Whether sshfs serves it; macOS tells only that it is some FUSE file system."""
        return self.kind == "fuse.sshfs" or self.kind in ("macfuse", "osxfuse", "fuse-t")


def mount_table() -> list[Mounted]:
    """Return what is mounted, what lies on top last. Empty where the system has no table that we know."""
    if sys.platform == "darwin":
        return _of_macos(_output_of_mount())
    try:
        return _of_linux(_MOUNTINFO.read_text(errors="surrogateescape"))
    except OSError:
        return []


def _of_linux(text: str) -> list[Mounted]:
    """Read the lines of proc_pid_mountinfo(5): fields, ` - `, file system, source, options."""
    table = []
    for line in text.splitlines():
        fields, _, rest = line.partition(" - ")
        kind, source, *_ = [*rest.split(" "), "", ""]
        table.append(Mounted(_plain(source), _plain(fields.split(" ")[4]), kind))
    return table


def _plain(field: str) -> str:
    """Undo the kernel's octal escapes of blanks, tabs, line ends and backslashes."""
    if "\\" not in field:
        return field
    return _OCTAL.sub(lambda match: chr(int(match[1], 8)), field)


def _of_macos(text: str) -> list[Mounted]:
    matches = (_MACOS_LINE.match(line) for line in text.splitlines())
    return [Mounted(match["source"], match["mountpoint"], match["kind"]) for match in matches if match]


def _output_of_mount() -> str:
    """Return what `mount` prints: it reads the table with MNT_NOWAIT and asks no file system."""
    try:
        return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=_SECONDS, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
