"""The contract of `ObjectFiles` for the file server (AFS) of the wire-level fake."""

from collections.abc import Callable, Iterator

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.upload.afs.object_files import OpenbisObjectFiles
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.instances.ports import Sessions
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from tests.contract.contracts.object_files import ObjectFilesContract, Stored
from tests.contract.file_uploading import FileUploading, file_uploading
from tests.contract.over_openbis import OverOpenbis


class TestOpenbisObjectFiles(OverOpenbis, ObjectFilesContract):
    @pytest.fixture(scope="class")
    @classmethod
    def fake(cls) -> Iterator[FakeOpenbis]:
        with FakeOpenbis(settings=ServerSettings("3.7", afs="listed")) as fake:
            yield fake

    @pytest.fixture
    def bare_session(self, sessions: Sessions, credentials: Credentials) -> Iterator[Session]:
        with FakeOpenbis(settings=ServerSettings("3.7"), sample_data=False) as fake:
            yield sessions.open(Instance("old", fake.url), credentials)

    @pytest.fixture
    def object_files(self, clients: Clients) -> OpenbisObjectFiles:
        return OpenbisObjectFiles(clients)

    @pytest.fixture
    def uploading(self, fake: FakeOpenbis) -> FileUploading:
        return file_uploading(fake)

    @pytest.fixture
    def owner(self, uploading: FileUploading) -> Entity:
        return Entity(EntityKind.SAMPLE, uploading.owner, "/OWNER")

    @pytest.fixture
    def fixed_owner(self, fake: FakeOpenbis) -> Entity:
        return Entity(EntityKind.SAMPLE, file_uploading(fake, immutable=True).owner, "/FIXED")

    @pytest.fixture
    def stored(self, uploading: FileUploading) -> Iterator[Callable[[], Stored]]:
        yield lambda: uploading.stored
        assert uploading.unfinished == []
