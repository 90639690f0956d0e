"""Names of kinds."""

import pytest

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind, kind_named, names_of


@pytest.mark.parametrize("name", ["dataSet", "data set", "data-set", "DATA_SET", " dataset ", "DataSet"])
def test_data_sets_have_several_spellings(name):
    assert kind_named(name) is EntityKind.DATA_SET


@pytest.mark.parametrize("kind", EntityKind)
def test_kinds_are_known_by_their_values_and_words(kind):
    assert kind_named(kind.value) is kind_named(kind.word) is kind


def test_names_of_the_eln_are_known():
    assert kind_named("Object") is EntityKind.SAMPLE
    assert names_of([EntityKind.EXPERIMENT]) == ["experiment", "collection"]
    assert kind_named("plate") is None
