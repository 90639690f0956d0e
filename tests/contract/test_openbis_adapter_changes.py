"""Changes of entities over the wire-level fake openBIS: the contract, lost answers, conflicts, and pyBIS."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.changes import updating
from jupyter_openbis_server.adapters.openbis.changes.entity_changes import OpenbisEntityChanges
from jupyter_openbis_server.adapters.openbis.metadata.entities import OpenbisEntities
from jupyter_openbis_server.adapters.openbis.metadata.entity_types import OpenbisEntityTypes
from jupyter_openbis_server.domain.catalogue.details import Details
from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.changes.entity_change import ChangePlan, PropertyChange
from jupyter_openbis_server.domain.changes.new_entity import EntityDraft
from jupyter_openbis_server.domain.errors import (
    ChangedMeanwhile,
    ChangeFailed,
    ChangeUnconfirmed,
    ConnectionFailed,
    InstanceUnreachable,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.property_value import PropertyValue
from jupyter_openbis_server.domain.properties.same_value import is_same
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_sample
from jupyter_openbis_server.fake_openbis.state import entities as e
from tests.contract.contracts.entity_changes import EntityChangesContract, named
from tests.contract.contracts.openbis import OpenbisContract
from tests.contract.over_openbis import SERVERS, OverOpenbis

PROJECT = "/YEAST_LAB/GROWTH"


class OverOpenbisChanges(OverOpenbis):
    @pytest.fixture
    def changes(self, clients: Clients) -> OpenbisEntityChanges:
        return OpenbisEntityChanges(clients)

    @pytest.fixture
    def entities(self, clients: Clients) -> OpenbisEntities:
        return OpenbisEntities(clients)

    @pytest.fixture
    def types(self, clients: Clients) -> OpenbisEntityTypes:
        return OpenbisEntityTypes(clients)


@pytest.mark.uses_pybis
class TestOpenbisEntityChanges(OverOpenbisChanges, EntityChangesContract):
    @pytest.fixture
    def frozen(self, fake: FakeOpenbis) -> Entity:
        sample = add_sample(fake.laboratory, "FROZEN", "ENTRY", project=PROJECT, properties={"$NAME": "cold"})
        fake.laboratory.put(replace(sample, frozen=True))
        return Entity(EntityKind.SAMPLE, sample.perm_id, sample.identifier)


@pytest.mark.uses_pybis
class TestValues(OverOpenbisChanges, OpenbisContract):
    """Values of the data types in each version of the API."""

    @pytest.fixture(scope="class", params=SERVERS)
    @classmethod
    def server(cls, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.fixture
    def present(self, entities: OpenbisEntities, session: Session) -> Details:
        return entities.details(session, EntityRef(EntityKind.DATA_SET, lab.EVERY_TYPE))

    @pytest.mark.parametrize(
        ("code", "value"),
        [
            ("ANY_INTEGER", "42"),
            ("ANY_REAL", "2.5"),
            ("ANY_BOOLEAN", "true"),
            ("ANY_TIMESTAMP", "2024-05-17 14:30:00 +0200"),
            ("ANY_DATE", "2024-05-17"),
            ("ANY_CONTROLLEDVOCABULARY", "GFP"),
            ("ANY_MULTILINE_VARCHAR", "two\nlines"),
            ("ANY_XML", "<a>b</a>"),
            ("ANY_JSON", '{"a": 1}'),
            ("ANY_ARRAY_STRING", ("a", "b, c")),
            ("ANY_ARRAY_INTEGER", ("1", "2")),
        ],
    )
    def test_value_is_stored(
        self,
        changes: OpenbisEntityChanges,
        session: Session,
        present: Details,
        fake: FakeOpenbis,
        code: str,
        value: PropertyValue,
    ) -> None:
        changes.update(session, ChangePlan(present, (PropertyChange(code, None, None, value),)))
        stored = fake.laboratory.data_sets.get(lab.EVERY_TYPE)
        assert stored is not None
        assert same(stored.properties[code], value, code)

    def test_creation_by_pybis_sends_all_properties(
        self, changes: OpenbisEntityChanges, types: OpenbisEntityTypes, session: Session, fake: FakeOpenbis
    ) -> None:
        every = fake.laboratory.entity_type("DATA_SET", "CHARACTERISATION")
        assert every is not None
        assignments = [replace(each, mandatory=each.property_type != "$NAME") for each in every.assignments]
        known = [each for each in assignments if each.property_type not in ("ANY_SAMPLE", "ANY_MATERIAL")]
        fake.laboratory.put(replace(every, kind="SAMPLE", code="MANDATORY", assignments=known))
        type_ = next(each for each in types.all(session, EntityKind.SAMPLE) if each.code == "MANDATORY")
        values: dict[str, PropertyValue] = {
            "$NAME": "all",
            "ANY_INTEGER": "42",
            "ANY_VARCHAR": "a",
            "ANY_MULTILINE_VARCHAR": "a\nb",
            "ANY_REAL": "2.5e-3",
            "ANY_TIMESTAMP": "2024-05-17 14:30:00 +0200",
            "ANY_BOOLEAN": "false",
            "ANY_CONTROLLEDVOCABULARY": "GFP",
            "ANY_HYPERLINK": "https://example.org",
            "ANY_XML": "<a>b</a>",
            "ANY_DATE": "2024-05-17",
            "ANY_JSON": '{"a": 1}',
            "ANY_ARRAY_INTEGER": ("1", "2"),
            "ANY_ARRAY_REAL": ("1.5",),
            "ANY_ARRAY_STRING": ("a", "b"),
            "ANY_ARRAY_TIMESTAMP": ("2024-05-17 14:30:00 +0200",),
        }
        sent = {code: value for code, value in values.items() if type_.assignment(code)}
        draft = EntityDraft(EntityKind.SAMPLE, type_, project(fake), "ALL", sent)
        stored = fake.laboratory.samples.get(changes.create(session, draft))
        assert stored is not None
        assert stored.properties.keys() == sent.keys()
        assert {code for code, each in sent.items() if not same(stored.properties[code], each, code)} == set()


@pytest.mark.uses_pybis
class TestLostAnswers(OverOpenbisChanges, OpenbisContract):
    """What is in openBIS when an answer is lost, and what is reported."""

    @pytest.fixture(autouse=True)
    def _healthy(self, fake: FakeOpenbis) -> Iterator[None]:
        yield
        fake.faults.clear()

    @pytest.fixture
    def sample(self, fake: FakeOpenbis) -> e.Sample:
        code = f"CHANGED_{fake.laboratory.new_perm_id().rpartition('-')[2]}"
        return add_sample(fake.laboratory, code, "ENTRY", project=PROJECT, properties={"$NAME": "before"})

    @pytest.fixture
    def present(self, entities: OpenbisEntities, session: Session, sample: e.Sample) -> Details:
        return entities.details(session, EntityRef(EntityKind.SAMPLE, sample.perm_id))

    @pytest.fixture
    def name_now(self, fake: FakeOpenbis, sample: e.Sample) -> Callable[[], e.PropertyValue]:
        def ask() -> e.PropertyValue:
            found = fake.laboratory.samples.get(sample.perm_id)
            assert found is not None
            return found.properties["$NAME"]

        return ask

    @pytest.fixture
    def draft(self, fake: FakeOpenbis, types: OpenbisEntityTypes, session: Session) -> EntityDraft:
        entry = next(each for each in types.all(session, EntityKind.SAMPLE) if each.code == "ENTRY")
        return EntityDraft(EntityKind.SAMPLE, entry, project(fake), None, {"$NAME": "new"})

    @pytest.mark.parametrize("kind", [FaultKind.TRUNCATE, FaultKind.BAD_JSON])
    def test_change_is_made_once_if_its_answer_is_lost(
        self,
        changes: OpenbisEntityChanges,
        session: Session,
        present: Details,
        fake: FakeOpenbis,
        kind: FaultKind,
        name_now: Callable[[], str],
    ) -> None:
        fake.faults.inject(Fault(kind, method="updateSamples"))
        fake.requests.clear()
        changes.update(session, named(present, "after"))
        assert (name_now(), fake.requests.methods().count("updateSamples")) == ("after", 1)

    def test_of_changes_at_the_same_time_one_is_made(
        self, changes: OpenbisEntityChanges, session: Session, present: Details, fake: FakeOpenbis
    ) -> None:
        fake.faults.inject(Fault(FaultKind.LATENCY, method="updateSamples", seconds=0.2, times=None))
        fake.requests.clear()
        together = threading.Barrier(4)

        def change(number: int) -> bool:
            together.wait(60)
            try:
                changes.update(session, named(present, f"by thread {number}"))
            except ChangedMeanwhile:
                return False
            return True

        with ThreadPoolExecutor(4) as threads:
            assert sum(threads.map(change, range(4))) == 1
        assert fake.requests.methods().count("updateSamples") == 1

    @pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.STATUS])
    def test_change_that_openbis_has_not_made_is_repeated(
        self,
        changes: OpenbisEntityChanges,
        session: Session,
        present: Details,
        fake: FakeOpenbis,
        kind: FaultKind,
        name_now: Callable[[], str],
    ) -> None:
        fake.faults.inject(Fault(kind, method="updateSamples"))
        changes.update(session, named(present, "after"))
        assert name_now() == "after"

    def test_change_is_unconfirmed_if_it_is_lost_again_and_again(
        self,
        changes: OpenbisEntityChanges,
        session: Session,
        present: Details,
        fake: FakeOpenbis,
        name_now: Callable[[], str],
    ) -> None:
        fake.faults.inject(Fault(FaultKind.RESET, method="updateSamples", times=None))
        with pytest.raises(ChangeUnconfirmed, match="look before you repeat"):
            changes.update(session, named(present, "after"))
        assert name_now() == "before"

    def test_change_of_another_user_is_kept_when_the_answer_is_lost(
        self,
        changes: OpenbisEntityChanges,
        session: Session,
        present: Details,
        sample: e.Sample,
        fake: FakeOpenbis,
        monkeypatch: pytest.MonkeyPatch,
        name_now: Callable[[], str],
    ) -> None:
        fake.faults.inject(Fault(FaultKind.RESET, method="updateSamples"))
        ensure = updating.Update._ensure_unchanged

        def ensure_and_be_overtaken(update: updating.Update) -> None:
            ensure(update)
            theirs = replace(
                sample, properties={"$NAME": "theirs"}, modifier="bob", modification_date=fake.laboratory.now() + 1
            )
            fake.laboratory.put(theirs)

        monkeypatch.setattr(updating.Update, "_ensure_unchanged", ensure_and_be_overtaken)
        with pytest.raises((ChangeUnconfirmed, ChangedMeanwhile)):
            changes.update(session, named(present, "after"))
        assert name_now() == "theirs"

    def test_nothing_is_sent_if_openbis_cannot_be_reached(
        self, changes: OpenbisEntityChanges, unreachable_session: Session, draft: EntityDraft
    ) -> None:
        with pytest.raises(InstanceUnreachable):
            changes.create(unreachable_session, replace(draft, code="X"))

    @pytest.mark.parametrize("code", ["FOUND", None])
    @pytest.mark.parametrize("kind", [FaultKind.TRUNCATE, FaultKind.BAD_JSON])
    def test_creation_is_found_if_its_answer_is_lost(
        self,
        changes: OpenbisEntityChanges,
        session: Session,
        draft: EntityDraft,
        fake: FakeOpenbis,
        kind: FaultKind,
        code: str | None,
    ) -> None:
        code = code and f"{code}_{kind.name}"
        known = {each.perm_id for each in fake.laboratory.samples}
        fake.faults.inject(Fault(kind, method="createSamples"))
        perm_id = changes.create(session, replace(draft, code=code, properties={"$NAME": f"{kind.name} {code}"}))
        assert {each.perm_id for each in fake.laboratory.samples} - known == {perm_id}

    @pytest.mark.parametrize("code", ["LOST", None])
    def test_creation_that_is_not_found_is_unconfirmed(
        self, changes: OpenbisEntityChanges, session: Session, draft: EntityDraft, fake: FakeOpenbis, code: str | None
    ) -> None:
        known = {each.perm_id for each in fake.laboratory.samples}
        fake.faults.inject(Fault(FaultKind.RESET, method="createSamples", times=None))
        with pytest.raises(ChangeUnconfirmed):
            changes.create(session, replace(draft, code=code))
        assert {each.perm_id for each in fake.laboratory.samples} == known

    def test_entity_of_another_user_is_not_taken_for_the_lost_one(
        self, changes: OpenbisEntityChanges, session: Session, draft: EntityDraft, fake: FakeOpenbis
    ) -> None:
        fake.faults.inject(Fault(FaultKind.RESET, method="createSamples"))
        add_sample(fake.laboratory, "THEIRS", "ENTRY", project=PROJECT, properties={"$NAME": "new"}, registrator="bob")
        with pytest.raises(ChangeUnconfirmed):
            changes.create(session, replace(draft, code="THEIRS"))

    def test_failure_before_the_creation_is_no_unconfirmed_creation(
        self, changes: OpenbisEntityChanges, session: Session, draft: EntityDraft, fake: FakeOpenbis
    ) -> None:
        fake.faults.inject(Fault(FaultKind.RESET, method="getSampleTypes", times=None))
        with pytest.raises(ConnectionFailed):
            changes.create(session, draft)

    def test_pybis_prints_nothing(
        self, changes: OpenbisEntityChanges, session: Session, draft: EntityDraft, capfd: pytest.CaptureFixture[str]
    ) -> None:
        changes.create(session, draft)
        assert capfd.readouterr() == ("", "")

    def test_refused_property_is_named(self, changes: OpenbisEntityChanges, session: Session, present: Details) -> None:
        plan = ChangePlan(present, (PropertyChange("NONE_SUCH", None, None, "x"),))
        with pytest.raises(ChangeFailed) as caught:
            changes.update(session, plan)
        assert [each.field for each in caught.value.problems] == ["prop.NONE_SUCH"]


def same(stored: e.PropertyValue, sent: PropertyValue, code: str) -> bool:
    """Return whether openBIS has the value that was sent, maybe in its own time zone."""
    texts = stored if isinstance(stored, str) else tuple(e.texts_of(stored))
    return is_same(texts, sent, code.removeprefix("ANY_"), multi_value=False)


def project(fake: FakeOpenbis) -> Entity:
    (found,) = fake.laboratory.projects.find("identifier", PROJECT)
    return Entity(EntityKind.PROJECT, found.perm_id, found.identifier)
