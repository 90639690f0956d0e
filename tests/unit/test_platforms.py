"""Windows and macOS: names that their Python lacks are used only where a fallback or a clear error exists."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.platforms import MODULES_NOT_ON_WINDOWS, NOT_ON_WINDOWS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "jupyter_openbis_server"
ALLOWED = {
    "adapters/filesystem/downloads/partials/positioned_file.py": {"os.pread", "os.pwrite"},  # SeekingFile
    "adapters/filesystem/folders/file_locks.py": {"fcntl"},  # msvcrt
    "adapters/filesystem/folders/open_folder.py": {"os.O_DIRECTORY"},  # with HAS_DESCRIPTORS only
    "adapters/jupyter_server/local_connection.py": {"os.geteuid", "socket.AF_UNIX"},  # where /proc, sockets exist
    "adapters/jupyter_server/running_server.py": {"os.geteuid"},  # after os.name
    "adapters/kernels/kernel_process.py": {"os.getpgrp", "os.killpg", "signal.SIGKILL"},  # hasattr
    "adapters/openbis/http/watchdog.py": {"os.register_at_fork"},  # hasattr
    "adapters/shared/process_limits.py": {"resource"},  # suppressed: no limit
    "adapters/sshfs/program.py": {"resource"},  # after ensure_can_mount
    "adapters/virtual_environments/commands.py": {"os.killpg", "signal.SIGKILL"},  # hasattr
    "entrypoints/demo/jupyter_process.py": {"os.geteuid"},  # hasattr
    "entrypoints/library/shared_program.py": {"os.register_at_fork"},  # hasattr
}
"""What each module may use, and what happens on systems without it."""


def used_names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in NOT_ON_WINDOWS.get(node.value.id, ()):
                yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in MODULES_NOT_ON_WINDOWS)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module in MODULES_NOT_ON_WINDOWS:
                yield node.module
            yield from (
                f"{node.module}.{each.name}" for each in node.names if each.name in NOT_ON_WINDOWS.get(node.module, ())
            )


def test_names_that_windows_lacks_are_used_in_known_modules_only() -> None:
    used = {
        path.relative_to(PACKAGE).as_posix(): names
        for path in sorted(PACKAGE.rglob("*.py"))
        if (names := set(used_names(path)))
    }
    assert used == ALLOWED
