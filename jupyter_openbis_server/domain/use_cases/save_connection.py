"""Writing a connection down for the next time."""

from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_openbis_server.domain.model import ConnectionDefinition
from jupyter_openbis_server.domain.ports import ConnectionFile


@dataclass(frozen=True)
class SaveConnection:
    """Write a connection into a connection file, which is read when Jupyter starts."""

    file: ConnectionFile

    def __call__(self, entry: Mapping[str, object]) -> bool:
        """Add or update the entry; tells whether there was one of that name.

        Raises:
            InvalidConnection: the entry would not be usable, or the file is none; nothing is written.
            TargetNotWritable, DiskFull: the file system refuses.
        """
        ConnectionDefinition.from_mapping(entry)
        return self.file.save(entry)
