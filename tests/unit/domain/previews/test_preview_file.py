"""Previews of files without a download."""

import csv
import io

import pytest

from jupyter_openbis_server.domain.errors import DataSetArchived, DataSetNotPhysical, FileNotInDataSet
from jupyter_openbis_server.domain.files.list_files import ListFiles
from jupyter_openbis_server.domain.files.read_file import ReadFile
from jupyter_openbis_server.domain.previews.hdf5 import Hdf5Item, Hdf5Kind
from jupyter_openbis_server.domain.previews.no_preview import Reason, ReasonCode
from jupyter_openbis_server.domain.previews.preview import Preview, PreviewKind, PreviewRequest, RenderedImage
from jupyter_openbis_server.domain.previews.preview_file import PreviewFile
from jupyter_openbis_server.testing.fakes.previews.readers import PICTURE, MemoryHdf5Reader, MemoryImageRenderer

PNG = b"\x89PNG\r\n\x1a\n"
KIB, MIB = 1 << 10, 1 << 20
FILES = {
    "original/small.png": PNG + b"x" * 100,
    "original/photo.jpg": b"\xff\xd8\xff" + b"x" * (3 * MIB),
    "original/huge.png": PNG + b"x" * (5 * MIB),
    "original/notes.md": "# Größe\n<script>alert(1)</script>".encode(),
    "original/long.log": b"0123456789abcde\n" * 100_000,
    "original/curve.csv": b"time_h,od600\n0,0.1\n",
    "original/long.csv": b"time_h,od600\n" + b"1,2\n" * 100_000,
    "original/excel.csv": "Preis in €;Größe\n1,5;2\n".encode("cp1252"),
    "original/spectrum.txt": "Größe\tSignal\r\n1,5\t2\r\n".encode("utf-16-le"),
    "original/titled.csv": b'Report\n\nsize;n\n5" pipe;1,5;\n   \n7;2;\n',
    "original/wrong.csv": b"\0\1\2",
    "original/raw.bin": bytes(range(256)) * 20_000,
    "original/nothing.txt": b"",
    "original/stack.tif": b"II*\0 stack",
    "original/data.h5": b"\x89HDF\r\n\x1a\n data",
    "original/matlab.mat": b"MATLAB 7.3 MAT-file".ljust(512, b"\0") + b"\x89HDF\r\n\x1a\n data",
    "original/paper.pdf": b"%PDF-1.7" + b"x" * (80 * KIB),
    "original/utf16.txt": ("Größe\n" * 20_000).encode("utf-16"),
    "original/bom.csv": ("a,b\n" + '"two\nlines",2\n' * 700).encode("utf-8-sig"),
    "original/latin.csv": ("Größe;b\r\n" + "1,5;€\r\n" * 701).encode("cp1252"),
    "original/parts.log": b"0123456789abcde\n" * 9000 + b"end",
    "original/parts.csv": b"time_h,od600\n" + b"1,2\n" * 1050 + b"3,4",
    "original/late.txt": b"0123456789abcde\n" * 4096 + b"\xff\xfe end",
    "original/folder/inside.txt": b"1",
}


@pytest.fixture
def perm_id(openbis, world) -> str:
    return openbis.add_data_set("RAW_DATA", world.sample, FILES).perm_id


@pytest.fixture
def reads(data_store, monkeypatch) -> list[tuple[int, int]]:
    """Record the byte ranges that are read."""
    reads: list[tuple[int, int]] = []
    read = data_store.read

    def read_and_record(session, data_set, file, start, end, cancellation, **options) -> bytes:
        reads.append((start, end))
        return read(session, data_set, file, start, end, cancellation, **options)

    monkeypatch.setattr(data_store, "read", read_and_record)
    return reads


@pytest.fixture
def images() -> MemoryImageRenderer:
    return MemoryImageRenderer()


@pytest.fixture
def hdf5_files() -> MemoryHdf5Reader:
    return MemoryHdf5Reader()


@pytest.fixture
def preview(session_manager, data_sets, data_store, perm_id, images, hdf5_files):
    trees, read_file = (use_case(session_manager, data_sets, data_store) for use_case in (ListFiles, ReadFile))
    use_case = PreviewFile(trees, read_file, images, hdf5_files)
    return lambda name, of=perm_id, **request: use_case("lab", of, f"original/{name}", PreviewRequest(**request))


@pytest.mark.parametrize(("name", "media_type"), [("small.png", "image/png"), ("photo.jpg", "image/jpeg")])
def test_image_is_returned_completely(preview, name, media_type):
    assert preview(name) == Preview(PreviewKind.IMAGE, media_type, content=FILES[f"original/{name}"])


def test_too_large_image_is_not_returned_without_a_library(preview, reads, images):
    images.is_installed = False
    found = preview("huge.png")
    assert (found.kind, found.media_type) == (PreviewKind.NONE, "image/png")
    assert found.reasons == (
        Reason(ReasonCode.LARGE_IMAGE_FILE, {"mib": 4}),
        Reason(ReasonCode.NO_IMAGE_LIBRARY),
    )
    assert found.reason.startswith("The image is larger than 4 MiB. Showing this image needs Pillow")
    assert reads == [(0, 64 * KIB)]


def test_too_large_image_is_scaled(preview, images):
    images.images[FILES["original/huge.png"]] = ((9000, 6000),)
    expected = RenderedImage(PICTURE + b"image/png 0 2048", 9000, 6000)
    assert preview("huge.png") == Preview(PreviewKind.IMAGE, "image/png", content=expected.content, image=expected)


def test_small_picture_of_an_image_is_scaled_if_possible(preview, images):
    content = FILES["original/photo.jpg"]
    images.images[content] = ((3000, 2000),)
    assert preview("photo.jpg", side=256).content == PICTURE + b"image/jpeg 0 256"
    images.is_installed = False
    assert preview("photo.jpg", side=256).content == content


def test_image_of_few_bytes_is_not_scaled(preview):
    assert preview("small.png", side=64) == Preview(PreviewKind.IMAGE, "image/png", content=FILES["original/small.png"])


def test_page_of_a_tiff_is_rendered(preview, images):
    images.images[FILES["original/stack.tif"]] = ((64, 64), (32, 16))
    found = preview("stack.tif", page=1)
    assert (found.kind, found.media_type, found.content) == (
        PreviewKind.IMAGE,
        "image/png",
        PICTURE + b"image/tiff 1 2048",
    )
    assert (found.image.width, found.image.height, found.image.page, found.image.pages) == (32, 16, 1, 2)
    missing = preview("stack.tif", page=2)
    assert (missing.kind, missing.media_type, missing.reason) == (
        PreviewKind.NONE,
        "image/tiff",
        "The file has no page 3",
    )


@pytest.mark.parametrize("name", ["data.h5", "matlab.mat"])
def test_item_of_an_hdf5_file_is_read(preview, hdf5_files, name):
    item = Hdf5Item("/a", Hdf5Kind.GROUP, member_count=0)
    hdf5_files.files[FILES[f"original/{name}"]] = {"/a": item}
    assert preview(name, item="/a") == Preview(PreviewKind.HDF5, "application/x-hdf5", hdf5=item)
    assert preview(name).reason == "The file has no such item"


def test_pdf_document_is_returned_for_a_large_view_only(preview, reads):
    assert preview("paper.pdf") == Preview(PreviewKind.PDF, "application/pdf")
    content = FILES["original/paper.pdf"]
    assert preview("paper.pdf", large=True) == Preview(PreviewKind.PDF, "application/pdf", content=content)


def test_large_pdf_document_is_not_read(preview, reads, openbis, world):
    large = openbis.add_data_set("RAW_DATA", world.sample, {"original/long.pdf": b"%PDF-1.7" + b"x" * (21 * MIB)})
    found = preview("long.pdf", large.perm_id, large=True)
    assert (found.kind, found.reason) == (PreviewKind.NONE, "The document is larger than 20 MiB; download it")
    assert reads == [(0, 256 * KIB)]


PARTS = {
    "parts.log": "utf-8",
    "parts.csv": "utf-8",
    "utf16.txt": "utf-16",
    "bom.csv": "utf-8-sig",
    "latin.csv": "cp1252",
}


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("large", [False, True])
def test_parts_of_a_file_are_the_whole_file(preview, name, large):
    part = preview(name, large=large)
    parts = [part]
    while part.next_offset is not None:
        part = preview(name, large=large, offset=part.next_offset)
        parts.append(part)
    content = FILES[f"original/{name}"].decode(PARTS[name])
    if parts[0].kind is PreviewKind.TEXT:
        assert "".join(each.text for each in parts) == content
    else:
        rows = csv.reader(io.StringIO(content, newline=""), delimiter=parts[0].delimiter)
        assert [row for each in parts for row in each.rows] == [tuple(row) for row in rows]
    assert [each.truncated for each in parts] == [True] * (len(parts) - 1) + [False]
    assert len(parts) > 1 or large


def test_part_behind_the_end_is_empty(preview):
    found = preview("notes.md", offset=10**9)
    assert (found.kind, found.text, found.truncated, found.next_offset) == (PreviewKind.TEXT, "", False, None)


def test_wrong_bytes_in_a_later_part_are_replaced(preview):
    first = preview("late.txt")
    second = preview("late.txt", offset=first.next_offset)
    assert (second.kind, second.text) == (PreviewKind.TEXT, "\ufffd\ufffd end")


def test_text_is_returned_unchanged(preview):
    text = "# Größe\n<script>alert(1)</script>"
    assert preview("notes.md") == Preview(PreviewKind.TEXT, "text/plain", text=text, encoding="utf-8")


def test_beginning_of_a_long_text_is_returned(preview, reads):
    found = preview("long.log")
    assert (found.kind, found.text, found.truncated) == (PreviewKind.TEXT, "0123456789abcde\n" * 4096, True)
    assert reads == [(0, 64 * KIB)]


def test_table_is_returned_as_rows(preview):
    rows = (("time_h", "od600"), ("0", "0.1"))
    form = {"encoding": "utf-8", "delimiter": ",", "decimal": "."}
    assert preview("curve.csv") == Preview(PreviewKind.TABLE, "text/csv", rows=rows, **form)


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "decimal"),
    [("excel.csv", "cp1252", ";", ","), ("spectrum.txt", "utf-16-le", "\t", ",")],
)
def test_format_of_a_table_is_returned(preview, name, encoding, delimiter, decimal):
    found = preview(name)
    assert (found.kind, found.encoding, found.delimiter, found.decimal) == (
        PreviewKind.TABLE,
        encoding,
        delimiter,
        decimal,
    )
    assert found.rows[1] == ("1,5", "2")


def test_lines_outside_the_table_are_omitted(preview):
    assert preview("titled.csv") == Preview(
        PreviewKind.TABLE,
        "text/csv",
        rows=(("size", "n"), ('5" pipe', "1,5"), ("7", "2")),
        encoding="utf-8",
        delimiter=";",
        decimal=",",
        skip_lines=2,
        trailing_delimiter=True,
        blank_lines=True,
        literal_quotes=True,
    )


def test_first_rows_of_a_long_table_are_returned(preview, reads):
    found = preview("long.csv")
    assert (found.kind, len(found.rows), found.truncated) == (PreviewKind.TABLE, 50, True)
    assert reads == [(0, 64 * KIB)]


@pytest.mark.parametrize("name", ["raw.bin", "wrong.csv"])
def test_other_content_has_no_preview(preview, name):
    found = preview(name)
    assert (found.kind, found.text, found.rows, found.content) == (PreviewKind.NONE, None, None, None)
    assert "Only texts, tables, PDF documents" in found.reason


@pytest.mark.parametrize(("name", "reason"), [("folder", "This is a folder"), ("nothing.txt", "The file is empty")])
def test_file_without_a_preview_is_not_read(preview, reads, name, reason):
    found = preview(name)
    assert (found.kind, found.reason) == (PreviewKind.NONE, reason)
    assert reads == []


class TestWithoutPartialReads:
    @pytest.fixture(autouse=True)
    def whole_files_only(self, openbis) -> None:
        openbis.reads_parts = False

    @pytest.mark.parametrize("name", ["small.png", "photo.jpg"])
    def test_an_image_is_read_once(self, preview, reads, name):
        content = FILES[f"original/{name}"]
        assert preview(name).content == content
        assert reads == [(0, len(content))]

    def test_text_is_read_completely_and_its_beginning_returned(self, preview):
        found = preview("long.log")
        assert (len(found.text), found.truncated) == (64 * KIB, True)

    @pytest.mark.parametrize("name", ["huge.png", "raw.bin"])
    def test_a_large_file_is_not_read(self, preview, reads, name):
        found = preview(name)
        assert found.kind is PreviewKind.NONE
        assert "larger than 4 MiB" in found.reason
        assert reads == []


@pytest.mark.parametrize("name", ["nothing", "../original/small.png", "/small.png"])
def test_missing_file_is_not_found(preview, name):
    with pytest.raises(FileNotInDataSet):
        preview(name)


def test_archived_file_is_an_error(preview, world):
    with pytest.raises(DataSetArchived):
        preview("old.csv", world.archived)


def test_component_without_files_is_an_error_with_a_reason(session_manager, data_sets, data_store, openbis, world):
    link = openbis.add_data_set("RAW_DATA", world.sample, kind="LINK", link="/nas/raw")
    components = (link.perm_id, *world.components)
    mixed = openbis.add_data_set("RAW_DATA", world.sample, kind="CONTAINER", components=components)
    use_case = PreviewFile(
        ListFiles(session_manager, data_sets, data_store),
        ReadFile(session_manager, data_sets, data_store),
        MemoryImageRenderer(),
        MemoryHdf5Reader(),
    )
    with pytest.raises(DataSetNotPhysical, match="/nas/raw"):
        use_case("lab", mixed.perm_id, link.perm_id)
    found = use_case("lab", mixed.perm_id, f"{world.data_set.perm_id}/original/curve.csv")
    assert found.kind is PreviewKind.TABLE
