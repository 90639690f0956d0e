"""Export of notebooks as research objects."""

import json
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import (
    Cancelled,
    IntegrityError,
    InvalidPath,
    NotANotebook,
    NothingToVerify,
    SourceNotReadable,
    TargetNotWritable,
    UnknownConnection,
)
from jupyter_openbis_server.domain.research_objects.crate import METADATA_FILE, NO_LICENCE, Licence, Person
from jupyter_openbis_server.domain.research_objects.requests import ExportRequest
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from tests.unit.domain.conftest import NOON
from tests.unit.domain.research_objects.conftest import FILE, NOTEBOOK, code, notebook_with


@pytest.fixture
def asked(work) -> ExportRequest:
    return ExportRequest(NOTEBOOK, f"{work}/growth.crate.zip")


def test_archive_has_the_notebook_its_page_environment_and_description(export, packages, documents, workspace, asked):
    workspace.files["work/requirements.txt"] = b"numpy==2"
    done = export(asked)
    archive = packages.archives[asked.target]
    assert list(archive) == [METADATA_FILE, "growth.ipynb", "growth.ipynb.html", "requirements.txt"]
    assert archive["growth.ipynb"] == workspace.files[NOTEBOOK]
    assert documents.crates == [done.crate]
    assert (done.path, done.crate.name, done.crate.created) == (asked.target, "growth", NOON)
    assert [each.path for each in done.crate.environment.files] == ["requirements.txt"]
    assert done.crate.licence == NO_LICENCE
    assert done.crate.authors == ()


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        (b"--extra-index-url https://anna:secret@pypi.example.org/simple", True),
        (b"a @ git+https://token@git.example.org/a.git@1", True),
        (b"a @ git+ssh://git@git.example.org/a.git@1", False),
        (b"a @ https://example.org/a@1.whl", False),
    ],
)
def test_credentials_in_requirements_are_reported(export, workspace, asked, line, is_found):
    workspace.files["work/requirements.txt"] = b"numpy\n" + line
    remarks = export(asked).crate.remarks
    assert [each.startswith("requirements.txt has an address with a password") for each in remarks] == [True] * is_found
    assert "secret" not in "".join(remarks)


def test_requirements_of_another_notebook_are_left_out(export, packages, workspace, asked):
    workspace.files["work/requirements.txt"] = b"# Packages of other.ipynb, saved from its kernel\nnumpy"
    export(asked)
    assert "requirements.txt" not in packages.archives[asked.target]


def test_user_of_the_connection_is_author_unless_the_notebook_names_some(export, workspace, asked):
    anna = Person("anna", user="anna")
    done = export(replace(asked, connection="lab"))
    assert (done.crate.authors, done.crate.run.agent) == ((anna,), anna)
    workspace.files[NOTEBOOK] = notebook_with(authors=[{"name": "Ada"}])
    other = replace(asked, connection="lab", target=f"{asked.target}.zip", authors=(Person("Bert"),), licence="CC0-1.0")
    done = export(other)
    assert (done.crate.authors, done.crate.run.agent) == ((Person("Ada"), Person("Bert")), anna)
    assert done.crate.licence == Licence("CC0-1.0", "https://spdx.org/licenses/CC0-1.0")


def test_recorded_download_is_described_with_all_checksums(export, packages, fetch, workspace, perm_id, asked):
    path = fetch().path
    recorded = {perm_id: {"url": "https://openbis.example.org", "path": path.removeprefix("/home/jovyan/work/")}}
    workspace.files[NOTEBOOK] = notebook_with(code("1"), datasets=recorded)
    (found,) = export(asked).crate.inputs
    assert (found.perm_id, found.url, found.folder) == (perm_id, "https://openbis.example.org", f"data/{perm_id}")
    (file,) = [each for each in found.files if each.stored_path == FILE]
    content = workspace.files[f"work/data/{perm_id}/{FILE}"]
    assert (file.path, file.digest.size) == (f"data/{perm_id}/{FILE}", len(content))
    assert file.digest.sha256
    assert file.address == f"https://openbis.example.org/datastore_server/{perm_id}/{FILE}"
    assert f"data/{perm_id}/{FILE}" not in packages.archives[asked.target]


def test_inputs_are_included_on_request(export, packages, fetch, workspace, perm_id, asked):
    fetch()
    workspace.files[NOTEBOOK] = notebook_with(code(f"read('{perm_id}')"))
    export(replace(asked, with_inputs=True))
    path = f"data/{perm_id}/{FILE}"
    assert packages.archives[asked.target][path] == workspace.files[f"work/{path}"]


@pytest.mark.parametrize("source", ["read('{perm_id}')", "read('data/{perm_id}/x')"])
def test_download_that_the_code_names_is_an_input(export, fetch, workspace, perm_id, asked, source):
    fetch()
    assert export(asked).crate.inputs == ()
    workspace.files[NOTEBOOK] = notebook_with(code(source.format(perm_id=perm_id)))
    done = export(replace(asked, target=f"{asked.target}.zip"))
    assert [each.perm_id for each in done.crate.inputs] == [perm_id]


def test_a_folder_with_downloads_may_be_named(export, fetch, perm_id, work, asked):
    fetch()
    done = export(replace(asked, inputs=(f"{work}/data",)))
    assert [each.perm_id for each in done.crate.inputs] == [perm_id]
    with pytest.raises(NothingToVerify):
        export(replace(asked, target=f"{work}/b.zip", inputs=(f"{work}/empty",)))


def test_download_outside_the_notebooks_folder_gets_a_place_in_the_research_object(export, fetch, perm_id, asked):
    path = fetch("../other data").path
    done = export(replace(asked, inputs=(path,)))
    (found,) = done.crate.inputs
    assert found.folder == f"inputs/{perm_id}"
    assert "outside the notebook's folder" in done.crate.remarks[0]


def test_changed_input_is_an_error_and_nothing_is_written(export, packages, fetch, workspace, perm_id, asked):
    fetch()
    workspace.files[NOTEBOOK] = notebook_with(code(perm_id))
    workspace.files[f"work/data/{perm_id}/{FILE}"] = b"changed"
    with pytest.raises(IntegrityError, match="download it again"):
        export(asked)
    assert packages.archives == {}


def test_missing_input_file_is_an_error(export, packages, fetch, workspace, perm_id, asked):
    fetch()
    workspace.files[NOTEBOOK] = notebook_with(code(perm_id))
    del workspace.files[f"work/data/{perm_id}/{FILE}"]
    with pytest.raises(SourceNotReadable):
        export(asked)
    assert packages.archives == {}


def test_recorded_data_set_without_a_copy_is_described_without_files(export, workspace, asked):
    recorded = {"1-1": {"url": "https://openbis.example.org"}, "1-2": {}}
    workspace.files[NOTEBOOK] = notebook_with(datasets=recorded)
    done = export(asked)
    assert [(each.perm_id, each.files) for each in done.crate.inputs] == [("1-1", ())]
    assert len(done.crate.remarks) == 2


def test_outputs_and_further_files_keep_their_paths(export, packages, workspace, asked):
    workspace.files |= {"work/out/a.csv": b"1", "work/out/b.csv": b"2", "work/notes.txt": b"3"}
    done = export(replace(asked, outputs=("work/out",), files=("work/notes.txt", "work/growth.ipynb")))
    assert [each.path for each in done.crate.outputs] == ["out/a.csv", "out/b.csv"]
    assert [each.path for each in done.crate.others] == ["notes.txt"]
    assert packages.archives[asked.target]["out/b.csv"] == b"2"


def test_outputs_outside_the_notebooks_folder_are_refused(export, packages, workspace, asked):
    workspace.files["out.csv"] = b"1"
    with pytest.raises(InvalidPath, match="below the notebook's folder"):
        export(replace(asked, outputs=("out.csv",)))
    assert packages.archives == {}


def test_a_file_cannot_have_the_name_of_the_description(export, workspace, asked):
    workspace.files[f"work/{METADATA_FILE}"] = b"{}"
    with pytest.raises(InvalidPath, match="the same name"):
        export(replace(asked, files=(f"work/{METADATA_FILE}",)))


def test_further_files_that_are_included_inputs_are_written_once(export, packages, fetch, workspace, perm_id, asked):
    fetch()
    workspace.files[NOTEBOOK] = notebook_with(code(perm_id))
    done = export(replace(asked, with_inputs=True, files=("work/data",)))
    assert not {f"data/{perm_id}/{FILE}"} & {each.path for each in done.crate.others}
    assert f"data/{perm_id}/{FILE}" in packages.archives[asked.target]
    with pytest.raises(InvalidPath, match="the same name"):
        export(replace(asked, target=f"{asked.target}.zip", with_inputs=True, outputs=("work/data",)))


def test_an_existing_target_is_found_before_inputs_are_read(export, packages, workspace, asked):
    packages.archives[asked.target] = {"a": b"1"}
    del workspace.files[NOTEBOOK]
    with pytest.raises(TargetNotWritable):
        export(asked)


def test_produced_data_sets_need_an_openbis(export, workspace, asked):
    workspace.files[NOTEBOOK] = notebook_with(openbis={"permIds": {"2-1": "x"}})
    done = export(asked)
    assert (done.crate.produced, len(done.crate.remarks)) == ((), 1)
    done = export(replace(asked, target=f"{asked.target}.zip", connection="lab"))
    assert [each.perm_id for each in done.crate.produced] == ["2-1"]


def test_an_existing_archive_is_kept(export, packages, asked):
    packages.archives[asked.target] = {"a": b"1"}
    with pytest.raises(TargetNotWritable):
        export(asked)
    assert packages.archives[asked.target] == {"a": b"1"}


def test_wrong_requests_are_refused(export, workspace, asked):
    with pytest.raises(UnknownConnection):
        export(replace(asked, connection="other"))
    with pytest.raises(SourceNotReadable):
        export(replace(asked, notebook="work/missing.ipynb"))
    workspace.files[NOTEBOOK] = json.dumps({"nbformat": 3, "worksheets": [], "cells": {}}).encode()
    with pytest.raises(NotANotebook, match="older than 4"):
        export(asked)


def test_a_cancelled_export_writes_nothing(export, packages, asked):
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        export(asked, cancellation)
    assert packages.archives == {}
