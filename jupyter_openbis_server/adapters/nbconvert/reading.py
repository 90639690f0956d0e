"""Parsing of notebook files to notebooks of version 4."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import PurePosixPath
from typing import Any

from jupyter_openbis_server.adapters.shared.notebook_json import notebook_in
from jupyter_openbis_server.domain.errors import NotANotebook, TextNotebooksNotSupported
from jupyter_openbis_server.domain.notebooks.publications.publication import is_text_notebook

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")


def notebook_of(path: str, content: bytes) -> Any:  # noqa: ANN401 - nbformat has no types
    """Parse a notebook of any version of the format, or in one of jupytext's text formats.

    Raises:
        NotANotebook: the file is not a notebook.
        TextNotebooksNotSupported: it is a text notebook, and jupytext is not installed.
    """
    if is_text_notebook(path):
        return _text_notebook(path, content)
    import nbformat  # noqa: PLC0415 - takes a second to import

    parsed = notebook_in(path, content)
    text = content.decode(json.detect_encoding(content), "surrogatepass")
    del content
    if _SURROGATE.search(text):  # a lone one cannot be encoded
        text = json.dumps(parsed, ensure_ascii=False).encode(errors="replace").decode()
    del parsed
    try:
        return nbformat.reads(text, as_version=4)
    except MemoryError:
        raise
    except Exception as error:
        raise NotANotebook(path, "it has a structure that no version of the notebook format has") from error


def is_trusted(notebook: Any) -> bool:  # noqa: ANN401 - as above
    """Return whether the user has run the notebook on this computer or marked it as trusted."""
    from nbformat.sign import NotebookNotary  # noqa: PLC0415 - as above

    notary = NotebookNotary()
    with closing(notary.store):
        return bool(notary.check_signature(notebook))


def _text_notebook(path: str, content: bytes) -> Any:  # noqa: ANN401 - as above
    try:
        import jupytext  # noqa: PLC0415 - optional
    except ImportError as error:
        raise TextNotebooksNotSupported(path) from error
    import nbformat  # noqa: PLC0415 - as above

    try:
        text = content.decode("utf-8-sig")
        notebook = jupytext.reads(text, fmt=PurePosixPath(path).suffix)
        return nbformat.reads(nbformat.writes(notebook), as_version=4)
    except MemoryError:
        raise
    except Exception as error:
        raise NotANotebook(path, "jupytext cannot read it") from error
