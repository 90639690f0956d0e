"""Previews of files without a download."""

import pytest

from jupyter_openbis_server.domain.errors import DataSetArchived, DataSetNotPhysical, FileNotInDataSet
from jupyter_openbis_server.domain.files.list_files import ListFiles
from jupyter_openbis_server.domain.files.read_file import ReadFile
from jupyter_openbis_server.domain.previews.preview import Preview, PreviewKind
from jupyter_openbis_server.domain.previews.preview_file import PreviewFile

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
def preview(session_manager, data_sets, data_store, perm_id):
    use_case = PreviewFile(
        ListFiles(session_manager, data_sets, data_store), ReadFile(session_manager, data_sets, data_store)
    )
    return lambda name, of=perm_id: use_case("lab", of, f"original/{name}")


@pytest.mark.parametrize(("name", "media_type"), [("small.png", "image/png"), ("photo.jpg", "image/jpeg")])
def test_image_is_returned_completely(preview, name, media_type):
    assert preview(name) == Preview(PreviewKind.IMAGE, media_type, content=FILES[f"original/{name}"])


def test_too_large_image_is_not_returned(preview, reads):
    found = preview("huge.png")
    assert (found.kind, found.media_type, found.reason) == (
        PreviewKind.NONE,
        "image/png",
        "The image is larger than 4 MiB",
    )
    assert reads == [(0, 64 * KIB)]


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
    assert "Only images, tables and other texts" in found.reason


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
        ListFiles(session_manager, data_sets, data_store), ReadFile(session_manager, data_sets, data_store)
    )
    with pytest.raises(DataSetNotPhysical, match="/nas/raw"):
        use_case("lab", mixed.perm_id, link.perm_id)
    found = use_case("lab", mixed.perm_id, f"{world.data_set.perm_id}/original/curve.csv")
    assert found.kind is PreviewKind.TABLE
