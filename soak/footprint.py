"""Resources of a process: threads, open files, memory, children."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Footprint:
    """The resources of a process at one time.

    Attributes:
        memory: Resident, in MiB.
        temporary: Names in its folder for temporary files.
    """

    threads: int
    descriptors: int
    memory: int
    children: int
    temporary: tuple[str, ...]

    @classmethod
    def of(cls, process_id: int, temporary: Path) -> Footprint:
        """Read the current resources of a process."""
        process = Path(f"/proc/{process_id}")
        status = (process / "status").read_text()
        children = (process / "task" / str(process_id) / "children").read_text().split()
        return cls(
            _number(status, "Threads"),
            len(list((process / "fd").iterdir())),
            _number(status, "VmRSS") // 1024,
            len(children),
            tuple(sorted(each.name for each in temporary.iterdir())),
        )

    def leaks_since(self, earlier: Footprint) -> list[str]:
        """Return the resources that grew more than the same kind of traffic explains."""
        found = []
        if self.threads > earlier.threads + _MORE_THREADS:
            found.append(f"threads: {earlier.threads} -> {self.threads}")
        if self.descriptors > earlier.descriptors + _MORE_DESCRIPTORS:
            found.append(f"open files: {earlier.descriptors} -> {self.descriptors}")
        if self.memory > earlier.memory + _MORE_MEMORY:
            found.append(f"memory: {earlier.memory} -> {self.memory} MiB")
        if self.children > earlier.children:
            found.append(f"child processes: {earlier.children} -> {self.children}")
        found += [f"temporary file: {name}" for name in self.temporary]
        return found


_MORE_THREADS = 8
_MORE_DESCRIPTORS = 25
"""Idle connections are kept: some for each user and for the data store."""
_MORE_MEMORY = 150


def _number(status: str, key: str) -> int:
    found = re.search(rf"^{key}:\s+(\d+)", status, re.MULTILINE)
    return int(found[1]) if found else 0
