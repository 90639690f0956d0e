"""The contract of the port `NotebookPages`."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from jupyter_openbis_server.domain.errors import NotANotebook, TextNotebooksNotSupported
from jupyter_openbis_server.domain.notebooks.publications.ports import NotebookPages
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from tests.support.notebook_content import HOSTILE, notebook


@dataclass(frozen=True)
class Page:
    """A page whose files have been read."""

    notebook: bytes
    content: bytes
    is_trusted: bool
    missing_pictures: tuple[str, ...]


def page_of(pages: NotebookPages, path: str, content: bytes) -> Page:
    """Return the page of a notebook, and check that both files have their names and sizes."""
    made = pages.html(path, ContentFile(posixpath.basename(path), content))
    read = []
    for file in (made.notebook, made.page):
        with file.open() as stream:
            read.append(stream.read())
        assert file.size == len(read[-1])
        assert not file.is_folder
    assert made.page.name == f"{made.notebook.name}.html"
    return Page(*read, made.is_trusted, made.missing_pictures)


class NotebookPagesContract:
    """Fixtures: `pages`, `without_jupytext`, and `trust`, which marks a notebook as trusted."""

    def test_a_page_shows_texts_sources_and_outputs(self, pages: NotebookPages) -> None:
        page = page_of(pages, "work/a.ipynb", notebook("Growth of yeast", "Zürich, 日本")).content.decode()
        for shown in ("Growth of yeast", "Zürich, 日本", "&lt;", "bold result"):
            assert shown in page
        assert page.count("</html>") == 1

    @pytest.mark.parametrize("content", [b"", b"print(1)", b"\xff\xfe", b"[]", b"3", b"null", b"{}"])
    def test_file_that_is_no_notebook_is_an_error(self, pages: NotebookPages, content: bytes) -> None:
        with pytest.raises(NotANotebook, match=r"a\.ipynb is not a notebook"):
            page_of(pages, "a.ipynb", content)

    def test_notebook_is_unchanged_and_can_be_read_concurrently(self, pages: NotebookPages) -> None:
        content = notebook("x" * 10_000)
        made = pages.html("work/a.ipynb", ContentFile("a.ipynb", content))
        assert made.notebook.name == "a.ipynb"
        with made.notebook.open() as first, made.notebook.open() as second:
            assert first.read(5000) == content[:5000]
            assert second.read() == content
            assert first.read() == content[5000:]
            first.seek(-10, 2)
            assert first.read() == content[-10:]
            assert first.read() == b""

    def test_text_notebook_requires_jupytext(self, pages: NotebookPages, without_jupytext: None) -> None:
        with pytest.raises(TextNotebooksNotSupported, match=r"a\.py is a text.*install jupytext"):
            page_of(pages, "a.py", b"print(1)")

    def test_outputs_of_untrusted_notebooks_have_no_active_content(self, pages: NotebookPages) -> None:
        page = page_of(pages, "a.ipynb", notebook(output=HOSTILE))
        assert not page.is_trusted
        assert b"<script>alert" not in page.content
        assert b"<p onclick" not in page.content
        assert b"harmless" in page.content

    def test_outputs_of_a_trusted_notebook_are_unchanged(
        self, pages: NotebookPages, trust: Callable[[bytes], None]
    ) -> None:
        content = notebook(output=HOSTILE)
        trust(content)
        page = page_of(pages, "a.ipynb", content)
        assert page.is_trusted
        assert b"<script>alert('from an output')</script>" in page.content
