"""Entity details."""

import pytest

from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.use_cases import ShowDetails
from jupyter_openbis_server.domain.errors import DataSetNotFound


@pytest.fixture
def show_details(session_manager, entities, world) -> ShowDetails:
    return ShowDetails(session_manager, entities)


def test_details_have_a_link_to_the_eln(show_details, openbis, world):
    found = show_details("lab", EntityRef(EntityKind.EXPERIMENT, world.experiment.perm_id))
    assert found.identifier == world.experiment.identifier
    assert found.eln_url.startswith(f"{openbis.url}/openbis/webapp/eln-lims/")
    assert "GROWTH" in found.eln_url


def test_first_children_are_listed_and_all_are_counted(show_details, openbis, world):
    for _ in range(60):
        openbis.add_data_set("RAW_DATA", world.sample, parents=(world.derived,))
    found = show_details("lab", EntityRef(EntityKind.DATA_SET, world.derived))
    assert (len(found.children), found.children_count) == (50, 60)


def test_missing_entity_is_not_found(show_details):
    with pytest.raises(DataSetNotFound):
        show_details("lab", EntityRef(EntityKind.DATA_SET, "1-2"))
