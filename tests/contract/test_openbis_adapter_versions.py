"""Metadata requests in each version of openBIS; the contracts test the newest one in detail."""

from dataclasses import dataclass

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.entities import OpenbisEntities
from jupyter_openbis_server.adapters.openbis.metadata.entity_types import OpenbisEntityTypes
from jupyter_openbis_server.adapters.openbis.metadata.instances import OpenbisInstances
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.adapters.openbis.search.searches import OpenbisSearches
from jupyter_openbis_server.domain.catalogue.entity import EntityRef, EntityReference
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.search.conditions import Operator
from jupyter_openbis_server.domain.search.criteria import PropertyCriterion
from jupyter_openbis_server.domain.search.query import SearchQuery
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.contract.contracts.searches import data_sets_with, samples_with
from tests.contract.over_openbis import SERVERS, OverOpenbis
from tests.support.openbis_world import access_token
from tests.support.world import World

ALL = PageRequest(0, 1000)


@dataclass(frozen=True)
class Ports:
    """The parts of the adapter that request metadata."""

    data_set_types: OpenbisEntityTypes
    data_sets: OpenbisDataSets
    entities: OpenbisEntities
    instances: OpenbisInstances
    searches: OpenbisSearches


class TestVersions(OverOpenbis):
    @pytest.fixture(scope="class", params=SERVERS)
    @classmethod
    def server(cls, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.fixture
    def ports(self, clients: Clients) -> Ports:
        return Ports(
            OpenbisEntityTypes(clients),
            OpenbisDataSets(clients),
            OpenbisEntities(clients),
            OpenbisInstances(clients),
            OpenbisSearches(clients),
        )

    @pytest.fixture
    def session(self, sessions: OpenbisSessions, instance: Instance, credentials: Credentials) -> Session:
        return sessions.open(instance, credentials)

    def test_a_session_is_opened_checked_and_closed(self, sessions: OpenbisSessions, session: Session) -> None:
        assert sessions.is_alive(session)
        assert sessions.user_of(session) == "admin"
        sessions.close(session)
        assert not sessions.is_alive(session)

    def test_the_installation_and_its_types_are_described(
        self, ports: Ports, session: Session, server: str, world: World
    ) -> None:
        facts = ports.instances.facts(session)
        assert facts.api_version == tuple(map(int, server.removesuffix(" https").split(".")))
        types = {each.code: each for each in ports.data_set_types.all(session)}
        assert {world.type.code, world.bare_type} <= types.keys()
        codes = {each.code for each in types[world.type.code].assignments}
        assert {world.type.mandatory, world.type.vocabulary} <= codes

    def test_entities_are_found_listed_and_searched(self, ports: Ports, session: Session, world: World) -> None:
        for entity in (world.sample, world.experiment):
            assert ports.entities.find(session, EntityReference.parse(entity.identifier)) == entity
        inside = ports.entities.inside(session, world.project, EntityKind.EXPERIMENT, ALL)
        assert world.experiment in inside.rows
        code = world.sample.identifier.rpartition("/")[2]
        assert world.sample in ports.searches.search(session, samples_with(code), ALL).rows
        details = ports.entities.details(session, world.daughter)
        assert [each.perm_id for each in details.parents] == [world.mother.perm_id]

    def test_conditions_that_exclude_are_refused_where_openbis_may_ignore_them(
        self, ports: Ports, session: Session, server: str, world: World
    ) -> None:
        criteria = (PropertyCriterion("$NAME", "VARCHAR", Operator.EMPTY),)
        unnamed = SearchQuery(EntityKind.DATA_SET, properties=criteria)
        if server == "3.5":
            with pytest.raises(InvalidSearch, match=r"API 3\.5.*need API 3\.6"):
                ports.searches.search(session, unnamed, ALL)
        else:
            assert all(each.name is None for each in ports.searches.search(session, unnamed, ALL).data_sets)

    def test_data_sets_are_found_listed_and_searched(self, ports: Ports, session: Session, world: World) -> None:
        known = ports.data_sets.get(session, world.data_set.perm_id)
        assert known.properties == world.data_set.properties
        assert ports.data_sets.missing(session, [known.perm_id, "20200101000000000-1"]) == ("20200101000000000-1",)
        listed = ports.data_sets.of_entity(session, world.sample, ALL)
        assert {each.perm_id for each in listed.rows} == world.sample_data_sets
        assert known in ports.searches.search(session, data_sets_with(known.perm_id), ALL).rows
        details = ports.entities.details(session, EntityRef(EntityKind.DATA_SET, known.perm_id))
        assert {each.code: each.value for each in details.properties} == known.properties


class TestVersionsWithAccessTokens(OverOpenbis):
    @pytest.fixture(scope="class", params=SERVERS[1:])  # API 3.5 has none
    @classmethod
    def server(cls, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    def test_a_personal_access_token_opens_a_session(
        self, sessions: OpenbisSessions, instance: Instance, fake: FakeOpenbis
    ) -> None:
        token = Credentials.of_token(Secret(access_token(fake, "admin")))
        assert sessions.user_of(sessions.open(instance, token)) == "admin"
