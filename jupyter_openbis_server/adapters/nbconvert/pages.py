"""Notebooks as HTML, as openBIS's ELN has them made. Nothing of a notebook is executed."""

from __future__ import annotations

import json
import posixpath
from contextlib import closing
from typing import TYPE_CHECKING, Any

from jupyter_openbis_server.adapters.notebook_json import notebook_in
from jupyter_openbis_server.domain.errors import ConversionFailed, NotANotebook
from jupyter_openbis_server.domain.model import NotebookPage

if TYPE_CHECKING:  # nbconvert and what it needs take a second to be loaded
    from nbconvert.exporters import HTMLExporter

_SHOWN_WITHOUT_TRUST = (
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "text/latex",
    "image/png",
    "image/jpeg",
    "text/plain",
)
"""What can be cleaned, or does nothing. Not widgets and diagrams, which are programs for the browser."""


class NbconvertPages:
    """Port `NotebookPages`. nbconvert is loaded when it is needed."""

    def html(self, notebook_path: str, content: bytes) -> NotebookPage:
        """See the port. Trust is what Jupyter means by it: the user has run the notebook, or said so."""
        notebook = _read(notebook_path, notebook_in(notebook_path, content))
        try:
            is_trusted = _is_trusted(notebook)
            exporter = _exporter(is_trusted=is_trusted)
            if not is_trusted:
                notebook.metadata.pop("widgets", None)
            title = {"metadata": {"name": posixpath.basename(notebook_path).removesuffix(".ipynb")}}
            page, _ = exporter.from_notebook_node(notebook, title)
        except Exception as error:  # templates stumble over anything that a notebook may hold
            raise ConversionFailed(notebook_path, type(error).__name__) from error
        return NotebookPage(page.encode(errors="replace"), is_trusted)


def _read(path: str, notebook: dict[str, Any]) -> Any:  # noqa: ANN401 - nbformat has no types
    import nbformat  # noqa: PLC0415 - see above

    try:
        content = json.dumps(notebook, ensure_ascii=False).encode(errors="replace")  # no halves of surrogate pairs
        return nbformat.reads(content.decode(), as_version=4)
    except Exception as error:
        raise NotANotebook(path, "it has a shape that no version of the notebook format knows") from error


def _is_trusted(notebook: Any) -> bool:  # noqa: ANN401 - as above
    from nbformat.sign import NotebookNotary  # noqa: PLC0415 - see above

    notary = NotebookNotary()
    with closing(notary.store):
        return bool(notary.check_signature(notebook))


def _exporter(*, is_trusted: bool) -> HTMLExporter:
    from nbconvert.exporters import HTMLExporter  # noqa: PLC0415 - see above
    from traitlets.config import Config  # noqa: PLC0415

    if is_trusted:
        return HTMLExporter()
    harmless = {"NbConvertBase": {"display_data_priority": list(_SHOWN_WITHOUT_TRUST)}}
    return HTMLExporter(config=Config(harmless), sanitize_html=True)
