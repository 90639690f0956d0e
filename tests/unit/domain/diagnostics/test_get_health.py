"""How the program fares, from what is known."""

import datetime as dt

from jupyter_openbis_server.adapters.memory import MemoryConnections, MemoryJobListener, MemoryWorkQueue
from jupyter_openbis_server.domain.jobs import Jobs
from jupyter_openbis_server.domain.model import Connection, DownloadRequest, Health, Instance, Secret, Session
from jupyter_openbis_server.domain.use_cases import GetHealth

NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)


def test_what_waits_and_what_is_connected_is_counted():
    connections = MemoryConnections()
    jobs = Jobs(MemoryWorkQueue(), MemoryJobListener(), clock=lambda: NOON)
    lab, other = (Instance(name, "https://openbis.example.org") for name in ("lab", "other"))
    connections.add(Connection(lab, session=Session(lab, Secret("token"), "alice")))
    connections.add(Connection(other))
    for number in range(2):
        jobs.start("lab", DownloadRequest((f"1-{number}",), "/data"), lambda cancellation, progress: ())
    assert GetHealth(connections, jobs)() == Health(True, 0, 2, 2, 1)
    jobs.close()
    assert GetHealth(connections, jobs)() == Health(False, 0, 0, 2, 1)
