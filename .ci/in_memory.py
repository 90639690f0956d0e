"""Run a command with temporary files in memory if there is room; remove them when it ends.

python .ci/in_memory.py COMMAND [ARGUMENT …]

The tests write and remove some hundred thousand small files, which takes minutes on a disk. Exits with the status of
the command.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux has a file system in memory
_ROOM = 5 * 1024**3
"""Bytes: the virtual environments of the tests, and the files of four test processes."""


def folder() -> str | None:
    """Return the file system in memory; None if there is none, too little room, or programs may not run from it."""
    try:
        flags, free = os.statvfs(_MEMORY).f_flag, shutil.disk_usage(_MEMORY).free
        (memory,) = re.findall(r"^MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
    except (OSError, ValueError):
        return None
    is_usable = os.access(_MEMORY, os.W_OK) and not flags & os.ST_NOEXEC
    return str(_MEMORY) if is_usable and min(free, int(memory) * 1024) >= _ROOM else None


def main(command: list[str]) -> int:
    """Run the command. The folder's name is short, since paths of sockets are limited to about 100 bytes."""
    temporary = tempfile.mkdtemp(prefix="t-", dir=folder())
    try:
        with subprocess.Popen(command, env=os.environ | {"TMPDIR": temporary}) as process:  # noqa: S603 - an argument of the caller
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command receives it from the terminal, too
            signal.signal(signal.SIGTERM, lambda *_: process.terminate())
            return process.wait()
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
