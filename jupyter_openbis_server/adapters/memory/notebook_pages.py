"""Notebooks as pages, without any beauty."""

from __future__ import annotations

import json
from html import escape

from jupyter_openbis_server.domain.errors import ConversionFailed, NotANotebook
from jupyter_openbis_server.domain.model import NotebookPage


class MemoryNotebookPages:
    """`NotebookPages` that show the sources and outputs of cells one below the other.

    Attributes:
        trusted: Contents of notebooks that are trusted.
        is_broken: Set it to let every conversion fail.
    """

    def __init__(self) -> None:
        self.trusted: set[bytes] = set()
        self.is_broken = False

    def html(self, notebook_path: str, content: bytes) -> NotebookPage:
        """See `NotebookPages.html`."""
        try:
            cells = json.loads(content)["cells"]
        except (ValueError, TypeError, KeyError) as error:
            raise NotANotebook(notebook_path, "it has no cells") from error
        if self.is_broken:
            raise ConversionFailed(notebook_path, "ValueError")
        is_trusted = content in self.trusted
        shown = [escape("".join(cell["source"])) for cell in cells]
        outputs = [each["data"]["text/html"] for cell in cells for each in cell.get("outputs", ())]
        shown += outputs if is_trusted else map(escape, outputs)
        return NotebookPage("<html>\n{}\n</html>".format("\n".join(shown)).encode(), is_trusted)
