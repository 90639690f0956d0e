"""Synchronising folders by the HTTP API, on a wire-level fake openBIS with AFS."""

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from jupyter_openbis_server.adapters.filesystem.sync.sync_folders import FilesystemSyncFolders
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.sync.keeping.kept_folder import MAX_KEPT, KeptFolder, KeptState
from jupyter_openbis_server.domain.sync.overview import MAX_SHOWN
from jupyter_openbis_server.domain.sync.ports import SyncTarget
from jupyter_openbis_server.domain.sync.watching.watching import Pace
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import PASSWORD, Answer, Request
from tests.support.waiting import at_once, until

_SECONDS = 30
SINCE = dt.datetime(2026, 5, 17, tzinfo=dt.timezone.utc)
OWNER = lab.EMPTY_BENCH
QUICK = {"settleSeconds": 0.1, "intervalSeconds": 0.2}
Json = dict[str, Any]
Post = Callable[..., Awaitable[Answer]]


@pytest.fixture
def openbis_server() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as server:
        yield server


@pytest.fixture
def owner(openbis_server: FakeOpenbis) -> str:
    """The permId of a sample without files."""
    return openbis_server.laboratory.samples.find("identifier", OWNER)[0].perm_id


@pytest.fixture
def there(openbis_server: FakeOpenbis, owner: str) -> Path:
    """The files of the sample in openBIS."""
    folder = openbis_server.laboratory.afs_path(owner)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def data(root: Path) -> Path:
    """A folder in Jupyter's root folder."""
    (root / "data" / "run").mkdir(parents=True)
    (root / "data" / "run" / "a.csv").write_bytes(b"1,2")
    return root / "data"


@pytest.fixture
def post(logged_in: Request) -> Post:
    """Send the request of a synchronisation."""
    body = {"kind": "sync", "connection": "lab", "folder": "data", "owner": OWNER}
    return lambda **fields: logged_in("POST", "openbis/jobs", {**body, **fields})


@pytest.fixture
def synchronise(post: Post, logged_in: Request) -> Callable[..., Awaitable[Json]]:
    """Run a synchronisation to its end, and return the job."""

    async def run(**fields: Any) -> Json:
        answer = await post(**fields)
        assert answer.status == 202, answer.json
        path = f"openbis/jobs/{answer.json['id']}"
        return await eventually(logged_in, path, lambda job: job["state"] not in ("queued", "running"))

    return run


@pytest.fixture
def keep(logged_in: Request) -> Post:
    """Send the request to keep the folder."""
    body = {"connection": "lab", "folder": "data", "owner": OWNER, **QUICK}
    return lambda **fields: logged_in("PUT", "openbis/sync", {**body, **fields})


@pytest.fixture
def states(request_: Request) -> Callable[..., Awaitable[dict[str, str]]]:
    """Return the states of the entries of a folder."""

    async def ask(folder: str = "data") -> dict[str, str]:
        answer = await request_("GET", f"openbis/sync/state?folder={quote(folder)}")
        assert answer.status == 200, answer.json
        return {each["name"]: each["state"] for each in answer.json["entries"]}

    return ask


async def eventually(request_: Request, path: str, is_reached: Callable[[Json], object]) -> Json:
    """Ask until an answer is as expected, and return it."""
    deadline = time.monotonic() + _SECONDS
    while True:
        answer = (await request_("GET", path)).json
        if is_reached(answer):
            return answer
        assert time.monotonic() < deadline, answer
        await asyncio.sleep(0.02)


async def kept(request_: Request, is_reached: Callable[[Json], object] = bool) -> Json:
    """Return the only kept folder as soon as it is as expected."""
    found = await eventually(request_, "openbis/sync", lambda found: is_reached(found["folders"][0]))
    return found["folders"][0]


def is_in(state: str) -> Callable[[Json], bool]:
    return lambda folder: folder["state"] == state


# --- once


async def test_a_job_makes_both_sides_the_same(synchronise, there: Path, data: Path, owner: str) -> None:
    (there / "b.csv").write_bytes(b"3")
    job = await synchronise()
    assert (job["state"], job["kind"], job["error"]) == ("done", "sync", None)
    assert (there / "run" / "a.csv").read_bytes() == b"1,2"
    assert (data / "b.csv").read_bytes() == b"3"
    done = job["sync"]
    assert (done["owner"], done["permId"], done["direction"], done["settled"]) == (OWNER, owner, "both", True)
    assert done["counts"] == {"send": 1, "fetch": 1}
    assert [each["path"] for each in done["done"]] == ["b.csv", "run/a.csv"]
    assert (job["folder"], job["permIds"], job["ownerKind"], job["isOfOwner"]) == (str(data), [owner], "sample", True)
    assert job["subjects"] == [{"reference": owner, "name": None, "kind": "sample"}]
    assert job["progress"]["totalFiles"] == 2


async def test_the_plan_changes_nothing(post: Post, there: Path, data: Path) -> None:
    plan = await post(dryRun=True)
    assert plan.status == 200, plan.json
    assert plan.json["counts"] == {"send": 1}
    assert plan.json["actions"][0]["path"] == "run/a.csv"
    assert plan.json["toSend"] == {"files": 1, "bytes": 3}
    assert list(there.rglob("*.csv")) == []
    assert not (data / ".openbis-sync").exists()


async def test_plans_and_reports_of_many_files_are_short(post: Post, synchronise, data: Path) -> None:
    for number in range(MAX_SHOWN + 50):
        (data / f"{number}.txt").touch()
    plan = (await post(dryRun=True)).json
    assert (len(plan["actions"]), plan["counts"]["send"]) == (MAX_SHOWN, MAX_SHOWN + 51)
    done = (await synchronise())["sync"]
    assert (len(done["done"]), done["counts"]["send"], done["settled"]) == (MAX_SHOWN, MAX_SHOWN + 51, True)


async def test_conflicts_are_kept_and_reported(synchronise, states, there: Path, data: Path) -> None:
    await synchronise()
    (data / "run" / "a.csv").write_bytes(b"here")
    (there / "run" / "a.csv").write_bytes(b"in openBIS")
    job = await synchronise()
    assert (job["state"], job["sync"]["settled"]) == ("done", False)
    assert job["sync"]["differenceCounts"] == {"conflict": 1}
    (copied,) = job["sync"]["copies"]
    assert copied["path"] == "run/a.csv"
    assert (data / copied["copy"]).read_bytes() == b"in openBIS"
    assert (data / "run" / "a.csv").read_bytes() == b"here"
    assert await states("data/run") == {"a.csv": "conflict", Path(copied["copy"]).name: "copy"}
    assert await states() == {"run": "conflict"}


async def test_unusually_many_deletions_are_refused_unless_they_are_allowed(
    synchronise, there: Path, data: Path
) -> None:
    for number in range(20):
        (data / f"{number}.txt").write_bytes(b"%d" % number)
    await synchronise()
    for each in data.glob("*.txt"):
        each.unlink()
    refused = await synchronise(delete=True)
    assert (refused["state"], refused["error"]["code"]) == ("failed", "too-many-deletions")
    assert len(list(there.glob("*.txt"))) == 20
    assert (await synchronise(delete=True, deleteMany=True))["state"] == "done"
    assert list(there.glob("*.txt")) == []


async def test_the_owner_is_known_from_the_last_time(post: Post, synchronise, data: Path) -> None:
    for answer in (await post(owner=None), await post(owner="", dryRun=True)):
        assert (answer.status, answer.json["code"]) == (400, "not-synchronised")
    await synchronise()
    (data / "b.csv").write_bytes(b"2")
    assert (await synchronise(owner=None))["sync"]["counts"] == {"send": 1}


async def test_a_job_does_not_disturb_another_program_that_synchronises_the_folder(
    synchronise, there: Path, data: Path, openbis: FakeOpenbis, owner: str
) -> None:
    with FilesystemSyncFolders().open(str(data), SyncTarget(openbis.url, owner, OWNER)):
        job = await synchronise()
    assert (job["state"], job["error"]["code"]) == ("failed", "sync-running")


async def test_failures_of_single_files_are_in_the_job(synchronise, states, openbis: FakeOpenbis, data: Path) -> None:
    (data / "a:b.csv").write_bytes(b"not possible in openBIS")
    openbis.faults.inject(Fault(FaultKind.STATUS, status=403, method="write", path_prefix="/afs-server/", times=None))
    job = await synchronise()
    assert job["state"] == "failed"
    assert job["error"]["reason"]
    shown = await states()
    assert shown["a:b.csv"] == "failed"


# --- states


async def test_a_folder_that_is_not_synchronised_has_no_states(request_: Request, data: Path) -> None:
    for folder in ("data", "", "missing"):
        answer = await request_("GET", f"openbis/sync/state?folder={folder}")
        assert answer.json == {"synchronised": None, "entries": [], "complete": True}


async def test_states_follow_the_files_without_a_request_to_openbis(
    synchronise, states, request_: Request, openbis: FakeOpenbis, data: Path, owner: str
) -> None:
    (data / "same.txt").write_bytes(b"1")
    (data / "changed.txt").write_bytes(b"1")
    (data / ".hidden").write_bytes(b"1")
    await synchronise()
    openbis.requests.clear()
    (data / "changed.txt").write_bytes(b"other")
    (data / "new.txt").write_bytes(b"1")
    (data / "run" / "sub").mkdir()
    (data / "run" / "sub" / "new.txt").write_bytes(b"1")
    (data / "link").symlink_to(data / "run")
    assert await states() == {
        ".hidden": "ignored",
        "changed.txt": "changed",
        "link": "ignored",
        "new.txt": "new",
        "run": "new",
        "same.txt": "same",
    }
    assert await states("data/run/sub") == {"new.txt": "new"}
    answer = await request_("GET", "openbis/sync/state?folder=data%2Frun")
    assert answer.json["synchronised"] == {
        "folder": "data",
        "url": openbis.url,
        "permId": owner,
        "identifier": OWNER,
        "connection": "lab",
        "keeping": None,
    }
    assert openbis.requests.counts() == {}


# --- kept folders


async def test_a_file_that_is_written_into_a_kept_folder_is_sent_by_itself(
    keep, logged_in: Request, states, there: Path, data: Path, owner: str
) -> None:
    answer = await keep(exclude=["*.tmp"])
    assert answer.status == 200, answer.json
    assert (answer.json["folder"], answer.json["permId"], answer.json["identifier"]) == ("data", owner, OWNER)
    await asyncio.to_thread(until, (there / "run" / "a.csv").exists)
    (data / "later.csv").write_bytes(b"later")
    (data / "later.tmp").write_bytes(b"no")
    await asyncio.to_thread(until, (there / "later.csv").exists)
    shown = await kept(logged_in, lambda each: each["counts"].get("send") == 2 and each["state"] == "watching")
    assert (shown["error"], shown["waiting"], shown["differences"]) == (None, [], [])
    assert shown["lastSynchronised"] > shown["since"]
    assert await states() == {"later.csv": "same", "later.tmp": "ignored", "run": "same"}
    state = await logged_in("GET", "openbis/sync/state?folder=data")
    assert state.json["synchronised"]["keeping"]["state"] in ("watching", "synchronising")


async def test_files_that_may_still_be_written_wait_unless_the_user_does_not(
    keep, logged_in: Request, states, there: Path, data: Path
) -> None:
    await keep(settleSeconds=3600, intervalSeconds=3600)
    assert (await kept(logged_in, lambda each: each["waitingCount"]))["waiting"] == ["run/a.csv"]
    assert await states() == {"run": "waiting"}
    answer = await logged_in("POST", "openbis/sync/now?folder=data")
    assert answer.status == 202
    await asyncio.to_thread(until, (there / "run" / "a.csv").exists)


async def test_keeping_ends_and_deletes_nothing(keep, logged_in: Request, there: Path, data: Path) -> None:
    await keep()
    await asyncio.to_thread(until, (there / "run" / "a.csv").exists)
    ended = await logged_in("DELETE", "openbis/sync?folder=data")
    assert (ended.status, ended.json["folder"]) == (200, "data")
    assert (await logged_in("GET", "openbis/sync")).json == {"folders": []}
    assert (data / "run" / "a.csv").exists()
    assert (there / "run" / "a.csv").exists()
    for answer in (
        await logged_in("DELETE", "openbis/sync?folder=data"),
        await logged_in("POST", "openbis/sync/now?folder=data"),
    ):
        assert (answer.status, answer.json["code"]) == (404, "folder-not-kept")


async def test_the_same_request_changes_nothing_and_another_one_the_settings(
    keep, logged_in: Request, there: Path, data: Path
) -> None:
    first = (await keep()).json
    assert (await keep()).json["since"] == first["since"]
    changed = (await keep(direction="up", delete=True)).json
    assert (changed["direction"], changed["delete"]) == ("up", True)
    assert len((await logged_in("GET", "openbis/sync")).json["folders"]) == 1
    (there / "b.csv").write_bytes(b"3")
    shown = await kept(logged_in, lambda each: each["differences"])
    assert shown["differenceCounts"] == {"edited-in-openbis": 1}


async def test_jupyters_start_begins_again(
    keep, logged_in: Request, extension: OpenbisExtension, there: Path, data: Path
) -> None:
    answer = await keep()
    await logged_in("DELETE", "openbis/sync?folder=data")
    use_cases = extension.services.use_cases
    kept_before = use_cases.sync.keeping.stored
    kept_before.put(KeptFolder(str(data), str(data), "lab", answer.json["permId"], OWNER, SINCE, pace=Pace(0.1, 0.2)))
    await extension._start_jupyter_server_extension(extension.serverapp)
    (data / "new.csv").write_bytes(b"1")
    await asyncio.to_thread(until, (there / "new.csv").exists)


async def test_a_damaged_list_does_not_keep_jupyter_from_starting(
    keep, request_: Request, logged_in: Request, extension: OpenbisExtension, data: Path, jp_data_dir: Path
) -> None:
    await keep()
    await logged_in("DELETE", "openbis/sync?folder=data")
    (listed,) = (jp_data_dir / "jupyter_openbis_server" / "kept-folders").iterdir()
    listed.write_text("{")
    await extension._start_jupyter_server_extension(extension.serverapp)
    assert extension.kept_folders.beginning
    await extension.kept_folders.beginning
    refused = await keep()
    assert (refused.status, refused.json["code"]) == (500, "invalid-kept-folders")
    assert str(listed) in refused.json["reason"]
    assert listed.read_text() == "{"


async def test_a_kept_folder_survives_a_restart_and_waits_for_the_login(
    keep, extension: OpenbisExtension, there: Path, data: Path, openbis: FakeOpenbis
) -> None:
    await keep()
    await asyncio.to_thread(until, (there / "run" / "a.csv").exists)
    await extension.stop_extension()
    (data / "meanwhile.csv").write_bytes(b"1")
    openbis.requests.clear()

    def restart() -> None:
        use_cases = Container(settings=extension.services.use_cases.settings).use_cases()
        use_cases.connections.load()
        keeping = use_cases.sync.keeping
        keeping.resume()
        until(lambda: keeping.all()[0].state is KeptState.NOT_LOGGED_IN)
        assert openbis.requests.counts() == {}
        use_cases.connections.login("lab", "alice", Secret(PASSWORD))
        until((there / "meanwhile.csv").exists)
        keeping.close(_SECONDS)
        assert keeping.all() == ()

    await asyncio.to_thread(restart)


async def test_it_goes_on_after_the_next_login(
    keep, logged_in: Request, there: Path, data: Path, openbis: FakeOpenbis
) -> None:
    await keep()
    await asyncio.to_thread(until, (there / "run" / "a.csv").exists)
    await logged_in("PUT", "openbis/conn/lab", {"action": "logout"})
    waiting = await kept(logged_in, is_in("notLoggedIn"))
    assert waiting["error"]["code"] in ("not-logged-in", "session-expired")  # the latter: during a request
    (data / "meanwhile.csv").write_bytes(b"1")
    await logged_in("PUT", "openbis/conn/lab", {"username": "alice", "password": PASSWORD})
    await asyncio.to_thread(until, (there / "meanwhile.csv").exists)
    await kept(logged_in, is_in("watching"))


async def test_it_follows_the_new_name_of_its_connection(
    keep, logged_in: Request, there: Path, data: Path, openbis: FakeOpenbis
) -> None:
    login = {"username": "alice", "password": PASSWORD}
    mine = {"name": "mine", "url": openbis.url, "ca_bundle": str(openbis.ca_file), **login}
    assert (await logged_in("POST", "openbis/conns", mine)).status == 200
    assert (await keep(connection="mine")).status == 200
    await kept(logged_in, lambda each: each["lastSynchronised"])
    assert (await logged_in("PATCH", "openbis/conn/mine", {"name": "yeast"})).status == 200
    (data / "b.csv").write_bytes(b"3")
    status = await kept(logged_in, lambda _: (there / "b.csv").exists())
    assert (status["connection"], status["error"]) == ("yeast", None)


async def test_nothing_is_sent_with_the_login_of_another_user(
    keep, logged_in: Request, there: Path, data: Path, openbis: FakeOpenbis
) -> None:
    await keep()
    await asyncio.to_thread(until, (there / "run" / "a.csv").exists)
    await logged_in("PUT", "openbis/conn/lab", {"username": "bob", "password": lab.USERS["bob"]})
    (data / "later.csv").write_bytes(b"of alice")
    waiting = await kept(logged_in, is_in("notLoggedIn"))
    assert (waiting["error"]["code"], "of alice" in waiting["error"]["reason"]) == ("wrong-user", True)
    assert not (there / "later.csv").exists()
    assert (await keep()).status == 200  # as bob, who wants it now
    await asyncio.to_thread(until, (there / "later.csv").exists)


async def test_it_goes_on_after_another_program_has_synchronised_the_folder(
    keep, logged_in: Request, there: Path, data: Path, openbis: FakeOpenbis, owner: str
) -> None:
    with FilesystemSyncFolders().open(str(data), SyncTarget(openbis.url, owner, OWNER)):
        await keep()
        assert (await kept(logged_in, is_in("failing")))["error"]["code"] == "sync-running"
    await asyncio.to_thread(until, (there / "run" / "a.csv").exists)
    await kept(logged_in, is_in("watching"))


async def test_a_folder_that_disappears_is_neither_created_again_nor_filled_until_the_user_wants_it(
    keep, logged_in: Request, there: Path, data: Path
) -> None:
    await keep()
    await asyncio.to_thread(until, (there / "run" / "a.csv").exists)
    data.rename(data.with_name("renamed"))
    assert (await kept(logged_in, is_in("failing")))["error"]["code"] == "sync-folder-missing"
    assert not data.exists()
    data.mkdir()  # as the mount point of a disk
    await logged_in("POST", "openbis/sync/now?folder=data")
    assert (await keep()).status == 200
    await asyncio.to_thread(until, (data / "run" / "a.csv").exists)


async def test_nested_folders_are_refused(keep, logged_in: Request, data: Path, root: Path) -> None:
    await keep()
    for folder in ("data/run", ""):
        refused = await keep(folder=folder)
        assert (refused.status, refused.json["code"]) == (409, "folder-already-kept")
        assert "data" in refused.json["reason"]
    (root / "link").symlink_to(data)
    assert (await keep(folder="link")).status == 200
    assert [each["folder"] for each in (await logged_in("GET", "openbis/sync")).json["folders"]] == ["link"]


async def test_the_number_of_kept_folders_is_bounded(keep, logged_in: Request, root: Path) -> None:
    for number in range(MAX_KEPT):
        assert (await keep(folder=f"f{number}", direction="down", **{**QUICK, "intervalSeconds": 3600})).status == 200
    refused = await keep(folder="one more")
    assert (refused.status, refused.json["code"]) == (409, "too-many-kept-folders")
    assert not (root / "one more").exists()


async def test_what_cannot_work_is_refused_at_once(keep, request_: Request, data: Path) -> None:
    answers = [await keep(owner="/NO/SUCH/SAMPLE"), await keep(connection="other"), await keep(owner=None)]
    assert [each.json["code"] for each in answers] == ["entity-not-found", "unknown-connection", "not-synchronised"]
    await request_("PUT", "openbis/conn/lab", {"action": "logout"})
    assert (await keep()).status == 401
    assert (await request_("GET", "openbis/sync")).json == {"folders": []}


async def test_a_folder_that_no_later_request_could_name_is_refused(keep, data: Path) -> None:
    refused = await keep(folder="no text \udc80")
    assert (refused.status, refused.json["code"]) == (400, "bad-request")
    assert "UTF-8" in refused.json["reason"]


async def test_only_transfers_keep_an_idle_server_alive(
    keep, logged_in: Request, extension: OpenbisExtension, there: Path, data: Path, openbis: FakeOpenbis
) -> None:
    keeping = extension.services.use_cases.sync.keeping
    openbis.faults.inject(Fault(FaultKind.HANG, method="write", path_prefix="/afs-server/", times=None))
    await keep()
    await kept(logged_in, is_in("synchronising"))
    assert len(keeping.transfers()) == 1
    openbis.faults.clear()
    await logged_in("DELETE", "openbis/sync?folder=data")
    await keep()
    await kept(logged_in, lambda each: each["counts"].get("send"))
    await kept(logged_in, is_in("watching"))
    assert keeping.transfers() == ()


async def test_jupyters_shutdown_ends_a_transfer_at_once(
    keep, logged_in: Request, extension: OpenbisExtension, there: Path, data: Path, openbis: FakeOpenbis
) -> None:
    openbis.faults.inject(Fault(FaultKind.HANG, method="write", path_prefix="/afs-server/", times=None))
    await keep()
    await kept(logged_in, is_in("synchronising"))
    with at_once():
        await extension.stop_extension()
    assert extension.services.use_cases.sync.keeping.all() == ()


class TestRetries:
    @pytest.fixture
    def jp_server_config(self, jp_server_config: dict[str, Any]) -> dict[str, Any]:
        settings = {**jp_server_config["OpenbisExtension"], "retry_seconds": 900.0}
        return {**jp_server_config, "OpenbisExtension": settings}

    async def test_a_job_waits_until_another_program_has_synchronised_the_folder(
        self, synchronise, logged_in: Request, there: Path, data: Path, openbis: FakeOpenbis, owner: str
    ) -> None:
        with FilesystemSyncFolders().open(str(data), SyncTarget(openbis.url, owner, OWNER)):
            job = await synchronise()
            assert (job["state"], job["error"]["code"]) == ("waitingToRetry", "sync-running")
        path = f"openbis/jobs/{job['id']}"
        assert (await logged_in("POST", f"{path}/retry")).status == 200
        assert (await eventually(logged_in, path, lambda job: job["state"] == "done"))["sync"]["settled"]
        assert (there / "run" / "a.csv").exists()


class TestReadOnly:
    @pytest.fixture
    def jp_server_config(self, jp_server_config: dict[str, Any]) -> dict[str, Any]:
        settings = {**jp_server_config["OpenbisExtension"], "read_only": True}
        return {**jp_server_config, "OpenbisExtension": settings}

    async def test_directions_that_send_are_refused(
        self, post: Post, keep, synchronise, there: Path, data: Path
    ) -> None:
        for answer in (await post(), await post(direction="up"), await keep(), await keep(direction="up")):
            assert (answer.status, answer.json["code"]) == (403, "read-only")
        assert (await post(dryRun=True)).status == 200
        (there / "b.csv").write_bytes(b"3")
        assert (await synchronise(direction="down"))["state"] == "done"
        assert (await keep(direction="down")).status == 200


class TestWithoutFileServer:
    @pytest.fixture
    def openbis_server(self) -> Iterator[FakeOpenbis]:
        with FakeOpenbis(tls=True, users=lab.USERS) as server:
            yield server

    async def test_it_is_said(self, post: Post, keep, synchronise, data: Path) -> None:
        for answer in (await post(dryRun=True), await keep()):
            assert (answer.status, answer.json["code"]) == (404, "no-file-server")
        job = await synchronise()
        assert (job["state"], job["error"]["code"], job["sync"]) == ("failed", "no-file-server", None)
