"""Fake of the ports `ConnectionFile` and `ConnectionSource`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jupyter_openbis_server.domain.connections.connection_definition import ConnectionEntries, ConnectionOrigin
from jupyter_openbis_server.domain.errors import InvalidConnection


class MemoryConnectionFile:
    """`ConnectionFile` and `ConnectionSource` in memory.

    Attributes:
        content: The entries; tests may set invalid content, as users may in files.
        name: Name of the source in reported problems.
    """

    def __init__(
        self,
        entries: Iterable[Mapping[str, object]] = (),
        name: str = "connections in memory",
        origin: ConnectionOrigin = ConnectionOrigin.OPERATOR,
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
        given = {key: value for key, value in entry.items() if value is not None}
        for known in entries:
            if known.get("name") == (replacing or name):
                known.update({key: None for key in entry if key in known} | given)
                return True
        entries.append(given)
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
