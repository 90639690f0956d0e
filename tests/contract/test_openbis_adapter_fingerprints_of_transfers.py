"""Uploads, and files of the file server (AFS), with servers that are identified by their fingerprint."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.adapters.openbis.upload.afs.object_files import OpenbisObjectFiles
from jupyter_openbis_server.domain.errors import CertificateChanged, CertificateNotTrusted, OpenbisError
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings, TlsFiles
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_sample
from jupyter_openbis_server.testing.fakes.workspace import MemoryWorkspace
from tests.contract.afs_downloading import add_owner
from tests.contract.file_uploading import ADMIN, FileUploading
from tests.contract.uploading import Uploading
from tests.support.certificates import fingerprint_in, self_signed

LIMITS = HttpLimits(retries=2, retry_seconds=0.002)
OTHER = ":".join(["AB"] * 32)
CONTENT = b"a,b\n1,2\n" * 1000


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> TlsFiles:
    """A self-signed certificate for a name that is not the host's, and that has expired."""
    return self_signed(tmp_path_factory.mktemp("tls"), "old.example.org", days=-1)


@pytest.fixture(scope="module", params=["3.5", "3.7"])
def dss(request: pytest.FixtureRequest, files: TlsFiles) -> Iterator[FakeOpenbis]:
    """An openBIS with a data store; old ones register uploads by another method."""
    with FakeOpenbis(api_version=request.param, tls=files) as fake:
        yield fake


@pytest.fixture(scope="module")
def afs(files: TlsFiles) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(settings=ServerSettings("3.7", afs="listed"), tls=files) as fake:
        yield fake


@pytest.fixture
def clients() -> Clients:
    return Clients(LIMITS)


def _session(fake: FakeOpenbis, clients: Clients, files: TlsFiles) -> Session:
    return OpenbisSessions(clients).open(
        Instance("lab", fake.url, certificate_fingerprints=(fingerprint_in(files),)), ADMIN
    )


def _other(session: Session) -> Session:
    """The same session, where another certificate is trusted."""
    instance = replace(session.instance, certificate_fingerprints=(OTHER,))
    return Session(instance, session.token, session.username)


def _requests(fake: FakeOpenbis) -> int:
    return sum(fake.requests.counts().values())


def test_files_are_uploaded_to_a_data_store_with_the_trusted_certificate(
    dss: FakeOpenbis, clients: Clients, files: TlsFiles
) -> None:
    workspace = MemoryWorkspace({"a.csv": CONTENT})
    upload = Uploading(dss, _session(dss, clients, files), OpenbisDataStore(clients), workspace)
    stored = upload.registered(upload("a.csv"))
    assert [content for path, content in stored.items() if path.endswith("a.csv")] == [CONTENT]


def test_nothing_is_uploaded_with_another_certificate(dss: FakeOpenbis, clients: Clients, files: TlsFiles) -> None:
    workspace = MemoryWorkspace({"a.csv": CONTENT})
    session = _session(dss, clients, files)
    upload = Uploading(dss, _other(session), OpenbisDataStore(clients), workspace)
    before = upload.data_sets, _requests(dss)
    with pytest.raises(CertificateChanged):
        upload("a.csv")
    assert (upload.data_sets, _requests(dss)) == before


def test_nothing_is_uploaded_to_a_data_store_with_a_certificate_of_its_own(
    dss: FakeOpenbis, clients: Clients, files: TlsFiles, tmp_path_factory: pytest.TempPathFactory
) -> None:
    session = _session(dss, clients, files)
    upload = Uploading(dss, session, OpenbisDataStore(clients), MemoryWorkspace({"a.csv": CONTENT}))
    here = next(iter(dss.laboratory.data_stores))
    own = self_signed(tmp_path_factory.mktemp("dss"))
    before = upload.data_sets
    with FakeOpenbis(tls=own) as store:
        dss.laboratory.put(replace(here, download_url=store.url))
        try:
            with pytest.raises(OpenbisError) as caught:
                upload("a.csv")
        finally:
            dss.laboratory.put(here)
        assert not store.requests.counts()
    refused = getattr(caught.value, "cause", caught.value)
    assert isinstance(refused, CertificateNotTrusted)
    assert refused.certificate.fingerprint == fingerprint_in(own)
    assert upload.data_sets == before


def test_files_of_the_file_server_are_read(afs: FakeOpenbis, clients: Clients, files: TlsFiles) -> None:
    session = _session(afs, clients, files)
    owner = add_owner(afs, "READ", {"raw/a.csv": CONTENT})
    data_set = OpenbisDataSets(clients).get(session, owner)
    store = OpenbisDataStore(clients)
    (file,) = (each for each in store.files(session, data_set) if not each.is_folder)
    assert store.read(session, data_set, file, 4, 12, Cancellation()) == CONTENT[4:12]
    other = Clients(LIMITS)
    before = _requests(afs)
    for refused in (
        lambda: OpenbisDataStore(other).files(_other(session), data_set),
        lambda: OpenbisDataStore(other).read(_other(session), data_set, file, 4, 12, Cancellation()),
        lambda: store.read(_other(session), data_set, file, 20, 30, Cancellation()),
    ):
        with pytest.raises(CertificateChanged):
            refused()
    assert _requests(afs) == before


def test_files_are_stored_in_the_file_server(afs: FakeOpenbis, clients: Clients, files: TlsFiles) -> None:
    session = _session(afs, clients, files)
    sample = add_sample(afs.laboratory, "WRITE", "ENTRY", project="/YEAST_LAB/GROWTH")
    workspace = MemoryWorkspace({"a.csv": CONTENT, "b.csv": b"b"})
    object_files = OpenbisObjectFiles(clients)
    uploading = FileUploading(afs, session, object_files, sample.perm_id, workspace)
    assert uploading("a.csv")
    assert uploading.stored == {"a.csv": CONTENT}
    before = _requests(afs)
    with pytest.raises(CertificateChanged):
        object_files.store(
            _other(session), sample.perm_id, uploading.files("b.csv"), Cancellation(), uploading.progress
        )
    allowed = 1  # `files` lists what is stored, in the session that is trusted
    assert _requests(afs) - before <= allowed
    assert uploading.stored == {"a.csv": CONTENT}
