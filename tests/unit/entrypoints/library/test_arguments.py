"""Entity objects as arguments."""

from typing import Any, cast

from jupyter_openbis_server import Object, Space
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.entrypoints.library.entities.arguments import (
    property_values,
    reference_of,
    references_of,
)

NO_SOURCE = cast("Any", None)
SPACE = Space(NO_SOURCE, Entity(EntityKind.SPACE, "LAB", "/LAB"))
MOTHER = Object(NO_SOURCE, Entity(EntityKind.SAMPLE, "20240101000000000-1", "/LAB/MOTHER"))


def test_entities_are_referred_to_by_permid_but_spaces_by_identifier():
    assert reference_of(MOTHER) == "20240101000000000-1"
    assert reference_of(SPACE) == "/LAB"
    assert reference_of("/LAB/MOTHER") == "/LAB/MOTHER"


def test_one_reference_is_as_good_as_several():
    assert references_of("/LAB/A") == ("/LAB/A",)
    assert references_of(MOTHER) == references_of([MOTHER]) == ("20240101000000000-1",)


def test_objects_are_values_of_properties():
    assert property_values({"MOTHER": MOTHER, "STRAINS": [MOTHER, "/LAB/B"], "COUNT": 1}) == {
        "MOTHER": "20240101000000000-1",
        "STRAINS": ["20240101000000000-1", "/LAB/B"],
        "COUNT": 1,
    }
    assert property_values(None) == {}
