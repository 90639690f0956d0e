"""Downloads are looked at again, without openBIS."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import Cancelled, InvalidPath, NothingToVerify
from jupyter_openbis_server.domain.model import Cancellation
from jupyter_openbis_server.domain.use_cases import VerifyDownloads


@pytest.fixture
def verify(folders) -> VerifyDownloads:
    return VerifyDownloads(folders)


@pytest.fixture
def path(download, perm_id) -> str:
    """The folder of a finished download."""
    return download("lab", perm_id, "/data").path


@pytest.mark.parametrize("where", ["/data", "itself"])
def test_what_is_as_it_came_is_right(verify, path, perm_id, where):
    (found,) = verify(path if where == "itself" else where)
    assert found.download.manifest.perm_id == perm_id
    assert (found.is_right, found.wrong, found.unknown) == (True, (), ())


def test_openbis_is_not_asked(verify, path, openbis):
    attempts = openbis.login_attempts
    openbis.go_down()
    assert all(each.is_right for each in verify("/data"))
    assert openbis.login_attempts == attempts


@pytest.mark.parametrize("damage", ["changed", "shorter", "gone"])
def test_what_was_damaged_is_named(verify, path, folders, damage):
    name = next(name for name, content in folders.files.items() if content and not name.endswith(".json"))
    content = folders.files.pop(name)
    if damage != "gone":
        folders.files[name] = content[:-1] + (b"" if damage == "shorter" else bytes([content[-1] ^ 1]))
    (found,) = verify("/data")
    assert [f"{path}/{each.file.local_path}" for each in found.wrong] == [name]
    assert not found.is_right


def test_an_interrupted_download_is_not_right_even_if_what_is_there_is(verify, path, folders):
    folders.manifests[path] = replace(folders.manifests[path], is_complete=False)
    (found,) = verify("/data")
    assert (found.wrong, found.is_right) == ((), False)


def test_a_file_that_never_had_a_checksum_is_unknown(verify, path, folders):
    manifest = folders.manifests[path]
    files = tuple(replace(each, crc32=None) for each in manifest.files)
    folders.manifests[path] = replace(manifest, files=files)
    (found,) = verify("/data")
    assert found.wrong == ()
    assert {each.file.path for each in found.unknown} == {each.path for each in files if each.size}
    assert not found.is_right


def test_where_there_is_no_download_nothing_is_verified(verify):
    with pytest.raises(NothingToVerify, match="/elsewhere holds no download"):
        verify("/elsewhere")
    with pytest.raises(InvalidPath):
        verify("relative")


def test_it_can_be_cancelled(verify, path):
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        list(verify("/data", cancellation))
