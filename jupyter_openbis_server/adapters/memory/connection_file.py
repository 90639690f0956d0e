"""A connection file that is never written to a disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.model import ConnectionEntries


class MemoryConnectionFile:
    """`ConnectionFile` and `ConnectionSource` in one.

    Attributes:
        content: The entries; tests may put something else here, as people do with files.
        name: What problems are reported for.
    """

    def __init__(self, entries: Iterable[Mapping[str, object]] = (), name: str = "connections in memory") -> None:
        self.content: object = [dict(entry) for entry in entries]
        self.name = name

    def read(self) -> ConnectionEntries:
        """See `ConnectionSource.read`."""
        return ConnectionEntries.read(self.content, self.name)

    def save(self, entry: Mapping[str, object]) -> bool:
        """See `ConnectionFile.save`."""
        entries = self._entries()
        for known in entries:
            if known.get("name") == entry.get("name"):
                known.update(entry)
                return True
        entries.append(dict(entry))
        return False

    def defines(self, name: str) -> bool:
        """See `ConnectionFile.defines`."""
        return any(each.get("name") == name for each in self._entries())

    def remove(self, name: str) -> bool:
        """See `ConnectionFile.remove`."""
        entries = self._entries()
        kept = [each for each in entries if each.get("name") != name]
        self.content = kept
        return len(kept) < len(entries)

    def _entries(self) -> list[dict[str, object]]:
        if not isinstance(self.content, list):
            raise InvalidConnection("connections", f"{self.name} is not a list of connections")
        return self.content
