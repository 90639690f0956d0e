"""Fuzzing of the protocol: responses of the fake openBIS are changed at random while use cases run.

The seed defines the use case, the version of openBIS, the response and its change, so
`python -m tests.fuzz protocol --seed 1234` repeats a failed run.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dependency_injector import providers
from marshmallow import Schema

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.changes.entity_change import ChangeRequest
from jupyter_openbis_server.domain.changes.new_entity import CreationRequest
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import ChangeUnconfirmed, OpenbisError, UploadUnconfirmed
from jupyter_openbis_server.domain.object_files.object_files import FileUploadRequest
from jupyter_openbis_server.domain.search.query import SearchRequest
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.schemas.changes.entity_changes import ChangedEntityResponse
from jupyter_openbis_server.entrypoints.schemas.changes.new_entities import CreatedEntityResponse
from jupyter_openbis_server.entrypoints.schemas.changes.unarchiving import UnarchiveResponse
from jupyter_openbis_server.entrypoints.schemas.connections.responses import ConnectionResponse
from jupyter_openbis_server.entrypoints.schemas.data_sets import DataSetsResponse, DataSetTypeResponse
from jupyter_openbis_server.entrypoints.schemas.downloads import DownloadPlanResponse, FinishedDownloadResponse
from jupyter_openbis_server.entrypoints.schemas.errors import error_response
from jupyter_openbis_server.entrypoints.schemas.files import FilesResponse, PreviewResponse
from jupyter_openbis_server.entrypoints.schemas.search.response import SearchResponse
from jupyter_openbis_server.entrypoints.schemas.tree import (
    ContentsResponse,
    DetailsResponse,
    ListingResponse,
)
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.entrypoints.use_cases import UseCases
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import noise, write
from jupyter_openbis_server.fake_openbis.state.entities import PhysicalData

VERSIONS = ("3.5", "3.6", "3.7")
MAX_SECONDS = 30
"""Timeout of one use case; the slowest takes about one second."""

_KNOWN = "20240101120000000-9001"
_BIG_FILE = "original/run/stack.raw"
_FILES = {
    "original/run/first.csv": b"a,b\n1,2\n",
    _BIG_FILE: noise(7, 2 * 2**20 + 17),
    "original/why? #1, 100%.txt": b"because",
    "original/empty.txt": b"",
}
_UPLOADED = {"one.txt": b"one\n", "folder/two.bin": noise(8, 70_000)}
_DATA = ("/datastore_server/file-transfer", f"/datastore_server/{_KNOWN}")
_USER, _PASSWORD = "alice", lab.USERS["alice"]


class FuzzFailure(AssertionError):
    """A use case ended without a result or domain error, or with a wrong result."""


@dataclass(frozen=True)
class _Work:
    """The use cases of a program with its own folder and a fake openBIS."""

    openbis: FakeOpenbis
    program: UseCases
    folder: Path

    def log_in(self) -> None:
        _check_encoding(ConnectionResponse(), self.program.connections.login("lab"))

    def log_in_by_token(self) -> None:
        session = self.program.connections.sessions.session("lab")
        _check_encoding(ConnectionResponse(), self.program.connections.login("lab", token=session.token))

    def check(self) -> None:
        self.program.connections.sessions.check("lab")
        self.program.connections.logout("lab")

    def list_data_sets(self) -> None:
        page = self.program.catalogue.list_data_sets("lab", lab.WILD_TYPE, PageRequest(0, 50))
        _check_encoding(DataSetsResponse(), page)

    def list_contents(self) -> None:
        for place in ("/", "/YEAST_LAB", "/YEAST_LAB/GROWTH", lab.HEAT_SHOCK, "TIME_SERIES"):
            contents = self.program.catalogue.list_contents("lab", place, PageRequest(0, 50))
            _check_encoding(ContentsResponse(), contents)

    def browse_and_search(self) -> None:
        page, experiment = PageRequest(0, 50), EntityRef(EntityKind.EXPERIMENT, "20230315100100000-201")
        _check_encoding(ListingResponse(), self.program.catalogue.browse("lab", EntityKind.DATA_SET, experiment, page))
        for kind in (EntityKind.DATA_SET, EntityKind.SAMPLE):
            wanted = SearchRequest(kind, "heat", mine=True)
            for with_counts in (False, True):
                _check_encoding(
                    SearchResponse(), self.program.catalogue.search("lab", wanted, page, with_counts=with_counts)
                )
        for place in (experiment, EntityRef(EntityKind.DATA_SET, lab.NOTEBOOK)):
            _check_encoding(DetailsResponse(), self.program.catalogue.show_details("lab", place))

    def preview_files(self) -> None:
        _check_encoding(FilesResponse(), self.program.files.list_folder("lab", _KNOWN, "original", PageRequest(0, 50)))
        for path in ("original/run/first.csv", _BIG_FILE):
            _check_encoding(PreviewResponse(), self.program.files.preview("lab", _KNOWN, path))

    def list_types(self) -> None:
        _check_encoding(DataSetTypeResponse(many=True), self.program.catalogue.list_types("lab", fresh=True))

    def describe(self) -> None:
        for perm_id in (_KNOWN, lab.CONTAINER, lab.LINK):
            _check_encoding(DetailsResponse(), self.program.catalogue.describe("lab", perm_id).details)

    def list_files(self) -> None:
        tree = self.program.files.list("lab", _KNOWN)
        for entry in (*tree.entries, *tree.children("")):
            json.dumps(entry.path).encode()

    def read(self) -> None:
        tree = self.program.files.list("lab", _KNOWN)
        entry = tree.entry(_BIG_FILE)
        # The plain servlet has no checksum for a part.
        start, end = (100, 2_000_000) if tree.reads_parts else (0, len(_FILES[_BIG_FILE]))
        content = self.program.files.read("lab", entry.data_set, entry.file, start, end)
        if entry.file.size == len(_FILES[_BIG_FILE]) and content != _FILES[_BIG_FILE][start:end]:
            raise FuzzFailure("wrong bytes were read")

    def plan(self) -> None:
        _check_encoding(DownloadPlanResponse(), self.program.downloads.plan("lab", self._request))

    def download(self) -> None:
        try:
            done = self.program.downloads.download("lab", self._request)
            _check_encoding(FinishedDownloadResponse(many=True), done)
        finally:
            self._check_downloaded()

    def run_diagnostics(self) -> None:
        for finding in self.program.diagnostics.examine(str(self.folder)):
            str(finding).encode()

    def store_login(self) -> None:
        kept = self.program.connections.store_login("lab", self.program.connections.token_stores["file"])
        if (
            self.program.connections.token_stores["file"].get(self.program.connections.get("lab").connection.instance)
            is None
        ):
            raise FuzzFailure(f"the token of {kept.username} was not stored")

    def upload(self) -> None:
        for name, content in _UPLOADED.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        # A unique name: an upload that an earlier run abandoned may be registered only now.
        name = f"fuzzed {uuid.uuid4().hex}"
        request = UploadRequest("RAW_DATA", lab.EMPTY_BENCH, tuple(_UPLOADED), (), {"$NAME": name})
        try:
            done = self.program.uploads.upload("lab", request)
        except UploadUnconfirmed:
            raise
        except OpenbisError as error:
            if self._registered_as(name):
                raise FuzzFailure(f"the upload failed, but a data set is registered: {error!r}") from error
            raise
        new = self._registered_as(name)
        if len(new) != 1:
            raise FuzzFailure(f"{done.perm_id} was returned, but {len(new)} data sets are registered")
        self._check_uploaded(new[0])

    def upload_files(self) -> None:
        """Store files with a sample itself (API 3.7). A file with a final name is complete in any case."""
        name = f"files {uuid.uuid4().hex}"
        write(self.folder / name, dict(_UPLOADED))
        try:
            self.program.object_files.upload("lab", FileUploadRequest(lab.EMPTY_BENCH, (name,)))
        except OpenbisError:
            self._check_stored(name, missing_ok=True)
            raise
        self._check_stored(name, missing_ok=False)

    def change_files(self) -> None:
        """Create, move and delete a folder of a sample itself (API 3.7)."""
        name, files = uuid.uuid4().hex, self.program.object_files
        files.create_folder("lab", lab.EMPTY_BENCH, f"{name}/a")
        files.move("lab", lab.EMPTY_BENCH, f"{name}/a", f"{name}/b")
        files.delete("lab", lab.EMPTY_BENCH, [name])
        if self._stored(name).exists():
            raise FuzzFailure("a deleted folder is still there")

    def change_entity(self) -> None:
        """Change a sample. What is reported has happened."""
        (sample,) = self.openbis.laboratory.samples.find("identifier", lab.EMPTY_BENCH)
        name = uuid.uuid4().hex
        request = ChangeRequest(sample.perm_id, EntityKind.SAMPLE, {"$NAME": name, "NOTES": name})
        done = self.program.changes.apply("lab", request)
        _check_encoding(ChangedEntityResponse(), done)
        (changed,) = self.openbis.laboratory.samples.find("identifier", lab.EMPTY_BENCH)
        if not done.plan.is_empty and changed.properties["$NAME"] != name:
            raise FuzzFailure("a change was reported, and is not made")

    def create_entity(self) -> None:
        """Create a sample. It exists exactly once, or the error says that it may."""
        name = uuid.uuid4().hex
        request = CreationRequest(EntityKind.SAMPLE, "ENTRY", "/YEAST_LAB/GROWTH", None, {"$NAME": name})
        try:
            done = self.program.changes.create("lab", request)
        except ChangeUnconfirmed:
            raise
        except OpenbisError as error:
            if self._created_as(name):
                raise FuzzFailure(f"the creation failed, but there is a sample: {error!r}") from error
            raise
        _check_encoding(CreatedEntityResponse(), done)
        if len(self._created_as(name)) != 1:
            raise FuzzFailure(f"{done.entity.perm_id} was returned, but there is not one sample")

    def unarchive(self) -> None:
        states = self.program.changes.request_unarchiving("lab", [lab.ARCHIVED])
        _check_encoding(UnarchiveResponse(), UnarchiveResponse.content(states))

    def _created_as(self, name: str) -> list[str]:
        samples = tuple(self.openbis.laboratory.samples)
        return [each.perm_id for each in samples if each.properties.get("$NAME") == name]

    def _stored(self, name: str) -> Path:
        (sample,) = self.openbis.laboratory.samples.find("identifier", lab.EMPTY_BENCH)
        return self.openbis.laboratory.afs_path(sample.perm_id) / name

    def _check_stored(self, name: str, *, missing_ok: bool) -> None:
        for path, content in _UPLOADED.items():
            file = self._stored(name) / path
            if not (missing_ok and not file.exists()) and file.read_bytes() != content:
                raise FuzzFailure(f"{path} was stored with wrong bytes")

    def _registered_as(self, name: str) -> list[str]:
        data_sets = tuple(self.openbis.laboratory.data_sets)
        return [each.perm_id for each in data_sets if each.properties.get("$NAME") == name]

    @property
    def _request(self) -> DownloadRequest:
        return DownloadRequest((_KNOWN,), str(self.folder / "down"))

    def _check_downloaded(self) -> None:
        """Check that complete files have the content of openBIS, and no file is outside the folder."""
        target = self.folder / "down" / _KNOWN
        for path in target.rglob("*"):
            name = path.relative_to(target).as_posix()
            if path.is_file() and not path.name.startswith(".") and path.read_bytes() != _FILES.get(name):
                raise FuzzFailure(f"{name} has wrong bytes")
        others = {each.name for each in self.folder.iterdir()} - {"down", "data"}
        if others or {each.name for each in self.folder.joinpath("down").glob("*")} - {_KNOWN}:
            raise FuzzFailure(f"files outside the folder: {others}")

    def _check_uploaded(self, perm_id: str) -> None:
        root = self.openbis.laboratory.store_path(perm_id)
        stored = sorted(path.read_bytes() for path in root.rglob("*") if path.is_file())
        if stored != sorted(_UPLOADED.values()):
            raise FuzzFailure(f"{perm_id} was registered with wrong bytes")


_REQUESTS: dict[Callable[[_Work], None], int] = {
    _Work.log_in: 1,
    _Work.log_in_by_token: 1,
    _Work.check: 2,
    _Work.list_data_sets: 2,
    _Work.list_contents: 15,
    _Work.browse_and_search: 6,
    _Work.preview_files: 6,
    _Work.list_types: 1,
    _Work.describe: 6,
    _Work.list_files: 3,
    _Work.read: 8,
    _Work.plan: 2,
    _Work.download: 8,
    _Work.run_diagnostics: 4,
    _Work.store_login: 3,
    _Work.upload: 8,
    _Work.upload_files: 14,
    _Work.change_files: 14,
    _Work.change_entity: 6,
    _Work.create_entity: 8,
    _Work.unarchive: 3,
}
"""Approximate number of requests per use case; the fault occurs in one of them."""


def _check_encoding(schema: Schema, result: object) -> None:
    """Check that a result can be encoded, as the server and the command line encode it."""
    json.dumps(schema.dump(result), allow_nan=False).encode()


@contextmanager
def laboratories() -> Iterator[dict[str, FakeOpenbis]]:
    """Run a fake openBIS of each version."""
    with ExitStack() as running:
        yield {version: running.enter_context(_laboratory(version)) for version in VERSIONS}


@contextmanager
def _laboratory(version: str) -> Iterator[FakeOpenbis]:
    settings = ServerSettings(version, afs="listed" if version == VERSIONS[-1] else "none")
    with FakeOpenbis(users=lab.USERS, settings=settings) as openbis:
        size = write(openbis.laboratory.store_path(_KNOWN), dict(_FILES))
        physical = PhysicalData(_KNOWN, size=size)
        add_data_set(openbis.laboratory, "RAW_DATA", perm_id=_KNOWN, sample=lab.WILD_TYPE, physical_data=physical)
        yield openbis


def attempt(openbis_by_version: dict[str, FakeOpenbis], seed: int) -> str:
    """Run one use case while one response of openBIS, or each of a kind, is changed.

    Returns:
        The use case, the fault and the result, in one line.

    Raises:
        FuzzFailure: the use case ended in a way that users must never see.
    """
    chance = random.Random(seed)
    openbis = openbis_by_version[chance.choice(VERSIONS)]
    use_case = chance.choice(list(_REQUESTS))
    fault = _fault(chance, seed, use_case)
    limits = HttpLimits(
        connect_seconds=5, read_seconds=5, retries=1, retry_seconds=0.001, few_files=chance.choice((0, 16))
    )
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    title = f"seed {seed}: {use_case.__name__}, API {openbis.settings.api_version}, {fault}"
    try:
        work = _Work(openbis, _program(openbis, folder, limits), folder)
        if use_case is not _Work.log_in:
            work.log_in()
        openbis.faults.inject(fault)
        return f"{title}: {_result_of(use_case, work, title)}"
    except FuzzFailure:
        raise
    except Exception as error:  # before the fault; the seed is needed to reproduce it
        raise FuzzFailure(f"{title}: before the fault: {error!r}") from error
    finally:
        openbis.faults.clear()
        shutil.rmtree(folder, ignore_errors=True)


def _program(openbis: FakeOpenbis, folder: Path, limits: HttpLimits) -> UseCases:
    connection = {"name": "lab", "url": openbis.url, "http_only": True, "username": _USER, "password": _PASSWORD}
    container = Container(settings=Settings(folder, connections=[connection], data_folder=folder / "data"))
    container.adapters.clients.override(providers.Object(Clients(limits)))
    program: UseCases = container.use_cases()
    problems = list(program.connections.load())
    assert not problems, problems
    return program


def _fault(chance: random.Random, seed: int, use_case: Callable[[_Work], None]) -> Fault:
    times = chance.choice((1, 1, 2, None))
    if use_case in (_Work.download, _Work.read) and chance.random() < 0.4:
        kind = chance.choice((FaultKind.FLIP_BODY_BYTE, FaultKind.TRUNCATE))
        place = chance.choice((chance.randrange(200), chance.randrange(3 * 2**20)))
        method = chance.choice(("download", None))
        prefix = _DATA[0] if method else _DATA[1]
        return Fault(kind, prefix, method, "", chance.randint(1, 3), times, after_bytes=place, offset=place)
    return Fault(FaultKind.MUTATE, occurrence=chance.randint(1, _REQUESTS[use_case]), times=times, seed=seed)


def _result_of(use_case: Callable[[_Work], None], work: _Work, title: str) -> str:
    """Run a use case in a thread, with a timeout; return its result."""
    endings: list[str | BaseException] = []
    session = work.program.connections.known.get("lab").session
    secrets = [_PASSWORD, *([session.token.reveal()] if session else [])]

    def act() -> None:
        try:
            use_case(work)
            endings.append("done")
        except OpenbisError as error:
            shows_secret = any(secret in json.dumps(error_response(error)) for secret in secrets)
            endings.append(FuzzFailure(f"{error!r} shows a secret") if shows_secret else f"{error!r:.150}")
        except BaseException as error:  # noqa: BLE001 - raised in the waiting thread
            endings.append(error)

    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    thread.join(MAX_SECONDS)
    if not endings:
        raise FuzzFailure(f"{title}: not done after {MAX_SECONDS} seconds")
    (ending,) = endings
    if isinstance(ending, BaseException):
        raise FuzzFailure(f"{title}: {type(ending).__name__}: {str(ending)[:500]}") from ending
    return ending
