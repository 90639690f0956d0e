"""Files of samples and experiments in openBIS's file server (AFS) as a file system."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import fsspec
import pandas as pd
import pytest

from jupyter_openbis_server.domain.errors import NoFilesOfOwner
from jupyter_openbis_server.entrypoints.fsspec import OpenbisFileSystem
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.afs_files import OF_SAMPLE
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import FIRST_DATE
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import noise
from tests.integration.batch.laboratory_files import MIB

BIG = noise(9, 30 * MIB)
TABLE = "Messungen vom März/Übersicht.csv"


pytestmark = pytest.mark.usefixtures("config_folder")


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS, settings=ServerSettings("3.7", afs="unlisted")) as openbis:
        (sample,) = openbis.laboratory.samples.find("identifier", lab.WILD_TYPE)
        (openbis.laboratory.afs_path(sample.perm_id) / "big.raw").write_bytes(BIG)
        yield openbis


@pytest.fixture(params=["permId", "identifier"])
def root(request: pytest.FixtureRequest, openbis: FakeOpenbis) -> str:
    (sample,) = openbis.laboratory.samples.find("identifier", lab.WILD_TYPE)
    return f"lab/{sample.perm_id if request.param == 'permId' else lab.WILD_TYPE.replace('/', '%2F')}"


@pytest.fixture
def fs() -> OpenbisFileSystem:
    return fsspec.filesystem("openbis")


def test_pandas_reads_a_table(root: str) -> None:
    read = pd.read_csv(f"openbis://{root}/{TABLE}")
    assert len(read) == OF_SAMPLE[TABLE].count(b"\n") - 1


def test_folders_are_listed_with_names_that_can_be_read(fs: OpenbisFileSystem, root: str) -> None:
    assert set(fs.ls(f"{root}/images", detail=False)) == {
        f"{root}/images/overview.png",
        f"{root}/images/Größe 10 µm.png",
    }
    for path in fs.find(root):
        assert fs.cat_file(path) == {**OF_SAMPLE, "big.raw": BIG}[path.removeprefix(f"{root}/")]


def test_time_of_a_file_is_when_it_was_changed(fs: OpenbisFileSystem, root: str) -> None:
    assert fs.info(f"{root}/protocol.txt")["mtime"] == FIRST_DATE / 1000
    assert fs.modified(f"{root}/protocol.txt").timestamp() == FIRST_DATE / 1000
    assert fs.info(root)["type"] == "directory"


def test_ranges_take_few_requests(fs: OpenbisFileSystem, openbis: FakeOpenbis, root: str) -> None:
    path, starts = f"{root}/big.raw", [0, 10 * MIB, 20 * MIB, 29 * MIB + 5]
    fs.info(path)
    openbis.requests.clear()
    found = fs.cat_ranges([path] * 4, starts, [start + 1000 for start in starts])
    assert found == [BIG[start : start + 1000] for start in starts]
    assert openbis.requests.counts()["read"] == 1


def test_end_of_a_large_file_is_read_without_the_rest(fs: OpenbisFileSystem, openbis: FakeOpenbis, root: str) -> None:
    openbis.requests.clear()
    with fs.open(f"{root}/big.raw") as file:
        file.seek(-100, 2)
        assert file.read() == BIG[-100:]
    assert openbis.requests.counts()["read"] == 1


def test_changed_files_are_read_again(fs: OpenbisFileSystem, openbis: FakeOpenbis, root: str) -> None:
    (sample,) = openbis.laboratory.samples.find("identifier", lab.WILD_TYPE)
    file = openbis.laboratory.afs_path(sample.perm_id) / "changing.txt"
    for content in (b"first", b"second version"):
        file.write_bytes(content)
        assert fs.cat_file(f"{root}/changing.txt") == content
    file.unlink()
    with pytest.raises(FileNotFoundError):
        fs.cat_file(f"{root}/changing.txt")


@pytest.mark.parametrize("size", [30 * MIB, 31 * MIB, 29 * MIB])
def test_file_that_is_replaced_while_it_is_read_is_an_error(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, root: str, size: int
) -> None:
    (sample,) = openbis.laboratory.samples.find("identifier", lab.WILD_TYPE)
    place = openbis.laboratory.afs_path(sample.perm_id) / "replaced.raw"
    parts = [(10, None), (20 * MIB, 20 * MIB + 10)]  # the rest, or a part that only `close` checks
    for begin, end in parts:
        place.write_bytes(BIG)
        with pytest.raises(OSError, match="was changed in openBIS"):
            _read_while_replaced(fs, f"{root}/replaced.raw", partial(place.write_bytes, noise(3, size)), begin, end)
    place.unlink()


def _read_while_replaced(
    fs: OpenbisFileSystem, path: str, replace: Callable[[], object], begin: int, end: int | None
) -> None:
    with fs.open(path) as file:
        assert file.read(10) == BIG[:10]
        replace()
        file.seek(begin)
        file.read(-1 if end is None else end - begin)


def test_reading_a_file_takes_few_listings(fs: OpenbisFileSystem, openbis: FakeOpenbis, root: str) -> None:
    for count, path in ((0, "protocol.txt"), (1, "big.raw")):
        with fs.open(f"{root}/{path}") as file:
            openbis.requests.clear()
            while file.read(MIB):
                pass
        assert openbis.requests.counts().get("list", 0) == count


def test_sample_without_files_is_an_error_with_the_reason(fs: OpenbisFileSystem) -> None:
    with pytest.raises(OSError, match="has no files of its own") as raised:
        fs.ls(f"lab/{lab.EMPTY_BENCH.replace('/', '%2f')}")
    assert isinstance(raised.value.__cause__, NoFilesOfOwner)


def test_files_are_copied_to_the_disk(fs: OpenbisFileSystem, root: str, tmp_path: Path) -> None:
    fs.get(f"{root}/images", str(tmp_path / "images"), recursive=True)
    assert (tmp_path / "images" / "overview.png").read_bytes() == OF_SAMPLE["images/overview.png"]


EXPERIMENT = "lab/YEAST_LAB/STRESS_RESPONSE/HEAT_SHOCK"
FILES = f"{EXPERIMENT}/HEAT_SHOCK_WT/files"


def test_files_of_a_sample_are_in_a_folder_beside_its_data_sets(fs: OpenbisFileSystem) -> None:
    sample = FILES.rpartition("/")[0]
    assert {FILES, f"{sample}/{lab.IMAGES}"} < {*fs.ls(sample, detail=False)}
    assert fs.info(FILES) in fs.ls(sample)
    assert f"{EXPERIMENT}/files" in fs.ls(EXPERIMENT, detail=False)
    assert f"{EXPERIMENT}/HEAT_SHOCK_HOG1/files" not in fs.ls(f"{EXPERIMENT}/HEAT_SHOCK_HOG1", detail=False)
    for path in fs.find(FILES):
        assert fs.cat_file(path) == {**OF_SAMPLE, "big.raw": BIG}[path.removeprefix(f"{FILES}/")]
    assert fs.info(f"{FILES}/protocol.txt")["mtime"] == FIRST_DATE / 1000
    assert len(pd.read_csv(f"openbis://{FILES}/{TABLE}")) == OF_SAMPLE[TABLE].count(b"\n") - 1


@pytest.mark.parametrize("folder", [EXPERIMENT, f"{EXPERIMENT}/HEAT_SHOCK_WT", "lab/YEAST_LAB"])
def test_rows_of_a_folder_have_the_same_keys(fs: OpenbisFileSystem, folder: str) -> None:
    rows = fs.ls(folder)
    assert {frozenset(each) for each in rows} == {frozenset(rows[0])}
    assert {"kind", "type_code", "display_name", "created", "mtime"} < {*rows[0]}
    for each in rows:
        if each["name"].endswith("/files"):
            assert (each["kind"], each["created"]) == ("files", fs.info(folder)["created"])
            assert fs.info(folder)["perm_id"] == each["perm_id"]


def test_files_are_not_among_the_data_sets(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    (sample,) = openbis.laboratory.samples.find("identifier", lab.WILD_TYPE)
    assert not fs.exists(f"{EXPERIMENT}/HEAT_SHOCK_WT/{sample.perm_id}")
    for path in ("lab/files", "lab/YEAST_LAB/files", "lab/YEAST_LAB/STRESS_RESPONSE/files"):
        assert not fs.exists(path)


def test_files_can_be_written_at_their_place(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    bench = "lab/YEAST_LAB/GROWTH/EMPTY_BENCH"
    fs.ls(bench)
    with fs.open(f"{bench}/files/new/a.txt", "wb") as file:
        file.write(b"a")
    fs.pipe({f"{bench}/files/new/b.txt": b"b", f"{bench}/files/c.txt": b"c"})
    assert fs.find(bench, refresh=True) == [f"{bench}/files/{each}" for each in ("c.txt", "new/a.txt", "new/b.txt")]
    fs.mv(f"{bench}/files/c.txt", f"{bench}/files/new/d.txt")
    fs.cp_file(f"{bench}/files/new/d.txt", f"{bench}/files/e.txt")
    fs.makedirs(f"{bench}/files/empty", exist_ok=True)
    fs.rm(f"{bench}/files/new", recursive=True)
    assert {*fs.ls(f"{bench}/files", detail=False)} == {f"{bench}/files/empty", f"{bench}/files/e.txt"}
    (sample,) = openbis.laboratory.samples.find("identifier", lab.EMPTY_BENCH)
    assert fs.cat_file(f"lab/{sample.perm_id}/e.txt") == b"c"
    pd.DataFrame({"number": [1, 2]}).to_csv(f"openbis://{bench}/files/table.csv", index=False)
    assert list(pd.read_csv(f"openbis://lab/{sample.perm_id}/table.csv").number) == [1, 2]
    with pytest.raises(OSError, match="folder 'files'"):
        fs.pipe_file(f"{bench}/f.txt", b"f")
    with pytest.raises(FileExistsError):
        fs.mkdir(f"{bench}/files")
