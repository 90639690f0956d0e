"""What plans of the four operations are bound to."""

import pytest

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.changes.change_checks import ChangeChecks
from jupyter_openbis_server.domain.changes.change_entity import ApplyChange, PlanChange
from jupyter_openbis_server.domain.changes.create_entity import CreateEntity, CreationChecks, PlanCreation
from jupyter_openbis_server.domain.changes.entity_change import ChangeRequest
from jupyter_openbis_server.domain.changes.new_entity import CreationRequest
from jupyter_openbis_server.domain.changes.references import References
from jupyter_openbis_server.domain.confirmed_changes.entity_proposals import CreationProposal, EntityProposal
from jupyter_openbis_server.domain.confirmed_changes.errors import TransferTooLarge
from jupyter_openbis_server.domain.confirmed_changes.plan import ChangeContent
from jupyter_openbis_server.domain.confirmed_changes.ports import ProposedChange
from jupyter_openbis_server.domain.confirmed_changes.upload_proposals import FilesProposal, UploadProposal
from jupyter_openbis_server.domain.object_files.errors import FilesExist
from jupyter_openbis_server.domain.object_files.object_files import FileUploadRequest
from jupyter_openbis_server.domain.object_files.plan_file_upload import FileUploadChecks, PlanFileUpload
from jupyter_openbis_server.domain.object_files.upload_files import UploadFiles
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Amount, NoProgress
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.domain.uploads.upload_checks import UploadChecks
from jupyter_openbis_server.domain.uploads.upload_data_set import PlanUpload, UploadDataset
from jupyter_openbis_server.testing.fakes.entity_changes import MemoryEntityChanges
from jupyter_openbis_server.testing.fakes.openbis.relations import MemoryRelations

CONTENT = ChangeContent("any", "lab")
LIMIT = Amount(10, 100)


def digest(change: ProposedChange) -> str:
    return change.read_state(Cancellation()).digest


@pytest.fixture
def change(world, session_manager, entities, data_sets, types, network) -> EntityProposal:
    references = References(entities, data_sets)
    plan = PlanChange(session_manager, references, ChangeChecks(types, references, MemoryRelations(network)))
    apply = ApplyChange(session_manager, plan, entities, MemoryEntityChanges(network))
    return EntityProposal(CONTENT, ChangeRequest(world.data_set.perm_id, None, {"$NAME": "New"}), plan, apply)


@pytest.fixture
def creation(world, session_manager, entities, data_sets, types, network) -> CreationProposal:
    checks = CreationChecks(entities, types, References(entities, data_sets))
    request = CreationRequest(EntityKind.SAMPLE, "ENTRY", "/LAB/YEAST", "PAGE", {"$NAME": "A page"})
    create = CreateEntity(session_manager, checks, entities, MemoryEntityChanges(network))
    return CreationProposal(CONTENT, request, PlanCreation(session_manager, checks), create)


@pytest.fixture
def upload(world, session_manager, entities, data_sets, types, workspace, data_store) -> UploadProposal:
    checks = UploadChecks(entities, data_sets, types, workspace)
    request = UploadRequest("RAW_DATA", world.upload_owner.identifier, ("work/curve.csv", "work/notes.txt"))
    upload = UploadDataset(session_manager, checks, data_store)
    return UploadProposal(CONTENT, request, PlanUpload(session_manager, checks), upload, LIMIT)


@pytest.fixture
def files(world, openbis, session_manager, entities, object_files, workspace) -> FilesProposal:
    openbis.has_file_server = True
    checks = FileUploadChecks(entities, object_files, workspace)
    request = FileUploadRequest(world.upload_owner.identifier, ("work/curve.csv",), "results")
    upload = UploadFiles(session_manager, checks, object_files)
    return FilesProposal(CONTENT, request, PlanFileUpload(session_manager, checks), upload, LIMIT)


@pytest.mark.parametrize("name", ["change", "creation", "upload", "files"])
def test_the_state_stays_the_same_as_long_as_nothing_changes(name: str, request: pytest.FixtureRequest) -> None:
    proposal = request.getfixturevalue(name)
    assert digest(proposal) == digest(proposal)


def test_a_change_is_bound_to_the_values_that_it_replaces(change: EntityProposal, session_manager, openbis) -> None:
    before = digest(change)
    change.applying("lab", ChangeRequest(change.request.reference, None, {"$NAME": "Of another user"}))
    assert digest(change) != before


def test_results_name_what_was_changed_or_created(
    change: EntityProposal, creation: CreationProposal, upload: UploadProposal, files: FilesProposal
) -> None:
    targets = [
        each.apply(each.read_state(Cancellation()), Cancellation(), NoProgress()).target
        for each in (change, creation, upload, files)
    ]
    assert targets[0] == change.request.reference
    assert targets[1] == "/LAB/YEAST/PAGE"
    assert targets[3] == files.request.entity


@pytest.mark.parametrize("name", ["upload", "files"])
def test_an_upload_is_bound_to_the_content_of_its_files(name: str, workspace, request: pytest.FixtureRequest) -> None:
    proposal = request.getfixturevalue(name)
    before = digest(proposal)
    workspace.write_texts({"work/curve.csv": "9,9,9"})  # as long as before
    assert digest(proposal) != before


def test_files_that_are_written_again_with_the_same_content_are_the_same(upload: UploadProposal, workspace) -> None:
    before = digest(upload)
    workspace.write_texts({"work/notes.txt": "fine", "work/curve.csv": "1,2,3"})
    assert digest(upload) == before


@pytest.mark.parametrize("name", ["upload", "files"])
def test_large_uploads_are_refused(name: str, workspace, request: pytest.FixtureRequest) -> None:
    proposal = request.getfixturevalue(name)
    workspace.write_texts({"work/curve.csv": "x" * 101})
    with pytest.raises(TransferTooLarge):
        proposal.read_state(Cancellation())


def test_existing_files_of_an_object_are_not_replaced(files: FilesProposal, workspace) -> None:
    files.apply(files.read_state(Cancellation()), Cancellation(), NoProgress())
    workspace.write_texts({"work/curve.csv": "other"})
    with pytest.raises(FilesExist):
        files.read_state(Cancellation())
