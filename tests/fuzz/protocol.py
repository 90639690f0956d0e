"""openBIS's answers are changed at random while the whole program works against the fake openBIS.

A number, the seed, decides everything: which use case, which of openBIS's versions, which of its answers is changed and
how. So `python -m tests.fuzz protocol --seed 1234` does again what went wrong.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dependency_injector import providers
from marshmallow import Schema

from jupyter_openbis_server.adapters.pybis import Clients, HttpLimits
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model import (
    DownloadRequest,
    EntityKind,
    PageRequest,
    Place,
    SearchRequest,
    UploadRequest,
)
from jupyter_openbis_server.entrypoints.answers.connections import ConnectionAnswer
from jupyter_openbis_server.entrypoints.answers.data_sets import DataSetAnswer, DataSetsAnswer, DataSetTypeAnswer
from jupyter_openbis_server.entrypoints.answers.details import DetailsAnswer
from jupyter_openbis_server.entrypoints.answers.entities import ContentsAnswer, ListingAnswer, SearchAnswer
from jupyter_openbis_server.entrypoints.answers.errors import answer_to
from jupyter_openbis_server.entrypoints.answers.files import FilesAnswer, PreviewAnswer
from jupyter_openbis_server.entrypoints.answers.transfers import DownloadPlanAnswer, FinishedDownloadAnswer
from jupyter_openbis_server.entrypoints.container import Container
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis import sample_data as lab
from jupyter_openbis_server.fake_openbis.additions import add_data_set
from jupyter_openbis_server.fake_openbis.entities import PhysicalData
from jupyter_openbis_server.fake_openbis.sample_files import noise, write

VERSIONS = ("3.5", "3.6", "3.7")
MOST_SECONDS = 30
"""For one use case; the slowest takes about one. What takes longer hangs, or would soon with bigger answers."""

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
    """A use case ended neither with a result nor with an error of the domain, or with a wrong result."""


@dataclass(frozen=True)
class _Work:
    """A program in a folder of its own, in front of a fake openBIS."""

    openbis: FakeOpenbis
    program: Container
    folder: Path

    def log_in(self) -> None:
        _shown(ConnectionAnswer(), self.program.login()("lab"))

    def log_in_by_token(self) -> None:
        session = self.program.get_session()("lab")
        _shown(ConnectionAnswer(), self.program.login()("lab", token=session.token))

    def check(self) -> None:
        self.program.check_session()("lab")
        self.program.logout()("lab")

    def list_data_sets(self) -> None:
        page = self.program.list_data_sets()("lab", lab.WILD_TYPE, PageRequest(0, 50))
        _shown(DataSetsAnswer(), page)

    def list_contents(self) -> None:
        for place in ("/", "/YEAST_LAB", "/YEAST_LAB/GROWTH", lab.HEAT_SHOCK, "TIME_SERIES"):
            contents = self.program.list_contents()("lab", place, PageRequest(0, 50))
            _shown(ContentsAnswer(), contents)

    def look_around(self) -> None:
        page, experiment = PageRequest(0, 50), Place(EntityKind.EXPERIMENT, "20230315100100000-201")
        _shown(ListingAnswer(), self.program.browse()("lab", EntityKind.DATA_SET, experiment, page))
        for kind in (EntityKind.DATA_SET, EntityKind.SAMPLE):
            wanted = SearchRequest(kind, "heat", mine=True)
            for with_counts in (False, True):
                _shown(SearchAnswer(), self.program.search()("lab", wanted, page, with_counts=with_counts))
        for place in (experiment, Place(EntityKind.DATA_SET, lab.NOTEBOOK)):
            _shown(DetailsAnswer(), self.program.show_details()("lab", place))

    def look_into(self) -> None:
        _shown(FilesAnswer(), self.program.list_folder()("lab", _KNOWN, "original", PageRequest(0, 50)))
        for path in ("original/run/first.csv", _BIG_FILE):
            _shown(PreviewAnswer(), self.program.preview_file()("lab", _KNOWN, path))

    def list_types(self) -> None:
        _shown(DataSetTypeAnswer(many=True), self.program.list_data_set_types()("lab", fresh=True))

    def describe(self) -> None:
        for perm_id in (_KNOWN, lab.CONTAINER, lab.LINK):
            _shown(DataSetAnswer(), self.program.describe_dataset()("lab", perm_id).data_set)

    def list_files(self) -> None:
        tree = self.program.list_files()("lab", _KNOWN)
        for entry in (*tree.entries, *tree.children("")):
            json.dumps(entry.path).encode()

    def read(self) -> None:
        tree = self.program.list_files()("lab", _KNOWN)
        entry = tree.entry(_BIG_FILE)
        # The plain servlet has no checksum for a part.
        start, end = (100, 2_000_000) if tree.reads_parts else (0, len(_FILES[_BIG_FILE]))
        content = self.program.read_file()("lab", entry.data_set, entry.file, start, end)
        if entry.file.size == len(_FILES[_BIG_FILE]) and content != _FILES[_BIG_FILE][start:end]:
            raise FuzzFailure("wrong bytes were read")

    def plan(self) -> None:
        _shown(DownloadPlanAnswer(), self.program.plan_download()("lab", self._request))

    def download(self) -> None:
        try:
            done = self.program.download_dataset()("lab", self._request)
            _shown(FinishedDownloadAnswer(many=True), done)
        finally:
            self._look_at_downloaded()

    def examine(self) -> None:
        for finding in self.program.examine()(str(self.folder)):
            str(finding).encode()

    def keep_login(self) -> None:
        kept = self.program.keep_login()("lab", self.program.token_files())
        if self.program.token_files().get(self.program.get_connection()("lab").connection.instance) is None:
            raise FuzzFailure(f"the token of {kept.username} was not kept")

    def upload(self) -> None:
        for name, content in _UPLOADED.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        before = {each.perm_id for each in self.openbis.laboratory.data_sets}
        request = UploadRequest("RAW_DATA", lab.EMPTY_BENCH, tuple(_UPLOADED), (), {"$NAME": "fuzzed"})
        done = self.program.upload_dataset()("lab", request)
        new = {each.perm_id for each in self.openbis.laboratory.data_sets} - before
        if len(new) != 1:
            raise FuzzFailure(f"{done.perm_id} is said to be registered, and {len(new)} data sets are")
        self._look_at_uploaded(next(iter(new)))

    @property
    def _request(self) -> DownloadRequest:
        return DownloadRequest((_KNOWN,), str(self.folder / "down"))

    def _look_at_downloaded(self) -> None:
        """Whatever has a name of its own is openBIS's; nothing lies outside the folder."""
        target = self.folder / "down" / _KNOWN
        for path in target.rglob("*"):
            name = path.relative_to(target).as_posix()
            if path.is_file() and not path.name.startswith(".") and path.read_bytes() != _FILES.get(name):
                raise FuzzFailure(f"{name} has wrong bytes")
        others = {each.name for each in self.folder.iterdir()} - {"down", "data"}
        if others or {each.name for each in self.folder.joinpath("down").glob("*")} - {_KNOWN}:
            raise FuzzFailure(f"files outside the folder: {others}")

    def _look_at_uploaded(self, perm_id: str) -> None:
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
    _Work.look_around: 6,
    _Work.look_into: 6,
    _Work.list_types: 1,
    _Work.describe: 6,
    _Work.list_files: 3,
    _Work.read: 8,
    _Work.plan: 2,
    _Work.download: 8,
    _Work.examine: 4,
    _Work.keep_login: 3,
    _Work.upload: 8,
}
"""About so many requests a use case takes; the fault strikes one of them."""


def _shown(schema: Schema, result: object) -> None:
    """See whether a result can be shown, as the server and the command line do it."""
    json.dumps(schema.dump(result), allow_nan=False).encode()


@contextmanager
def laboratories() -> Iterator[dict[str, FakeOpenbis]]:
    """Run a fake openBIS of each version."""
    with ExitStack() as running:
        yield {version: running.enter_context(_laboratory(version)) for version in VERSIONS}


@contextmanager
def _laboratory(version: str) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS, settings=ServerSettings(version)) as openbis:
        size = write(openbis.laboratory.store_path(_KNOWN), dict(_FILES))
        physical = PhysicalData(_KNOWN, size=size)
        add_data_set(openbis.laboratory, "RAW_DATA", perm_id=_KNOWN, sample=lab.WILD_TYPE, physical_data=physical)
        yield openbis


def attempt(openbis_by_version: dict[str, FakeOpenbis], seed: int) -> str:
    """Run one use case while one of openBIS's answers, or each of a kind, is changed.

    Returns:
        What was done and how it ended, in one line.

    Raises:
        FuzzFailure: it ended in a way that users must never see.
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
        return f"{title}: {_ending_of(use_case, work, title)}"
    finally:
        openbis.faults.clear()
        shutil.rmtree(folder, ignore_errors=True)


def _program(openbis: FakeOpenbis, folder: Path, limits: HttpLimits) -> Container:
    connection = {"name": "lab", "url": openbis.url, "http_only": True, "username": _USER, "password": _PASSWORD}
    program = Container(settings=Settings(folder, connections=[connection], data_folder=folder / "data"))
    program.clients.override(providers.Object(Clients(limits)))
    problems = list(program.load_connections()())
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


def _ending_of(use_case: Callable[[_Work], None], work: _Work, title: str) -> str:
    """Run something in a thread, so that a hang ends the test and not the patience."""
    endings: list[str | BaseException] = []
    session = work.program.connections().get("lab").session
    secrets = [_PASSWORD, *([session.token.reveal()] if session else [])]

    def act() -> None:
        try:
            use_case(work)
            endings.append("done")
        except OpenbisError as error:
            tells = any(secret in json.dumps(answer_to(error)) for secret in secrets)
            endings.append(FuzzFailure(f"{error!r} tells a secret") if tells else f"{error!r:.150}")
        except BaseException as error:  # noqa: BLE001 - told by the thread that waits
            endings.append(error)

    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    thread.join(MOST_SECONDS)
    if not endings:
        raise FuzzFailure(f"{title}: not done after {MOST_SECONDS} seconds")
    (ending,) = endings
    if isinstance(ending, BaseException):
        raise FuzzFailure(f"{title}: {type(ending).__name__}: {str(ending)[:500]}") from ending
    return ending
