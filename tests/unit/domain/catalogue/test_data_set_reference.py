"""References to data sets: a permId or a link of the ELN."""

import pytest

from jupyter_openbis_server.domain.catalogue.eln_link import data_set_perm_id, eln_url
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.uploads.upload import UploadRequest

PERM_ID = "20240401101530123-42"
LINK = eln_url("https://openbis.example.org", EntityKind.DATA_SET, PERM_ID)


@pytest.mark.parametrize("text", [PERM_ID, f" {PERM_ID}\n", LINK, f" {LINK} "])
def test_perm_id_is_extracted_from_pasted_text(text):
    assert data_set_perm_id(text) == PERM_ID
    assert DownloadRequest((text, "X"), "/data").perm_ids == (PERM_ID, "X")
    assert UploadRequest("T", "/S/P/E", ("a",), (text,)).parents == (PERM_ID,)


@pytest.mark.parametrize("text", ["", "DDBS1", "https://example.org/", "/A/B/C"])
def test_other_texts_are_unchanged(text):
    assert data_set_perm_id(text) == text
