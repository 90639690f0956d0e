"""Packages: folders and archives on the disk, hostile ones included, and their fake."""

import io
import os
import stat
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import DownloadPolicy
from jupyter_openbis_server.adapters.filesystem.downloads.partials.owners import this_process
from jupyter_openbis_server.adapters.filesystem.downloads.partials.partial_names import PartialName
from jupyter_openbis_server.adapters.filesystem.packages import FilesystemPackages
from jupyter_openbis_server.adapters.filesystem.packages.limits import Limits
from jupyter_openbis_server.domain.errors import InvalidCrate, InvalidPath, SourceNotReadable
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from jupyter_openbis_server.testing.fakes.research_objects.packages import MemoryPackages
from jupyter_openbis_server.testing.fakes.workspace import MemoryWorkspace
from tests.contract.contracts.packages import AT, FILES, PackagesContract, content_of


class TestMemoryPackages(PackagesContract):
    @pytest.fixture
    def packages(self) -> MemoryPackages:
        return MemoryPackages(MemoryWorkspace())

    @pytest.fixture
    def folder(self) -> str:
        return "/home/jovyan/work"


class TestFilesystemPackages(PackagesContract):
    @pytest.fixture
    def packages(self) -> FilesystemPackages:
        return FilesystemPackages()

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Iterator[str]:
        yield str(tmp_path)
        assert [each.name for each in tmp_path.iterdir() if each.name not in ("crate", "crate.zip")] == []

    def test_the_same_files_and_time_make_the_same_archive(self, packages: FilesystemPackages, tmp_path: Path) -> None:
        for number in range(2):
            folder = tmp_path / str(number)
            folder.mkdir()
            packages.write(str(folder / "crate.zip"), FILES, AT)
        one, other = (tmp_path / number / "crate.zip" for number in "01")
        assert one.read_bytes() == other.read_bytes()
        with zipfile.ZipFile(one) as archive:
            assert archive.testzip() is None
            assert {each.date_time for each in archive.infolist()} == {(2024, 5, 17, 14, 30, 6)}
        for each in (one, other):
            each.unlink()
            each.parent.rmdir()

    def test_a_file_that_shrinks_while_it_is_read_is_an_error(
        self, packages: FilesystemPackages, target: str, tmp_path: Path
    ) -> None:
        class Shrinking(ContentFile):
            @property
            def size(self) -> int:
                return 100

        with pytest.raises(SourceNotReadable, match="has changed"):
            packages.write(target, [Shrinking("a", b"short")], AT)
        assert list(tmp_path.iterdir()) == []


@pytest.fixture
def packages() -> FilesystemPackages:
    limits = Limits(files=20, bytes=1 << 20, ratio=100, free_bytes=1000, directory=4000)
    return FilesystemPackages(limits=limits)


def archive(path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for info, content in entries:
            file.writestr(info, content)
    return path


def problem_of(packages: FilesystemPackages, path: Path) -> str:
    with pytest.raises(InvalidCrate) as caught, packages.open(str(path)):
        raise AssertionError
    return caught.value.problem


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (["../evil"], "leads outside"),
        (["a/../../evil"], "leads outside"),
        (["..\\evil"], "leads outside"),
        (["/etc/cron.d/evil"], "leads outside"),
        (["//etc/cron.d/evil"], "leads outside"),
        (["C:\\evil"], "leads outside"),
        (["C:/evil"], "leads outside"),
        (["a//b", "a/b"], "same name"),
        (["./a", "a"], "same name"),
        (["."], "cannot be stored"),
        (["a\x1b[2Jb"], "control characters"),
        (["a\u202eb"], "control characters"),
        (["A.txt", "a.TXT"], "same name"),
        (["e\u0301.txt", "\u00e9.txt"], "same name"),
        (["a", "a/b"], "folder that is a file"),
        (["/".join("abcdefghijklmnopqrstuvwxyz" * 2)], "too long"),
        (["x" * 256], "too long"),
        ([str(number) for number in range(21)], "more than 20 files"),
    ],
)
def test_hostile_names_are_refused(packages: FilesystemPackages, tmp_path: Path, names: list[str], problem: str):
    path = archive(tmp_path / "crate.zip", *((name, b"") for name in names))
    assert problem in problem_of(packages, path)


def test_repeated_slashes_of_members_are_one_as_elabftw_writes_them(packages: FilesystemPackages, tmp_path: Path):
    path = archive(tmp_path / "crate.zip", ("a//b.txt", b"1"), ("./c.txt", b"2"))
    with packages.open(str(path)) as package:
        assert {name: content_of(each) for name, each in package.files.items()} == {"a/b.txt": b"1", "c.txt": b"2"}


def test_a_second_name_of_a_member_is_checked_too(
    packages: FilesystemPackages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """From 3.13 on, Python prefers the name in the extra field 0x7075 of Info-ZIP, and keeps the first one, too."""
    path = archive(tmp_path / "crate.zip", ("harmless", b"1"))
    listed = zipfile.ZipFile.infolist

    def with_second_name(file: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        members = listed(file)
        members[0].filename = "../evil"
        return members

    monkeypatch.setattr(zipfile.ZipFile, "infolist", with_second_name)
    assert "leads outside" in problem_of(packages, path)


def test_a_package_may_be_named_by_a_link(packages: FilesystemPackages, tmp_path: Path):
    archive(tmp_path / "crate.zip", ("a", b"1"))
    (tmp_path / "crate").mkdir()
    (tmp_path / "crate" / "a").write_bytes(b"1")
    for name in ("crate.zip", "crate"):
        (tmp_path / f"link-{name}").symlink_to(tmp_path / name)
        with packages.open(str(tmp_path / f"link-{name}")) as package:
            assert list(package.files) == ["a"]


def test_a_link_into_a_closed_folder_is_not_followed(tmp_path: Path):
    (tmp_path / "closed").mkdir()
    archive(tmp_path / "closed" / "crate.zip", ("a", b"1"))
    (tmp_path / "link.zip").symlink_to(tmp_path / "closed" / "crate.zip")
    packages = FilesystemPackages(DownloadPolicy(closed=(tmp_path / "closed",)))
    with pytest.raises(InvalidPath), packages.open(str(tmp_path / "link.zip")):
        raise AssertionError


def test_an_archive_with_a_link_is_refused(packages: FilesystemPackages, tmp_path: Path):
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "a link" in problem_of(packages, archive(tmp_path / "crate.zip", (link, b"/etc/passwd")))


def test_zip_bombs_are_refused(packages: FilesystemPackages, tmp_path: Path):
    assert "unpack" in problem_of(packages, archive(tmp_path / "ratio.zip", ("a", bytes(500_000))))
    large = os.urandom(600_000)
    assert "unpack" in problem_of(packages, archive(tmp_path / "size.zip", ("a", large), ("b", large)))


def test_entries_that_share_their_content_are_refused(packages: FilesystemPackages, tmp_path: Path):
    """Each entry claims the same compressed bytes, so that a small archive unpacks to many times its size."""
    path = archive(tmp_path / "crate.zip", ("a", os.urandom(500)), ("b", b""))
    content = bytearray(path.read_bytes())
    second = content.rfind(b"PK\x01\x02")
    struct.pack_into("<II", content, second + 20, 500, 500)
    path.write_bytes(content)
    assert "unpack" in problem_of(packages, path)


def test_a_large_table_of_contents_is_refused_before_it_is_read(
    packages: FilesystemPackages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = archive(tmp_path / "crate.zip", *((f"{number:0>200}", b"") for number in range(19)))
    monkeypatch.setattr(zipfile, "ZipFile", lambda _: pytest.fail("the table of contents was read"))
    assert "more than 20 files" in problem_of(packages, path)


def test_a_table_of_contents_of_64_bits_is_measured_too(packages: FilesystemPackages, tmp_path: Path):
    record = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1, 1, 1 << 40, 0)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, 0, 1)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 0xFFFFFFFF, 0, 0)
    path = tmp_path / "crate.zip"
    path.write_bytes(record + locator + end)
    assert "more than 20 files" in problem_of(packages, path)


def test_an_encrypted_file_is_refused(packages: FilesystemPackages, tmp_path: Path):
    path = archive(tmp_path / "crate.zip", ("a", b"1"))
    content = bytearray(path.read_bytes())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert "encrypted" in problem_of(packages, path)


@pytest.mark.parametrize("content", [b"", b"PK", b"no archive" * 100])
def test_another_file_is_no_package(packages: FilesystemPackages, tmp_path: Path, content: bytes):
    (tmp_path / "crate.zip").write_bytes(content)
    assert "neither a folder nor a zip archive" in problem_of(packages, tmp_path / "crate.zip")


def test_an_archive_that_was_cut_or_changed_anywhere_is_an_error(packages: FilesystemPackages, tmp_path: Path):
    """It is refused, or reading the file fails: nothing else, and the file never has other content."""
    content = os.urandom(200)
    original = archive(tmp_path / "crate.zip", ("a.txt", content)).read_bytes()
    path = tmp_path / "damaged.zip"
    variants = [original[:length] for length in range(0, len(original), 7)]
    variants += [original[:at] + bytes([original[at] ^ 0xFF]) + original[at + 1 :] for at in range(len(original))]
    for variant in variants:
        path.write_bytes(variant)
        try:
            with packages.open(str(path)) as package:
                assert all(content_of(each) == content for each in package.files.values())
        except (InvalidCrate, SourceNotReadable, OSError):
            pass


def test_links_in_a_folder_are_not_followed(packages: FilesystemPackages, tmp_path: Path):
    folder = tmp_path / "crate"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    (folder / "a.txt").write_text("1")
    (folder / "file").symlink_to(tmp_path / "secret")
    (folder / "folder").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    with packages.open(str(folder)) as package:
        assert list(package.files) == ["a.txt"]


def test_a_folder_with_many_files_is_refused(packages: FilesystemPackages, tmp_path: Path):
    for number in range(21):
        (tmp_path / str(number)).touch()
    assert problem_of(packages, tmp_path) == "it has more than 20 files"


def test_a_closed_folder_is_neither_written_nor_read(tmp_path: Path):
    packages = FilesystemPackages(DownloadPolicy(closed=(tmp_path,)))
    with pytest.raises(InvalidPath):
        packages.write(str(tmp_path / "crate.zip"), FILES, AT)
    with pytest.raises(InvalidPath), packages.open(str(tmp_path / "crate.zip")):
        raise AssertionError


def test_a_relative_path_is_refused(packages: FilesystemPackages):
    with pytest.raises(InvalidPath, match="absolute path"):
        packages.write("crate.zip", FILES, AT)


def test_a_file_in_an_archive_is_read_in_pieces(packages: FilesystemPackages, tmp_path: Path):
    content = os.urandom(300_000)
    archive(tmp_path / "crate.zip", ("a", content))
    with packages.open(str(tmp_path / "crate.zip")) as package, package.files["a"].open() as file:
        assert isinstance(file, io.BufferedReader)
        assert file.read(10) + file.read() == content


class TestUnfinishedPackages:
    """What a process leaves that is killed while it writes `crate.zip` or the folder `crate`."""

    @pytest.fixture(params=["crate.zip", "crate"])
    def target(self, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
        return tmp_path / str(request.param)

    @pytest.fixture
    def dead(self) -> str:
        """The owner of partial files of a process that has ended."""
        return f"{this_process().partition('-')[0]}-{_unused_pid():x}-12345678"

    def left(self, target: Path, owner: str) -> Path:
        path = target.with_name(replace(PartialName.new(target.name), owner=owner).part)
        if target.suffix:
            path.write_bytes(b"PK")
        else:
            path.mkdir()
            (path / "a").write_bytes(b"1")
        return path

    def test_those_of_dead_processes_are_removed(self, packages: FilesystemPackages, target: Path, dead: str) -> None:
        path = self.left(target, dead)
        packages.write(str(target), FILES, AT)
        assert not path.exists()

    def test_others_stay(self, packages: FilesystemPackages, target: Path, dead: str) -> None:
        running = self.left(target, this_process())
        other = self.left(target.with_name("other.zip"), dead)
        download = self.left(target, dead)
        sidecar = download.with_suffix(".pieces")
        sidecar.write_bytes(b"")
        packages.write(str(target), FILES, AT)
        assert all(each.exists() for each in (running, other, download, sidecar))


def _unused_pid() -> int:
    return next(pid for pid in range(4_194_000, 100_000, -1) if not Path(f"/proc/{pid}").exists())
