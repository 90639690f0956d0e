"""The file tree over SFTP: openbis-protocol 8.1."""

import stat
from collections.abc import Iterator
from dataclasses import replace

import asyncssh
import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import additions as add
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from tests.integration.fake_openbis.sftp_client import SftpClient

IMAGES = f"{sample.HEAT_SHOCK}/{sample.IMAGES}/original"
STACK = f"{sample.HEAT_SHOCK}/{sample.BIG}/original/default/stack.raw"
ODD = f"{sample.HEAT_SHOCK}/{sample.ODD_NAMES}/original/odd names"


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(sftp=True, users=sample.USERS) as running:
        yield running


@pytest.fixture
def client(openbis: FakeOpenbis) -> Iterator[SftpClient]:
    with SftpClient(openbis) as connected:
        yield connected


class TestPlaces:
    def test_spaces_projects_and_experiments_are_folders(self, client):
        assert client.names("/") == ["ALICE", "MATERIALS", "YEAST_LAB"]
        assert client.names("/YEAST_LAB") == ["GROWTH", "STRESS_RESPONSE"]
        assert client.names("/YEAST_LAB/STRESS_RESPONSE") == ["HEAT_SHOCK", "OSMOTIC_SHOCK"]

    def test_data_sets_of_experiments_and_of_their_samples_are_in_the_folder_of_the_experiment(self, client):
        names = client.names(sample.HEAT_SHOCK)
        assert sample.REPORT in names, "it belongs to the experiment"
        assert sample.IMAGES in names, "it belongs to a sample of the experiment"
        assert client.names(f"{sample.HEAT_SHOCK}/{sample.REPORT}") == ["original"]

    def test_a_sample_without_experiment_is_a_folder_of_its_project(self, client):
        assert client.names("/YEAST_LAB/GROWTH") == ["CALIBRATIONS", "Object:EMPTY_BENCH", "Object:TIME_SERIES"]
        assert client.names("/YEAST_LAB/GROWTH/Object:TIME_SERIES") == sorted(sample.SERIES)
        assert client.names(f"/YEAST_LAB/GROWTH/Object:TIME_SERIES/{sample.SERIES[0]}/original") == ["day_01.csv"]

    def test_a_sample_without_project_is_a_folder_of_its_space(self, openbis, client):
        laboratory = openbis.laboratory
        probe = add.add_sample(laboratory, "PROBE", "ENTRY", space="MATERIALS")
        part = add.add_sample(laboratory, "PART", "ENTRY", space="MATERIALS", container="/MATERIALS/PROBE")
        data_set = add.add_data_set(laboratory, "RAW_DATA", sample=probe.perm_id)
        try:
            assert client.names("/MATERIALS") == ["Object:PROBE", "Object:PROBE:PART", "STRAINS"]
            assert client.names("/MATERIALS/Object:PROBE") == [data_set.perm_id]
            assert client.names(f"/MATERIALS/Object:PROBE/{data_set.perm_id}") == [], "no files so far"
            assert client.names("/MATERIALS/Object:PROBE:PART") == []
        finally:
            for entity in (data_set, part, probe):
                laboratory.remove(entity)

    @pytest.mark.parametrize(
        "path",
        [
            "/NOWHERE",
            "/YEAST_LAB/NOWHERE",
            "/YEAST_LAB/GROWTH/TIME_SERIES",
            "/MATERIALS/STRAINS/Object:YEAST_1",
            f"/YEAST_LAB/GROWTH/CALIBRATIONS/{sample.IMAGES}",
            f"{IMAGES}/nothing.png",
            f"{IMAGES}/metadata.json/nothing",
        ],
    )
    def test_an_unknown_path_is_no_such_file(self, client, path):
        with pytest.raises(asyncssh.SFTPNoSuchFile):
            client.stat(path)
        with pytest.raises(asyncssh.SFTPNoSuchFile):
            client.names(path)
        with pytest.raises(asyncssh.SFTPNoSuchFile):
            client.read(path)

    def test_containers_show_their_components_and_links_are_not_shown(self, client):
        assert client.names(f"{sample.HEAT_SHOCK}/{sample.CONTAINER}/original") == [
            "images", "intensities.csv", "metadata.json", "plate.csv",
        ]  # fmt: skip
        assert sample.LINK not in client.names(sample.HEAT_SHOCK)

    def test_data_sets_of_another_data_store_are_not_shown(self, openbis, client):
        data_set = openbis.laboratory.data_set(sample.REPORT)
        openbis.laboratory.put(replace(data_set, data_store="DSS2"))
        try:
            assert sample.REPORT not in client.names(sample.HEAT_SHOCK)
            with pytest.raises(asyncssh.SFTPNoSuchFile):
                client.stat(f"{sample.HEAT_SHOCK}/{sample.REPORT}")
        finally:
            openbis.laboratory.put(data_set)

    def test_entities_without_permission_are_not_shown(self, openbis):
        claims = f"/RESTRICTED/PATENT/FILING/{sample.RESTRICTED}/original/claims.txt"
        with SftpClient(openbis, "bob", "openbis-bob") as bob:
            assert bob.names("/") == ["MATERIALS", "YEAST_LAB"]
            for path in (claims, "/RESTRICTED", "/ALICE/NOTES"):
                with pytest.raises(asyncssh.SFTPNoSuchFile):
                    bob.stat(path)
            with pytest.raises(asyncssh.SFTPNoSuchFile):
                bob.read(claims)
        with SftpClient(openbis, "admin", "changeit") as admin:
            assert admin.read(claims) == b"1. A yeast that folds proteins.\n"

    def test_with_plugins_the_tree_is_one_level_deeper(self):
        settings = ServerSettings(file_system_plugins=True)
        with FakeOpenbis(sftp=True, users=sample.USERS, settings=settings) as plugged, SftpClient(plugged) as client:
            assert client.names("/") == ["DEFAULT", "ELN-LIMS"]
            assert client.names("/ELN-LIMS") == []
            assert client.names("/DEFAULT") == ["ALICE", "MATERIALS", "YEAST_LAB"]
            assert len(client.read(f"/DEFAULT{STACK}")) == client.stat(f"/DEFAULT{STACK}").size
            for path in ("/YEAST_LAB", "/ELN-LIMS/Inventory"):
                with pytest.raises(asyncssh.SFTPNoSuchFile):
                    client.stat(path)
            with pytest.raises(asyncssh.SFTPFailure):
                client.read("/ELN-LIMS")


class TestFiles:
    def test_a_file_is_read_byte_for_byte(self, openbis, client):
        stored = openbis.laboratory.store_path(sample.BIG) / "original/default/stack.raw"
        assert client.read(STACK) == stored.read_bytes()

    @pytest.mark.parametrize(("offset", "size"), [(0, 1), (1, 70_000), (2**20 + 7, 33_000), (2_621_439, 10)])
    def test_a_part_of_a_file_is_read_byte_for_byte(self, openbis, client, offset, size):
        stored = (openbis.laboratory.store_path(sample.BIG) / "original/default/stack.raw").read_bytes()
        assert client.read(STACK, size, offset) == stored[offset : offset + size]

    def test_a_read_beyond_the_end_is_empty(self, client):
        assert client.read(STACK, 10, 2_621_440) == b""
        assert client.read(f"{sample.HEAT_SHOCK}/{sample.EMPTY_PARTS}/original/empty.txt") == b""

    def test_names_with_special_characters_are_unchanged(self, client):
        assert set(sample.ODD_FILE_NAMES) < set(client.names(ODD))
        for name in sample.ODD_FILE_NAMES:
            assert client.read(f"{ODD}/{name}") == f"The file is called {name}\n".encode()
        assert client.read(f"{ODD}/Ordner mit Umläuten & Co/été.txt") == "l'été\n".encode()

    def test_files_have_sizes_times_and_permissions(self, openbis, client):
        stored = (openbis.laboratory.store_path(sample.BIG) / "original/default/stack.raw").stat()
        for file in (client.stat(STACK), client.wait(client.sftp.lstat(STACK))):
            assert (file.size, file.mtime) == (stored.st_size, int(stored.st_mtime))
            assert file.permissions == stat.S_IFREG | 0o400, "as openBIS reports it"
        folder = client.stat(f"{sample.HEAT_SHOCK}/{sample.BIG}")
        assert folder.permissions == stat.S_IFDIR | 0o400
        assert folder.mtime == openbis.laboratory.data_set(sample.BIG).modification_date // 1000

    def test_a_listing_has_the_same_attributes_as_each_file(self, client):
        async def listed() -> list[asyncssh.SFTPName]:
            return [name async for name in client.sftp.scandir(IMAGES) if name.filename not in (".", "..")]

        rows = client.wait(listed())
        assert {row.filename for row in rows} == {"images", "intensities.csv", "metadata.json"}
        for row in rows:
            asked = client.stat(f"{IMAGES}/{row.filename}")
            assert (row.attrs.size, row.attrs.mtime, row.attrs.permissions) == (
                asked.size, asked.mtime, asked.permissions,
            )  # fmt: skip

    def test_a_folder_of_a_thousand_files_is_listed_completely(self, openbis, client):
        data_set = add.add_data_set(openbis.laboratory, "RAW_DATA", experiment=sample.CALIBRATIONS)
        folder = openbis.laboratory.store_path(data_set.perm_id) / "original"
        folder.mkdir(parents=True)
        for number in range(1000):
            (folder / f"{number:04d}.txt").touch()
        try:
            names = client.names(f"{sample.CALIBRATIONS}/{data_set.perm_id}/original")
        finally:
            openbis.laboratory.remove(data_set)
        assert names == [f"{number:04d}.txt" for number in range(1000)]

    def test_a_folder_cannot_be_read_nor_a_file_listed(self, client):
        with pytest.raises(asyncssh.SFTPFailure):
            client.read(IMAGES)
        with pytest.raises(asyncssh.SFTPNoSuchFile):
            client.names(STACK)

    def test_archived_data_is_listed_and_not_read(self, client):
        folder = f"{sample.HEAT_SHOCK}/{sample.ARCHIVED}/original"
        assert client.names(folder) == ["old_stack.raw"]
        assert client.stat(f"{folder}/old_stack.raw").size == 70_000
        with pytest.raises(asyncssh.SFTPFailure, match="might be archived"):
            client.read(f"{folder}/old_stack.raw")

    @pytest.mark.parametrize("path", ["/../../../etc/passwd", f"{IMAGES}/../../../../../../../etc/passwd"])
    def test_no_path_leaves_the_view(self, client, path):
        with pytest.raises(asyncssh.SFTPNoSuchFile):
            client.read(path)

    def test_dots_and_doubled_slashes_are_normalised(self, client):
        assert client.wait(client.sftp.realpath("../..")) == "/"
        assert client.wait(client.sftp.realpath("//YEAST_LAB/./GROWTH/../")) == "/YEAST_LAB"
        assert client.names("YEAST_LAB/../MATERIALS") == ["STRAINS"]


FILE = f"{IMAGES}/metadata.json"


class TestReadOnly:
    @pytest.mark.parametrize(
        "change",
        [
            lambda sftp: sftp.open(FILE, "wb").__aenter__(),
            lambda sftp: sftp.open(FILE, "r+b").__aenter__(),
            lambda sftp: sftp.open(FILE, "ab").__aenter__(),
            lambda sftp: sftp.open("/YEAST_LAB/new.txt", "xb").__aenter__(),
            lambda sftp: sftp.remove(FILE),
            lambda sftp: sftp.rename(FILE, f"{FILE}.old"),
            lambda sftp: sftp.posix_rename(FILE, f"{FILE}.old"),
            lambda sftp: sftp.mkdir("/NEW"),
            lambda sftp: sftp.rmdir(IMAGES),
            lambda sftp: sftp.symlink(FILE, "/YEAST_LAB/link"),
            lambda sftp: sftp.link(FILE, "/YEAST_LAB/link"),
            lambda sftp: sftp.chmod(FILE, 0o777),
            lambda sftp: sftp.utime(FILE, (1, 1)),
            lambda sftp: sftp.truncate(FILE, 0),
        ],
    )
    def test_nothing_can_be_changed(self, client, change):
        before = client.read(FILE)
        with pytest.raises(asyncssh.SFTPPermissionDenied):
            client.wait(change(client.sftp))
        assert client.read(FILE) == before

    def test_an_open_file_cannot_be_changed(self, client):
        async def change() -> None:
            async with client.sftp.open(FILE, "rb") as file:
                for attempt in (file.write(b"x"), file.truncate(0), file.utime((1, 1)), file.fsync()):
                    with pytest.raises(asyncssh.SFTPPermissionDenied):
                        await attempt

        client.wait(change())

    def test_nothing_is_a_link(self, client):
        with pytest.raises(asyncssh.SFTPNoSuchFile):
            client.wait(client.sftp.readlink(FILE))

    def test_there_is_no_shell_and_no_port_forwarding(self, client):
        with pytest.raises(asyncssh.ChannelOpenError):
            client.wait(client.connection.run("id"))
        with pytest.raises(asyncssh.ChannelOpenError):
            client.wait(client.connection.open_connection("localhost", 22))
