"""Fixtures of the contract tests of the openBIS adapter."""

import socket
from collections.abc import Iterator

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.domain.instances.session import Credentials, Instance
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.support.openbis_world import fill
from tests.support.world import World

SERVERS = ("3.5", "3.6", "3.7", "3.7 https")
"""Versions of the API, in which files are transferred in different ways."""
METADATA_SERVER = "3.7 https"
"""Requests for metadata are equal in all versions of the API; test_openbis_adapter_versions.py covers the others."""
LIMITS = HttpLimits(retries=2, retry_seconds=0.01, few_files=0)


class OverOpenbis:
    """The adapter against the wire-level fake openBIS, by https and in the newest version of the API."""

    @pytest.fixture(scope="class")
    @classmethod
    def server(cls) -> str:
        return METADATA_SERVER

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
        with socket.socket() as bound:  # the port is reserved without a listener
            bound.bind(("127.0.0.1", 0))
            yield Instance("unreachable", f"http://127.0.0.1:{bound.getsockname()[1]}")

    @pytest.fixture
    def credentials(self) -> Credentials:
        return Credentials("admin", Secret("changeit"))

    @pytest.fixture(scope="class")
    @classmethod
    def clients(cls) -> Clients:
        return Clients(LIMITS)

    @pytest.fixture
    def sessions(self, clients: Clients) -> OpenbisSessions:
        return OpenbisSessions(clients)

    @pytest.fixture
    def data_sets(self, clients: Clients) -> OpenbisDataSets:
        return OpenbisDataSets(clients)
