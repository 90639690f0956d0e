"""What a job says about its target."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, afs_data_set
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.downloads.download import Download, DownloadRequest
from jupyter_openbis_server.domain.jobs.job import Job
from jupyter_openbis_server.domain.notebooks.publications.publication import PublicationTarget, PublishRequest
from jupyter_openbis_server.domain.object_files.object_files import FileUpload, FileUploadRequest
from jupyter_openbis_server.domain.uploads.upload import UploadRequest

UPLOAD = UploadRequest("/A/B", "RAW_DATA", ("a.csv",))
PUBLISH = PublishRequest("a.ipynb", UPLOAD)
OWNER = Entity(EntityKind.SAMPLE, "1-1", "/A/B")


def job(request: DownloadRequest | UploadRequest | FileUploadRequest | PublishRequest) -> Job:
    return Job("j1", "lab", request, dt.datetime(2026, 3, 1, tzinfo=dt.timezone.utc))


@pytest.mark.parametrize(
    ("request_", "is_of_owner"),
    [
        (UPLOAD, False),
        (FileUploadRequest("/A/B", ("a.csv",)), True),
        (PUBLISH, False),
        (replace(PUBLISH, target=PublicationTarget.FILES), True),
    ],
)
def test_the_request_of_an_upload_says_whether_files_belong_to_the_owner(request_, is_of_owner: bool) -> None:
    assert job(request_).is_of_owner is is_of_owner


@pytest.mark.parametrize(
    ("data_sets", "is_of_owner"),
    [([], False), ([afs_data_set("1-1")], True), ([DataSet("2-2", "RAW_DATA")], False)],
)
def test_the_result_of_a_download_says_whether_files_belong_to_an_owner(data_sets, is_of_owner: bool) -> None:
    downloads = tuple(Download("https://openbis", each, "/data", ()) for each in data_sets)
    assert replace(job(DownloadRequest(("1-1",), "data")), downloads=downloads).is_of_owner is is_of_owner


def test_the_folder_of_an_upload_of_files_is_known_from_the_start() -> None:
    assert job(FileUploadRequest("/A/B", ("a.csv",), "raw")).owner_folder == "raw"


def test_the_folder_of_a_publication_is_known_at_the_end() -> None:
    running = job(replace(PUBLISH, target=PublicationTarget.FILES))
    assert running.owner_folder is None
    assert replace(running, file_upload=FileUpload("lab", OWNER, (), folder="a 1")).owner_folder == "a 1"


def test_data_sets_have_no_folder() -> None:
    assert job(UPLOAD).owner_folder is None
