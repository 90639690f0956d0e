"""Use case that previews a file of a data set without a download."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.files.file_tree import FileTree, TreeEntry
from jupyter_openbis_server.domain.files.ports import FileTrees
from jupyter_openbis_server.domain.files.read_file import ReadFile
from jupyter_openbis_server.domain.previews.file_content import HDF5, PDF, TIFF, binary_type, image_type
from jupyter_openbis_server.domain.previews.file_ranges import FileRanges
from jupyter_openbis_server.domain.previews.no_preview import NoPreview, Reason, ReasonCode
from jupyter_openbis_server.domain.previews.ports import Hdf5Reader, ImageRenderer
from jupyter_openbis_server.domain.previews.preview import Preview, PreviewKind, PreviewRequest
from jupyter_openbis_server.domain.previews.text_preview import MAX_TEXT_BYTES, limits_of, next_part, text_preview
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.kept_errors import detached

MAX_IMAGE_BYTES = 4 << 20
"""Of images that are sent unchanged, and of files in data stores that send no parts of files."""
MAX_PDF_BYTES = 20 << 20
MAX_SIDE = 2048
"""Pixels; of a picture of an image that is not sent unchanged."""
_MIB = 1 << 20


@dataclass(frozen=True)
class PreviewFile:
    """Preview a part of a text or table, an image, a page of a TIFF file, a PDF document or an item of an HDF5 file.

    If the data store can read parts of files, no more is read.
    """

    trees: FileTrees
    read_file: ReadFile
    images: ImageRenderer
    hdf5_files: Hdf5Reader

    def __call__(
        self,
        name: str,
        perm_id: str,
        path: str,
        request: PreviewRequest | None = None,
        cancellation: Cancellation | None = None,
    ) -> Preview:
        """Return the preview of a file.

        Args:
            name: The connection.
            perm_id: The data set.
            path: Path of the file in the data set.
            request: The part of the file.
            cancellation: Cancels the work.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound.
            FileNotInDataSet: there is no such file.
            DataNotAvailable: the data store does not return it; DataSetArchived if it is archived.
            IntegrityError: its bytes are damaged.
            Cancelled: on request.
        """
        tree = self.trees(name, perm_id)
        entry = tree.entry(path)
        if entry.problem:
            raise detached(entry.problem)
        reason = _reason_against(tree, entry)
        if reason:
            return Preview.nothing(reason)
        source = FileRanges(self.read_file, name, entry, cancellation or Cancellation())
        try:
            return self._preview(source, request or PreviewRequest(), reads_parts=tree.reads_parts)
        finally:
            source.end()

    def _preview(self, source: FileRanges, request: PreviewRequest, *, reads_parts: bool) -> Preview:
        length = limits_of(request).bytes if request.offset == 0 else MAX_TEXT_BYTES
        begin = source.read(0, length if reads_parts else source.size)
        source = replace(source, known=begin)
        try:
            found = self._binary_preview(source, begin, request)
        except NoPreview as problem:
            return Preview.nothing(problem.reason, media_type=image_type(begin) or binary_type(begin) or "")
        return found or (next_part(source, request) if request.offset else text_preview(source, begin, request))

    def _binary_preview(self, source: FileRanges, begin: bytes, request: PreviewRequest) -> Preview | None:
        """Return the preview of a file in a binary format; None for other files. Raises NoPreview."""
        image, binary = image_type(begin), binary_type(begin)
        if image:
            return self._image(source, image, request)
        if binary == TIFF:
            return self._rendered(source, TIFF, request)
        if binary == HDF5:
            item = self.hdf5_files.read(source, request.item, request.start, source.cancellation)
            return Preview(PreviewKind.HDF5, HDF5, hdf5=item)
        return _pdf(source, large=request.large) if binary == PDF else None

    def _image(self, source: FileRanges, media_type: str, request: PreviewRequest) -> Preview:
        """Return an image unchanged if it is small enough, else a picture of it."""
        if source.size <= MAX_IMAGE_BYTES and (request.side is None or source.size <= MAX_TEXT_BYTES):
            return Preview(PreviewKind.IMAGE, media_type, content=source.read(0, source.size))
        try:
            return self._rendered(source, media_type, request)
        except NoPreview as problem:
            if source.size > MAX_IMAGE_BYTES:
                too_large = Reason(ReasonCode.LARGE_IMAGE_FILE, {"mib": MAX_IMAGE_BYTES // _MIB})
                return Preview.nothing(too_large, problem.reason, media_type=media_type)
            return Preview(PreviewKind.IMAGE, media_type, content=source.read(0, source.size))

    def _rendered(self, source: FileRanges, media_type: str, request: PreviewRequest) -> Preview:
        side = min(request.side or MAX_SIDE, MAX_SIDE)
        image = self.images.render(source, media_type, request.page, side, source.cancellation)
        shown = image_type(image.content) or media_type
        return Preview(PreviewKind.IMAGE, shown, content=image.content, image=image)


def _pdf(source: FileRanges, *, large: bool) -> Preview:
    if source.size > MAX_PDF_BYTES:
        raise NoPreview(ReasonCode.LARGE_DOCUMENT, mib=MAX_PDF_BYTES // _MIB)
    return Preview(PreviewKind.PDF, PDF, content=source.read(0, source.size) if large else None)


def _reason_against(tree: FileTree, entry: TreeEntry) -> Reason | None:
    if entry.file.is_folder:
        return Reason(ReasonCode.FOLDER)
    if entry.file.size == 0:
        return Reason(ReasonCode.EMPTY_FILE)
    if entry.file.size > MAX_IMAGE_BYTES and not tree.reads_parts:
        return Reason(ReasonCode.NO_PARTS, {"mib": MAX_IMAGE_BYTES // _MIB})
    return None
