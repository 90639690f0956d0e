"""The description of a publication as a research object."""

import pytest

from jupyter_openbis_server.domain.notebooks.publications.ports import PublishedFiles
from jupyter_openbis_server.domain.notebooks.publications.publication import PublishRequest
from jupyter_openbis_server.domain.research_objects.crate import METADATA_FILE
from jupyter_openbis_server.domain.uploads.upload import ContentFile, UploadRequest
from tests.unit.domain.conftest import NOON
from tests.unit.domain.research_objects.conftest import FILE, NOTEBOOK, code, notebook_with

URL = "https://openbis.example.org"


@pytest.fixture
def published(work, workspace):
    """An action: return the files of a publication."""

    def make(*paths: str, content: bytes | None = None, name: str = "growth.ipynb") -> PublishedFiles:
        upload = UploadRequest("", "/A/B/C", (), ("2-1",))
        request = PublishRequest(NOTEBOOK, upload, "Growth", "second try")
        notebook = ContentFile(name, content or workspace.files[NOTEBOOK])
        return PublishedFiles(request, notebook, ContentFile(f"{name}.html", b"<p>"), paths, NOON, "anna", URL)

    return make


def test_description_has_the_files_the_parents_and_the_user(publication_crate, documents, published, workspace):
    workspace.files |= {"work/requirements.txt": b"numpy", "work/notes.txt": b"1"}
    (found,) = publication_crate.files_for(published("work/requirements.txt", "work/notes.txt", "work/missing.txt"))
    assert found.name == METADATA_FILE
    (crate,) = documents.crates
    assert found.content == documents.document(crate)
    assert (crate.name, crate.description, crate.created) == ("Growth", "second try", NOON)
    assert [each.path for each in crate.environment.files] == ["requirements.txt"]
    assert [each.path for each in crate.others] == ["notes.txt"]
    assert [each.perm_id for each in crate.inputs] == ["2-1"]
    assert [each.name for each in crate.authors] == ["anna"]


def test_inputs_are_described_without_reading_them(publication_crate, documents, published, fetch, workspace, perm_id):
    fetch()
    workspace.files[NOTEBOOK] = notebook_with(code(perm_id))
    del workspace.files[f"work/data/{perm_id}/{FILE}"]
    publication_crate.files_for(published())
    (found, parent) = documents.crates[0].inputs
    (file,) = [each for each in found.files if each.stored_path == FILE]
    assert (file.digest.crc32 is not None, file.digest.sha256) == (True, "")
    assert parent.perm_id == "2-1"


def test_a_description_lists_a_limited_number_of_files(
    publication_crate, documents, published, fetch, workspace, perm_id, monkeypatch
):
    monkeypatch.setattr("jupyter_openbis_server.domain.research_objects.publication_crate._MAX_FILES", 2)
    fetch()
    workspace.files[NOTEBOOK] = notebook_with(code(perm_id))
    publication_crate.files_for(published())
    found = documents.crates[0].inputs[0]
    assert (found.perm_id, found.files) == (perm_id, ())


def test_own_description_of_the_user_takes_precedence(publication_crate, published, workspace):
    workspace.files[f"work/{METADATA_FILE}"] = b"{}"
    assert publication_crate.files_for(published(f"work/{METADATA_FILE}")) == ()


def test_what_cannot_be_described_is_published_without(publication_crate, published):
    assert publication_crate.files_for(None) == ()
    assert publication_crate.files_for(published(content=b'{"nbformat": 3, "worksheets": []}')) == ()


def test_text_notebooks_are_described_by_their_files(publication_crate, documents, published):
    (found,) = publication_crate.files_for(published(content=b"# a text", name="growth.py"))
    assert found.name == METADATA_FILE
    assert documents.crates[0].notebook.path == "growth.py"
