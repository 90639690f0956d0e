"""The contract of the ports `DownloadFolders`, `DownloadFolder` and `IncomingFile`."""

import zlib
from collections.abc import Callable

import pytest

from jupyter_openbis_server.domain.errors import IntegrityError, InvalidPath, TargetNotWritable
from jupyter_openbis_server.domain.model import DataSetFile
from jupyter_openbis_server.domain.ports import DownloadFolder, DownloadFolders

PERM_ID = "20240401101530123-42"
CONTENT = b"time_h,od600\n0.0,0.05\n"
CURVE = DataSetFile("original/plate 1/cürve.csv", len(CONTENT), zlib.crc32(CONTENT))

FilesBelow = Callable[[str], dict[str, bytes]]

OUTSIDE = ["../x", "/x", "original/../../x", "original//x", "", ".", "original/.", "C:/x", "nul\0byte"]


class DownloadFoldersContract:
    """Fixtures, with absolute paths.

    - `download_folders`;
    - `base`: a folder that can be used and does not exist yet;
    - `blocked_base`: a folder that cannot be made, e.g. below a file;
    - `files_below(folder)`: path relative to the folder (`/` as separator) to content of everything that lies below
      it, hidden and temporary files included; empty when there is no such folder;
    - `is_folder(path)`.
    """

    @pytest.fixture
    def folder(self, download_folders: DownloadFolders, base: str) -> DownloadFolder:
        return download_folders.prepare(base, PERM_ID)

    # --- folders

    def test_each_data_set_has_a_folder_of_its_own(
        self, folder: DownloadFolder, base: str, is_folder: Callable[[str], bool]
    ) -> None:
        assert folder.path.startswith(base)
        assert folder.path.endswith(PERM_ID)
        assert is_folder(folder.path)

    def test_a_folder_can_be_prepared_again(
        self, download_folders: DownloadFolders, folder: DownloadFolder, base: str, files_below: FilesBelow
    ) -> None:
        _receive(folder, CURVE, CONTENT)
        assert download_folders.prepare(base, PERM_ID).path == folder.path
        assert files_below(folder.path) == {CURVE.path: CONTENT}

    def test_checking_makes_nothing(
        self, download_folders: DownloadFolders, base: str, is_folder: Callable[[str], bool]
    ) -> None:
        download_folders.check(base)
        assert not is_folder(base)

    @pytest.mark.parametrize("path", ["downloads", "./downloads", "", "~/downloads", "/data/nul\0byte"])
    def test_a_folder_must_be_named_by_its_absolute_path(self, download_folders: DownloadFolders, path: str) -> None:
        with pytest.raises(InvalidPath):
            download_folders.check(path)
        with pytest.raises(InvalidPath):
            download_folders.prepare(path, PERM_ID)

    @pytest.mark.parametrize("perm_id", ["..", "../x", "", "a/b", "/x", "nul\0byte"])
    def test_a_perm_id_cannot_lead_elsewhere(self, download_folders: DownloadFolders, base: str, perm_id: str) -> None:
        with pytest.raises(InvalidPath):
            download_folders.prepare(base, perm_id)

    def test_a_folder_that_cannot_be_made_is_said_so(
        self, download_folders: DownloadFolders, blocked_base: str
    ) -> None:
        with pytest.raises(TargetNotWritable, match="cannot be written"):
            download_folders.prepare(blocked_base, PERM_ID)

    def test_empty_folders_are_made(self, folder: DownloadFolder, is_folder: Callable[[str], bool]) -> None:
        folder.make_folder("original/empty")
        folder.make_folder("original/empty")
        assert is_folder(f"{folder.path}/original/empty")

    @pytest.mark.parametrize("path", OUTSIDE)
    def test_a_data_set_cannot_make_folders_elsewhere(self, folder: DownloadFolder, path: str) -> None:
        with pytest.raises(InvalidPath):
            folder.make_folder(path)

    @pytest.mark.parametrize("path", OUTSIDE)
    def test_a_data_set_cannot_put_files_elsewhere(
        self, folder: DownloadFolder, base: str, path: str, files_below: FilesBelow
    ) -> None:
        with pytest.raises(InvalidPath):
            folder.receive(DataSetFile(path, 1))
        assert files_below(base) == {}

    # --- files

    def test_a_complete_file_lies_under_its_name(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        _receive(folder, CURVE, CONTENT)
        assert files_below(folder.path) == {CURVE.path: CONTENT}

    def test_an_incomplete_file_is_not_visible_under_its_name(
        self, folder: DownloadFolder, files_below: FilesBelow
    ) -> None:
        incoming = folder.receive(CURVE)
        incoming.write(0, CONTENT)
        assert CURVE.path not in files_below(folder.path)
        incoming.discard()

    def test_bytes_may_arrive_in_any_order(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        incoming = folder.receive(CURVE)
        incoming.write(10, memoryview(CONTENT)[10:])
        incoming.write(0, CONTENT[:10])
        incoming.complete()
        assert files_below(folder.path) == {CURVE.path: CONTENT}

    def test_a_file_without_bytes_is_a_file(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        folder.receive(DataSetFile("original/empty.txt", 0, 0)).complete()
        assert files_below(folder.path) == {"original/empty.txt": b""}

    def test_without_a_checksum_the_size_is_what_counts(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        _receive(folder, DataSetFile(CURVE.path, CURVE.size, None), CONTENT)
        assert files_below(folder.path) == {CURVE.path: CONTENT}

    @pytest.mark.parametrize(
        ("crc32", "content"),
        [
            pytest.param(None, CONTENT[:-1], id="too short"),
            pytest.param(None, CONTENT + b"!", id="too long"),
            pytest.param(None, b"", id="nothing"),
            pytest.param(CURVE.crc32, b"T" + CONTENT[1:], id="another byte"),
            pytest.param(0, CONTENT, id="another checksum"),
        ],
    )
    def test_a_wrong_file_is_not_kept(
        self, folder: DownloadFolder, files_below: FilesBelow, crc32: int | None, content: bytes
    ) -> None:
        with pytest.raises(IntegrityError):
            _receive(folder, DataSetFile("original/curve.csv", CURVE.size, crc32), content)
        assert files_below(folder.path) == {}

    def test_a_wrong_file_can_be_received_again(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        with pytest.raises(IntegrityError):
            _receive(folder, CURVE, CONTENT[::-1])
        _receive(folder, CURVE, CONTENT)
        assert files_below(folder.path) == {CURVE.path: CONTENT}

    def test_nothing_is_left_of_a_discarded_file(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        incoming = folder.receive(CURVE)
        incoming.write(0, CONTENT[:5])
        incoming.discard()
        assert files_below(folder.path) == {}

    def test_a_file_from_before_survives_a_discarded_one(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        _receive(folder, CURVE, CONTENT)
        incoming = folder.receive(CURVE)
        incoming.write(0, b"half of")
        incoming.discard()
        assert files_below(folder.path) == {CURVE.path: CONTENT}

    def test_a_file_from_before_is_replaced_by_a_complete_one(
        self, folder: DownloadFolder, files_below: FilesBelow
    ) -> None:
        _receive(folder, DataSetFile(CURVE.path, 3), b"old")
        _receive(folder, CURVE, CONTENT)
        assert files_below(folder.path) == {CURVE.path: CONTENT}

    def test_a_folder_is_not_replaced_by_a_file(self, folder: DownloadFolder) -> None:
        folder.make_folder("original/plate")
        with pytest.raises(TargetNotWritable):
            _receive(folder, DataSetFile("original/plate", 1), b"x")

    def test_two_files_can_arrive_at_once(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        first = folder.receive(DataSetFile("original/1", 1, zlib.crc32(b"1")))
        second = folder.receive(DataSetFile("original/2", 1, zlib.crc32(b"2")))
        second.write(0, b"2")
        first.write(0, b"1")
        first.complete()
        second.complete()
        assert files_below(folder.path) == {"original/1": b"1", "original/2": b"2"}


def _receive(folder: DownloadFolder, file: DataSetFile, content: bytes) -> None:
    incoming = folder.receive(file)
    incoming.write(0, content)
    incoming.complete()
