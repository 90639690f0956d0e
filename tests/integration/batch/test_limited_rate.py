"""The rate limit of transfers over each protocol of openBIS: all bytes of files are taken from it."""

import threading
from pathlib import Path

import pytest

from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.object_files.object_files import FileUploadRequest
from jupyter_openbis_server.domain.shared.rate_limit import RateLimit
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.entrypoints.library.batch import bootstrap
from jupyter_openbis_server.entrypoints.use_cases import UseCases
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab

RATE = 400_000
SIZE = 300_000


class Taken:
    """The pieces that transfers took from the limit; none has to wait."""

    def __init__(self) -> None:
        self.pieces: list[int] = []
        self._lock = threading.Lock()

    def take(self, limit: RateLimit, count: int) -> float:
        assert limit.bytes_per_second == RATE
        with self._lock:
            self.pieces.append(count)
        return 0.0


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    taken = Taken()

    def take(limit: RateLimit, count: int) -> float:
        return taken.take(limit, count)

    monkeypatch.setattr(RateLimit, "take", take)
    return taken


def _program(server: FakeOpenbis, folder: Path, monkeypatch: pytest.MonkeyPatch) -> UseCases:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(folder))
    (folder / "openbis-connections.yaml").write_text(
        f"connections:\n  - name: lab\n    url: {server.url}\n    ca_bundle: {server.ca_file}\n"
        f"    username: alice\n    password: {lab.USERS['alice']}\n"
    )
    return bootstrap(folder, max_rate=RATE)


@pytest.mark.parametrize("api_version", ["3.5", "3.6"])
def test_data_sets_are_transferred_within_the_rate(
    api_version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: Taken
) -> None:
    """3.5 has plain downloads and uploads by a plug-in only; 3.6 has fast download and registration."""
    (tmp_path / "a.bin").write_bytes(bytes(SIZE))
    with FakeOpenbis(tls=True, users=lab.USERS, settings=ServerSettings(api_version)) as server:
        program = _program(server, tmp_path, monkeypatch)
        program.connections.sessions.session("lab")
        taken.pieces.clear()
        (done,) = program.downloads.download("lab", DownloadRequest((lab.BIG,), str(tmp_path / "d")))
        size = sum(each.size for each in done.files)
        assert size <= sum(taken.pieces) < 2 * size + 100_000
        taken.pieces.clear()
        program.uploads.upload("lab", UploadRequest("RAW_DATA", lab.WILD_TYPE, ("a.bin",)))
        assert SIZE <= sum(taken.pieces) < 2 * SIZE + 100_000
        assert max(taken.pieces) <= RATE // 8
        program.connections.sessions.end_session("lab")


def test_files_of_objects_are_transferred_within_the_rate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: Taken
) -> None:
    (tmp_path / "a.bin").write_bytes(bytes(range(250)) * (SIZE // 250))
    with FakeOpenbis(tls=True, users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as server:
        program = _program(server, tmp_path, monkeypatch)
        program.connections.sessions.session("lab")
        taken.pieces.clear()
        program.object_files.upload("lab", FileUploadRequest(lab.EMPTY_BENCH, ("a.bin",)))
        assert sum(taken.pieces) >= SIZE
        taken.pieces.clear()
        program.downloads.download("lab", DownloadRequest((lab.EMPTY_BENCH,), str(tmp_path / "d")))
        assert sum(taken.pieces) >= SIZE
        assert max(taken.pieces) <= RATE // 8
        program.connections.sessions.end_session("lab")
