"""Remarks on a publication for the user, without a final full stop. The front end has these texts, too."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from jupyter_openbis_server.domain.notebooks.publications.publication import NotebookPage, is_text_notebook

_WITHOUT_SCRIPTS = (
    "Jupyter does not trust this notebook, since you have not run all of it here: scripts, widgets, pictures of other "
    "web sites and other active content are left out of the HTML copy"
)
_WITHOUT_OUTPUTS = (
    "{} is a text and has no outputs: the HTML copy shows text and code only. To publish outputs, too, pair it with an "
    ".ipynb file in Jupyter (jupytext) and run it"
)
_MISSING_PICTURES = (
    "The HTML copy does not show these pictures: {}; they must be PNG, JPEG, GIF, WebP or SVG files of at most 20 MiB "
    "below Jupyter's root folder"
)


def on_page(page: NotebookPage) -> Iterator[str]:
    """Yield remarks on what is missing in the HTML copy of a notebook."""
    if is_text_notebook(page.notebook.name):
        yield _WITHOUT_OUTPUTS.format(page.notebook.name)
    elif not page.is_trusted:
        yield _WITHOUT_SCRIPTS
    if page.missing_pictures:
        yield _MISSING_PICTURES.format(", ".join(page.missing_pictures))


def on_pairing(notebook: str, text: str) -> str:
    """Return the remark that a paired notebook is published with a text notebook; both are paths."""
    names = map(posixpath.basename, (notebook, text))
    return "{} has the outputs of {} and is published with it; the HTML copy is made from it".format(*names)


def on_file_of_another(name: str, owner: str) -> str:
    """Return the remark that a requirements file is not published, with the reason."""
    return (
        f"{name} beside the notebook belongs to {owner} and is not published; save the requirements of this notebook, "
        "and they are"
    )


def on_properties(left_out: Sequence[str], type_code: str) -> Iterator[str]:
    """Yield the remark that a type lacks properties, given by their codes; nothing if there are none."""
    if left_out:
        yield f"Data sets of type {type_code} have no {', '.join(left_out)}: that is not kept"
