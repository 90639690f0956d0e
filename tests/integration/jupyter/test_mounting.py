"""Mounting through the published API, with real sshfs."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_openbis_server.adapters.sshfs.mount_table import mount_table
from jupyter_openbis_server.domain.mounts.mount import Mount
from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import PASSWORD, Answer, Request
from tests.mounting import a_file_open_in, names_in
from tests.real_parts import need_fuse


@pytest.fixture(scope="session")
def openbis_server() -> Iterator[FakeOpenbis]:
    need_fuse()
    with FakeOpenbis(tls=True, users=lab.USERS, sftp=True) as server:
        yield server


@pytest.fixture
def connections(openbis: FakeOpenbis, jp_home_dir: Path) -> list[dict[str, Any]]:
    address = {"url": openbis.url, "ca_bundle": str(openbis.ca_file)}
    return [
        {"name": "lab", **address, "mount": {"port": openbis.sftp.port}},
        {"name": "second", **address, "mount": {"port": openbis.sftp.port, "mountpoint": "~/second"}},
    ]


@pytest.fixture(autouse=True)
def _unmounted(extension: OpenbisExtension, jp_home_dir: Path) -> Iterator[None]:
    yield
    extension.services.use_cases.mounts.unmount.all_own()
    assert [each for each in mount_table() if each.mountpoint.startswith(f"{jp_home_dir}/")] == []


async def mount(request_: Request, name: str = "lab", **more: Any) -> Answer:
    body = {"action": "mount", "username": "alice", "password": PASSWORD, **more}
    return await request_("PUT", f"openbis/conn/{name}", body)


async def listed(request_: Request, name: str = "lab") -> tuple[bool, str]:
    """Return `isMounted` and `mountpoint` from the list of connections."""
    rows = (await request_("GET", "openbis/conns")).json["connections"]
    (row,) = [each for each in rows if each["name"] == name]
    return row["isMounted"], row["mountpoint"]


async def test_mount_read_unmount(request_: Request, openbis: FakeOpenbis, jp_home_dir: Path):
    answer = await mount(request_)
    folder = jp_home_dir / "127.0.0.1"
    assert answer.status == 200, answer.json
    connection = answer.json["connection"]
    assert (connection["isMounted"], connection["mountpoint"]) == (True, str(folder))
    assert connection["hostKey"] == f"ED25519 {openbis.sftp.fingerprint}"
    assert await listed(request_) == (True, str(folder))
    assert lab.IMAGES in names_in(f"{folder}{lab.HEAT_SHOCK}")

    answer = await request_("PUT", "openbis/conn/lab", {"action": "unmount"})
    assert answer.status == 200
    assert (answer.json["connection"]["isMounted"], answer.json["connection"]["mountpoint"]) == (False, "")
    assert await listed(request_) == (False, "")
    assert not folder.exists()


async def test_a_login_is_enough_to_mount_with_the_mask(logged_in: Request):
    assert (await mount(logged_in, password="******")).json["connection"]["isMounted"]


async def test_logging_out_keeps_the_mount(logged_in: Request):
    await mount(logged_in)
    connection = (await logged_in("PUT", "openbis/conn/lab", {"action": "logout"})).json["connection"]
    assert (connection["status"], connection["isMounted"]) == ("not connected", True)


async def test_mounting_twice_is_no_error(request_: Request):
    first, second = await mount(request_), await mount(request_)
    assert (first.status, second.status) == (200, 200)
    assert second.json["connection"]["mountpoint"] == first.json["connection"]["mountpoint"]
    assert second.json["connection"]["hostKey"] is None


async def test_a_wrong_password_is_reported_like_by_the_published_server(request_: Request):
    answer = await mount(request_, password="mistyped")
    assert answer.status == 500
    assert answer.json["reason"].startswith("Mounting failed: ")
    assert answer.json["code"] == "mount-failed"
    assert "mistyped" not in str(answer.json)
    assert await listed(request_) == (False, "")


async def test_without_a_password_it_is_asked_for(request_: Request):
    answer = await request_("PUT", "openbis/conn/lab", {"action": "mount"})
    assert (answer.status, answer.json["code"]) == (401, "missing-credentials")


async def test_a_mount_in_use_needs_force(request_: Request):
    mountpoint = (await mount(request_)).json["connection"]["mountpoint"]
    with a_file_open_in(Mount(mountpoint)):
        answer = await request_("PUT", "openbis/conn/lab", {"action": "unmount"})
        assert (answer.status, answer.json["code"]) == (500, "unmount-failed")
        assert "in use by" in answer.json["reason"]
        answer = await request_("PUT", "openbis/conn/lab", {"action": "unmount", "force": True})
        assert (answer.status, answer.json["connection"]["isMounted"]) == (200, False)


async def test_the_server_answers_while_a_silent_data_store_is_mounted(request_: Request, openbis: FakeOpenbis):
    """A mount of a second connection does not wait for the first either."""
    openbis.sftp.hang()
    waiting = asyncio.ensure_future(mount(request_))
    assert await listed(request_) == (False, "")
    assert (await request_("GET", "api/status")).status == 200
    assert not waiting.done()
    openbis.sftp.go_on()
    first, second = await asyncio.gather(waiting, mount(request_, "second"))
    assert (first.status, second.status) == (200, 200)


async def test_removing_a_connection_unmounts_it(request_: Request, jp_home_dir: Path):
    await mount(request_)
    assert (await request_("DELETE", "openbis/conn/lab")).status == 200
    assert not (jp_home_dir / "127.0.0.1").exists()


async def test_a_connection_says_where_to_mount(request_: Request, openbis: FakeOpenbis, jp_home_dir: Path):
    settings = {"port": openbis.sftp.port, "mountpoint": "~/data", "path": "/YEAST_LAB", "options": ["cache=no"]}
    body = {"name": "new", "url": openbis.url, "ca_bundle": str(openbis.ca_file), "mount": settings}
    assert (await request_("POST", "openbis/conns", body)).status == 200
    answer = await mount(request_, "new")
    assert answer.json["connection"]["mountpoint"] == str(jp_home_dir / "data")
    assert "STRESS_RESPONSE" in names_in(jp_home_dir / "data")
    await request_("DELETE", "openbis/conn/new")


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"options": ["ssh_command=rm"]}, "is not among the options"),
        ({"port": 0}, "mount.port"),
        ({"mountpoint": "relative"}, "mount.mountpoint"),
        ({"color": "blue"}, "no key 'color'"),
    ],
)
async def test_unusable_settings_are_refused(request_: Request, settings: dict[str, Any], problem: str):
    body = {"name": "new", "url": "https://openbis.example.org", "mount": settings}
    answer = await request_("POST", "openbis/conns", body)
    assert answer.status == 400
    assert problem in str(answer.json)


async def test_mounts_are_removed_when_jupyter_ends(request_: Request, extension: OpenbisExtension, jp_home_dir: Path):
    await mount(request_)
    await extension.stop_extension()
    assert not (jp_home_dir / "127.0.0.1").exists()


async def test_mounts_can_remain_after_jupyter_ends(request_: Request, extension: OpenbisExtension, jp_home_dir: Path):
    extension.unmount_on_exit = False
    await mount(request_)
    await extension.stop_extension()
    assert await listed(request_) == (True, str(jp_home_dir / "127.0.0.1"))


class TestLinks:
    async def link(self, request_: Request, perm_ids: list[str], **more: Any) -> Answer:
        body = {"kind": "download", "mode": "link", "connection": "lab", "permIds": perm_ids, "folder": "links"}
        return await request_("POST", "openbis/jobs", {**body, **more})

    async def ended(self, request_: Request, job: dict[str, Any]) -> dict[str, Any]:
        while job["state"] in ("queued", "running"):
            await asyncio.sleep(0.02)
            job = (await request_("GET", f"openbis/jobs/{job['id']}")).json
        return job

    async def test_a_data_set_can_be_linked(self, logged_in: Request, root: Path, openbis: FakeOpenbis):
        mountpoint = (await mount(logged_in)).json["connection"]["mountpoint"]
        answer = await self.link(logged_in, [lab.IMAGES, lab.ODD_NAMES])
        assert answer.status == 202
        job = await self.ended(logged_in, answer.json)
        assert job["state"] == "done", job
        link = root / "links" / lab.IMAGES
        assert str(link.readlink()) == f"{mountpoint}{lab.HEAT_SHOCK}/{lab.IMAGES}"
        assert names_in(link / "original") == names_in(openbis.laboratory.store_path(lab.IMAGES) / "original")
        assert [each["path"] for each in job["downloads"]] == [str(link), str(root / "links" / lab.ODD_NAMES)]

    async def test_without_a_mount_nothing_is_linked(self, logged_in: Request, root: Path):
        job = await self.ended(logged_in, (await self.link(logged_in, [lab.IMAGES])).json)
        assert (job["state"], job["error"]["code"]) == ("failed", "not-mounted")
        assert not (root / "links").exists()

    async def test_only_whole_data_sets_are_linked(self, logged_in: Request):
        await mount(logged_in)
        job = await self.ended(logged_in, (await self.link(logged_in, [lab.IMAGES], files=["*.csv"])).json)
        assert (job["state"], job["error"]["code"]) == ("failed", "invalid-input")

    async def test_there_is_no_plan_for_a_link(self, logged_in: Request):
        answer = await self.link(logged_in, [lab.IMAGES], dryRun=True)
        assert answer.status == 400
        assert "a link takes no plan" in str(answer.json)
