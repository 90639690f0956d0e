"""The conversion of one notebook, run in a child process. No code of the notebook is executed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from jupyter_openbis_server.adapters.nbconvert.placeholders import Placeholders
from jupyter_openbis_server.adapters.nbconvert.reading import is_trusted, notebook_of
from jupyter_openbis_server.domain.errors import ConversionFailed
from jupyter_openbis_server.domain.workspace.shown_path import shown_path

if TYPE_CHECKING:  # nbconvert and its dependencies take a second to import
    from nbconvert.exporters import HTMLExporter


@dataclass(frozen=True)
class Conversion:
    """A notebook to convert.

    Attributes:
        path: Path of the notebook, relative to `root`.
        root: Jupyter's root folder.
    """

    path: str
    root: str

    @property
    def shown(self) -> str:
        """The path for messages."""
        return shown_path(self.root, self.path)


@dataclass(frozen=True)
class Converted:
    """The result of a conversion.

    Attributes:
        pieces: The page in UTF-8, in pieces.
        is_trusted: See `NotebookPage`.
        missing_pictures: See `NotebookPage`.
    """

    pieces: Iterator[bytes]
    is_trusted: bool
    missing_pictures: tuple[str, ...]


def convert(conversion: Conversion, file: BinaryIO) -> Converted:
    """Return a notebook as HTML.

    Args:
        conversion: The notebook.
        file: Its content, which is read completely.

    Raises:
        NotANotebook, TextNotebooksNotSupported, ConversionFailed.
        MemoryError: the notebook is too large.
    """
    from jupyter_openbis_server.adapters.nbconvert.harmless import harmless  # noqa: PLC0415 - see above
    from jupyter_openbis_server.adapters.nbconvert.pictures import Pictures  # noqa: PLC0415

    notebook = notebook_of(conversion.shown, file.read())
    path = PurePosixPath(conversion.path)
    root = Path(conversion.root)
    placeholders = Placeholders()
    folder = root / path.parent
    # On the command line the root is that of the file system: there, only pictures in the notebook's folder are safe.
    pictures = Pictures(folder if root == root.parent else root, folder, placeholders)
    try:
        trusted = is_trusted(notebook)
        if not trusted:
            notebook = harmless(notebook)
        placeholders.replace_pictures(notebook)
        page, _ = _exporter(trusted=trusted).from_notebook_node(notebook, {"metadata": {"name": path.stem}})
        page = pictures.embedded(page, is_trusted=trusted)
    except MemoryError:
        raise
    except Exception as error:  # templates fail in many ways for unexpected content
        raise ConversionFailed(conversion.shown, type(error).__name__) from error
    return Converted(placeholders.filled(page), trusted, tuple(pictures.missing))


def _exporter(*, trusted: bool) -> HTMLExporter:
    from nbconvert.exporters import HTMLExporter  # noqa: PLC0415 - see above
    from traitlets.config import Config  # noqa: PLC0415

    if trusted:
        return HTMLExporter()
    from jupyter_openbis_server.adapters.nbconvert.cleaning import cleaned  # noqa: PLC0415
    from jupyter_openbis_server.adapters.nbconvert.harmless import SHOWN_TYPES  # noqa: PLC0415

    shown: dict[str, Any] = {"NbConvertBase": {"display_data_priority": list(SHOWN_TYPES)}}
    return HTMLExporter(config=Config(shown), sanitize_html=True, filters={"clean_html": cleaned})
