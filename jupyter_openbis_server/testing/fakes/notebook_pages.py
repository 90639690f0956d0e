"""Fake of the port `NotebookPages`."""

from __future__ import annotations

import json
from html import escape

from jupyter_openbis_server.domain.errors import (
    ConversionFailed,
    NotANotebook,
    NotebookTooLarge,
    TextNotebooksNotSupported,
)
from jupyter_openbis_server.domain.notebooks.publications.publication import NotebookPage, is_text_notebook
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from jupyter_openbis_server.domain.workspace.source_files import SourceFile


class MemoryNotebookPages:
    """`NotebookPages` that contain the sources of all cells, then their outputs, without styles.

    Attributes:
        trusted: Contents of trusted notebooks.
        is_broken: Set it to make every conversion fail.
        is_too_large: Set it to make every conversion exceed its limits.
        missing_pictures: Pictures that pages do not show.
    """

    def __init__(self) -> None:
        self.trusted: set[bytes] = set()
        self.is_broken = False
        self.is_too_large = False
        self.missing_pictures: tuple[str, ...] = ()

    def html(self, notebook_path: str, source: SourceFile) -> NotebookPage:
        """See `NotebookPages.html`."""
        with source.open() as file:
            content = file.read()
        if is_text_notebook(notebook_path):
            raise TextNotebooksNotSupported(notebook_path)
        try:
            cells = json.loads(content)["cells"]
        except (ValueError, TypeError, KeyError) as error:
            raise NotANotebook(notebook_path, "it has no cells") from error
        if self.is_broken:
            raise ConversionFailed(notebook_path, "ValueError")
        if self.is_too_large:
            raise NotebookTooLarge(notebook_path, "it takes too much memory")
        is_trusted = content in self.trusted
        shown = [escape("".join(cell["source"])) for cell in cells]
        outputs = [each["data"]["text/html"] for cell in cells for each in cell.get("outputs", ()) if "data" in each]
        shown += outputs if is_trusted else map(escape, outputs)
        page = "<html>\n{}\n</html>".format("\n".join(shown)).encode()
        files = (ContentFile(source.name, content), ContentFile(f"{source.name}.html", page))
        return NotebookPage(*files, is_trusted, self.missing_pictures)
