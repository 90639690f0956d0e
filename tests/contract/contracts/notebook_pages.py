"""The contract of the port `NotebookPages`."""

import json
from collections.abc import Callable

import pytest

from jupyter_openbis_server.domain.errors import NotANotebook
from jupyter_openbis_server.domain.ports import NotebookPages

HOSTILE = "<script>alert('from an output')</script><p onclick='alert()'>harmless</p>"


def notebook(*sources: str, output: str = "<b>bold result</b>") -> bytes:
    """A notebook whose last cell has an output."""
    cells = [{"cell_type": "markdown", "metadata": {}, "source": source} for source in sources]
    shown = {"output_type": "display_data", "metadata": {}, "data": {"text/html": output, "text/plain": "..."}}
    code = {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "1 < 2", "outputs": [shown]}
    content = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [*cells, code]}
    return json.dumps(content).encode()


class NotebookPagesContract:
    """Fixtures: `pages`, and `trust`, by which the user says of a notebook's content that it is harmless."""

    def test_a_page_shows_texts_sources_and_outputs(self, pages: NotebookPages) -> None:
        page = pages.html("work/a.ipynb", notebook("Growth of yeast", "Zürich, 日本")).content.decode()
        for shown in ("Growth of yeast", "Zürich, 日本", "&lt;", "bold result"):
            assert shown in page
        assert page.count("</html>") == 1

    @pytest.mark.parametrize("content", [b"", b"print(1)", b"\xff\xfe", b"[]", b"3", b"null", b"{}"])
    def test_what_is_no_notebook_is_said_so(self, pages: NotebookPages, content: bytes) -> None:
        with pytest.raises(NotANotebook, match=r"a\.ipynb is not a notebook"):
            pages.html("a.ipynb", content)

    def test_outputs_of_notebooks_that_nobody_trusts_do_nothing_in_a_browser(self, pages: NotebookPages) -> None:
        page = pages.html("a.ipynb", notebook(output=HOSTILE))
        assert not page.is_trusted
        assert b"<script>alert" not in page.content
        assert b"<p onclick" not in page.content
        assert b"harmless" in page.content

    def test_outputs_of_a_trusted_notebook_stay_as_they_are(
        self, pages: NotebookPages, trust: Callable[[bytes], None]
    ) -> None:
        content = notebook(output=HOSTILE)
        trust(content)
        page = pages.html("a.ipynb", content)
        assert page.is_trusted
        assert b"<script>alert('from an output')</script>" in page.content
