"""Publications of notebooks, with an openBIS in memory."""

import pytest

from jupyter_openbis_server.domain.errors import InvalidUpload
from jupyter_openbis_server.domain.notebooks.publications.file_publication_builder import FilePublicationBuilder
from jupyter_openbis_server.domain.notebooks.publications.publication import PublishRequest
from jupyter_openbis_server.domain.notebooks.publications.publication_builder import PublicationBuilder
from jupyter_openbis_server.domain.notebooks.publications.publish_notebook import (
    PlanPublication,
    PublicationBuilders,
    PublishNotebook,
)
from jupyter_openbis_server.domain.object_files.plan_file_upload import FileUploadChecks
from jupyter_openbis_server.domain.object_files.upload_files import UploadFiles
from jupyter_openbis_server.domain.properties.entity_type import EntityType, PropertyAssignment
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.domain.uploads.upload_checks import UploadChecks
from jupyter_openbis_server.domain.uploads.upload_data_set import UploadDataset
from jupyter_openbis_server.testing.fakes.notebook_pages import MemoryNotebookPages
from tests.support.notebook_content import notebook
from tests.unit.domain.conftest import NOON

NOTEBOOK = notebook("# Growth")


@pytest.fixture
def pages() -> MemoryNotebookPages:
    pages = MemoryNotebookPages()
    pages.trusted.add(NOTEBOOK)
    return pages


@pytest.fixture
def workspace(workspace):
    workspace.files["work/growth.ipynb"] = NOTEBOOK
    return workspace


@pytest.fixture
def notebook_type(openbis) -> EntityType:
    codes = ("$NAME", "NOTES", "$HISTORY_ID")
    return openbis.add_type(EntityType("ANALYSIS_NOTEBOOK", "", tuple(map(PropertyAssignment, codes))))


@pytest.fixture
def checks(entities, data_sets, types, workspace) -> UploadChecks:
    return UploadChecks(entities, data_sets, types, workspace)


@pytest.fixture
def publishing(checks, workspace, pages) -> PublicationBuilder:
    return PublicationBuilder(checks, workspace, pages)


@pytest.fixture
def file_checks(entities, object_files, workspace) -> FileUploadChecks:
    return FileUploadChecks(entities, object_files, workspace)


@pytest.fixture
def builders(publishing, checks, file_checks) -> PublicationBuilders:
    return PublicationBuilders(publishing, FilePublicationBuilder(checks, file_checks, "test 1"), lambda: NOON)


@pytest.fixture
def publish(builders, session_manager, checks, file_checks, data_store, object_files) -> PublishNotebook:
    upload_files = UploadFiles(session_manager, file_checks, object_files)
    return PublishNotebook(builders, UploadDataset(session_manager, checks, data_store), upload_files)


@pytest.fixture
def plan(session_manager, builders) -> PlanPublication:
    return PlanPublication(session_manager, builders)


@pytest.fixture
def asked(world, notebook_type) -> PublishRequest:
    upload = UploadRequest("", world.upload_owner.identifier, (), (world.data_set.perm_id,))
    return PublishRequest("work/growth.ipynb", upload, "Growth curves", "second try", "7f3c")


@pytest.fixture
def problems_of(publish, plan, openbis):
    """Return the problems of a request, as field to text; assert that a plan has the same and nothing is registered."""

    def read(request: PublishRequest) -> dict[str, str]:
        before = set(openbis.data_sets)
        with pytest.raises(InvalidUpload) as caught:
            publish("lab", request)
        with pytest.raises(InvalidUpload) as planned:
            plan("lab", request)
        assert planned.value.problems == caught.value.problems
        assert set(openbis.data_sets) == before
        return {each.field: each.problem for each in caught.value.problems}

    return read
