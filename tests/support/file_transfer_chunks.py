"""Small helpers for what goes over the wire."""

import struct
import zlib

from jupyter_openbis_server.adapters.pybis import Clients, HttpLimits
from jupyter_openbis_server.adapters.pybis.client import Client
from jupyter_openbis_server.domain.model import Instance, Secret, Session

TOKEN = "admin-230317133255245x9E43A1B2C3D4E5F60718293A4B5C6D7E"
URL = "https://openbis.example.org"
V3 = f"{URL}/openbis/openbis/rmi-application-server-v3.json"
LIMITS = HttpLimits(connect_seconds=1, read_seconds=1, answer_seconds=2, answer_bytes=100_000, retry_seconds=0.001)
SESSION = Session(Instance("lab", URL), Secret(TOKEN), "admin")


def client() -> Client:
    return Clients(LIMITS).of(SESSION)


def chunk(
    number: int = 0, offset: int = 0, payload: bytes = b"content", *, path: str = "original/ä.txt", item: str = "1-1/x"
) -> bytes:
    """Return a chunk as the file-transfer servlet sends it."""
    item_bytes, path_bytes = item.encode(), path.encode()
    header = struct.pack(">ihbhqi", number, len(item_bytes), 0, len(path_bytes), offset, len(payload))
    header += item_bytes + path_bytes
    return header + _crc(header) + payload + _crc(payload)


def _crc(content: bytes) -> bytes:
    return struct.pack(">q", zlib.crc32(content))
