"""Use case that previews a file of a data set without a download."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.files.file_tree import FileTree, TreeEntry
from jupyter_openbis_server.domain.files.ports import FileTrees
from jupyter_openbis_server.domain.files.read_file import ReadFile
from jupyter_openbis_server.domain.previews.file_content import format_of_table, image_type, table_rows, table_type
from jupyter_openbis_server.domain.previews.preview import Preview, PreviewKind
from jupyter_openbis_server.domain.previews.text_encoding import decode
from jupyter_openbis_server.domain.shared.kept_errors import detached

MAX_IMAGE_BYTES = 4 << 20
MAX_TEXT_BYTES = 64 << 10
_MIB = 1 << 20


@dataclass(frozen=True)
class PreviewFile:
    """Preview the beginning of a text or table, or a whole image that is not too large.

    If the data store can read parts of files, no more is read.
    """

    trees: FileTrees
    read_file: ReadFile

    def __call__(self, name: str, perm_id: str, path: str) -> Preview:
        """Return the preview of a file.

        Args:
            name: The connection.
            perm_id: The data set.
            path: Path of the file in the data set.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound.
            FileNotInDataSet: there is no such file.
            DataNotAvailable: the data store does not return it; DataSetArchived if it is archived.
            IntegrityError: its bytes are damaged.
        """
        tree = self.trees(name, perm_id)
        entry = tree.entry(path)
        if entry.problem:
            raise detached(entry.problem)
        reason = _reason_against(tree, entry)
        return Preview.nothing(reason) if reason else self._preview(name, entry, reads_parts=tree.reads_parts)

    def _preview(self, name: str, entry: TreeEntry, *, reads_parts: bool) -> Preview:
        size = entry.file.size
        begin = self.read_file(name, entry.data_set, entry.file, 0, MAX_TEXT_BYTES if reads_parts else size)
        image = image_type(begin)
        if not image:
            return _text_preview(entry, begin[:MAX_TEXT_BYTES])
        if size > MAX_IMAGE_BYTES:
            return Preview.nothing(f"The image is larger than {MAX_IMAGE_BYTES // _MIB} MiB", image)
        whole = begin if len(begin) == size else self.read_file(name, entry.data_set, entry.file)
        return Preview(PreviewKind.IMAGE, image, content=whole)


def _reason_against(tree: FileTree, entry: TreeEntry) -> str | None:
    if entry.file.is_folder:
        return "This is a folder"
    if entry.file.size == 0:
        return "The file is empty"
    if entry.file.size > MAX_IMAGE_BYTES and not tree.reads_parts:
        return f"The file is larger than {MAX_IMAGE_BYTES // _MIB} MiB, and this openBIS gives no parts of files"
    return None


def _text_preview(entry: TreeEntry, begin: bytes) -> Preview:
    is_whole = len(begin) == entry.file.size
    decoded = decode(begin, is_whole=is_whole)
    if decoded is None:
        return Preview.nothing("Only images, tables and other texts can be shown, and this is none of them")
    text, encoding = decoded.text, decoded.encoding
    form = format_of_table(entry.path, text, is_whole=is_whole)
    found = form and table_rows(text, form, is_whole=is_whole)
    if form and found:
        return Preview(
            PreviewKind.TABLE,
            table_type(entry.path) or "text/plain",
            rows=found[0],
            truncated=found[1],
            encoding=encoding,
            delimiter=form.delimiter,
            decimal=form.decimal,
            skips_space=form.skips_space,
            skip_lines=form.skip_lines,
            trailing_delimiter=form.trailing_delimiter,
            blank_lines=form.blank_lines,
            literal_quotes=form.literal_quotes,
        )
    return Preview(PreviewKind.TEXT, "text/plain", text=text, truncated=not is_whole, encoding=encoding)
