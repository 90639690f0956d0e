"""Verification of downloads without openBIS."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.downloads.download import FileState, LocalFile
from jupyter_openbis_server.domain.downloads.local_downloads import VerifyDownloads
from jupyter_openbis_server.domain.errors import Cancelled, InvalidPath, NothingToVerify
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


@pytest.fixture
def verify(folders) -> VerifyDownloads:
    return VerifyDownloads(folders)


@pytest.fixture
def path(download, perm_id) -> str:
    """The folder of a finished download."""
    return download("lab", perm_id, "/data").path


@pytest.mark.parametrize("where", ["/data", "itself"])
def test_unchanged_download_is_ok(verify, path, perm_id, where):
    (found,) = verify(path if where == "itself" else where)
    assert found.download.manifest.perm_id == perm_id
    assert (found.ok, found.wrong, found.unknown) == (True, (), ())


def test_verification_sends_no_request(verify, path, openbis):
    attempts = openbis.login_attempts
    openbis.go_down()
    assert all(each.ok for each in verify("/data"))
    assert openbis.login_attempts == attempts


@pytest.mark.parametrize("damage", ["changed", "shorter", "missing"])
def test_damaged_files_are_named(verify, path, folders, damage):
    name = next(name for name, content in folders.files.items() if content and not name.endswith(".json"))
    content = folders.files.pop(name)
    if damage != "missing":
        folders.files[name] = content[:-1] + (b"" if damage == "shorter" else bytes([content[-1] ^ 1]))
    (found,) = verify("/data")
    assert [f"{path}/{each.file.local_path}" for each in found.wrong] == [name]
    assert not found.ok


def test_link_to_outside_is_a_wrong_file_and_others_are_verified(verify, download, path, folders, world):
    other = download("lab", next(each for each in sorted(world.sample_data_sets) if each not in path), "/data").path
    folders.outside.add(f"{path}/original/curve.csv")
    found = {each.download.path: each for each in verify("/data")}
    (wrong,) = found[path].wrong
    assert wrong.file.local_path == "original/curve.csv"
    assert wrong.local == LocalFile(FileState.REFUSED, problem="a link leads outside the folder")
    assert not found[path].ok
    assert found[other].ok


def test_folder_closed_in_the_meantime_is_wrong_and_others_are_verified(verify, download, path, folders, world):
    other = download("lab", next(each for each in sorted(world.sample_data_sets) if each not in path), "/data").path
    found = verify("/data")
    folders.close(path)
    assert {each.download.path: each.ok for each in found} == {path: False, other: True}


def test_unreadable_file_is_reported_as_unreadable(verify, path, folders):
    folders.unreadable.add(f"{path}/original/curve.csv")
    (found,) = verify("/data")
    assert [each.local.state for each in found.wrong] == [FileState.UNREADABLE]


def test_interrupted_download_is_not_ok(verify, path, folders):
    folders.manifests[path] = replace(folders.manifests[path], is_complete=False)
    (found,) = verify("/data")
    assert (found.wrong, found.ok) == ((), False)


def test_file_without_a_checksum_is_unknown(verify, path, folders):
    manifest = folders.manifests[path]
    files = tuple(replace(each, crc32=None) for each in manifest.files)
    folders.manifests[path] = replace(manifest, files=files)
    (found,) = verify("/data")
    assert found.wrong == ()
    assert {each.file.path for each in found.unknown} == {each.path for each in files if each.size}
    assert not found.ok


def test_folder_without_downloads_is_an_error(verify):
    with pytest.raises(NothingToVerify, match="/other holds no download"):
        verify("/other")
    with pytest.raises(InvalidPath):
        verify("relative")


def test_verification_can_be_cancelled(verify, path):
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        list(verify("/data", cancellation))
