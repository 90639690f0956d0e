"""A fake openBIS that speaks the real one's wire protocol, for demos and tests.

    with FakeOpenbis(api_version="3.6") as openbis:
        client = pybis.Openbis(openbis.url, token=openbis.sessions.open("admin"), ...)

State lives in a folder and survives a restart; sessions do not. ``FakeOpenbis.faults`` makes it misbehave.
``FakeOpenbis(sftp=True)`` shows data sets by SFTP as well, and ``FakeOpenbis.sftp`` has faults of its own.
"""

from .certificates import TlsFiles
from .faults import Fault, FaultKind, Faults
from .laboratory import Laboratory
from .requests_log import RecordedRequest, RequestLog
from .server import DEFAULT_USERS, FakeOpenbis
from .sessions import Session, Sessions
from .settings import ServerSettings

__all__ = [
    "DEFAULT_USERS",
    "FakeOpenbis",
    "Fault",
    "FaultKind",
    "Faults",
    "Laboratory",
    "RecordedRequest",
    "RequestLog",
    "ServerSettings",
    "Session",
    "Sessions",
    "TlsFiles",
]
