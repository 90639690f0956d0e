"""Folders that a Jupyter server allows for downloads: by jobs, the published route and links, and for searches."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Answer, Request

WAYS = ["published route", "job", "plan", "link", "unfinished"]


async def ask(request_: Request, way: str, folder: str | Path) -> Answer:
    if way == "published route":
        return await request_("GET", f"openbis/dataset/lab/{lab.IMAGES}/{quote(str(folder), safe='')}")
    if way == "unfinished":
        return await request_("GET", f"openbis/unfinished?folder={quote(str(folder), safe='')}")
    more = {"job": {}, "plan": {"dryRun": True}, "link": {"mode": "link"}}[way]
    body = {"kind": "download", "connection": "lab", "permIds": [lab.IMAGES], "folder": str(folder), **more}
    return await request_("POST", "openbis/jobs", body)


def must_be_refused(answer: Answer, why: str) -> None:
    assert (answer.status, answer.json["code"]) == (400, "invalid-path")
    assert why in answer.json["reason"]
    assert "choose" in answer.json["reason"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["config", "data", "runtime"])
async def test_jupyters_own_folders_are_closed(logged_in: Request, jp_serverapp: Any, way: str, kind: str):
    own = Path(getattr(jp_serverapp, f"{kind}_dir"))
    for folder in (own, own / "new"):
        must_be_refused(await ask(logged_in, way, folder), f"Jupyter keeps its own files in {own}")
    assert not (own / "new").exists()
    assert not (own / lab.IMAGES).exists()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("folder", [".ssh", "a/.b/c", "linked"])
async def test_hidden_folders_are_closed(logged_in: Request, root: Path, tmp_path: Path, way: str, folder: str):
    (tmp_path / ".outside").mkdir()
    (root / "linked").symlink_to(tmp_path / ".outside")
    must_be_refused(await ask(logged_in, way, root / folder), "a hidden folder")
    assert [each.name for each in root.iterdir()] == ["linked"]
    assert list((tmp_path / ".outside").iterdir()) == []


async def test_other_folders_are_allowed(logged_in: Request, tmp_path: Path):
    assert (await ask(logged_in, "published route", tmp_path / "anywhere")).status == 200
    assert (tmp_path / "anywhere" / lab.IMAGES / "original").is_dir()


class TestWithRoots:
    @pytest.fixture
    def jp_server_config(self, jp_server_config: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
        roots = [str(tmp_path / "scratch"), "incoming"]
        return {
            **jp_server_config,
            "OpenbisExtension": {**jp_server_config["OpenbisExtension"], "download_roots": roots},
        }

    @pytest.mark.parametrize("way", WAYS)
    async def test_other_folders_are_refused(self, logged_in: Request, root: Path, tmp_path: Path, way: str):
        (tmp_path / "scratch").mkdir()
        (tmp_path / "scratch" / "out").symlink_to(root)
        for folder in (tmp_path / "x", root, root / "incoming" / "..", tmp_path / "scratch" / "out" / "x"):
            must_be_refused(await ask(logged_in, way, folder), f"only go below {tmp_path}/scratch or {root}/incoming")
        assert list(root.iterdir()) == []

    @pytest.mark.parametrize("folder", ["incoming", "incoming/../incoming/a", "../scratch/deep"])
    async def test_folders_below_the_roots_are_allowed(self, logged_in: Request, root: Path, folder: str):
        for way in ("plan", "unfinished"):
            assert (await ask(logged_in, way, folder)).status == 200
        assert (await ask(logged_in, "published route", root / folder)).status == 200
        assert (root / folder / lab.IMAGES / "original").is_dir()
