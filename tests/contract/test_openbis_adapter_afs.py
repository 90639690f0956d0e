"""Files in openBIS's file server (AFS) over the wire: found where there is one, at no cost where there is none."""

from collections.abc import Iterator

import pytest

from jupyter_openbis_server.adapters.pybis import Clients, PybisDataSets, PybisEntities
from jupyter_openbis_server.adapters.pybis.data_stores import upload_store
from jupyter_openbis_server.domain.model import EntityKind, Instance, PageRequest, Place, Secret, Session
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis import entities as e
from jupyter_openbis_server.fake_openbis.additions import add_experiment, add_project, add_sample, add_space
from jupyter_openbis_server.fake_openbis.afs import add_afs_files

from .contracts.afs import AfsContract, AfsOwners
from .over_pybis import LIMITS, OverPybis
from .pybis_world import entity_of

SAMPLE = Place(EntityKind.SAMPLE, "20010101000000000-1")


class TestPybisAfs(OverPybis, AfsContract):
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
    def entities(self, clients: Clients) -> PybisEntities:
        return PybisEntities(clients)

    def test_a_listing_costs_one_request_once_the_server_is_known(
        self, data_sets: PybisDataSets, session: Session, fake: FakeOpenbis, owners: AfsOwners
    ) -> None:
        data_sets.inside(session, owners.sample, PageRequest())
        fake.requests.clear()
        data_sets.inside(session, owners.sample, PageRequest())
        data_sets.of_entity(session, owners.space, PageRequest())
        assert fake.requests.methods() == ["executeOperations"] * 2

    def test_uploads_never_go_to_afs(self, clients: Clients, session: Session) -> None:
        assert upload_store(clients.of(session)).code == "DSS1"


@pytest.mark.parametrize(("version", "asked"), [("3.5", []), ("3.6", []), ("3.7", ["searchDataStores"])])
def test_a_server_without_afs_is_asked_once_and_never_again(version: str, asked: list[str]) -> None:
    with FakeOpenbis(api_version=version) as fake:
        clients, session = _opened(fake)
        fake.requests.clear()
        for _ in range(3):
            PybisDataSets(clients).inside(session, SAMPLE, PageRequest())
        assert fake.requests.methods() == ["getServerInformation", *asked, *["searchDataSets"] * 3]


def test_a_server_that_does_not_know_kinds_of_data_stores_has_no_afs() -> None:
    with FakeOpenbis(api_version="3.7", settings=ServerSettings(afs_row="last", data_store_kinds=False)) as fake:
        clients, session = _opened(fake)
        assert PybisDataSets(clients).inside(session, SAMPLE, PageRequest()).in_afs == 0


def _opened(fake: FakeOpenbis) -> tuple[Clients, Session]:
    session = Session(Instance("lab", fake.url), Secret(fake.sessions.open("admin")), "admin")
    return Clients(LIMITS), session
