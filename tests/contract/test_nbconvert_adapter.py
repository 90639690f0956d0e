"""nbconvert keeps the promises of the port `NotebookPages`, also where a notebook means harm."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from jupyter_openbis_server.adapters.nbconvert import NbconvertPages
from jupyter_openbis_server.domain.errors import ConversionFailed, NotANotebook

from .contracts.notebook_pages import NotebookPagesContract, notebook

MARK = "<script>alert('MARK')</script>"


@pytest.fixture(autouse=True)
def _own_signatures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def pages() -> NbconvertPages:
    return NbconvertPages()


class TestNbconvertPages(NotebookPagesContract):
    @pytest.fixture
    def pages(self, pages: NbconvertPages) -> NbconvertPages:
        return pages

    @pytest.fixture
    def trust(self) -> Callable[[bytes], None]:
        """What Jupyter does when a notebook is saved whose cells the user has run."""

        def sign(content: bytes) -> None:
            notary = NotebookNotary()
            notary.sign(nbformat.reads(content.decode(), as_version=4))
            notary.store.close()

        return sign


def _with_outputs(*data: dict[str, Any], **metadata: Any) -> bytes:
    content = json.loads(notebook(f"# Title {MARK}"))
    outputs = [{"output_type": "display_data", "metadata": {}, "data": each} for each in data]
    outputs += [
        {"output_type": "stream", "name": "stdout", "text": MARK},
        {"output_type": "error", "ename": MARK, "evalue": MARK, "traceback": [MARK]},
    ]
    content["cells"][-1]["outputs"] = outputs
    content["cells"].append({"cell_type": "raw", "metadata": {}, "source": MARK})
    content["metadata"] = metadata
    return json.dumps(content).encode()


HOSTILE = _with_outputs(
    *(
        {kind: f"</pre></div>{MARK}"}
        for kind in (
            "text/html",
            "text/markdown",
            "text/latex",
            "text/plain",
            "text/vnd.mermaid",
            "image/png",
            "application/javascript",
        )
    ),
    {"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg' onload='alert()'>{MARK}</svg>"},
    {"application/vnd.jupyter.widget-view+json": {"model_id": f"</script>{MARK}"}},
    title=f"</title>{MARK}",
    language_info={"name": f"</x>{MARK}", "pygments_lexer": f"</x>{MARK}"},
    widgets={"application/vnd.jupyter.widget-state+json": {"state": {f"</script>{MARK}": {}}}},
)


def test_no_part_of_an_untrusted_notebook_gets_a_script_into_the_page(pages: NbconvertPages) -> None:
    page = pages.html(f"a</title>{MARK}.ipynb", HOSTILE).content.decode()
    assert MARK not in page
    assert "onload='alert" not in page
    assert page.count("</html>") == page.count("</body>") == page.count("<title>") == 1
    assert "alert('MARK')" in page  # as text


def test_the_page_has_the_name_of_the_notebook_and_is_whole(pages: NbconvertPages) -> None:
    page = pages.html("work/Growth curves.ipynb", notebook("x")).content.decode()
    assert "<title>Growth curves</title>" in page
    assert page.lstrip().startswith("<!DOCTYPE html>")


def test_nothing_is_executed_and_nothing_is_left(
    pages: NbconvertPages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    content = json.loads(notebook("![](secret.png)"))
    content["cells"][-1]["source"] = "open('executed', 'w')"
    pages.html("a.ipynb", json.dumps(content).encode())
    assert list(work.iterdir()) == []


def test_files_of_the_host_do_not_get_into_the_page(pages: NbconvertPages, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("MARKED")
    sources = (f"![x]({tmp_path}/secret.txt)", f"{{% include '{tmp_path}/secret.txt' %}}", "{{ 7 * 191 }}")
    page = pages.html("a.ipynb", notebook(*sources)).content
    assert b"MARKED" not in page
    assert b"{{ 7 * 191 }}" in page


@pytest.mark.parametrize("version", [2, 3])
def test_old_notebooks_are_shown_too(pages: NbconvertPages, version: int) -> None:
    cell = {"cell_type": "code", "input": "print('old')", "outputs": [], "language": "python", "collapsed": False}
    content = {"nbformat": version, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": [cell]}]}
    assert b"old" in pages.html("a.ipynb", json.dumps(content).encode()).content


@pytest.mark.parametrize(
    "changes",
    [
        {"cells": 5},
        {"cells": [None]},
        {"cells": [{}]},
        {"metadata": []},
        {"nbformat": "four"},
        {"nbformat": 99},
        {"cells": [{"cell_type": "code", "source": {}, "metadata": 3, "outputs": [7]}]},
        {"metadata": {"language_info": 5}},
    ],
)
def test_a_notebook_of_an_impossible_shape_is_an_error_of_ours(pages: NbconvertPages, changes: dict[str, Any]) -> None:
    content = json.dumps({**json.loads(notebook("x")), **changes}).encode()
    with pytest.raises((NotANotebook, ConversionFailed), match=r"a\.ipynb"):
        pages.html("a.ipynb", content)


def test_halves_of_surrogate_pairs_do_no_harm(pages: NbconvertPages) -> None:
    assert b"before" in pages.html("a.ipynb", notebook("before \ud800 after")).content


def test_nbconvert_is_loaded_on_first_use_only() -> None:
    script = (
        "import sys; from jupyter_openbis_server.adapters.nbconvert import *; NbconvertPages();"
        "print([name for name in ('nbconvert', 'nbformat', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
