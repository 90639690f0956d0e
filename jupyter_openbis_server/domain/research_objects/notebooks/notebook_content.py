"""Content of notebooks, which may come from anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_openbis_server.domain.errors import NotANotebook, NotebookTooLarge, SourceNotReadable
from jupyter_openbis_server.domain.research_objects.ports import ParseNotebook
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

MAX_NOTEBOOK = 100 << 20
"""Maximum size of a notebook, in bytes."""


def notebook_in(source: SourceFile, parse: ParseNotebook) -> Mapping[str, Any]:
    """Return a notebook of format 4; it has a list of cells, and nothing else was validated.

    Raises:
        NotANotebook: it is none, or its format is older.
        NotebookTooLarge: it has more than `MAX_NOTEBOOK` bytes.
        SourceNotReadable: it cannot be read.
    """
    if source.is_folder:
        raise NotANotebook(source.name, "it is a folder")
    try:
        with source.open() as file:
            content = file.read(MAX_NOTEBOOK + 1)
    except OSError as error:
        raise SourceNotReadable(source.name, "File cannot be read") from error
    if len(content) > MAX_NOTEBOOK:
        raise NotebookTooLarge(source.name, f"it has more than {MAX_NOTEBOOK >> 20} MiB")
    parsed = parse(source.name, content)
    if not isinstance(parsed.get("cells"), list):
        raise NotANotebook(source.name, "its format is older than 4; open it in Jupyter and save it")
    return parsed
