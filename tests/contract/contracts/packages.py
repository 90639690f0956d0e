"""The contract of `Packages`."""

import datetime as dt

import pytest

from jupyter_openbis_server.domain.errors import Cancelled, InvalidPath, SourceNotReadable, TargetNotWritable
from jupyter_openbis_server.domain.research_objects.ports import Packages
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

AT = dt.datetime(2024, 5, 17, 14, 30, 6, tzinfo=dt.timezone.utc)
FILES = (ContentFile("b.txt", b"second"), ContentFile("a.txt", b""), ContentFile("data/1 µ.csv", b"1,2\n" * 1000))


def content_of(source: SourceFile) -> bytes:
    with source.open() as file:
        return file.read()


class PackagesContract:
    """Fixtures: `packages`, `folder` (absolute path of an empty folder)."""

    @pytest.fixture(params=["crate.zip", "crate"])
    def target(self, folder: str, request: pytest.FixtureRequest) -> str:
        return f"{folder}/{request.param}"

    def test_files_are_read_as_they_were_written(self, packages: Packages, target: str) -> None:
        packages.write(target, FILES, AT)
        with packages.open(target) as package:
            assert {name: content_of(each) for name, each in package.files.items()} == {
                each.name: each.content for each in FILES
            }
            assert {name: each.size for name, each in package.files.items()} == {each.name: each.size for each in FILES}
            assert list(package.files) == sorted(package.files)

    def test_files_are_read_from_any_position(self, packages: Packages, target: str) -> None:
        content = bytes(range(256)) * 300
        packages.write(target, [ContentFile("a", content)], AT)
        with packages.open(target) as package, package.files["a"].open() as file:
            for start in (70_000, 10, 76_790, 0):
                file.seek(start)
                assert file.read(20) == content[start : start + 20]

    def test_an_existing_package_is_kept(self, packages: Packages, target: str) -> None:
        packages.write(target, FILES[:1], AT)
        with pytest.raises(TargetNotWritable, match="choose another name"):
            packages.write(target, FILES, AT)
        with packages.open(target) as package:
            assert list(package.files) == [FILES[0].name]

    @pytest.mark.parametrize("name", ["../a.txt", "/a.txt", "a/../../b", "", "a//b", "a\0b"])
    def test_a_name_that_leads_outside_is_refused(self, packages: Packages, target: str, name: str) -> None:
        with pytest.raises(InvalidPath):
            packages.write(target, [FILES[0], ContentFile(name, b"x")], AT)
        self.assert_missing(packages, target)

    @pytest.mark.parametrize("names", [("a", "a"), ("A.txt", "a.txt"), ("e\u0301", "\u00e9"), ("a", "a/b")])
    def test_files_that_some_disk_cannot_distinguish_are_refused(
        self, packages: Packages, target: str, names: tuple[str, ...]
    ) -> None:
        with pytest.raises(InvalidPath, match=r"same name|a file, too"):
            packages.write(target, [ContentFile(name, b"x") for name in names], AT)
        self.assert_missing(packages, target)

    def test_only_a_new_target_is_free(self, packages: Packages, target: str) -> None:
        packages.ensure_free(target)
        packages.write(target, FILES, AT)
        with pytest.raises(TargetNotWritable, match="choose another name"):
            packages.ensure_free(target)

    def test_written_packages_exist(self, packages: Packages, target: str) -> None:
        assert not packages.exists(target)
        packages.write(target, FILES, AT)
        assert packages.exists(target)

    def test_a_removed_folder_is_missing(self, packages: Packages, folder: str) -> None:
        packages.write(f"{folder}/crate", FILES, AT)
        packages.write(f"{folder}/crate.zip", FILES, AT)
        packages.remove(f"{folder}/crate")
        packages.remove(f"{folder}/crate")
        assert (packages.exists(f"{folder}/crate"), packages.exists(f"{folder}/crate.zip")) == (False, True)
        self.assert_missing(packages, f"{folder}/crate")

    def test_after_a_cancellation_nothing_remains(self, packages: Packages, target: str) -> None:
        cancellation = Cancellation()
        cancellation.cancel()
        with pytest.raises(Cancelled), cancellation.as_current():
            packages.write(target, FILES, AT)
        self.assert_missing(packages, target)

    def test_a_missing_package_is_an_error(self, packages: Packages, target: str) -> None:
        self.assert_missing(packages, target)

    @staticmethod
    def assert_missing(packages: Packages, target: str) -> None:
        with pytest.raises(SourceNotReadable), packages.open(target):
            raise AssertionError
