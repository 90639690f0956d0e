"""Listings and previews of files in data sets."""

import asyncio
import base64
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Request


async def test_a_folder_lists_folders_first_with_their_total_sizes(logged_in: Request, openbis: FakeOpenbis):
    original = openbis.laboratory.folder / "store" / lab.IMAGES / "original"
    images = [file for file in (original / "images").rglob("*") if file.is_file()]
    answer = await logged_in("GET", f"openbis/files/lab/{lab.IMAGES}?folder=original")
    assert answer.status == 200, answer.json
    assert answer.json["folder"] == "original"
    assert answer.json["files"] == [
        {
            "name": "images",
            "path": "original/images",
            "isFolder": True,
            "size": sum(file.stat().st_size for file in images),
            "files": 5,
            "modified": None,
        },
        *(
            {
                "name": name,
                "path": f"original/{name}",
                "isFolder": False,
                "size": (original / name).stat().st_size,
                "files": 1,
                "modified": None,
            }
            for name in ("intensities.csv", "metadata.json")
        ),
    ]
    assert (answer.json["totalCount"], answer.json["totalFiles"]) == (3, 7)
    assert answer.json["totalBytes"] == sum(file["size"] for file in answer.json["files"])


async def test_pages_of_a_folder_cost_one_listing(logged_in: Request, openbis: FakeOpenbis):
    openbis.requests.clear()
    rows = []
    for start in (0, 3, 6, 9, 12, 15, 18):
        answer = await logged_in(
            "GET", f"openbis/files/lab/{lab.ODD_NAMES}?folder=/original/odd%20names/&start_with={start}&count=3"
        )
        assert (answer.json["start_with"], answer.json["count"], answer.json["totalCount"]) == (start, 3, 17)
        rows += [row["name"] for row in answer.json["files"]]
    assert {*rows} == {*lab.ODD_FILE_NAMES, "Ordner mit Umläuten & Co"}
    assert rows[0] == "Ordner mit Umläuten & Co"
    assert len(rows) == 17
    assert openbis.requests.counts()["searchFiles"] == 1


async def test_cached_listings_are_discarded_by_a_logout(logged_in: Request):
    assert (await logged_in("GET", f"openbis/files/lab/{lab.IMAGES}")).status == 200
    assert (await logged_in("PUT", "openbis/conn/lab", {"action": "logout"})).status == 200
    assert (await logged_in("GET", f"openbis/files/lab/{lab.IMAGES}")).status == 401


async def test_the_components_of_a_container_are_folders(logged_in: Request):
    answer = await logged_in("GET", f"openbis/files/lab/{lab.CONTAINER}")
    assert {file["name"] for file in answer.json["files"]} == {lab.IMAGES, lab.CALIBRATION}
    inside = await logged_in("GET", f"openbis/files/lab/{lab.CONTAINER}?folder={lab.CALIBRATION}/original")
    assert [file["path"] for file in inside.json["files"]] == [f"{lab.CALIBRATION}/original/plate.csv"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        (f"{lab.IMAGES}?folder=original/nothing", 404, "file-not-in-data-set"),
        (f"{lab.IMAGES}?folder=../{lab.BIG}", 404, "file-not-in-data-set"),
        ("20010101000000000-1", 404, "data-set-not-found"),
        (lab.RESTRICTED, 404, "data-set-not-found"),
        (lab.LINK, 500, "data-set-not-physical"),
        (f"{lab.IMAGES}?count=x", 400, "bad-request"),
    ],
)
async def test_a_failed_listing_has_the_reason(logged_in: Request, path: str, status: int, code: str):
    answer = await logged_in("GET", f"openbis/files/lab/{path}")
    assert (answer.status, answer.json["code"]) == (status, code)
    assert answer.json["reason"]


# --- previews

NOTHING = {
    "data": None,
    "text": None,
    "rows": None,
    "truncated": False,
    "reason": None,
    "reasons": [],
    **dict.fromkeys(("next", "image", "hdf5")),
    **dict.fromkeys(("encoding", "delimiter", "decimal")),
    **dict.fromkeys(("spaceAfterDelimiter", "trailingDelimiter", "blankLines", "literalQuotes"), False),
    "skipLines": 0,
}


def preview(perm_id: str, path: str) -> str:
    return f"openbis/preview/lab/{perm_id}/{quote(path, safe='')}"


async def test_an_image_is_shown(logged_in: Request, openbis: FakeOpenbis):
    path = "original/images/field_01.png"
    answer = await logged_in("GET", preview(lab.IMAGES, path))
    assert answer.status == 200, answer.json
    content = (openbis.laboratory.folder / "store" / lab.IMAGES / path).read_bytes()
    expected = {"kind": "image", "mediaType": "image/png", "data": base64.b64encode(content).decode()}
    assert answer.json == {**NOTHING, **expected}


async def test_a_table_is_shown(logged_in: Request, openbis: FakeOpenbis):
    answer = await logged_in("GET", preview(lab.IMAGES, "original/intensities.csv"))
    content = (openbis.laboratory.folder / "store" / lab.IMAGES / "original" / "intensities.csv").read_text()
    rows = [line.split(",") for line in content.splitlines()]
    assert (answer.json["kind"], answer.json["mediaType"]) == ("table", "text/csv")
    assert (answer.json["rows"], answer.json["truncated"]) == (rows[:50], len(rows) > 50)


@pytest.mark.parametrize("name", lab.ODD_FILE_NAMES)
async def test_a_file_with_any_name_is_shown(logged_in: Request, name: str):
    answer = await logged_in("GET", preview(lab.ODD_NAMES, f"original/odd names/{name}"))
    assert answer.status == 200, answer.json
    shown = answer.json["text"] or ", ".join(answer.json["rows"][0])
    assert shown.strip() == f"The file is called {name}"


async def test_a_binary_file_is_not_shown_and_read_only_once(logged_in: Request, openbis: FakeOpenbis):
    openbis.requests.clear()
    answer = await logged_in("GET", preview(lab.BIG, "original/default/stack.raw"))
    assert answer.json["kind"] == "none"
    assert "Only texts" in answer.json["reason"]
    assert openbis.requests.counts()["createFastDownloadSession"] == 1


async def test_previews_of_several_files_cost_one_listing(logged_in: Request, openbis: FakeOpenbis):
    openbis.requests.clear()
    await logged_in("GET", f"openbis/files/lab/{lab.IMAGES}?folder=original")
    for name in ("intensities.csv", "metadata.json"):
        assert (await logged_in("GET", preview(lab.IMAGES, f"original/{name}"))).status == 200
    assert openbis.requests.counts()["searchFiles"] == 1


@pytest.mark.parametrize(
    ("perm_id", "path", "status", "code"),
    [
        (lab.IMAGES, "original/nothing", 404, "file-not-in-data-set"),
        (lab.IMAGES, f"../{lab.BIG}/original/default/readme.txt", 404, "file-not-in-data-set"),
        (lab.ARCHIVED, "original/old_stack.raw", 500, "data-set-archived"),
        (lab.RESTRICTED, "original/claims.txt", 404, "data-set-not-found"),
    ],
)
async def test_a_failed_preview_has_the_reason(logged_in: Request, perm_id: str, path: str, status: int, code: str):
    answer = await logged_in("GET", preview(perm_id, path))
    assert (answer.status, answer.json["code"]) == (status, code)
    assert answer.json["reason"]


async def test_a_silent_data_store_is_a_timeout(logged_in: Request, openbis: FakeOpenbis):
    assert (await logged_in("GET", f"openbis/files/lab/{lab.IMAGES}")).status == 200
    openbis.faults.inject(Fault(FaultKind.HANG, path_prefix="/datastore_server", seconds=60, times=None))
    begun = time.monotonic()
    answer = await logged_in("GET", preview(lab.IMAGES, "original/intensities.csv"))
    assert answer.status == 500
    assert time.monotonic() - begun < 50


async def test_a_preview_has_the_format_of_a_table(logged_in: Request):
    path = quote("original/intensities.csv", safe="")
    found = (await logged_in("GET", f"openbis/preview/lab/{lab.IMAGES}/{path}")).json
    expected = {"encoding": "utf-8", "delimiter": ",", "decimal": ".", "skipLines": 0}
    flags = ("spaceAfterDelimiter", "trailingDelimiter", "blankLines", "literalQuotes")
    assert {key: found[key] for key in (*expected, *flags)} == {**expected, **dict.fromkeys(flags, False)}


@pytest.fixture
def titled(openbis: FakeOpenbis) -> Iterator[str]:
    """The path of a table with a title; other tests do not see it."""
    path = "original/titled.csv"
    file = openbis.laboratory.folder / "store" / lab.IMAGES / path
    file.write_text('Report\n\nsize;n\n5" pipe;1,5;\n   \n7;2;\n')
    yield path
    file.unlink()


async def test_a_preview_has_the_number_of_lines_before_a_table(logged_in: Request, titled: str):
    found = (await logged_in("GET", preview(lab.IMAGES, titled))).json
    assert found["rows"] == [["size", "n"], ['5" pipe', "1,5"], ["7", "2"]]
    assert (found["delimiter"], found["decimal"], found["skipLines"]) == (";", ",", 2)
    assert all(found[flag] for flag in ("trailingDelimiter", "blankLines", "literalQuotes"))


class TestLocalCopies:
    FILE = "original/intensities.csv"

    @pytest.fixture
    def path(self, logged_in: Request, root: Path, jp_asyncio_loop: asyncio.AbstractEventLoop) -> Path:
        """A download below Jupyter's root folder."""
        where = quote(str(root / "project" / "data"), safe="")
        download = logged_in("GET", f"openbis/dataset/lab/{lab.IMAGES}/{where}")
        answer = jp_asyncio_loop.run_until_complete(download)
        assert answer.status == 200, answer.json
        return root / "project" / "data" / lab.IMAGES

    async def test_a_copy_is_found_near_a_notebook(self, logged_in: Request, path: Path, openbis: FakeOpenbis):
        assert (await logged_in("PUT", "openbis/conn/lab", {"action": "logout"})).status == 200
        openbis.requests.clear()
        answer = await logged_in("GET", f"openbis/copies/lab/{lab.IMAGES}?near=project&file={self.FILE}")
        assert answer.json == {"copy": {"path": str(path), "complete": True, "file": self.FILE}}
        assert openbis.requests.counts() == {}
        (path / self.FILE).unlink()
        assert (await logged_in("GET", f"openbis/copies/lab/{lab.IMAGES}?near=project&file={self.FILE}")).json == {
            "copy": None
        }

    async def test_a_copy_is_found_where_it_is_recorded(self, logged_in: Request, path: Path, root: Path):
        moved = path.rename(root / "moved")
        (root / "empty").mkdir()
        asked = f"openbis/copies/lab/{lab.IMAGES}?near=empty"
        assert (await logged_in("GET", asked)).json == {"copy": None}
        assert (await logged_in("GET", f"{asked}&recorded=moved")).json["copy"]["path"] == str(moved)

    async def test_a_closed_folder_is_not_searched(self, logged_in: Request, path: Path, root: Path):
        hidden = root / ".hidden"
        path.parent.rename(hidden)
        assert (await logged_in("GET", f"openbis/copies/lab/{lab.IMAGES}?near=.hidden")).json == {"copy": None}
        recorded = quote(str(hidden / lab.IMAGES), safe="")
        asked = f"openbis/copies/lab/{lab.IMAGES}?recorded={recorded}"
        assert (await logged_in("GET", asked)).json == {"copy": None}

    async def test_an_unknown_connection_is_404(self, logged_in: Request):
        assert (await logged_in("GET", f"openbis/copies/nowhere/{lab.IMAGES}")).status == 404
