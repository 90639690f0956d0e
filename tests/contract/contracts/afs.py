"""The contract of `DataSets` and `Entities` about files in openBIS's file server (AFS)."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.ports import DataSets, Entities
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.page import PageRequest
from tests.contract.contracts.openbis import OpenbisContract

FIRST = PageRequest(0, 1)


@dataclass(frozen=True)
class AfsOwners:
    """An experiment and two samples in it, without data sets; the experiment and the first sample have files in AFS."""

    experiment: Entity
    sample: Entity
    other_sample: Entity
    project: Entity
    space: Entity


class AfsContract(OpenbisContract):
    """Fixtures: `data_sets`, `entities`, `sessions`, `instance`, `credentials`, `owners`."""

    def test_details_contain_whether_there_are_files_in_afs(
        self, entities: Entities, session: Session, owners: AfsOwners
    ) -> None:
        for owner in (owners.experiment, owners.sample):
            details = entities.details(session, owner)
            assert (details.has_file_server, details.has_afs_files) == (True, True)
            assert "AFS" in (details.remark or "")
        for other in (owners.other_sample, owners.project, owners.space):
            details = entities.details(session, other)
            assert details.has_file_server == (other is owners.other_sample)
            assert (details.has_afs_files, details.remark) == (False, None)

    def test_listing_counts_owners_of_files_in_afs_without_rows_for_them(
        self, data_sets: DataSets, session: Session, owners: AfsOwners
    ) -> None:
        for owner, count in ((owners.experiment, 1), (owners.sample, 1), (owners.other_sample, 0)):
            found = data_sets.inside(session, owner, FIRST)
            assert (found.rows, found.total, found.in_afs) == ((), 0, count)
            assert (found.remark is not None) == bool(count)

    def test_listings_at_any_depth_count_owners_below(
        self, data_sets: DataSets, session: Session, owners: AfsOwners
    ) -> None:
        expected = ((owners.space, 2), (owners.project, 2), (owners.experiment, 2), (owners.sample, 1))
        for owner, count in (*expected, (owners.other_sample, 0)):
            found = data_sets.of_entity(session, owner, FIRST)
            assert (found.rows, found.total, found.in_afs) == ((), 0, count)

    def test_owners_of_files_in_afs_are_listed_at_any_depth(
        self, data_sets: DataSets, session: Session, owners: AfsOwners
    ) -> None:
        both = {owners.experiment.perm_id, owners.sample.perm_id}
        for place in (owners.space, owners.project, owners.experiment):
            pages = [data_sets.owners_in_afs(session, place, PageRequest(start, 1)) for start in range(3)]
            assert [len(page) for page in pages] == [1, 1, 0]
            assert {*pages[0], *pages[1]} == both
        assert data_sets.owners_in_afs(session, owners.sample, FIRST) == (owners.sample.perm_id,)
        assert data_sets.owners_in_afs(session, owners.other_sample, FIRST) == ()
