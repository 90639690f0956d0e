"""A fake openBIS that speaks the real one's wire protocol, for demos and tests.

    with FakeOpenbis(api_version="3.6") as openbis:
        client = pybis.Openbis(openbis.url, token=openbis.sessions.open("admin"), ...)

State lives in a folder and survives a restart; sessions do not. ``FakeOpenbis.faults`` makes it misbehave.
``FakeOpenbis(sftp=True)`` shows data sets by SFTP as well, and ``FakeOpenbis.sftp`` has faults of its own.
``ServerSettings("3.7", afs="listed")`` serves openBIS 7's file server AFS at ``FakeOpenbis.afs_url``.
"""

from jupyter_openbis_server.fake_openbis.faults.faults import Fault, FaultKind, Faults
from jupyter_openbis_server.fake_openbis.server.certificates import TlsFiles
from jupyter_openbis_server.fake_openbis.server.requests_log import RecordedRequest, RequestLog
from jupyter_openbis_server.fake_openbis.server.server import DEFAULT_USERS, FakeOpenbis
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.state.sessions import Session, Sessions
from jupyter_openbis_server.fake_openbis.state.settings import ServerSettings

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
