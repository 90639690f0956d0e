"""A raw HTTP client of AFS with its own coder for chunks, and the world that its tests share."""

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from tests.integration.fake_openbis.wire import fill_small

TIMEOUT = 20
SAMPLE, EXPERIMENT = "/LAB/HEAT/P1", "/LAB/HEAT/ONE"
_IN_QUERY = ("list", "free", "hash", "preview", "isSessionValid")


@dataclass(frozen=True)
class Entry:
    """A line of a listing."""

    owner: str
    path: str
    name: str
    directory: bool
    size: int | None
    modified: int


@dataclass(frozen=True)
class Failure:
    """An error: its code and its text."""

    code: int
    message: str


class AfsClient:
    """One user's requests to AFS of one fake openBIS."""

    def __init__(self, fake: FakeOpenbis, user: str = "admin", owner: str | None = None) -> None:
        self.fake = fake
        self.url = f"{fake.url}/afs-server/api"
        self.token = fake.sessions.open(user)
        sample = fake.laboratory.sample(SAMPLE)
        self.owner = owner or (sample.perm_id if sample else "")

    @property
    def folder(self) -> Path:
        """Where the owner's files are on disk, by the layout of openBIS."""
        digest = hashlib.md5(self.owner.encode()).hexdigest()
        (folder,) = (self.fake.laboratory.folder / "store" / "1").glob(
            f"*/{digest[:2]}/{digest[2:4]}/{digest[4:6]}/{self.owner}"
        )
        return folder

    def put(self, path: str, content: bytes = b"content") -> Path:
        """Write a file by AFS; return where it is on disk."""
        assert self.write((path, 0, content)) == "true"
        return self.folder / path.lstrip("/")

    # --- methods ---

    def listing(self, source: str = "/", *, recursively: str = "true", owner: str | None = None) -> list[Entry]:
        answer = self.call("list", owner=owner or self.owner, source=source, recursively=recursively)
        assert answer.status_code == 200, answer.text
        lines = answer.content.decode().split("\n") if answer.content else []
        fields = [line.split("\t") for line in lines]
        return [
            Entry(o, p, n, {"true": True, "false": False}[d], int(s) if s else None, int(m))
            for o, p, n, d, s, m in fields
        ]

    def paths(self, source: str = "/", **more: Any) -> list[str]:
        return [entry.path for entry in self.listing(source, **more)]

    def read(self, *ranges: tuple[str, int, int]) -> list[bytes | None]:
        answer = self.read_answer(*ranges)
        assert answer.status_code == 200, answer.text
        return [chunk[4] for chunk in decoded(answer.content)]

    def read_answer(self, *ranges: tuple[str, int, int]) -> requests.Response:
        return self.chunks("read", [(self.owner, path, offset, limit, b"") for path, offset, limit in ranges])

    def write(self, *parts: tuple[str, int, bytes]) -> str:
        return self.write_answer(*parts).text

    def write_answer(self, *parts: tuple[str, int, bytes]) -> requests.Response:
        return self.chunks("write", [(self.owner, path, offset, 0, data) for path, offset, data in parts])

    def change(self, method: str, **parameters: Any) -> str:
        """The answer to create, delete, truncate or snapshot of the owner."""
        answer = self.call(method, owner=self.owner, **parameters)
        assert answer.status_code == 200, answer.text
        return answer.text

    def move(self, source: str, target: str, method: str = "move") -> requests.Response:
        own = {"sourceOwner": self.owner, "targetOwner": self.owner}
        return self.call(method, source=source, target=target, **own)

    # --- requests ---

    def chunks(self, method: str, chunks: list[tuple[Any, ...]], **more: Any) -> requests.Response:
        query = {"method": method, "sessionToken": self.token}
        return requests.post(self.url, params=query, data=encoded(chunks), timeout=TIMEOUT, **more)

    def call(self, method: str, **parameters: Any) -> requests.Response:
        """A method without chunks; where its parameters are is decided by the method."""
        values = {"method": method, "sessionToken": self.token, **parameters}
        given = {name: value for name, value in values.items() if value is not None}
        if method in _IN_QUERY:
            return requests.get(self.url, params=given, timeout=TIMEOUT)
        verb = "DELETE" if method == "delete" else "POST"
        return requests.request(verb, self.url, data=given, timeout=TIMEOUT)


def failure(answer: requests.Response) -> Failure:
    """The error of an answer, whose form is checked."""
    assert answer.status_code == 400, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    content = answer.json()
    assert set(content) == {"id", "result", "error"}
    assert (content["id"], content["result"]) == ("1", None)
    java_class, reason = content["error"]
    assert java_class == "ch.ethz.sis.afs.api.dto.ExceptionReason"
    assert set(reason) == {"message", "exceptionCode", "componentCode", "types"}
    return Failure(reason["exceptionCode"], reason["message"])


def code(answer: requests.Response) -> int:
    return failure(answer).code


def encoded(chunks: list[tuple[Any, ...]]) -> bytes:
    """Chunks of owner, path, offset, limit and data."""
    parts = [struct.pack(">i", len(chunks))]
    for owner, path, offset, limit, data in chunks:
        for text in (owner, path):
            content = text.encode()
            parts += [struct.pack(">i", len(content)), content]
        parts += [struct.pack(">qi", offset, limit), struct.pack(">i", len(data)), data]
    return b"".join(parts)


def decoded(body: bytes) -> list[tuple[str, str, int, int, bytes]]:
    """The chunks of an answer, which must end with the last one."""
    (count,) = struct.unpack_from(">i", body)
    position, chunks = 4, []

    def content() -> bytes:
        nonlocal position
        (length,) = struct.unpack_from(">i", body, position)
        position += 4 + length
        return body[position - length : position]

    for _ in range(count):
        owner, path = content().decode(), content().decode()
        offset, limit = struct.unpack_from(">qi", body, position)
        position += 12
        chunks.append((owner, path, offset, limit, content()))
    assert position == len(body)
    return chunks


def start_with_afs(start: Any, *, afs: str = "listed", **settings: Any) -> FakeOpenbis:
    """A fake openBIS with AFS and one space, with an experiment and two samples without files."""
    users = {"admin": "changeit", "bob": "secret", "reader": "secret"}
    fake: FakeOpenbis = start(sample_data=False, users=users, settings=ServerSettings("3.7", afs=afs, **settings))
    fill_small(fake.laboratory)
    return fake
