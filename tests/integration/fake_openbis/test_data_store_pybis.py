"""Downloads and uploads by unmodified pyBIS with all server versions."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pybis
import pytest

from jupyter_openbis_server.fake_openbis.faults.faults import Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from jupyter_openbis_server.fake_openbis.server.server import FakeOpenbis

pytestmark = pytest.mark.timeout(60)


@pytest.fixture(scope="module", params=["3.5", "3.6", "3.7"])
def server(request) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(api_version=request.param) as running:
        yield running


@pytest.fixture
def fake(server: FakeOpenbis) -> Iterator[FakeOpenbis]:
    yield server
    server.faults.clear()


@pytest.fixture
def openbis(fake: FakeOpenbis) -> pybis.Openbis:
    return connected(fake)


def connected(fake: FakeOpenbis) -> pybis.Openbis:
    token = fake.sessions.open("alice")
    insecure = {"allow_http_but_do_not_use_this_in_production_and_only_within_safe_networks": True}
    return pybis.Openbis(fake.url, token=token, **insecure)


def contents(folder: Path) -> dict[str, str]:
    """Path and digest of every file below a folder."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def stored(fake: FakeOpenbis, code: str) -> dict[str, str]:
    return contents(fake.laboratory.store_path(code))


class TestDownload:
    @pytest.mark.parametrize("code", [sample.IMAGES, sample.BIG, sample.EMPTY_PARTS, sample.SERIES[0]])
    def test_writes_every_file_unchanged(self, fake, openbis, tmp_path, code):
        openbis.get_dataset(code).download(destination=str(tmp_path / "out"))
        assert contents(tmp_path / "out" / code) == stored(fake, code)

    def test_writes_one_file_of_many(self, fake, openbis, tmp_path):
        files = ["original/metadata.json"]
        openbis.get_dataset(sample.IMAGES).download(
            files=files, destination=str(tmp_path), create_default_folders=False
        )
        assert (tmp_path / "metadata.json").read_bytes().startswith(b"{")

    @pytest.mark.parametrize("name", ["two words.txt", "hash#tag.txt", "100%.txt", "a+b.txt", "Größe_µm.txt"])
    def test_works_for_the_special_names_that_pybis_supports(self, fake, openbis, tmp_path, name):
        path = f"original/odd names/{name}"
        openbis.get_dataset(sample.ODD_NAMES).download(files=[path], destination=str(tmp_path))
        assert (tmp_path / sample.ODD_NAMES / path).read_text() == f"The file is called {name}\n"

    def test_lists_files_with_checksums(self, openbis):
        table = openbis.get_dataset(sample.BIG).get_files()
        rows = table[table["pathInDataSet"] == "original/default/stack.raw"]
        assert list(rows["fileSize"]) == [5 * 2**19]
        assert list(rows["crc32Checksum"]) == [f"{(-6093502) & 0xFFFFFFFF:x}"]

    def test_of_archived_data_writes_no_data(self, fake, openbis, tmp_path):
        data_set = openbis.get_dataset(sample.ARCHIVED)
        if fake.settings.api_version == "3.5":  # pyBIS writes the error page into the file silently
            data_set.download(destination=str(tmp_path))
            page = (tmp_path / sample.ARCHIVED / "original/old_stack.raw").read_text()
            assert "It might be archived." in page
        else:
            with pytest.raises(TypeError, match="string indices must be integers"):
                data_set.download(destination=str(tmp_path))


class TestUpload:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "run 1"
        (folder / "sub").mkdir(parents=True)
        (folder / "a.txt").write_text("a\n")
        (folder / "sub/b.csv").write_text("x,y\n1,2\n")
        return folder

    def save(self, openbis: pybis.Openbis, files: list[Path], **fields: object) -> str:
        wanted = {"type": "RAW_DATA", "sample": sample.EMPTY_BENCH, "props": {"$name": "From pyBIS"}, **fields}
        data_set = openbis.new_dataset(files=[str(file) for file in files], **wanted)
        data_set.save()
        return str(data_set.permId)

    def test_of_one_file(self, fake, openbis, folder):
        code = self.save(openbis, [folder / "a.txt"])
        assert set(stored(fake, code)) == {"original/a.txt"}
        registered = openbis.get_dataset(code)
        assert registered.props["$name"] == "From pyBIS"
        assert registered.sample.identifier == sample.EMPTY_BENCH

    def test_of_several_files(self, fake, openbis, folder):
        code = self.save(openbis, [folder / "a.txt", folder / "sub/b.csv"])
        below = "DEFAULT" if fake.settings.api_version == "3.5" else "default"
        assert set(stored(fake, code)) == {f"original/{below}/a.txt", f"original/{below}/b.csv"}

    def test_of_a_folder(self, fake, openbis, folder):
        code = self.save(openbis, [folder])
        below = "DEFAULT/run 1" if fake.settings.api_version == "3.5" else "run 1"
        assert set(stored(fake, code)) == {f"original/{below}/a.txt", f"original/{below}/sub/b.csv"}

    def test_of_an_empty_file(self, fake, openbis, tmp_path):
        (tmp_path / "empty").touch()
        code = self.save(openbis, [tmp_path / "empty"])
        assert set(stored(fake, code)) == {"original/empty"}

    def test_of_a_file_in_several_slices(self, fake, openbis, tmp_path):
        (tmp_path / "big.bin").write_bytes(bytes(range(256)) * (21 * 4096))
        code = self.save(openbis, [tmp_path / "big.bin"])
        assert stored(fake, code)["original/big.bin"] == contents(tmp_path)["big.bin"]

    def test_to_an_experiment_with_a_parent(self, fake, openbis, folder):
        code = self.save(openbis, [folder / "a.txt"], sample=None, experiment=sample.HEAT_SHOCK, parents=[sample.BIG])
        assert openbis.get_dataset(code).parents == [sample.BIG]

    def test_is_downloaded_unchanged(self, openbis, folder, tmp_path):
        code = self.save(openbis, [folder])
        openbis.get_dataset(code).download(destination=str(tmp_path / "back"))
        assert sorted(contents(tmp_path / "back" / code).values()) == sorted(contents(folder).values())


@pytest.mark.parametrize("api_version", ["3.6", "3.7"])
def test_a_chunk_with_a_wrong_checksum_is_asked_for_again(api_version, tmp_path):
    with FakeOpenbis(api_version=api_version) as fake:
        number = fake.faults.inject(Fault(FaultKind.CORRUPT_PAYLOAD_CRC))
        connected(fake).get_dataset(sample.UNNAMED).download(destination=str(tmp_path / "out"))
        assert contents(tmp_path / "out" / sample.UNNAMED) == stored(fake, sample.UNNAMED)
        assert fake.faults.hits(number) == 1


def test_a_server_that_registers_nothing_makes_pybis_fail(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    with FakeOpenbis(api_version="3.6") as fake:
        fake.faults.inject(Fault(FaultKind.REGISTER_NOTHING))
        before = len(fake.laboratory.data_sets)
        data_set = connected(fake).new_dataset(
            type="ATTACHMENT", sample=sample.EMPTY_BENCH, files=[str(tmp_path / "a.txt")]
        )
        with pytest.raises(TypeError):
            data_set.save()
        assert len(fake.laboratory.data_sets) == before
