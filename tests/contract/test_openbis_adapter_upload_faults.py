"""Uploads with faults of openBIS, the network and the disk: all files are registered, or nothing."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.workspace.workspace import FilesystemWorkspace
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    InstanceUnreachable,
    OpenbisError,
    SessionExpired,
    SourceNotReadable,
    UnexpectedResponse,
    UntrustedCertificate,
    UploadFailed,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.fake_openbis import FakeOpenbis, FaultKind
from jupyter_openbis_server.fake_openbis.state import entities
from tests.contract.uploading import LIMITS, UPLOAD_PATH, Uploading, uploading
from tests.support.waiting import until

BIG = os.urandom(25 * 1024 * 1024)
MANY = {f"run/{n}.bin": bytes([n]) * 1000 for n in range(100)}
TIMEOUT = 20


@pytest.fixture(scope="module", params=["3.5", "3.6", "3.7"])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(api_version=request.param) as fake:
        yield fake


@pytest.fixture
def upload(fake: FakeOpenbis) -> Iterator[Uploading]:
    upload = uploading(fake, {"small.txt": b"small", "big.raw": BIG, **MANY})
    before = upload.data_sets
    yield upload
    fake.faults.clear()
    assert len(upload.data_sets - before) <= 1


@pytest.fixture
def nothing_is_registered(upload: Uploading) -> Iterator[None]:
    before = upload.data_sets
    yield
    assert upload.data_sets == before
    assert upload.registrations == 0


class InBackground:
    """An upload in its own thread."""

    def __init__(self, upload: Callable[[Cancellation], str]) -> None:
        self.cancellation = Cancellation()
        self.perm_id: str | None = None
        self.error: OpenbisError | None = None
        self._upload = upload
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.perm_id = self._upload(self.cancellation)
        except OpenbisError as error:
            self.error = error

    def join(self) -> None:
        self._thread.join(TIMEOUT)
        assert not self._thread.is_alive()


# --- the network


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.STATUS, FaultKind.TRUNCATE])
def test_lost_part_is_sent_again_alone(upload: Uploading, kind: FaultKind) -> None:
    hits = upload.inject(kind, path_prefix=UPLOAD_PATH, occurrence=2)
    assert upload.registered(upload("big.raw")) == {"original/big.raw": BIG}
    assert hits() == 1
    assert upload.requests == 4


def test_progress_counts_retried_bytes_once(upload: Uploading) -> None:
    upload.inject(FaultKind.STATUS, path_prefix=UPLOAD_PATH, occurrence=2)
    upload("big.raw")
    assert upload.progress.bytes == len(BIG)
    assert upload.progress.taken_back > 0
    assert upload.progress.files == ["big.raw"]


def test_small_files_are_retried_after_a_burst_of_refusals(upload: Uploading) -> None:
    hits = upload.inject(FaultKind.STATUS, path_prefix=UPLOAD_PATH, occurrence=1, times=2)
    assert upload.registered(upload("run")) == {f"original/{path}": content for path, content in MANY.items()}
    assert hits() == 2


@pytest.mark.usefixtures("nothing_is_registered")
@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.STATUS])
@pytest.mark.parametrize("path", ["big.raw", "run"])
def test_permanently_lost_parts_end_the_upload(upload: Uploading, kind: FaultKind, path: str) -> None:
    upload.inject(kind, path_prefix=UPLOAD_PATH, times=None)
    with pytest.raises(InstanceUnreachable) as caught:
        upload(path)
    may_be_refused = path == "big.raw" and kind is FaultKind.RESET
    assert ("client_max_body_size must exceed 10 MiB" in str(caught.value)) == may_be_refused


@pytest.mark.usefixtures("nothing_is_registered")
def test_login_page_is_unexpected_and_ends_the_upload_at_once(upload: Uploading) -> None:
    upload.inject(FaultKind.LOGIN_PAGE, path_prefix=UPLOAD_PATH, times=None)
    with pytest.raises(UnexpectedResponse):
        upload("run")
    assert upload.requests <= LIMITS.upload_connections


@pytest.mark.usefixtures("nothing_is_registered")
def test_data_store_with_an_untrusted_certificate_is_not_retried(upload: Uploading) -> None:
    with FakeOpenbis(tls=True) as other:
        once = uploading(upload.fake, dict(MANY), limits=replace(LIMITS, retry_seconds=600))
        here = next(iter(upload.fake.laboratory.data_stores))
        upload.fake.laboratory.put(entities.DataStore("DSS1", download_url=other.url))
        try:
            with pytest.raises(UntrustedCertificate):
                once("run")
        finally:
            upload.fake.laboratory.put(here)


# --- openBIS


def test_error_has_the_message_of_openbis(upload: Uploading) -> None:
    with pytest.raises(UploadFailed, match="NO_SUCH_TYPE") as caught:
        upload("small.txt", type_code="NO_SUCH_TYPE")
    assert "Context" not in str(caught.value)
    assert upload.session.token.reveal() not in str(caught.value)


def test_a_missing_mandatory_property_is_named(upload: Uploading) -> None:
    with pytest.raises(UploadFailed, match="MAGNIFICATION"):
        upload("small.txt", type_code="MICROSCOPY")


@pytest.mark.usefixtures("nothing_is_registered")
@pytest.mark.parametrize("path", ["big.raw", "run"])
def test_session_that_expires_during_the_upload_is_an_error(upload: Uploading, path: str) -> None:
    upload.inject(FaultKind.EXPIRE_SESSION, path_prefix=UPLOAD_PATH)
    with pytest.raises(SessionExpired) as caught:
        upload(path)
    assert upload.session.token.reveal() not in str(caught.value)


# --- the disk


@pytest.mark.usefixtures("nothing_is_registered")
@pytest.mark.parametrize("size", [0, 10_000_000])
def test_file_truncated_during_the_upload_registers_nothing(upload: Uploading, tmp_path: Path, size: int) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "big.raw").write_bytes(BIG)
    files = FilesystemWorkspace(tmp_path).sources("run")
    os.truncate(tmp_path / "run" / "big.raw", size)
    with pytest.raises(SourceNotReadable, match=r"shorter.*run/big\.raw"):
        upload(files=files)


@pytest.mark.usefixtures("nothing_is_registered")
@pytest.mark.parametrize("content", [b"", b"1"])
def test_missing_file_registers_nothing(upload: Uploading, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.csv").write_bytes(content)
    files = FilesystemWorkspace(tmp_path).sources("a")
    (tmp_path / "a" / "b.csv").unlink()
    with pytest.raises(SourceNotReadable, match=r"File not found: a/b\.csv"):
        upload(files=files)


def test_growing_file_is_sent_up_to_its_announced_size(upload: Uploading, tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_bytes(b"first line\n")
    files = FilesystemWorkspace(tmp_path).sources("log.txt")
    with (tmp_path / "log.txt").open("ab") as log:
        log.write(b"second line\n")
    assert upload.registered(upload(files=files)) == {"original/log.txt": b"first line\n"}


# --- cancelling


@pytest.mark.usefixtures("nothing_is_registered")
@pytest.mark.parametrize("path", ["big.raw", "run"])
def test_an_upload_that_waits_for_a_silent_data_store_can_be_cancelled(upload: Uploading, path: str) -> None:
    upload.inject(FaultKind.HANG, path_prefix=UPLOAD_PATH, times=None)
    running = InBackground(lambda cancellation: upload(path, cancellation=cancellation))
    until(lambda: upload.fake.faults.hanging > 0)
    running.cancellation.cancel()
    running.join()
    assert isinstance(running.error, Cancelled)


@pytest.mark.usefixtures("nothing_is_registered")
def test_upload_can_be_cancelled_during_the_transfer(upload: Uploading) -> None:
    cancellation = Cancellation()
    (source,) = upload.workspace.sources("big.raw")

    class Watched:
        name, size, is_folder = source.name, source.size, False

        def open(self) -> object:
            stream = source.open()
            read = stream.read
            stream.read = lambda size: (cancellation.cancel(), read(size))[1]  # type: ignore[method-assign]
            return stream

    with pytest.raises(Cancelled):
        upload(files=(Watched(),), cancellation=cancellation)
    assert upload.requests <= 4


@pytest.mark.usefixtures("nothing_is_registered")
def test_upload_that_waits_for_a_retry_can_be_cancelled(upload: Uploading) -> None:
    patient = uploading(upload.fake, upload.workspace.files, limits=replace(LIMITS, retry_seconds=600))
    hits = patient.inject(FaultKind.STATUS, path_prefix=UPLOAD_PATH, times=None)
    running = InBackground(lambda cancellation: patient("small.txt", cancellation=cancellation))
    until(lambda: hits() > 0)
    running.cancellation.cancel()
    running.join()
    assert isinstance(running.error, Cancelled)


def test_started_registration_is_not_cancelled(upload: Uploading) -> None:
    upload.inject_into_registration(FaultKind.HANG)
    running = InBackground(lambda cancellation: upload("small.txt", cancellation=cancellation))
    until(lambda: upload.fake.faults.hanging > 0)
    running.cancellation.cancel()
    upload.fake.faults.release()
    running.join()
    assert running.error is None
    assert running.perm_id in upload.data_sets
