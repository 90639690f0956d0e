"""The folder of a downloaded publication: what is worth keeping stays."""

from types import SimpleNamespace

import pytest

from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.research_objects.reruns.publication_source import (
    FetchPublication,
    PublicationReference,
)

FOLDER = "/work/again.original"


class Disk:
    """Port `Packages`, as far as it is used."""

    def __init__(self) -> None:
        self.folders: set[str] = set()

    def exists(self, path: str) -> bool:
        return path in self.folders

    def remove(self, folder: str) -> None:
        self.folders.discard(folder)


def fetching(disk: Disk, error: Exception | None = None) -> FetchPublication:
    def download(name, request, cancellation, progress):
        disk.folders.add(request.folder)
        if error:
            raise error
        return (SimpleNamespace(path=f"{request.folder}/1-1"),)

    return FetchPublication(download, disk)


REFERENCE = PublicationReference("1-1")


def test_what_an_interrupted_download_has_fetched_stays() -> None:
    disk = Disk()
    with pytest.raises(Cancelled), fetching(disk, Cancelled())("lab", REFERENCE, "/work/again"):
        raise AssertionError
    assert disk.folders == {FOLDER}


@pytest.mark.parametrize("is_new", [True, False])
def test_a_new_folder_is_deleted_after_a_failure(is_new: bool) -> None:
    disk = Disk()
    disk.folders |= set() if is_new else {FOLDER}
    with pytest.raises(Cancelled), fetching(disk)("lab", REFERENCE, "/work/again"):
        raise Cancelled
    assert disk.folders == (set() if is_new else {FOLDER})


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_new_folder_stays_on_request(is_kept: bool) -> None:
    disk = Disk()
    with fetching(disk)("lab", REFERENCE, "/work/again", is_kept=is_kept) as path:
        assert path == f"{FOLDER}/1-1"
    assert disk.folders == ({FOLDER} if is_kept else set())
