"""Files in openBIS's file server (AFS), with the wire-level fake."""

from collections.abc import Iterator

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.api.data_stores import upload_store
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.entities import OpenbisEntities
from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.use_cases import details_named
from jupyter_openbis_server.domain.errors import DataSetNotFound
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_experiment, add_project, add_sample, add_space
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.afs import add_afs_files
from tests.contract.contracts.afs import AfsContract, AfsOwners
from tests.contract.over_openbis import LIMITS, OverOpenbis
from tests.support.openbis_world import entity_of

SAMPLE = EntityRef(EntityKind.SAMPLE, "20010101000000000-1")


class TestOpenbisAfs(OverOpenbis, AfsContract):
    @pytest.fixture(scope="class")
    @classmethod
    def server(cls) -> str:
        return "3.7"

    @pytest.fixture(scope="class")
    @classmethod
    def fake(cls) -> Iterator[FakeOpenbis]:
        settings = ServerSettings(api_version="3.7", afs_row="first")
        with FakeOpenbis(settings=settings, sample_data=False) as fake:
            yield fake

    @pytest.fixture(scope="class")
    @classmethod
    def owners(cls, fake: FakeOpenbis) -> AfsOwners:
        lab = fake.laboratory
        lab.put(e.EntityType("SAMPLE", "ENTRY"))
        lab.put(e.EntityType("EXPERIMENT", "SERIES"))
        space, project = add_space(lab, "AFS"), add_project(lab, "AFS", "FILES")
        experiment = add_experiment(lab, "/AFS/FILES", "SERIES", "SERIES")
        samples = [add_sample(lab, code, "ENTRY", experiment=experiment.perm_id) for code in ("WITH", "WITHOUT")]
        add_afs_files(lab, experiment)
        add_afs_files(lab, samples[0])
        return AfsOwners(*map(entity_of, (experiment, *samples, project, space)))

    @pytest.fixture
    def entities(self, clients: Clients) -> OpenbisEntities:
        return OpenbisEntities(clients)

    def test_owner_of_another_kind_is_not_found_by_the_permid_of_its_files(
        self, entities: OpenbisEntities, session: Session, owners: AfsOwners
    ) -> None:
        perm_id = owners.experiment.perm_id
        possible = (EntityKind.EXPERIMENT, EntityKind.DATA_SET)
        assert details_named(entities, session, perm_id, possible).kind is EntityKind.EXPERIMENT
        with pytest.raises(DataSetNotFound, match=perm_id):
            details_named(entities, session, perm_id, (EntityKind.SAMPLE, EntityKind.DATA_SET))

    def test_listing_takes_one_request_after_the_capabilities_are_cached(
        self, data_sets: OpenbisDataSets, session: Session, fake: FakeOpenbis, owners: AfsOwners
    ) -> None:
        data_sets.inside(session, owners.sample, PageRequest())
        fake.requests.clear()
        data_sets.inside(session, owners.sample, PageRequest())
        data_sets.of_entity(session, owners.space, PageRequest())
        assert fake.requests.methods() == ["executeOperations"] * 2

    def test_uploads_never_use_afs(self, clients: Clients, session: Session) -> None:
        assert upload_store(clients.of(session)).code == "DSS1"


@pytest.mark.parametrize(("version", "asked"), [("3.5", []), ("3.6", []), ("3.7", ["searchDataStores"])])
def test_support_for_afs_is_requested_once(version: str, asked: list[str]) -> None:
    with FakeOpenbis(api_version=version) as fake:
        clients, session = _opened(fake)
        fake.requests.clear()
        for _ in range(3):
            OpenbisDataSets(clients).inside(session, SAMPLE, PageRequest())
        assert fake.requests.methods() == ["getServerInformation", *asked, *["searchDataSets"] * 3]


def test_server_without_data_store_kinds_has_no_afs() -> None:
    with FakeOpenbis(api_version="3.7", settings=ServerSettings(afs_row="last", data_store_kinds=False)) as fake:
        clients, session = _opened(fake)
        assert OpenbisDataSets(clients).inside(session, SAMPLE, PageRequest()).in_afs == 0


def _opened(fake: FakeOpenbis) -> tuple[Clients, Session]:
    session = Session(Instance("lab", fake.url), Secret(fake.sessions.open("admin")), "admin")
    return Clients(LIMITS), session
