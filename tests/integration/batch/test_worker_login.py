"""`Connection.worker_login`: other processes use the session of a connection."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import fsspec
import pytest

from jupyter_openbis_server import Connection, connect
from jupyter_openbis_server.entrypoints.library.shared_program import forget_programs
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as content
from tests.support.forked_workers import forked_workers

TABLE = f"openbis://lab/{content.IMAGES}/original/intensities.csv"


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=content.USERS) as server:
        yield server


@pytest.fixture
def lab(openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """A connection that no connection file has."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    yield connect("lab", url=openbis.url, username="alice", password=content.USERS["alice"], http_only=True)
    forget_programs()
    fsspec.get_filesystem_class("openbis").clear_instance_cache()


def seen_by_worker(perm_id: str) -> tuple[str | None, str, bytes]:
    """Return the user, the type of a data set and the bytes of a file, as this process sees them."""
    worker = connect("lab")
    with fsspec.open(TABLE) as file:
        return worker.username, worker.data_set(perm_id).type, file.read()


def test_processes_that_know_no_connection_use_the_session(lab: Connection, openbis: FakeOpenbis) -> None:
    with ProcessPoolExecutor(2, mp_context=forked_workers(), initializer=lab.worker_login()) as pool:
        answers = list(pool.map(seen_by_worker, [content.IMAGES] * 4))
    stored = openbis.laboratory.store_path(content.IMAGES) / "original" / "intensities.csv"
    assert answers == [("alice", "MICROSCOPY", stored.read_bytes())] * 4
    assert lab.data_set(content.BIG).type == "RAW_DATA", "the workers have not closed the session"
    counts = openbis.requests.counts()
    assert (counts["login"], counts.get("logout", 0)) == (1, 0)


def test_a_session_that_has_expired_is_renewed_before_it_is_given(lab: Connection, openbis: FakeOpenbis) -> None:
    (expired,) = openbis.sessions.of_user("alice")
    openbis.sessions.end(expired)
    login = pickle.dumps(lab.worker_login())
    (token,) = openbis.sessions.of_user("alice")
    assert token != expired
    assert token.encode() in login


def test_texts_of_a_worker_login_mask_the_token(lab: Connection, openbis: FakeOpenbis) -> None:
    login = lab.worker_login()
    (token,) = openbis.sessions.of_user("alice")
    assert "PortableToken('******')" in repr(login)
    assert token not in f"{login!r} {login}"
    assert token not in repr(login.__dask_tokenize__())  # type: ignore[attr-defined]
    assert content.USERS["alice"].encode() not in pickle.dumps(login)
