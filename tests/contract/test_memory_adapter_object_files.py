"""The contract of `ObjectFiles` for the fake in memory."""

from collections.abc import Callable

import pytest

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.instances.ports import Sessions
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.object_files import MemoryObjectFiles
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.sessions import MemorySessions
from tests.contract.contracts.object_files import ObjectFilesContract, Stored


class TestMemoryObjectFiles(ObjectFilesContract):
    @pytest.fixture
    def openbis(self) -> MemoryOpenbis:
        return MemoryOpenbis(users={"anna": "correct horse"}, has_file_server=True)

    @pytest.fixture
    def bare_openbis(self) -> MemoryOpenbis:
        return MemoryOpenbis(url="https://old.example.org", users={"anna": "correct horse"})

    @pytest.fixture
    def network(self, openbis: MemoryOpenbis, bare_openbis: MemoryOpenbis) -> MemoryNetwork:
        return MemoryNetwork(openbis, bare_openbis)

    @pytest.fixture
    def instance(self, openbis: MemoryOpenbis) -> Instance:
        return openbis.instance("lab")

    @pytest.fixture
    def dead_instance(self) -> Instance:
        return Instance("unreachable", "https://unreachable.example.org")

    @pytest.fixture
    def credentials(self) -> Credentials:
        return Credentials("anna", Secret("correct horse"))

    @pytest.fixture
    def sessions(self, network: MemoryNetwork) -> MemorySessions:
        return MemorySessions(network)

    @pytest.fixture
    def bare_session(self, sessions: Sessions, bare_openbis: MemoryOpenbis, credentials: Credentials) -> Session:
        return sessions.open(bare_openbis.instance("old"), credentials)

    @pytest.fixture
    def object_files(self, network: MemoryNetwork) -> MemoryObjectFiles:
        return MemoryObjectFiles(network)

    @pytest.fixture
    def owner(self, openbis: MemoryOpenbis) -> Entity:
        return openbis.add_sample("/LAB/FILES/OWNER")

    @pytest.fixture
    def fixed_owner(self, openbis: MemoryOpenbis) -> Entity:
        fixed = openbis.add_experiment("/LAB/FILES/FIXED")
        openbis.fixed_owners.add(fixed.perm_id)
        return fixed

    @pytest.fixture
    def stored(self, openbis: MemoryOpenbis, owner: Entity) -> Callable[[], Stored]:
        def read() -> Stored:
            files = openbis.object_files.get(owner.perm_id, {})
            return {path: each.content for path, each in files.items() if not path.startswith(".afs")}

        return read
