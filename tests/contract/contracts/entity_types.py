"""The contract of the port `EntityTypes`."""

import pytest

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import EntityTypes
from jupyter_openbis_server.domain.errors import InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.entity_type import EntityType, PropertyAssignment
from tests.contract.contracts.openbis import OpenbisContract
from tests.support.world import World


class EntityTypesContract(OpenbisContract):
    """Fixtures: `data_set_types`, `sessions`, `instance`, `dead_instance`, `credentials`, `world`."""

    @pytest.fixture
    def types(self, data_set_types: EntityTypes, session: Session) -> dict[str, EntityType]:
        return {each.code: each for each in data_set_types.all(session)}

    @pytest.fixture
    def assignments(self, types: dict[str, EntityType], world: World) -> dict[str, PropertyAssignment]:
        return {each.code: each for each in types[world.type.code].assignments}

    def test_types_are_sorted_by_code(self, data_set_types: EntityTypes, session: Session, world: World) -> None:
        codes = [each.code for each in data_set_types.all(session)]
        assert codes == sorted(set(codes))
        assert {world.type.code, world.bare_type, world.upload_type, world.data_set.type_code} <= set(codes)

    def test_a_type_without_properties_is_listed(self, types: dict[str, EntityType], world: World) -> None:
        assert types[world.bare_type].assignments == ()

    def test_mandatory_properties_are_marked(self, assignments: dict[str, PropertyAssignment], world: World) -> None:
        assert assignments[world.type.mandatory].mandatory
        assert not assignments[world.type.optional].mandatory

    def test_vocabulary_has_its_terms_in_order(self, assignments: dict[str, PropertyAssignment], world: World) -> None:
        assignment = assignments[world.type.vocabulary]
        assert assignment.data_type == "CONTROLLEDVOCABULARY"
        assert tuple(term.code for term in assignment.terms) == world.type.terms

    def test_properties_without_a_vocabulary_have_no_terms(
        self, assignments: dict[str, PropertyAssignment], world: World
    ) -> None:
        assert assignments[world.type.optional].terms == ()

    def test_computed_properties_are_marked(self, assignments: dict[str, PropertyAssignment], world: World) -> None:
        assert assignments[world.type.computed].is_computed
        assert not assignments[world.type.optional].is_computed

    def test_rich_text_is_marked(self, types: dict[str, EntityType], world: World) -> None:
        found = {each.code: each.is_rich_text for type_ in types.values() for each in type_.assignments}
        assert found["NOTES"]
        assert not found[world.type.mandatory]

    def test_properties_are_in_the_order_of_the_form(self, types: dict[str, EntityType]) -> None:
        for each in types.values():
            ordinals = [assignment.ordinal for assignment in each.assignments]
            assert ordinals == sorted(ordinals)

    def test_two_types_that_share_a_property_both_have_all_of_it(
        self, types: dict[str, EntityType], world: World
    ) -> None:
        shown = {
            (assignment.label, assignment.data_type)
            for code in (world.upload_type, world.type.code)
            for assignment in types[code].assignments
            if assignment.code == "$NAME"
        }
        assert len(shown) == 1
        assert None not in shown.pop()

    def test_types_of_samples_say_whether_codes_are_generated(
        self, data_set_types: EntityTypes, session: Session
    ) -> None:
        found = {each.code: each for each in data_set_types.all(session, EntityKind.SAMPLE)}
        assert list(found) == sorted(found)
        assert found["YEAST"].generates_codes
        assert found["YEAST"].code_prefix
        assert found["YEAST"].assignment("$NAME") is not None
        assert found["YEAST"].assignment("NONE") is None

    def test_types_of_experiments_never_generate_codes(self, data_set_types: EntityTypes, session: Session) -> None:
        found = {each.code: each for each in data_set_types.all(session, EntityKind.EXPERIMENT)}
        assert "COLLECTION" in found
        assert not any(each.generates_codes or each.code_prefix for each in found.values())

    def test_fresh_response_is_equal_without_changes(self, data_set_types: EntityTypes, session: Session) -> None:
        assert data_set_types.all(session, fresh=True) == data_set_types.all(session)

    def test_expired_session_is_an_error(self, data_set_types: EntityTypes, dead_session: Session) -> None:
        with pytest.raises(SessionExpired):
            data_set_types.all(dead_session, fresh=True)

    def test_unreachable_host_is_an_error(self, data_set_types: EntityTypes, unreachable_session: Session) -> None:
        with pytest.raises(InstanceUnreachable):
            data_set_types.all(unreachable_session, fresh=True)
