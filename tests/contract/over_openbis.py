"""What the contract tests of the pyBIS adapter share."""

import socket
from collections.abc import Iterator

import pytest

from jupyter_openbis_server.adapters.pybis import Clients, HttpLimits, PybisDataSets, PybisSessions
from jupyter_openbis_server.domain.model import Credentials, Instance, Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis

from .contracts.world import World
from .pybis_world import fill

SERVERS = ("3.5", "3.6", "3.7", "3.7 https")
LIMITS = HttpLimits(connect_seconds=2, read_seconds=5, retries=2, retry_seconds=0.01, few_files=0)


class OverPybis:
    """The adapter against the wire-level fake openBIS, in all versions of the API and by https."""

    @pytest.fixture(scope="class", params=SERVERS)
    @classmethod
    def server(cls, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.fixture(scope="class")
    @classmethod
    def fake(cls, server: str) -> Iterator[FakeOpenbis]:
        version, _, scheme = server.partition(" ")
        with FakeOpenbis(api_version=version, tls=scheme == "https") as fake:
            yield fake

    @pytest.fixture(scope="class")
    @classmethod
    def world(cls, fake: FakeOpenbis) -> World:
        return fill(fake.laboratory)

    @pytest.fixture(scope="class")
    @classmethod
    def instance(cls, fake: FakeOpenbis) -> Instance:
        return Instance("lab", fake.url, ca_bundle=str(fake.ca_file) if fake.url.startswith("https") else None)

    @pytest.fixture(scope="class")
    @classmethod
    def dead_instance(cls) -> Iterator[Instance]:
        with socket.socket() as bound:  # the port is taken, but nobody listens
            bound.bind(("127.0.0.1", 0))
            yield Instance("gone", f"http://127.0.0.1:{bound.getsockname()[1]}")

    @pytest.fixture
    def credentials(self) -> Credentials:
        return Credentials("admin", Secret("changeit"))

    @pytest.fixture(scope="class")
    @classmethod
    def clients(cls) -> Clients:
        return Clients(LIMITS)

    @pytest.fixture
    def sessions(self, clients: Clients) -> PybisSessions:
        return PybisSessions(clients)

    @pytest.fixture
    def data_sets(self, clients: Clients) -> PybisDataSets:
        return PybisDataSets(clients)
