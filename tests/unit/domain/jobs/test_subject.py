"""Names of what jobs are about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.jobs.subject import MAX_SUBJECTS, KnownNames, Subject, subjects_of
from jupyter_openbis_server.domain.notebooks.publications.publication import PublishRequest
from jupyter_openbis_server.domain.object_files.object_files import FileUpload, FileUploadRequest
from jupyter_openbis_server.domain.uploads.upload import Upload, UploadRequest

UPLOAD = UploadRequest("RAW_DATA", "/A/B/C", ("x.csv",))
SHOWN = KnownNames((Subject("1-1", "Raw stack", EntityKind.DATA_SET), Subject("/A/B/C", "Cells", EntityKind.SAMPLE)))


def test_names_of_the_client_are_used_until_openbis_states_them() -> None:
    request = DownloadRequest(("1-1", "2-2", "/A/B/C"), "/data")
    assert subjects_of(request, None, SHOWN) == (SHOWN.shown[0], Subject("2-2"), SHOWN.shown[1])
    found = KnownNames(SHOWN.shown, {"1-1": "Renamed stack", "2-2": None})
    assert subjects_of(request, None, found) == (
        Subject("1-1", "Renamed stack", EntityKind.DATA_SET),
        Subject("2-2", None, EntityKind.DATA_SET),
        SHOWN.shown[1],
    )


@given(st.lists(st.text(min_size=1), min_size=1, max_size=30))
def test_only_the_first_subjects_are_kept(perm_ids: list[str]) -> None:
    request = DownloadRequest(tuple(perm_ids), "/data")
    expected = request.perm_ids[:MAX_SUBJECTS]
    assert tuple(each.reference for each in subjects_of(request, None, KnownNames())) == expected


@pytest.mark.parametrize(
    ("properties", "name"),
    [({"$NAME": " Curve "}, "Curve"), ({"$name": "Curve"}, "Curve"), ({"$NAME": ""}, None), ({}, None)],
    ids=str,
)
def test_an_upload_has_the_name_that_the_user_has_given(properties: dict[str, object], name: str | None) -> None:
    request = UploadRequest("RAW_DATA", "/A/B/C", ("x.csv",), properties=properties)
    assert subjects_of(request, None, KnownNames()) == (Subject(None, name, EntityKind.DATA_SET),)
    done = Upload("lab", "3-3")
    assert subjects_of(request, done, KnownNames()) == (Subject("3-3", name, EntityKind.DATA_SET),)


@pytest.mark.parametrize(("name", "expected"), [("", "Growth"), ("Growth of yeast", "Growth of yeast")])
def test_a_publication_is_named_like_its_notebook(name: str, expected: str) -> None:
    request = PublishRequest("work/Growth.ipynb", UPLOAD, name)
    assert subjects_of(request, None, KnownNames()) == (Subject(None, expected, EntityKind.DATA_SET),)


def test_files_of_an_owner_have_its_name() -> None:
    request = FileUploadRequest("/A/B/C", ("x.csv",))
    assert subjects_of(request, None, SHOWN) == (SHOWN.shown[1],)
    owner = Entity(EntityKind.SAMPLE, "4-4", "/A/B/C", name="Cells, day 2")
    done = FileUpload("lab", owner, (), (), "https://openbis.example.org")
    assert subjects_of(request, done, SHOWN) == (Subject("4-4", "Cells, day 2", EntityKind.SAMPLE),)
    published = PublishRequest("work/Growth.ipynb", UPLOAD)
    assert subjects_of(published, done, SHOWN) == (Subject("4-4", "Growth", EntityKind.SAMPLE),)
