"""The contracts of the ports `ImageRenderer` and `Hdf5Reader`."""

import pytest

from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.previews.file_content import TIFF, image_type
from jupyter_openbis_server.domain.previews.hdf5 import Hdf5Kind
from jupyter_openbis_server.domain.previews.no_preview import NoPreview
from jupyter_openbis_server.domain.previews.ports import Hdf5Reader, ImageRenderer
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from tests.support.image_files import Bytes


class ImageRendererContract:
    """Fixtures: `renderer`, and `stack`, a TIFF file with pages of 60 x 40 and 30 x 20 pixels."""

    def test_each_page_is_rendered(self, renderer: ImageRenderer, stack: bytes) -> None:
        second = renderer.render(Bytes(stack), TIFF, 1, 256, Cancellation())
        assert (second.width, second.height, second.page, second.pages) == (30, 50, 1, 2)
        assert not second.more_pages
        assert image_type(second.content) == "image/png"

    def test_missing_page_has_a_reason(self, renderer: ImageRenderer, stack: bytes) -> None:
        with pytest.raises(NoPreview, match="no page 3"):
            renderer.render(Bytes(stack), TIFF, 2, 256, Cancellation())

    def test_damaged_image_has_a_reason(self, renderer: ImageRenderer) -> None:
        with pytest.raises(NoPreview, match="damaged"):
            renderer.render(Bytes(b"II*\0" + b"\xff" * 100), TIFF, 0, 256, Cancellation())

    def test_rendering_is_cancelled(self, renderer: ImageRenderer, stack: bytes) -> None:
        cancellation = Cancellation()
        cancellation.cancel()
        with pytest.raises(Cancelled):
            renderer.render(Bytes(stack), TIFF, 0, 256, cancellation)


class Hdf5ReaderContract:
    """Fixtures: `reader`, and `file`, that of `tests.support.image_files`."""

    def test_group_has_its_members(self, reader: Hdf5Reader, file: bytes) -> None:
        root = reader.read(Bytes(file), "/", (), Cancellation())
        assert (root.path, root.kind, root.member_count) == ("/", Hdf5Kind.GROUP, 5)
        assert [each.name for each in root.members] == ["empty", "entry", "names", "number", "table"]

    def test_missing_item_has_a_reason(self, reader: Hdf5Reader, file: bytes) -> None:
        with pytest.raises(NoPreview, match="no such item"):
            reader.read(Bytes(file), "/nothing", (), Cancellation())

    def test_damaged_file_has_a_reason(self, reader: Hdf5Reader) -> None:
        with pytest.raises(NoPreview, match="damaged"):
            reader.read(Bytes(b"\x89HDF\r\n\x1a\n" + b"\xff" * 500), "/", (), Cancellation())
