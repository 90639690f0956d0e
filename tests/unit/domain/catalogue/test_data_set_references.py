"""References to data sets, and to samples and experiments with files of their own."""

from collections.abc import Sequence

import pytest

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, afs_data_set
from jupyter_openbis_server.domain.catalogue.data_set_references import DataSetReferences
from jupyter_openbis_server.domain.errors import DataSetNotFound, EntityNotFound, InvalidReference, NoFilesOfOwner
from jupyter_openbis_server.domain.instances.session import Session


class WithAfs:
    """Data sets of a fake, and those of owners with files in AFS."""

    def __init__(self, data_sets, owners: Sequence[str]) -> None:
        self._data_sets = data_sets
        self._in_afs = {each: afs_data_set(each) for each in owners}
        self.asked: list[str] = []

    def get(self, session: Session, perm_id: str) -> DataSet:
        self.asked.append(perm_id)
        return self._in_afs.get(perm_id) or self._data_sets.get(session, perm_id)

    def get_many(self, session: Session, perm_ids: Sequence[str]) -> dict[str, DataSet]:
        self.asked += perm_ids
        own = {each: self._in_afs[each] for each in perm_ids if each in self._in_afs}
        return own | self._data_sets.get_many(session, perm_ids)


@pytest.fixture
def data_sets(data_sets, world):
    return WithAfs(data_sets, [world.sample.perm_id, world.experiment.perm_id])


@pytest.fixture
def references(data_sets, entities) -> DataSetReferences:
    return DataSetReferences(data_sets, entities)


@pytest.fixture
def session(session_manager) -> Session:
    return session_manager.session("lab")


def test_permids_and_identifiers_of_owners_name_their_files(references, session, world):
    for owner in (world.sample, world.experiment):
        for reference in (owner.perm_id, owner.identifier, owner.identifier.lower()):
            found = references.get(session, reference)
            assert (found.perm_id, found.is_in_afs, found.is_mutable) == (owner.perm_id, True, True)


def test_permid_of_a_data_set_is_requested_as_it_is(references, session, world, data_sets):
    assert references.get(session, world.data_set.perm_id).perm_id == world.data_set.perm_id
    assert data_sets.asked == [world.data_set.perm_id]


def test_owner_without_files_is_named_in_the_error(references, session, world):
    for reference in (world.empty_sample.perm_id, world.empty_sample.identifier):
        with pytest.raises(NoFilesOfOwner, match=f"sample {world.empty_sample.identifier} has no files of its own"):
            references.get(session, reference)


@pytest.mark.parametrize(
    ("reference", "error"),
    [
        ("20990101000000000-1", DataSetNotFound),
        ("NO_SUCH_CODE", DataSetNotFound),
        ("a b c", DataSetNotFound),
        ("/NO/SUCH/SAMPLE", EntityNotFound),
        ("/a b/c", InvalidReference),
    ],
)
def test_unknown_references_are_errors(references, session, reference, error):
    with pytest.raises(error):
        references.get(session, reference)


def test_many_are_found_by_permid_and_by_reference_and_the_others_are_omitted(references, session, world):
    wanted = [world.data_set.perm_id, world.sample.identifier.lower(), "/NO/SUCH/SAMPLE", world.empty_sample.identifier]
    found = references.get_many(session, wanted)
    assert set(found) == {world.data_set.perm_id, world.sample.perm_id, world.sample.identifier}
    assert references.get_many(session, ["/NO/SUCH/SAMPLE"]) == {}
