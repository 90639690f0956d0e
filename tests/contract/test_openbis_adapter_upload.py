"""Content of uploaded data sets, in all versions of the API."""

import os
from collections.abc import Iterator

import pytest

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import UploadFailed
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample_data
from jupyter_openbis_server.fake_openbis.state import entities
from tests.contract.uploading import LIMITS, UPLOAD_PATH, Uploading, uploading

BIG = os.urandom(25 * 1024 * 1024)  # three parts; in an archive, seven
ODD_NAMES = ["a & b+c #1 100%.txt", "50%25.txt", "äöü.csv", "🧪.png", 'it\'s "quoted".txt', "a;b,c=d?e.txt", "ü" * 127]


@pytest.fixture(scope="module", params=["3.5", "3.6", "3.7"])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(api_version=request.param) as fake:
        yield fake


@pytest.fixture
def upload(fake: FakeOpenbis) -> Uploading:
    files = {"small.txt": b"small", "big.raw": BIG, "empty.txt": b""}
    return uploading(fake, files | {name: name.encode() for name in ODD_NAMES})


@pytest.fixture
def folder_of_several(fake: FakeOpenbis) -> str:
    return "original/DEFAULT" if fake.settings.api_version == "3.5" else "original/default"


def test_large_file_is_sent_in_parts_and_stored_completely(upload: Uploading) -> None:
    assert upload.registered(upload("big.raw")) == {"original/big.raw": BIG}
    assert upload.requests == 3


def test_large_file_in_a_folder_is_stored_completely(upload: Uploading) -> None:
    upload.workspace.files["run/sub/big.raw"] = BIG
    assert upload.registered(upload("run")) == {"original/run/sub/big.raw": BIG}
    assert (upload.progress.bytes, upload.progress.files) == (len(BIG), ["run/sub/big.raw"])


def test_several_files_with_unusual_names_are_in_one_folder(upload: Uploading, folder_of_several: str) -> None:
    registered = upload.registered(upload("small.txt", "empty.txt", *ODD_NAMES))
    expected = {"small.txt": b"small", "empty.txt": b"", **{name: name.encode() for name in ODD_NAMES}}
    assert registered == {f"{folder_of_several}/{name}": content for name, content in expected.items()}


@pytest.mark.parametrize("name", ["empty.txt", *ODD_NAMES], ids=range(1 + len(ODD_NAMES)))
def test_single_file_is_in_no_folder(upload: Uploading, name: str) -> None:
    assert upload.registered(upload(name)) == {f"original/{name}": upload.workspace.files[name]}


def test_folder_with_unusual_names_keeps_its_structure(upload: Uploading) -> None:
    upload.workspace.files = {f"work/run #1/{name}/{name}": name.encode() for name in ODD_NAMES}
    upload.workspace.folders = {"work/run #1/none & never", "work/run #1/ü/+"}
    perm_id = upload("work/run #1")
    expected = {f"original/run #1/{name}/{name}": name.encode() for name in ODD_NAMES}
    assert upload.registered(perm_id) == expected
    assert {"original/run #1/none & never", "original/run #1/ü/+"} <= upload.folders(perm_id)


def test_empty_folder_can_be_registered(upload: Uploading) -> None:
    upload.workspace.folders = {"run"}
    perm_id = upload("run")
    assert upload.registered(perm_id) == {}
    assert any(folder.endswith("/run") for folder in upload.folders(perm_id))


def test_files_and_folders_are_in_one_folder(upload: Uploading, folder_of_several: str) -> None:
    upload.workspace.files["run/a.csv"] = b"1"
    upload.workspace.folders = {"none"}
    perm_id = upload("small.txt", "run", "none")
    assert upload.registered(perm_id) == {
        f"{folder_of_several}/small.txt": b"small",
        f"{folder_of_several}/run/a.csv": b"1",
    }
    assert f"{folder_of_several}/none" in upload.folders(perm_id)


def test_thousand_small_files_are_stored(upload: Uploading) -> None:
    files = {f"run/{n % 7}/{n}.bin": n.to_bytes(2, "big") * 100 for n in range(1000)}
    upload.workspace.files = files
    assert upload.registered(upload("run")) == {f"original/{path}": content for path, content in files.items()}
    assert sorted(upload.progress.files) == sorted(files)
    assert upload.requests == (1 if upload.fake.settings.api_version == "3.5" else 1000)
    connections = {request.connection for request in upload.fake.requests if request.path == UPLOAD_PATH}
    assert len(connections) <= LIMITS.upload_connections


def test_many_single_files_are_stored(upload: Uploading, folder_of_several: str) -> None:
    files = {f"{n}.bin": bytes([n]) for n in range(60)}
    upload.workspace.files = files
    assert upload.registered(upload(*files)) == {f"{folder_of_several}/{path}": files[path] for path in files}


def test_an_experiment_can_be_the_owner(upload: Uploading) -> None:
    experiment = next(iter(upload.fake.laboratory.experiments.find("identifier", sample_data.CALIBRATIONS)))
    owner = Entity(EntityKind.EXPERIMENT, experiment.perm_id, experiment.identifier)
    data_set = upload.fake.laboratory.data_set(upload("small.txt", owner=owner, parents=(sample_data.IMAGES,)))
    assert data_set is not None
    assert (data_set.experiment, data_set.sample, data_set.parents) == (
        experiment.perm_id, None, [sample_data.IMAGES],
    )  # fmt: skip


@pytest.mark.parametrize("place", ["first", "last"])
def test_openbis_file_system_is_no_data_store_for_uploads(place: str) -> None:
    with FakeOpenbis(settings=ServerSettings(api_version="3.7", afs_row=place)) as fake:  # type: ignore[arg-type]
        upload = uploading(fake, {"small.txt": b"small"})
        assert upload.registered(upload("small.txt")) == {"original/small.txt": b"small"}


def test_missing_data_store_is_an_error_with_the_reason() -> None:
    with FakeOpenbis() as fake:
        upload = uploading(fake, {"small.txt": b"small"})
        for row in list(fake.laboratory.data_stores):
            fake.laboratory.remove(row)
        with pytest.raises(UploadFailed, match="no data store"):
            upload("small.txt")


def test_data_store_on_another_host_is_found_by_its_address() -> None:
    with FakeOpenbis(api_version="3.7") as fake:
        upload = uploading(fake, {"small.txt": b"small"})
        fake.laboratory.put(entities.DataStore("DSS1", download_url=fake.url.replace("127.0.0.1", "localhost")))
        upload("small.txt")
        hosts = {request.headers["host"].partition(":")[0] for request in fake.requests if request.path == UPLOAD_PATH}
        assert hosts == {"localhost"}


# --- an old openBIS, whose plugin finds files by names that are shared by all uploads of a session


def test_old_openbis_never_mixes_files_with_those_of_a_failed_upload() -> None:
    with FakeOpenbis(api_version="3.5") as fake:
        upload = uploading(fake, {"small.txt": b"small"})
        with pytest.raises(UploadFailed):
            upload("small.txt", type_code="NO_SUCH_TYPE")
        upload.workspace.files["small.txt"] = b"s"
        assert upload.registered(upload("small.txt")) == {"original/DEFAULT/small.txt": b"s"}


def test_old_openbis_accepts_a_name_again_after_a_success() -> None:
    with FakeOpenbis(api_version="3.5") as fake:
        upload = uploading(fake, {"small.txt": b"small"})
        upload("small.txt")
        upload.workspace.files["small.txt"] = b"s"
        assert upload.registered(upload("small.txt")) == {"original/small.txt": b"s"}


def test_archive_does_not_depend_on_the_size_of_its_parts() -> None:
    with FakeOpenbis(api_version="3.5") as fake:
        upload = uploading(fake, {f"run/{n:02}": os.urandom(n * 400_000) for n in range(12)})
        files = dict(upload.workspace.files)
        assert upload.registered(upload("run")) == {f"original/{path}": content for path, content in files.items()}
        assert upload.progress.bytes == sum(map(len, files.values()))
