"""The contract of `NotebookPages` for nbconvert, and malicious notebooks."""

import base64
import errno
import io
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, BinaryIO

import nbformat
import psutil
import pytest
from bs4 import BeautifulSoup
from nbformat.sign import NotebookNotary

from jupyter_openbis_server.adapters.nbconvert import NbconvertPages, child
from jupyter_openbis_server.adapters.nbconvert.child import Limits, Report
from jupyter_openbis_server.adapters.nbconvert.conversion import Conversion, convert
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    ConversionFailed,
    NotANotebook,
    NotebookTooLarge,
    SourceNotReadable,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from tests.contract.contracts.notebook_pages import NotebookPagesContract, page_of
from tests.support.notebook_content import notebook
from tests.support.waiting import until

Trust = Callable[[bytes], None]
Shown = Callable[..., tuple[list[Any], tuple[str, ...]]]
Children = Callable[[], list[int]]

MARK = "<script>alert('MARK')</script>"


@pytest.fixture(autouse=True)
def _own_signatures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))


def convert_here(conversion: Conversion, source: IO[bytes], page: IO[bytes], limits: Limits) -> Report:
    """Convert in this process, which has already imported nbconvert."""
    source.seek(0)
    converted = convert(conversion, source)
    page.writelines(converted.pieces)
    page.flush()
    return Report(converted.is_trusted, converted.missing_pictures)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Jupyter's root folder."""
    (tmp_path / "root").mkdir()
    return tmp_path / "root"


@pytest.fixture
def pages(root: Path) -> NbconvertPages:
    return NbconvertPages(root, convert=convert_here)


@pytest.fixture
def trust() -> Trust:
    """Return a function that signs a notebook, as Jupyter does when it saves executed cells."""

    def sign(content: bytes) -> None:
        notary = NotebookNotary()
        notary.sign(nbformat.reads(content.decode(), as_version=4))
        notary.store.close()

    return sign


class TestNbconvertPages(NotebookPagesContract):
    @pytest.fixture
    def pages(self, pages: NbconvertPages) -> NbconvertPages:
        return pages

    @pytest.fixture
    def without_jupytext(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "jupytext", None)

    @pytest.fixture
    def trust(self, trust: Trust) -> Trust:
        return trust


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


def test_no_part_of_an_untrusted_notebook_adds_a_script_to_the_page(pages: NbconvertPages) -> None:
    page = page_of(pages, f"a</title>{MARK}.ipynb", HOSTILE).content.decode()
    assert MARK not in page
    assert "onload='alert" not in page
    assert page.count("</html>") == page.count("</body>") == page.count("<title>") == 1
    assert "alert('MARK')" in page  # as text


def test_page_is_a_complete_document_with_the_name_of_the_notebook(pages: NbconvertPages) -> None:
    page = page_of(pages, "work/Growth curves.ipynb", notebook("x")).content.decode()
    assert "<title>Growth curves</title>" in page
    assert page.lstrip().startswith("<!DOCTYPE html>")


def test_conversion_executes_nothing_and_leaves_no_files(
    pages: NbconvertPages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    content = json.loads(notebook("![](secret.png)"))
    content["cells"][-1]["source"] = "open('executed', 'w')"
    page_of(pages, "a.ipynb", json.dumps(content).encode())
    assert list(work.iterdir()) == []


def test_files_of_the_host_are_not_included_in_the_page(pages: NbconvertPages, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("MARKED")
    sources = (f"![x]({tmp_path}/secret.txt)", f"{{% include '{tmp_path}/secret.txt' %}}", "{{ 7 * 191 }}")
    page = page_of(pages, "a.ipynb", notebook(*sources)).content
    assert b"MARKED" not in page
    assert b"{{ 7 * 191 }}" in page


@pytest.mark.parametrize("version", [2, 3])
def test_notebooks_in_earlier_formats_are_converted(pages: NbconvertPages, version: int) -> None:
    cell = {"cell_type": "code", "input": "print('old')", "outputs": [], "language": "python", "collapsed": False}
    content = {"nbformat": version, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": [cell]}]}
    assert b"old" in page_of(pages, "a.ipynb", json.dumps(content).encode()).content


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
def test_invalid_notebook_structure_is_a_domain_error(pages: NbconvertPages, changes: dict[str, Any]) -> None:
    content = json.dumps({**json.loads(notebook("x")), **changes}).encode()
    with pytest.raises((NotANotebook, ConversionFailed), match=r"a\.ipynb"):
        page_of(pages, "a.ipynb", content)


def test_lone_surrogates_are_accepted(pages: NbconvertPages) -> None:
    assert b"before" in page_of(pages, "a.ipynb", notebook("before \ud800 after")).content


def _text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(*outputs: dict[str, Any]) -> dict[str, Any]:
    shown = [{"output_type": "display_data", "metadata": {}, **each} for each in outputs]
    return {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "f(1)", "outputs": shown}


def _notebook(*cells: dict[str, Any]) -> bytes:
    content = {"nbformat": 4, "nbformat_minor": 4, "metadata": {"language_info": {"name": "python"}}, "cells": cells}
    return json.dumps(content).encode()


PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(3000)).decode()


def test_untrusted_notebook_is_rendered_correctly(pages: NbconvertPages) -> None:
    styler = "<style>#T_1 td {color: red}</style><table id='T_1'><thead><tr><th>mass</th></tr></thead></table>"
    content = _notebook(
        _text("# Growth\n\nSome *text*, $x<y$ and a [link](https://openbis.ch).\n\n- one"),
        _text("| a | b |\n|---|---|\n| 1 | 2 |"),
        _code(
            {"data": {"text/html": styler, "text/plain": "mass"}},
            {"data": {"image/png": PNG}, "metadata": {"image/png": {"width": 320}}},
            {"data": {"image/svg+xml": ["<svg xmlns='http://www.w3.org/2000/svg'>", "<text>s</text></svg>"]}},
            {"data": {"text/latex": "$\\frac{1}{2}$"}},
        ),
    )
    page = page_of(pages, "a.ipynb", content)
    assert not page.is_trusted
    body = BeautifulSoup(page.content, "html.parser").body
    assert body.find("h1", id="Growth").find(string=True) == "Growth"
    assert body.select_one("p > em").text == "text"
    assert "$x<y$" in body.select_one("p").text
    assert body.find("a", href="https://openbis.ch").text == "link"
    assert [each.text for each in body.select("table#T_1 thead th")] == ["mass"]
    assert [each.text for each in body.select(".jp-MarkdownCell table td")] == ["1", "2"]
    assert "color: red" not in body.text
    picture, drawing = body.find_all("img")
    assert (picture["src"], picture["width"]) == (f"data:image/png;base64,{PNG}", "320")
    assert b"<text>s</text>" in base64.b64decode(drawing["src"].partition(",")[2])
    assert "\\frac{1}{2}" in body.text
    assert body.select_one(".highlight .nf, .highlight .n").text == "f"


def test_metadata_of_an_untrusted_notebook_has_no_effect(pages: NbconvertPages) -> None:
    act = "1 onload=alert()"
    cell = _code(
        {"data": {"image/png": PNG}, "metadata": {"image/png": {"width": act, "height": [act], "unconfined": act}}},
        {"data": {"image/jpeg": PNG}, "metadata": {"width": act, "filenames": {"image/jpeg": "https://evil.example"}}},
        {"data": {"image/svg+xml": "<svg/>"}, "svg_filename": "https://evil.example"},
    )
    cell["metadata"] = {"tags": [f'"{act}']}
    cell["id"] = f'" {act}'
    body = BeautifulSoup(page_of(pages, "a.ipynb", _notebook(cell)).content, "html.parser").body
    assert len(body.find_all("img")) == 3
    for element in body.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on")]
        assert "evil" not in element.get("src", "")


def test_pictures_of_other_web_sites_are_shown_in_trusted_notebooks_only(pages: NbconvertPages, trust: Trust) -> None:
    content = notebook("![logo](https://example.org/logo.png)")
    assert b"example.org/logo" not in page_of(pages, "a.ipynb", content).content
    trust(content)
    assert b'src="https://example.org/logo.png"' in page_of(pages, "a.ipynb", content).content


# --- pictures beside the notebook


@pytest.fixture(params=["trusted", "untrusted"])
def shown(request: pytest.FixtureRequest, pages: NbconvertPages, root: Path, trust: Trust) -> Shown:
    """Convert `work/a.ipynb`, and return the addresses of its pictures, and those that are missing."""
    (root / "work" / "images").mkdir(parents=True)

    def show(*sources: str, output: str = "") -> tuple[list[str | None], tuple[str, ...]]:
        content = notebook(*sources, output=output)
        if request.param == "trusted":
            trust(content)
        page = page_of(pages, "work/a.ipynb", content)
        assert page.is_trusted == (request.param == "trusted")
        body = BeautifulSoup(page.content, "html.parser").body
        return [each.get("src") for each in body.find_all("img")], page.missing_pictures

    return show


def test_pictures_beside_the_notebook_are_in_the_page(shown: Shown, root: Path) -> None:
    png, jpeg = b"\x89PNG\r\n\x1a\n" + bytes(20), b"\xff\xd8\xff" + bytes(20)
    drawing = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"
    (root / "work" / "images" / "my logo.png").write_bytes(png)
    (root / "photo.jpg").write_bytes(jpeg)
    (root / "work" / "drawing.svg").write_bytes(drawing)
    (root / "work" / "link.png").symlink_to("images/my logo.png")
    addresses, missing = shown(
        "![](images/my%20logo.png) ![twice](images/my%20logo.png)",
        '<img src="../photo.jpg?raw=true" srcset="../photo.jpg 2x" width="10">',
        "![](./link.png)",
        output='<p><img src="drawing.svg"></p>',
    )
    assert [base64.b64decode(each.partition(";base64,")[2]) for each in addresses] == [png, png, jpeg, png, drawing]
    kinds = [each.partition(";")[0] for each in addresses]
    assert kinds == [f"data:image/{each}" for each in ("png", "png", "jpeg", "png", "svg+xml")]
    assert missing == ()


def test_other_files_are_not_included_and_are_named(shown: Shown, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(2000)
    monkeypatch.setattr("jupyter_openbis_server.adapters.nbconvert.pictures.MAX_PICTURE", 1000)
    outside = root.parent / "outside.png"
    outside.write_bytes(png[:100])
    (root / "work" / "large.png").write_bytes(png)
    (root / "work" / "secret.png").write_text("no picture")
    (root / "work" / "link.png").symlink_to(outside)
    (root / "work" / "folder").symlink_to(outside.parent)
    names = ["missing.png", "large.png", "secret.png", "link.png", "folder/outside.png", "../../outside.png"]
    names += [str(outside), "images", "file:///etc/passwd", "a%00b.png"]
    addresses, missing = shown(*(f"![x]({each})" for each in names))
    assert [each for each in addresses if each and each.startswith("data:")] == []
    assert set(missing) == set(names) - ({"file:///etc/passwd"} if None in addresses else set())


def test_on_the_command_line_pictures_are_in_the_folder_of_the_notebook(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    for file in (tmp_path / "private.png", tmp_path / "work" / "plot.png"):
        file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    pages = NbconvertPages(tmp_path.anchor, convert=convert_here)
    path = (tmp_path / "work" / "a.ipynb").relative_to(tmp_path.anchor).as_posix()
    page = page_of(pages, path, notebook("![](plot.png) ![](../private.png)"))
    assert page.missing_pictures == ("../private.png",)


def test_the_pictures_of_a_page_are_limited_together(shown: Shown, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_openbis_server.adapters.nbconvert.pictures.MAX_PICTURES", 1500)
    for name in ("a", "b"):
        (root / "work" / f"{name}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1000))
    addresses, missing = shown("![](a.png) ![](b.png) ![](a.png)")
    assert missing == ("b.png",)
    assert [bool(each and each.startswith("data:")) for each in addresses] == [True, False, True]


# --- conversion process


@pytest.fixture
def separate(root: Path) -> NbconvertPages:
    return NbconvertPages(root)


def test_separate_process_creates_the_same_page(
    pages: NbconvertPages, separate: NbconvertPages, root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (root / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    content = _notebook(_text("# Growth\n\n![](logo.png) ![](missing.png)"), _code({"data": {"image/png": PNG}}))
    made = page_of(separate, "a.ipynb", content)
    assert made == page_of(pages, "a.ipynb", content)
    assert (made.notebook, made.missing_pictures) == (content, ("missing.png",))
    assert capfd.readouterr() == ("", "")


def test_conversion_process_gets_no_secrets(separate: NbconvertPages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBIS_TOKEN", "alice-secret")
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret")
    given: dict[str, str] = {}

    class Popen(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            given.update(kwargs["env"])
            super().__init__(*args, **kwargs)

    monkeypatch.setattr(child.subprocess, "Popen", Popen)
    page_of(separate, "a.ipynb", _notebook(_text("# Growth")))
    assert given["JUPYTER_DATA_DIR"]
    assert not {"OPENBIS_TOKEN", "JUPYTERHUB_API_TOKEN"} & given.keys()


def test_read_error_is_not_reported_as_a_full_disk(pages: NbconvertPages) -> None:
    class Unreadable(ContentFile):
        def open(self) -> BinaryIO:
            stream = io.BytesIO()
            stream.read = failing  # type: ignore[method-assign]
            return stream

    def failing(_: int | None = None) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(SourceNotReadable, match=r"File cannot be read: a\.ipynb"):
        pages.html("a.ipynb", Unreadable("a.ipynb", b"{}"))


@pytest.mark.parametrize(
    ("path", "content", "error", "words"),
    [
        ("a.ipynb", b"MARKED", NotANotebook, "a.ipynb is not a notebook: it is not JSON"),
        (
            "a.ipynb",
            _notebook(_text("![](attachment:MARKED)")),
            ConversionFailed,
            "a.ipynb could not be turned into HTML",
        ),
    ],
)
def test_failure_in_the_process_is_raised_without_the_content(
    separate: NbconvertPages,
    path: str,
    content: bytes,
    error: type[Exception],
    words: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(error) as caught:
        page_of(separate, path, content)
    assert words in str(caught.value)
    assert "MARKED" not in f"{caught.value}{caplog.text}{capfd.readouterr()}"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory")
def test_exceeded_memory_limit_is_an_error(root: Path) -> None:
    pages = NbconvertPages(root, Limits(memory=100 << 20))
    large = _notebook(_text("text " * 16_000_000))
    with pytest.raises(NotebookTooLarge, match=r"work/a\.ipynb is too large.*more than 100 MiB.*clear outputs"):
        page_of(pages, "work/a.ipynb", large)


def test_conversion_is_ended_after_the_timeout(root: Path, children: Children) -> None:
    with pytest.raises(NotebookTooLarge, match=r"takes longer than 0 seconds.*clear outputs"):
        page_of(NbconvertPages(root, Limits(seconds=0)), "a.ipynb", notebook("x"))
    assert children() == []


def test_cancelled_conversion_leaves_no_process(root: Path, children: Children) -> None:
    cancellation = Cancellation()
    threading.Thread(target=lambda: (until(children), cancellation.cancel())).start()
    with cancellation.as_current(), pytest.raises(Cancelled):
        page_of(NbconvertPages(root), "a.ipynb", _notebook(_text("a_b " * 500_000)))
    assert children() == []


@pytest.fixture
def children() -> Children:
    """Return the child processes started since the call."""
    own = psutil.Process()
    before = {each.pid for each in own.children()}
    return lambda: [each.pid for each in own.children() if each.pid not in before]


def test_nbconvert_is_loaded_on_first_use_only() -> None:
    script = (
        "import sys; from jupyter_openbis_server.adapters.nbconvert import *; NbconvertPages('.');"
        "print([name for name in ('nbconvert', 'nbformat', 'jinja2', 'bleach', 'bs4') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- texts


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("work/a.py", "# %% [markdown]\n# # Growth\n# of *yeast*\n\n# %%\nf(1)\n"),
        ("work/a.md", "# Growth\nof *yeast*\n\n```python\nf(1)\n```\n"),
        ("work/a.Rmd", "---\ntitle: x\n---\n# Growth\nof *yeast*\n\n```{python}\nf(1)\n```\n"),
    ],
)
def test_text_notebooks_are_read_by_jupytext(pages: NbconvertPages, path: str, content: str) -> None:
    pytest.importorskip("jupytext")
    page = page_of(pages, path, f"{content}<script>alert('MARK')</script>".encode())
    assert page.notebook.startswith(content.encode())
    body = BeautifulSoup(page.content, "html.parser").body
    assert body.find("h1", id="Growth")
    assert body.find("em").text == "yeast"
    assert body.select_one(".highlight pre").text.strip().startswith("f(1)")
    assert MARK.encode() not in page.content
    assert b"<title>a</title>" in page.content


def test_messages_show_absolute_paths_below_the_root_of_the_file_system(tmp_path: Path) -> None:
    path = tmp_path / "bad.ipynb"
    pages = NbconvertPages(tmp_path.anchor)
    with pytest.raises(NotANotebook) as caught:
        pages.html(path.relative_to(tmp_path.anchor).as_posix(), ContentFile("bad.ipynb", b"no notebook"))
    assert str(caught.value).startswith(f"{path} is not a notebook: ")
