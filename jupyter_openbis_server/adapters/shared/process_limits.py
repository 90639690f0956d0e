"""Limits of child processes that handle untrusted content: memory and CPU time.

A shared helper: it imports no adapter.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_MIN_MEMORY = 512 << 20
_CONTAINER_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
KILLED_BY_SYSTEM = (-9, -24)
"""SIGKILL (out of memory) and SIGXCPU, as return codes of `subprocess`."""


def memory_limit(most: int) -> int:
    """Return a limit of address space in bytes: three quarters of the container's memory, at most `most`."""
    return max(_MIN_MEMORY, min(most, _memory_of_container() * 3 // 4))


def limit_this_process(memory: int, seconds: int) -> None:
    """Limit memory (bytes; 0 for no limit) and CPU time of this process, if the system supports it.

    If a container runs out of memory, the kernel should kill this process rather than the server.
    """
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123 - no path of a user
        file.write("1000")
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would contain the content
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))  # also if the server exits
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _memory_of_container() -> int:
    """Return the bytes of memory that the container may use; a large number if there is no limit."""
    for path in _CONTAINER_LIMITS:
        with suppress(OSError, ValueError):
            return int(Path(path).read_text())
    return 1 << 62
