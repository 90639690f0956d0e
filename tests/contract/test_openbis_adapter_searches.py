"""The contracts about searches for the openBIS adapter."""

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.metadata.entities import OpenbisEntities
from jupyter_openbis_server.adapters.openbis.metadata.entity_types import OpenbisEntityTypes
from jupyter_openbis_server.adapters.openbis.metadata.property_types import OpenbisPropertyTypes
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.adapters.openbis.search.searches import OpenbisSearches
from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.search.order import Order
from jupyter_openbis_server.domain.search.prepare import PrepareSearch
from jupyter_openbis_server.domain.search.query import SearchRequest
from jupyter_openbis_server.domain.search.search import Search
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_sample
from jupyter_openbis_server.fake_openbis.state.entities import Sample
from tests.contract.contracts.search_conditions import SearchConditionContract
from tests.contract.contracts.searches import (
    DataSetSearchContract,
    EntitySearchContract,
    called,
    data_sets_with,
    samples_with,
)
from tests.contract.over_openbis import OverOpenbis
from tests.support.searched_samples import TYPE, fill_laboratory
from tests.support.world import World


class OverOpenbisSearches(OverOpenbis):
    @pytest.fixture
    def entities(self, clients: Clients) -> OpenbisEntities:
        return OpenbisEntities(clients)

    @pytest.fixture
    def searches(self, clients: Clients) -> OpenbisSearches:
        return OpenbisSearches(clients)


class TestOpenbisEntitySearch(OverOpenbisSearches, EntitySearchContract):
    def test_page_takes_one_request(
        self, searches: OpenbisSearches, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        searches.search(session, samples_with("heat", "shock", since=dt.date(2023, 1, 1)), PageRequest())
        searches.search(session, called(EntityKind.PROJECT, world.project.identifier), PageRequest())
        assert fake.requests.methods() == ["searchSamples", "searchProjects"]


class TestOpenbisDataSetSearch(OverOpenbisSearches, DataSetSearchContract):
    def test_counting_other_kinds_takes_no_further_request(
        self, searches: OpenbisSearches, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        query = data_sets_with("growth")
        others = [replace(query, kind=kind) for kind in (EntityKind.SAMPLE, EntityKind.EXPERIMENT, EntityKind.PROJECT)]
        fake.requests.clear()
        found = searches.search(session, query, PageRequest(0, 5), others)
        assert fake.requests.methods() == ["executeOperations"]
        assert len(found.counts) == 3

    def test_user_is_requested_once_per_session(
        self, searches: OpenbisSearches, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        for _ in range(2):
            searches.search(session, data_sets_with(mine=True), PageRequest())
        assert fake.requests.methods() == ["getSessionInformation", "searchDataSets", "searchDataSets"]

    def test_page_takes_one_request(
        self, searches: OpenbisSearches, session: Session, fake: FakeOpenbis, world: World
    ) -> None:
        fake.requests.clear()
        searches.search(session, data_sets_with("growth", "day", type_code="RAW_DATA"), PageRequest(5, 5))
        searches.search(session, called(EntityKind.DATA_SET, world.sample.identifier), PageRequest())
        assert fake.requests.methods() == ["searchDataSets"] * 2


class TestOpenbisSearchConditions(OverOpenbisSearches, SearchConditionContract):
    @pytest.fixture
    def property_types(self, clients: Clients) -> OpenbisPropertyTypes:
        return OpenbisPropertyTypes(clients)

    @pytest.fixture
    def entity_types(self, clients: Clients) -> OpenbisEntityTypes:
        return OpenbisEntityTypes(clients)

    @pytest.fixture(scope="class")
    @classmethod
    def searched_world(cls, fake: FakeOpenbis, world: World) -> World:
        fill_laboratory(fake.laboratory)
        return world

    def test_all_property_types_take_one_request(
        self, property_types: OpenbisPropertyTypes, session: Session, fake: FakeOpenbis, searched_world: World
    ) -> None:
        fake.requests.clear()
        property_types.named(session, {"SEARCH_COUNT", "SEARCH_STAIN", "SEARCH_DAY"})
        assert fake.requests.methods() == ["getPropertyTypes"]


class TestChangingResults(OverOpenbis):
    """Pages with cursors over the wire, while samples are added, deleted and modified."""

    @pytest.fixture(scope="class")
    @classmethod
    def search(cls, clients: Clients, instance: Instance, fake: FakeOpenbis) -> Search:
        fill_laboratory(fake.laboratory)
        connections = ConnectionRegistry()
        connections.add(Connection(instance, "admin", Credentials("admin", Secret("changeit"))))
        manager = SessionManager(connections, OpenbisSessions(clients))
        prepare = PrepareSearch(OpenbisEntities(clients), OpenbisPropertyTypes(clients), OpenbisEntityTypes(clients))
        return Search(manager, prepare, OpenbisSearches(clients))

    @pytest.mark.parametrize("order", ["-registered", "registered", "-modified", "modified"])
    @settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(seed=st.integers(0, 2**32))
    def test_rows_are_neither_lost_nor_repeated(self, search: Search, fake: FakeOpenbis, order: str, seed: int) -> None:
        chance, lab = random.Random(seed), fake.laboratory
        for left in [each for each in lab.samples if each.code.startswith("CHANGING")]:
            lab.remove(left)
        project, moment = "/YEAST_LAB/GROWTH", lab.now()

        def add(number: int) -> Sample:
            dates = {"registration_date": moment} if chance.random() < 0.5 else {}  # many have the same date
            return add_sample(lab, f"CHANGING_{number:03}", TYPE, project=project, **dates)

        samples = {each.perm_id: each for each in map(add, range(30))}
        kept, found, after, number = set(samples), list[str](), "", 100
        request = SearchRequest(EntityKind.SAMPLE, "CHANGING*", order=Order.parse(order))
        while after is not None:
            page = search("lab", request, PageRequest(0, 5), after=after)
            found += [each.perm_id for each in page.entities]
            after = page.next
            for deleted in chance.sample(sorted(samples), min(len(samples), chance.randint(0, 4))):
                kept.discard(deleted)
                lab.remove(samples.pop(deleted))
            for modified in chance.sample(sorted(samples), min(len(samples), 2)):
                lab.put(replace(samples[modified], modification_date=lab.now()))
            for _ in range(chance.randint(0, 4)):
                number += 1
                added = add(number)
                samples[added.perm_id] = added
        assert len(found) == len(set(found))
        assert kept <= set(found)
