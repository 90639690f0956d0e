"""The contract of the ports `DownloadFolders`, `DownloadFolder` and `IncomingFile`."""

import datetime as dt
import random
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.download import FileState, LocalFile
from jupyter_openbis_server.domain.downloads.manifest import MANIFEST_NAME, LocalDownload, Manifest
from jupyter_openbis_server.domain.downloads.ports import DownloadFolder, DownloadFolders
from jupyter_openbis_server.domain.errors import Cancelled, IntegrityError, InvalidPath, TargetNotWritable
from jupyter_openbis_server.domain.files.receiving import IncomingFile
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

PERM_ID = "20240401101530123-42"
CONTENT = b"time_h,od600\n0.0,0.05\n"
CURVE = DataSetFile("original/plate 1/cürve.csv", len(CONTENT), zlib.crc32(CONTENT))

MIB = 1 << 20
FILM_CONTENT = random.Random(3).randbytes(5 * MIB)
FILM = DataSetFile("original/film.avi", len(FILM_CONTENT), zlib.crc32(FILM_CONTENT))
"""Large enough to be resumable."""

MANIFEST = Manifest(
    url="https://openbis.example.org",
    perm_id=PERM_ID,
    type_code="RAW_DATA",
    owner="/LAB/YEAST/S1",
    registered=dt.datetime(2024, 4, 1, 10, 15, 30, 123000, dt.timezone.utc),
    files=(CURVE, DataSetFile("original/a.txt", 0, 0, renamed="a.txt"), DataSetFile("original/unknown", 7)),
    is_complete=True,
    written=dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    program="jupyter-openbis-server 1.0",
)

FilesBelow = Callable[[str], dict[str, bytes]]
LinksIn = Callable[[str], dict[str, str]]

OUTSIDE = ["../x", "/x", "original/../../x", "original//x", "", ".", "original/.", "C:/x", "nul\0byte"]


class DownloadFoldersContract:
    """Fixtures, with absolute paths.

    - `download_folders`;
    - `base`: a folder that can be used and does not exist yet;
    - `blocked_base`: a folder that cannot be created, e.g. below a file;
    - `closed_base`: a folder that is not allowed for downloads, but could be created in an existing one;
    - `files_below(folder)`: path relative to the folder (`/` as separator) to content of everything below
      it, hidden and temporary files included; empty when there is no such folder;
    - `is_folder(path)`;
    - `links_in(folder)`: path relative to the folder to where each link below it leads.
    """

    @pytest.fixture
    def folder(self, download_folders: DownloadFolders, base: str) -> DownloadFolder:
        return download_folders.prepare(base, PERM_ID)

    # --- folders

    def test_each_data_set_has_its_own_folder(
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

    def test_check_creates_nothing(
        self, download_folders: DownloadFolders, base: str, is_folder: Callable[[str], bool]
    ) -> None:
        download_folders.check(base)
        assert not is_folder(base)

    def test_inspection_creates_nothing(
        self, download_folders: DownloadFolders, base: str, is_folder: Callable[[str], bool]
    ) -> None:
        folder = download_folders.at(base, PERM_ID)
        assert folder.inspect(CURVE, Cancellation()) == LocalFile(FileState.MISSING)
        assert folder.manifest() is None
        folder.clean_up()
        assert download_folders.downloads(base) == ()
        assert not is_folder(base)
        assert folder.path == download_folders.prepare(base, PERM_ID).path

    def test_components_of_a_container_are_in_its_folder(
        self, download_folders: DownloadFolders, base: str, files_below: FilesBelow
    ) -> None:
        folder = download_folders.prepare(base, "1-1", "2-2")
        _receive(folder, CURVE, CONTENT)
        assert folder.path == download_folders.at(base, "1-1", "2-2").path
        assert files_below(f"{base}/1-1/2-2") == {CURVE.path: CONTENT}

    def test_folder_has_one_identity_for_all_spellings(self, download_folders: DownloadFolders, base: str) -> None:
        before = download_folders.identity(base)
        download_folders.prepare(base, PERM_ID)
        for spelling in (base, f"{base}/", f"{base}/./", f"{base}/x/.."):
            assert download_folders.identity(spelling) == before
        assert download_folders.identity(f"{base}/x") != before

    def test_free_space_is_known_before_the_folder_exists(
        self, download_folders: DownloadFolders, base: str, is_folder: Callable[[str], bool]
    ) -> None:
        free = download_folders.free_bytes(base)
        assert free is None or free > 0
        assert not is_folder(base)

    @pytest.mark.parametrize("path", ["downloads", "./downloads", "", "~/downloads", "/data/nul\0byte"])
    def test_a_folder_must_be_named_by_its_absolute_path(self, download_folders: DownloadFolders, path: str) -> None:
        with pytest.raises(InvalidPath):
            download_folders.check(path)
        with pytest.raises(InvalidPath):
            download_folders.prepare(path, PERM_ID)
        for ask in (download_folders.identity, download_folders.free_bytes, download_folders.downloads):
            with pytest.raises(InvalidPath):
                ask(path)

    @pytest.mark.parametrize("perm_id", ["..", "../x", "", "a/b", "/x", "nul\0byte"])
    def test_perm_id_that_leads_outside_is_refused(
        self, download_folders: DownloadFolders, base: str, perm_id: str
    ) -> None:
        for name in (download_folders.prepare, download_folders.at):
            with pytest.raises(InvalidPath):
                name(base, perm_id)
            with pytest.raises(InvalidPath):
                name(base, PERM_ID, perm_id)

    def test_folder_that_cannot_be_created_is_an_error(
        self, download_folders: DownloadFolders, blocked_base: str
    ) -> None:
        with pytest.raises(TargetNotWritable, match="cannot be written"):
            download_folders.prepare(blocked_base, PERM_ID)

    def test_closed_folder_is_refused_for_downloads_and_searches(
        self, download_folders: DownloadFolders, closed_base: str, is_folder: Callable[[str], bool]
    ) -> None:
        above, name = closed_base.rsplit("/", 1)
        attempts: list[Callable[[], object]] = [
            lambda: download_folders.check(closed_base),
            lambda: download_folders.check(f"{above}/x/../{name}/deeper"),
            lambda: download_folders.at(closed_base, PERM_ID),
            lambda: download_folders.prepare(closed_base, PERM_ID),
            lambda: download_folders.prepare(above, name),
            lambda: download_folders.prepare(above, name, PERM_ID),
            lambda: download_folders.link(closed_base, PERM_ID, target="/mnt/a"),
            lambda: download_folders.link(above, name, target="/mnt/a"),
            lambda: download_folders.ensure_writable(closed_base),
            lambda: download_folders.identity(closed_base),
            lambda: download_folders.free_bytes(closed_base),
            lambda: download_folders.downloads(closed_base),
        ]
        for attempt in attempts:
            with pytest.raises(InvalidPath, match="choose another"):
                attempt()
        assert not is_folder(closed_base)
        download_folders.check(above)

    def test_empty_folders_are_made(self, folder: DownloadFolder, is_folder: Callable[[str], bool]) -> None:
        folder.make_folder("original/empty")
        folder.make_folder("original/empty")
        assert is_folder(f"{folder.path}/original/empty")

    @pytest.mark.parametrize("path", OUTSIDE)
    def test_folder_path_that_leads_outside_is_refused(self, folder: DownloadFolder, path: str) -> None:
        with pytest.raises(InvalidPath):
            folder.make_folder(path)

    @pytest.mark.parametrize("path", OUTSIDE)
    def test_file_path_that_leads_outside_is_refused(
        self, folder: DownloadFolder, base: str, path: str, files_below: FilesBelow
    ) -> None:
        with pytest.raises(InvalidPath):
            folder.receive(DataSetFile(path, 1))
        with pytest.raises(InvalidPath):
            folder.receive(DataSetFile("original/a", 1, renamed=path or ".."))
        with pytest.raises(InvalidPath):
            folder.inspect(DataSetFile(path, 1), Cancellation())
        assert files_below(base) == {}

    # --- files

    def test_complete_file_has_its_final_name(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
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
        incoming.write(10, memoryview(CONTENT)[10:], zlib.crc32(CONTENT[10:]))
        incoming.write(0, bytearray(CONTENT[:10]))
        assert incoming.complete() == CURVE.crc32
        assert files_below(folder.path) == {CURVE.path: CONTENT}

    def test_incoming_file_returns_its_missing_ranges(self, folder: DownloadFolder) -> None:
        incoming = folder.receive(CURVE)
        assert incoming.missing() == ((0, CURVE.size),)
        incoming.write(3, CONTENT[3:10])
        assert incoming.missing() == ((0, 3), (10, CURVE.size))
        incoming.write(0, CONTENT[:3])
        incoming.write(10, CONTENT[10:])
        assert incoming.missing() == ()
        incoming.discard()

    def test_file_can_be_renamed(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        _receive(folder, replace(CURVE, renamed="plate 1/cürve.csv"), CONTENT)
        assert files_below(folder.path) == {"plate 1/cürve.csv": CONTENT}

    def test_a_file_without_bytes_is_a_file(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        folder.receive(DataSetFile("original/empty.txt", 0, 0)).complete()
        assert files_below(folder.path) == {"original/empty.txt": b""}

    def test_without_a_checksum_the_size_is_compared(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        assert _receive(folder, DataSetFile(CURVE.path, CURVE.size, None), CONTENT) == CURVE.crc32
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
    def test_damaged_file_is_not_kept(
        self, folder: DownloadFolder, files_below: FilesBelow, crc32: int | None, content: bytes
    ) -> None:
        with pytest.raises(IntegrityError):
            _receive(folder, DataSetFile("original/curve.csv", CURVE.size, crc32), content)
        assert files_below(folder.path) == {}

    def test_damaged_file_can_be_received_again(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        with pytest.raises(IntegrityError):
            _receive(folder, CURVE, CONTENT[::-1])
        _receive(folder, CURVE, CONTENT)
        assert files_below(folder.path) == {CURVE.path: CONTENT}

    def test_discarded_file_leaves_nothing(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        incoming = folder.receive(CURVE)
        incoming.write(0, CONTENT[:5])
        incoming.discard()
        assert files_below(folder.path) == {}

    def test_existing_file_survives_a_discarded_one(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        _receive(folder, CURVE, CONTENT)
        incoming = folder.receive(CURVE)
        incoming.write(0, b"half of")
        incoming.discard()
        assert files_below(folder.path) == {CURVE.path: CONTENT}

    def test_existing_file_is_replaced_by_a_complete_one(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        _receive(folder, DataSetFile(CURVE.path, 3), b"old")
        _receive(folder, CURVE, CONTENT)
        assert files_below(folder.path) == {CURVE.path: CONTENT}

    def test_a_folder_is_not_replaced_by_a_file(self, folder: DownloadFolder) -> None:
        folder.make_folder("original/plate")
        with pytest.raises(TargetNotWritable):
            _receive(folder, DataSetFile("original/plate", 1), b"x")

    def test_two_files_can_be_received_concurrently(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        first = folder.receive(DataSetFile("original/1", 1, zlib.crc32(b"1")))
        second = folder.receive(DataSetFile("original/2", 1, zlib.crc32(b"2")))
        second.write(0, b"2")
        first.write(0, b"1")
        first.complete()
        second.complete()
        assert files_below(folder.path) == {"original/1": b"1", "original/2": b"2"}

    # --- existing files

    @pytest.mark.parametrize(
        ("content", "state"),
        [
            pytest.param(CONTENT, FileState.COMPLETE, id="the same"),
            pytest.param(CONTENT[:-1], FileState.DIFFERENT, id="shorter"),
            pytest.param(CONTENT[::-1], FileState.DIFFERENT, id="other bytes"),
        ],
    )
    def test_a_complete_file_is_recognised_by_size_and_checksum(
        self, folder: DownloadFolder, content: bytes, state: FileState
    ) -> None:
        assert folder.inspect(CURVE, Cancellation()) == LocalFile(FileState.MISSING)
        _receive(folder, DataSetFile(CURVE.path, len(content)), content)
        assert folder.inspect(CURVE, Cancellation()).state is state

    def test_of_a_complete_file_all_bytes_are_present(self, folder: DownloadFolder) -> None:
        _receive(folder, CURVE, CONTENT)
        assert folder.inspect(CURVE, Cancellation()).present == CURVE.size

    def test_without_a_checksum_completeness_of_a_file_is_unknown(self, folder: DownloadFolder) -> None:
        _receive(folder, CURVE, CONTENT)
        assert folder.inspect(replace(CURVE, crc32=None), Cancellation()).state is FileState.DIFFERENT

    def test_a_file_without_bytes_needs_no_checksum(self, folder: DownloadFolder) -> None:
        empty = DataSetFile("original/empty.txt", 0, None)
        _receive(folder, empty, b"")
        assert folder.inspect(empty, Cancellation()).state is FileState.COMPLETE

    def test_folder_instead_of_a_file_is_different(self, folder: DownloadFolder) -> None:
        folder.make_folder(CURVE.path)
        assert folder.inspect(CURVE, Cancellation()).state is FileState.DIFFERENT

    def test_file_of_the_same_size_is_present(self, folder: DownloadFolder) -> None:
        assert not folder.has(CURVE)
        _receive(folder, CURVE, CONTENT)
        assert folder.has(CURVE)
        assert folder.has(replace(CURVE, path="other/1", renamed=CURVE.path, crc32=1))
        assert not folder.has(replace(CURVE, size=CURVE.size + 1))

    def test_a_folder_is_not_a_file(self, folder: DownloadFolder) -> None:
        folder.make_folder(CURVE.path)
        assert not folder.has(replace(CURVE, size=0))

    def test_inspection_can_be_cancelled(self, folder: DownloadFolder) -> None:
        _receive(folder, CURVE, CONTENT)
        cancellation = Cancellation()
        cancellation.cancel()
        with pytest.raises(Cancelled):
            folder.inspect(CURVE, cancellation)

    # --- resuming

    def test_received_ranges_of_a_suspended_file_are_not_missing(
        self, download_folders: DownloadFolders, base: str, files_below: FilesBelow
    ) -> None:
        _suspended_film(download_folders.prepare(base, PERM_ID))
        folder = download_folders.prepare(base, PERM_ID)
        assert FILM.path not in files_below(folder.path)
        assert folder.inspect(FILM, Cancellation()) == LocalFile(FileState.PARTIAL, 2 * MIB)
        incoming = folder.receive(FILM, resumable=True)
        assert incoming.missing() == ((MIB, 2 * MIB), (3 * MIB, FILM.size))
        for start, end in incoming.missing():
            incoming.write(start, FILM_CONTENT[start:end])
        assert incoming.complete() == FILM.crc32
        assert files_below(folder.path) == {FILM.path: FILM_CONTENT}

    def test_a_file_can_be_suspended_again_and_again(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        incoming: IncomingFile = folder.receive(FILM, resumable=True)
        while missing := incoming.missing():
            start, end = missing[0][0], min(missing[0][1], missing[0][0] + MIB)
            incoming.write(start, FILM_CONTENT[start:end], zlib.crc32(FILM_CONTENT[start:end]))
            incoming.suspend()
            incoming = folder.receive(FILM, resumable=True)
        incoming.complete()
        assert files_below(folder.path) == {FILM.path: FILM_CONTENT}

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param(replace(FILM, crc32=1), id="another checksum"),
            pytest.param(replace(FILM, crc32=None), id="no checksum"),
            pytest.param(replace(FILM, size=FILM.size + 1), id="another size"),
            pytest.param(replace(FILM, path="original/other.avi", renamed=FILM.path), id="another file"),
        ],
    )
    def test_received_ranges_of_another_file_are_not_used(self, folder: DownloadFolder, other: DataSetFile) -> None:
        _suspended_film(folder)
        assert folder.inspect(other, Cancellation()) == LocalFile(FileState.MISSING)
        incoming = folder.receive(other, resumable=True)
        assert incoming.missing() == ((0, other.size),)
        incoming.discard()

    def test_received_ranges_are_not_used_for_a_file_that_is_not_resumable(self, folder: DownloadFolder) -> None:
        _suspended_film(folder)
        incoming = folder.receive(FILM)
        assert incoming.missing() == ((0, FILM.size),)
        incoming.discard()

    def test_suspended_file_that_is_not_resumable_leaves_nothing(
        self, folder: DownloadFolder, files_below: FilesBelow
    ) -> None:
        incoming = folder.receive(FILM)
        incoming.write(0, FILM_CONTENT[:MIB])
        incoming.suspend()
        assert files_below(folder.path) == {}
        assert folder.inspect(FILM, Cancellation()) == LocalFile(FileState.MISSING)

    def test_suspended_file_without_bytes_leaves_nothing(self, folder: DownloadFolder, files_below: FilesBelow) -> None:
        folder.receive(FILM, resumable=True).suspend()
        assert files_below(folder.path) == {}

    def test_existing_file_is_kept_while_a_new_one_is_suspended(
        self, folder: DownloadFolder, files_below: FilesBelow
    ) -> None:
        _receive(folder, DataSetFile(FILM.path, 3), b"old")
        _suspended_film(folder)
        assert files_below(folder.path)[FILM.path] == b"old"
        assert folder.inspect(FILM, Cancellation()) == LocalFile(FileState.DIFFERENT, 2 * MIB)

    def test_resumed_file_that_is_damaged_starts_from_the_beginning(
        self, folder: DownloadFolder, files_below: FilesBelow
    ) -> None:
        wrong = replace(FILM, crc32=0)
        incoming = folder.receive(wrong, resumable=True)
        incoming.write(0, FILM_CONTENT[:MIB])
        incoming.suspend()
        incoming = folder.receive(wrong, resumable=True)
        incoming.write(MIB, FILM_CONTENT[MIB:])
        with pytest.raises(IntegrityError):
            incoming.complete()
        assert files_below(folder.path) == {}
        incoming = folder.receive(wrong, resumable=True)
        assert incoming.missing() == ((0, FILM.size),)
        incoming.discard()

    def test_clean_up_keeps_resumable_files(self, folder: DownloadFolder) -> None:
        _suspended_film(folder)
        folder.clean_up()
        assert folder.inspect(FILM, Cancellation()) == LocalFile(FileState.PARTIAL, 2 * MIB)

    def test_clean_up_removes_partial_files_of_complete_files(
        self, folder: DownloadFolder, files_below: FilesBelow
    ) -> None:
        _suspended_film(folder)
        _receive(folder, FILM, FILM_CONTENT)
        folder.clean_up()
        assert files_below(folder.path) == {FILM.path: FILM_CONTENT}

    # --- manifests

    def test_manifest_is_read_unchanged(self, download_folders: DownloadFolders, base: str) -> None:
        download_folders.prepare(base, PERM_ID).write_manifest(MANIFEST)
        assert download_folders.at(base, PERM_ID).manifest() == MANIFEST

    def test_manifest_replaces_the_earlier_one(self, folder: DownloadFolder) -> None:
        later = replace(MANIFEST, files=(), owner=None, registered=None, is_complete=False)
        folder.write_manifest(MANIFEST)
        folder.write_manifest(later)
        assert folder.manifest() == later

    def test_no_file_of_a_data_set_replaces_the_manifest(self, folder: DownloadFolder) -> None:
        folder.write_manifest(MANIFEST)
        file = DataSetFile(f"original/{MANIFEST_NAME}", 1, renamed=MANIFEST_NAME)
        for refused in (
            lambda: folder.receive(file),
            lambda: folder.inspect(file, Cancellation()),
            lambda: folder.make_folder(MANIFEST_NAME),
        ):
            with pytest.raises(InvalidPath, match="manifest"):
                refused()
        _receive(folder, DataSetFile(f"original/{MANIFEST_NAME}", 1), b"1")
        assert folder.manifest() == MANIFEST

    def test_downloads_are_found_by_their_manifests(self, download_folders: DownloadFolders, base: str) -> None:
        interrupted = replace(MANIFEST, is_complete=False)
        download_folders.prepare(base, "2-2").write_manifest(interrupted)
        download_folders.prepare(base, "1-1").write_manifest(MANIFEST)
        download_folders.prepare(base, "3-3", "4-4").write_manifest(interrupted)
        download_folders.prepare(base, "5-5")
        assert download_folders.downloads(base) == (
            LocalDownload(download_folders.at(base, "1-1").path, MANIFEST),
            LocalDownload(download_folders.at(base, "2-2").path, interrupted),
            LocalDownload(download_folders.at(base, "3-3", "4-4").path, interrupted),
        )

    def test_a_folder_can_be_a_download_itself(self, download_folders: DownloadFolders, folder: DownloadFolder) -> None:
        folder.write_manifest(MANIFEST)
        assert download_folders.downloads(folder.path) == (LocalDownload(folder.path, MANIFEST),)

    def test_writable_folder_is_recognised(
        self, download_folders: DownloadFolders, base: str, blocked_base: str, files_below: FilesBelow
    ) -> None:
        for _ in range(2):
            download_folders.ensure_writable(base)
        assert files_below(base) == {}
        with pytest.raises(TargetNotWritable):
            download_folders.ensure_writable(blocked_base)

    # --- names of folders

    def test_folder_is_found_by_the_perm_id_in_its_name(self, download_folders: DownloadFolders, base: str) -> None:
        assert download_folders.find(base, perm_id=PERM_ID) is None
        for other in ("11-1", "Growth (11-1)", "1-1 growth", "Growth [1-1]", "Growth(1-1)", "(1-1)"):
            download_folders.prepare(base, other)
        assert download_folders.find(base, perm_id="1-1") is None
        name = "Wachstum bei 42 °C, größer (1-1)"
        download_folders.prepare(base, name).write_manifest(MANIFEST)
        assert download_folders.find(base, perm_id="1-1") == name
        assert download_folders.find(base, perm_id="11-1") == "11-1"
        assert download_folders.at(base, name).manifest() == MANIFEST
        download_folders.prepare(base, "A copy (1-1)")
        assert download_folders.find(base, perm_id="1-1") == "A copy (1-1)"
        download_folders.prepare(base, "1-1")
        assert download_folders.find(base, perm_id="1-1") == "1-1"

    def test_folder_of_a_component_is_found_in_that_of_its_container(
        self, download_folders: DownloadFolders, base: str
    ) -> None:
        assert download_folders.find(base, "All (1-1)", perm_id="2-2") is None
        download_folders.prepare(base, "All (1-1)", "Some (2-2)")
        assert download_folders.find(base, "All (1-1)", perm_id="2-2") == "Some (2-2)"
        assert download_folders.find(base, perm_id="2-2") is None

    def test_link_is_found_as_a_folder_and_a_file_is_not(self, download_folders: DownloadFolders, base: str) -> None:
        download_folders.link(base, "Linked (1-1)", target="/mnt/a")
        assert download_folders.find(base, perm_id="1-1") == "Linked (1-1)"
        _receive(
            download_folders.prepare(base), DataSetFile("Report (2-2)", len(CONTENT), zlib.crc32(CONTENT)), CONTENT
        )
        assert download_folders.find(base, perm_id="2-2") is None

    @pytest.mark.parametrize("perm_id", ["../x", "/x", "a/b", ""])
    def test_what_is_no_perm_id_is_not_searched(
        self, download_folders: DownloadFolders, base: str, perm_id: str
    ) -> None:
        with pytest.raises(InvalidPath):
            download_folders.find(base, perm_id=perm_id)

    def test_nothing_is_found_where_downloads_are_not_allowed(
        self, download_folders: DownloadFolders, closed_base: str
    ) -> None:
        with pytest.raises(InvalidPath):
            download_folders.find(closed_base, perm_id="1-1")

    # --- links

    def test_link_is_created_to_its_target(
        self, download_folders: DownloadFolders, base: str, links_in: LinksIn
    ) -> None:
        assert download_folders.link(base, PERM_ID, target="/mnt/a") == f"{base}/{PERM_ID}"
        assert download_folders.link(base, "container", PERM_ID, target="/mnt/b") == f"{base}/container/{PERM_ID}"
        assert links_in(base) == {PERM_ID: "/mnt/a", f"container/{PERM_ID}": "/mnt/b"}

    def test_a_link_is_replaced_by_another(
        self, download_folders: DownloadFolders, base: str, links_in: LinksIn
    ) -> None:
        download_folders.link(base, PERM_ID, target="/mnt/a")
        download_folders.link(base, PERM_ID, target="/mnt/b")
        assert links_in(base) == {PERM_ID: "/mnt/b"}

    def test_link_never_replaces_a_download(
        self, download_folders: DownloadFolders, base: str, files_below: FilesBelow, links_in: LinksIn
    ) -> None:
        _receive(download_folders.prepare(base, PERM_ID), CURVE, CONTENT)
        with pytest.raises(TargetNotWritable, match="there is a file or folder of that name"):
            download_folders.link(base, PERM_ID, target="/mnt/a")
        assert files_below(base) == {f"{PERM_ID}/{CURVE.path}": CONTENT}
        assert links_in(base) == {}

    def test_link_in_an_unwritable_folder_is_an_error(
        self, download_folders: DownloadFolders, blocked_base: str
    ) -> None:
        with pytest.raises(TargetNotWritable):
            download_folders.link(blocked_base, PERM_ID, target="/mnt/a")

    @pytest.mark.parametrize("name", ["..", "a/b", "", "/etc"])
    def test_link_path_that_leads_outside_is_refused(
        self, download_folders: DownloadFolders, base: str, name: str
    ) -> None:
        with pytest.raises(InvalidPath):
            download_folders.link(base, name, target="/mnt/a")


def _receive(folder: DownloadFolder, file: DataSetFile, content: bytes) -> int:
    incoming = folder.receive(file)
    incoming.write(0, content)
    return incoming.complete()


def _suspended_film(folder: DownloadFolder) -> None:
    """Receive two pieces of the film, then suspend it."""
    incoming = folder.receive(FILM, resumable=True)
    for start in (2 * MIB, 0):
        piece = FILM_CONTENT[start : start + MIB]
        incoming.write(start, piece, zlib.crc32(piece))
    incoming.suspend()
