"""A connection file that is never written to a disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.model import ConnectionEntries, ConnectionOrigin


class MemoryConnectionFile:
    """`ConnectionFile` and `ConnectionSource` in one.

    Attributes:
        content: The entries; tests may put something else here, as people do with files.
        name: What problems are reported for.
    """

    def __init__(
        self,
        entries: Iterable[Mapping[str, object]] = (),
        name: str = "connections in memory",
        origin: ConnectionOrigin = ConnectionOrigin.PRESCRIBED,
    ) -> None:
        self.content: object = [dict(entry) for entry in entries]
        self.name = name
        self._origin = origin

    def read(self) -> ConnectionEntries:
        """See `ConnectionSource.read`."""
        return ConnectionEntries.read(self.content, self.name, origin=self._origin)

    def save(self, entry: Mapping[str, object], *, replacing: str | None = None) -> bool:
        """See `ConnectionFile.save`."""
        entries, name = self._entries(), entry.get("name")
        if replacing not in (None, name) and self.defines(str(name)):
            raise InvalidConnection("name", f"{self.name} has another connection {name!r}")
        said = {key: value for key, value in entry.items() if value is not None}
        for known in entries:
            if known.get("name") == (replacing or name):
                known.update({key: None for key in entry if key in known} | said)
                return True
        entries.append(said)
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
