"""Health status."""

import datetime as dt

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.diagnostics.health import GetHealth, Health
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.jobs.jobs import Jobs
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.testing.fakes.jobs import MemoryJobListener, MemoryWorkQueue

NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)


def test_waiting_jobs_and_connected_connections_are_counted():
    connections = ConnectionRegistry()
    jobs = Jobs(MemoryWorkQueue(), MemoryJobListener(), clock=lambda: NOON)
    lab, other = (Instance(name, "https://openbis.example.org") for name in ("lab", "other"))
    connections.add(Connection(lab, session=Session(lab, Secret("token"), "alice")))
    connections.add(Connection(other))
    for number in range(2):
        jobs.start("lab", DownloadRequest((f"1-{number}",), "/data"), lambda *_: ())
    assert GetHealth(connections, jobs)() == Health(True, 0, 2, 2, 1)
    jobs.close()
    assert GetHealth(connections, jobs)() == Health(False, 0, 0, 2, 1)
