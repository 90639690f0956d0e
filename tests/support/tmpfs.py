"""Full and read-only disks for tests: a small tmpfs in the mount namespace of a child process.

Neither mocks nor permissions are needed: any user can mount in a user namespace, and the mount ends with the process.
"""

import subprocess
import sys
from pathlib import Path

from tests.real_parts import missing

_UNSHARE_COMMANDS = (["unshare", "--user", "--map-root-user", "--mount"], ["unshare", "--mount"])
_MOUNT_AND_RUN = 'mount -t tmpfs -o "$1" tmpfs "$2" && exec "$3" -c "$4" "$2"'


def run_on_disk(folder: Path, options: str, script: str) -> str:
    """Run Python code in a process where a tmpfs is mounted on `folder` and return what it prints.

    `sys.argv[1]` is the folder. Skips the test where mounting is not possible.
    """
    arguments = [options, str(folder), sys.executable, script]
    outcome = subprocess.run(
        [*_unshare_command(folder), "sh", "-c", _MOUNT_AND_RUN, "sh", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout


def _unshare_command(folder: Path) -> list[str]:
    for way in _UNSHARE_COMMANDS:
        try:
            trial = [*way, "mount", "-t", "tmpfs", "tmpfs", str(folder)]
            if subprocess.run(trial, capture_output=True, timeout=60, check=False).returncode == 0:
                return way
        except FileNotFoundError:
            break
    return missing("this host does not let a test mount a tmpfs of its own")
