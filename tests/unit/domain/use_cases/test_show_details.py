"""Something in openBIS is looked at closely."""

import pytest

from jupyter_openbis_server.domain.errors import DataSetNotFound
from jupyter_openbis_server.domain.model import EntityKind, Place
from jupyter_openbis_server.domain.use_cases import ShowDetails


@pytest.fixture
def show_details(keeper, entities, world) -> ShowDetails:
    return ShowDetails(keeper, entities)


def test_details_say_where_the_eln_shows_them(show_details, openbis, world):
    found = show_details("lab", Place(EntityKind.EXPERIMENT, world.experiment.perm_id))
    assert found.identifier == world.experiment.identifier
    assert found.eln_url.startswith(f"{openbis.url}/openbis/webapp/eln-lims/")
    assert "GROWTH" in found.eln_url


def test_of_many_children_the_first_are_told_and_all_are_counted(show_details, openbis, world):
    for _ in range(60):
        openbis.add_data_set("RAW_DATA", world.sample, parents=(world.derived,))
    found = show_details("lab", Place(EntityKind.DATA_SET, world.derived))
    assert (len(found.children), found.children_count) == (50, 60)


def test_what_does_not_exist_is_not_found(show_details):
    with pytest.raises(DataSetNotFound):
        show_details("lab", Place(EntityKind.DATA_SET, "1-2"))
