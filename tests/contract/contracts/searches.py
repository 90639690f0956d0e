"""The contracts of `Searches`."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityReference
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSets, Entities
from jupyter_openbis_server.domain.errors import InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.search.ports import Searches
from jupyter_openbis_server.domain.search.query import SearchQuery
from jupyter_openbis_server.domain.shared.page import PageRequest
from tests.contract.contracts.openbis import OpenbisContract
from tests.support.world import World

ALL = PageRequest(0, 1000)
SIGNS = ["%", "_____", "'", "(", "[x]", "%%%*", "$1", "a.b", "^", "ä", "😀", "--", "?*?"]
"""Characters with a special meaning in some layer between the client and openBIS's database."""


def data_sets_with(*words: str, **filters: object) -> SearchQuery:
    return SearchQuery(EntityKind.DATA_SET, words=words, **filters)  # type: ignore[arg-type]


def samples_with(*words: str, **filters: object) -> SearchQuery:
    return SearchQuery(EntityKind.SAMPLE, words=words, **filters)  # type: ignore[arg-type]


def called(kind: EntityKind, text: str) -> SearchQuery:
    return SearchQuery(kind, EntityReference.parse(text))


class DataSetSearchContract(OpenbisContract):
    """Fixtures: `searches`, `data_sets`, `entities`, `world`, and those of `OpenbisContract`."""

    @pytest.fixture
    def known(self, data_sets: DataSets, session: Session, world: World) -> DataSet:
        return data_sets.get(session, world.data_set.perm_id)

    def test_words_are_searched_in_code_and_properties(
        self, searches: Searches, session: Session, known: DataSet
    ) -> None:
        assert known.name is not None
        part, code = known.name[1:4], known.perm_id[4:]
        for words in ((known.name.lower(),), (part.upper(),), (code,), (part, code)):
            found = searches.search(session, data_sets_with(*words), ALL)
            assert known in found.rows
            assert found.total == len(found.rows)

    def test_all_words_must_occur(self, searches: Searches, session: Session, known: DataSet) -> None:
        found = searches.search(session, data_sets_with(known.perm_id, "xyzzy"), ALL)
        assert (found.rows, found.total) == ((), 0)

    def test_wildcards_match_any_characters(self, searches: Searches, session: Session, known: DataSet) -> None:
        assert known.name is not None
        for word in (f"{known.name[:2]}*{known.name[-2:]}", f"{known.name[:2]}?{known.name[3:]}", "*", "?"):
            assert known in searches.search(session, data_sets_with(word), ALL).rows
        assert known not in searches.search(session, data_sets_with(f"{known.name}?"), ALL).rows

    @pytest.mark.parametrize("word", SIGNS)
    def test_special_characters_are_searched_literally(
        self, searches: Searches, session: Session, known: DataSet, word: str
    ) -> None:
        found = searches.search(session, data_sets_with(word), ALL)
        assert (known in found.rows) == (word == "?*?")

    def test_perm_id_finds_exactly_its_data_set(self, searches: Searches, session: Session, known: DataSet) -> None:
        found = searches.search(session, called(EntityKind.DATA_SET, known.perm_id), ALL)
        assert (found.rows, found.total) == ((known,), 1)

    def test_reference_to_a_sample_or_experiment_finds_its_data_sets(
        self, searches: Searches, session: Session, world: World
    ) -> None:
        for owner, expected in (
            (world.sample, world.sample_data_sets),
            (world.experiment, world.experiment_data_sets),
        ):
            for text in (owner.perm_id, owner.identifier):
                found = searches.search(session, called(EntityKind.DATA_SET, text), ALL)
                assert {row.perm_id for row in found.rows} == expected

    @pytest.mark.parametrize("text", ["20010101000000000-999999", "/NO/SUCH/ENTITY"])
    def test_missing_reference_finds_nothing(self, searches: Searches, session: Session, text: str) -> None:
        assert searches.search(session, called(EntityKind.DATA_SET, text), ALL).rows == ()

    def test_search_can_be_limited_to_a_type(self, searches: Searches, session: Session, known: DataSet) -> None:
        found = searches.search(session, data_sets_with(type_code=known.type_code), ALL)
        assert known in found.rows
        assert {row.type_code for row in found.rows} == {known.type_code}
        assert searches.search(session, data_sets_with(type_code="NO_SUCH_TYPE"), ALL).total == 0

    def test_both_limits_of_a_period_are_inclusive(self, searches: Searches, session: Session, known: DataSet) -> None:
        assert known.registered is not None
        day, other = known.registered.date(), dt.timedelta(days=1)
        found = searches.search(session, data_sets_with(since=day, until=day), ALL)
        assert known in found.rows
        assert {row.registered.date() for row in found.data_sets if row.registered} == {day}
        assert known not in searches.search(session, data_sets_with(since=day + other), ALL).rows
        assert known not in searches.search(session, data_sets_with(until=day - other), ALL).rows

    def test_words_of_the_sample_or_experiment_find_its_data_sets(
        self, searches: Searches, entities: Entities, session: Session, world: World
    ) -> None:
        named = world.named_sample
        shown = entities.details(session, named)
        assert shown.name
        for word in (*shown.name.split(), named.identifier.rpartition("/")[2], named.perm_id, named.identifier.lower()):
            found = {row.perm_id for row in searches.search(session, data_sets_with(word), ALL).rows}
            assert found >= world.named_sample_data_sets, word
        code = world.experiment.identifier.rpartition("/")[2]
        found = {row.perm_id for row in searches.search(session, data_sets_with(code), ALL).rows}
        assert found >= world.experiment_data_sets

    def test_words_may_match_the_data_set_or_its_sample(
        self, searches: Searches, session: Session, known: DataSet
    ) -> None:
        assert known.name is not None
        assert known.sample is not None
        words = (known.name, known.sample.rpartition("/")[2])
        assert known in searches.search(session, data_sets_with(*words), ALL).rows
        assert searches.search(session, data_sets_with(*words, "xyzzy"), ALL).total == 0

    def test_search_can_be_limited_to_the_users_own_registrations(
        self, searches: Searches, session: Session, known: DataSet
    ) -> None:
        found = searches.search(session, data_sets_with(mine=True), ALL)
        assert known in found.rows
        assert {row.registrator for row in found.data_sets} == {known.registrator}

    def test_other_queries_are_counted_with_the_page(
        self, searches: Searches, session: Session, known: DataSet
    ) -> None:
        word = (known.perm_id[:8],)
        others = [SearchQuery(kind, words=word) for kind in (EntityKind.SAMPLE, EntityKind.PROJECT)]
        query = data_sets_with(*word)
        found = searches.search(session, query, PageRequest(0, 1), [*others, query])
        whole = searches.search(session, query, ALL)
        assert (found.rows, found.total) == (whole.rows[:1], whole.total)
        totals = [searches.search(session, each, ALL).total for each in others]
        assert found.counts == (*totals, whole.total)
        assert whole.counts == ()

    def test_all_conditions_must_match(self, searches: Searches, session: Session, known: DataSet) -> None:
        assert known.name is not None
        assert known.registered is not None
        query = data_sets_with(
            known.name,
            type_code=known.type_code,
            since=known.registered.date(),
            until=known.registered.date(),
            mine=True,
        )
        assert known in searches.search(session, query, ALL).rows
        for change in ({"type_code": "ATTACHMENT"}, {"words": ("xyzzy",)}):
            assert known not in searches.search(session, replace(query, **change), ALL).rows

    def test_pages_contain_each_match_once_newest_first(
        self, searches: Searches, session: Session, known: DataSet
    ) -> None:
        query = data_sets_with(type_code=known.type_code)
        whole = searches.search(session, query, ALL)
        pages = [searches.search(session, query, PageRequest(start, 4)) for start in range(0, whole.total + 4, 4)]
        assert tuple(row for page in pages for row in page.rows) == whole.rows
        assert {page.total for page in pages} == {whole.total}
        dates = [row.registered for row in whole.data_sets if row.registered]
        assert len(dates) == whole.total > 10
        assert dates == sorted(dates, reverse=True)

    def test_expired_session_is_an_error(self, searches: Searches, dead_session: Session) -> None:
        with pytest.raises(SessionExpired):
            searches.search(dead_session, data_sets_with("x"), ALL)

    def test_unreachable_host_is_an_error(self, searches: Searches, unreachable_session: Session) -> None:
        with pytest.raises(InstanceUnreachable):
            searches.search(unreachable_session, data_sets_with("x"), ALL)


class EntitySearchContract(OpenbisContract):
    """Fixtures: `entities`, `data_sets`, `sessions`, `instance`, `dead_instance`, `credentials`, `world`."""

    def found(self, searches: Searches, session: Session, query: SearchQuery) -> tuple[Entity, ...]:
        page = searches.search(session, query, ALL)
        assert page.total == len(page.rows)
        assert {row.kind for row in page.entities} <= {query.kind}
        return page.entities

    def test_words_are_searched_in_code_identifier_perm_id_and_properties(
        self, searches: Searches, entities: Entities, session: Session, world: World
    ) -> None:
        shown = entities.details(session, world.mother)
        assert shown.name is not None
        identifier = world.mother.identifier
        code = identifier.rpartition("/")[2]
        for words in ((shown.name.lower(),), (code[1:],), (identifier[1:-1].lower(),), (world.mother.perm_id,)):
            assert world.mother in self.found(searches, session, samples_with(*words))
        assert world.mother in self.found(searches, session, samples_with(shown.name[:3], code[-3:]))
        assert self.found(searches, session, samples_with(code, "xyzzy")) == ()

    def test_only_the_requested_kind_is_found(self, searches: Searches, session: Session, world: World) -> None:
        code = world.twin.identifier.rpartition("/")[2]
        assert world.twin in self.found(searches, session, samples_with(code))
        experiments = self.found(searches, session, SearchQuery(EntityKind.EXPERIMENT, words=(code,)))
        assert [row.identifier for row in experiments] == [world.twin.identifier]

    def test_projects_are_searched_by_code_only(self, searches: Searches, session: Session, world: World) -> None:
        code = world.project.identifier.rpartition("/")[2]
        by_code = SearchQuery(EntityKind.PROJECT, words=(code[1:].lower(),))
        assert world.project in self.found(searches, session, by_code)
        by_space = SearchQuery(EntityKind.PROJECT, words=(f"{world.space.perm_id}/",))
        assert self.found(searches, session, by_space) == ()

    @pytest.mark.parametrize("word", SIGNS)
    def test_special_characters_are_searched_literally(
        self, searches: Searches, session: Session, world: World, word: str
    ) -> None:
        for kind in (EntityKind.SAMPLE, EntityKind.EXPERIMENT, EntityKind.PROJECT):
            found = self.found(searches, session, SearchQuery(kind, words=(word,)))
            assert bool(found) >= (word == "?*?")

    def test_reference_finds_exactly_its_entity(self, searches: Searches, session: Session, world: World) -> None:
        for entity in (world.sample, world.inner_sample, world.space_sample, world.experiment, world.project):
            for text in (entity.perm_id, entity.identifier, entity.identifier.lower()):
                assert self.found(searches, session, called(entity.kind, text)) == (entity,)
        for text in (world.space.perm_id, world.space.identifier):
            assert self.found(searches, session, called(EntityKind.SPACE, text)) == (world.space,)

    @pytest.mark.parametrize("is_right", [True, False])
    def test_experiment_in_a_sample_identifier_is_ignored(
        self, searches: Searches, session: Session, world: World, is_right: bool
    ) -> None:
        """Samples move between experiments, and openBIS's own identifiers of samples do not have them."""
        above, _, code = world.inner_sample.identifier.rpartition("/")
        experiment = world.experiment.identifier.rpartition("/")[2] if is_right else "FORMER"
        text = f"{above}/{experiment}/{code}"
        assert self.found(searches, session, called(EntityKind.SAMPLE, text)) == (world.inner_sample,)

    @pytest.mark.parametrize("text", ["20010101000000000-999999", "/NO/SUCH/ENTITY"])
    def test_missing_reference_finds_nothing(self, searches: Searches, session: Session, text: str) -> None:
        for kind in (EntityKind.SAMPLE, EntityKind.EXPERIMENT, EntityKind.PROJECT):
            assert self.found(searches, session, called(kind, text)) == ()

    def test_search_can_be_limited_to_a_type(
        self, searches: Searches, entities: Entities, session: Session, world: World
    ) -> None:
        shown = entities.details(session, world.mother)
        found = self.found(searches, session, samples_with(type_code=shown.type_code))
        assert world.mother in found
        assert {row.type_code for row in found} == {shown.type_code}
        assert self.found(searches, session, samples_with(type_code="NO_SUCH_TYPE")) == ()

    def test_both_limits_of_a_period_are_inclusive(
        self, searches: Searches, entities: Entities, session: Session, world: World
    ) -> None:
        registered = entities.details(session, world.mother).registered
        assert registered is not None
        day, other = registered.date(), dt.timedelta(days=1)
        assert world.mother in self.found(searches, session, samples_with(since=day, until=day))
        assert world.mother not in self.found(searches, session, samples_with(since=day + other))
        assert world.mother not in self.found(searches, session, samples_with(until=day - other))

    def test_search_can_be_limited_to_the_users_own_registrations(
        self, searches: Searches, entities: Entities, session: Session, world: World
    ) -> None:
        found = self.found(searches, session, samples_with(mine=True))
        assert world.upload_owner in found
        registrators = {entities.details(session, each).registrator for each in found}
        assert registrators == {entities.details(session, world.upload_owner).registrator}

    def test_other_queries_are_counted_with_the_page(self, searches: Searches, session: Session, world: World) -> None:
        words = (world.mother.identifier.rpartition("/")[2],)
        others = [SearchQuery(kind, words=words) for kind in (EntityKind.EXPERIMENT, EntityKind.DATA_SET)]
        found = searches.search(session, samples_with(*words), ALL, others)
        assert world.mother in found.rows
        totals = (searches.search(session, others[0], ALL).total, searches.search(session, others[1], ALL).total)
        assert found.counts == totals

    def test_pages_contain_each_match_once_newest_first(
        self, searches: Searches, entities: Entities, session: Session, world: World
    ) -> None:
        whole = searches.search(session, samples_with("*"), ALL)
        pages = [
            searches.search(session, samples_with("*"), PageRequest(start, 3)) for start in range(0, whole.total + 3, 3)
        ]
        assert tuple(row for page in pages for row in page.rows) == whole.rows
        assert {page.total for page in pages} == {whole.total}
        assert {world.mother, world.daughter} <= {*whole.entities}
        dates = [entities.details(session, row).registered for row in whole.entities]
        assert dates == sorted(dates, reverse=True, key=str)

    def test_expired_session_is_an_error(self, searches: Searches, dead_session: Session) -> None:
        with pytest.raises(SessionExpired):
            searches.search(dead_session, samples_with("x"), ALL)

    def test_unreachable_host_is_an_error(self, searches: Searches, unreachable_session: Session) -> None:
        with pytest.raises(InstanceUnreachable):
            searches.search(unreachable_session, samples_with("x"), ALL)
