"""Progress line of a transfer."""

import io

import pytest
from rich.console import Console
from rich.progress import Progress

from jupyter_openbis_server.entrypoints.cli.output.progress import _columns

MIB = 2**20


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_progress_fits_into_the_width_of_the_terminal(width: int) -> None:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    with Progress(*_columns(width), console=console) as bar:
        task = bar.add_task("downloading", total=1000 * MIB, completed=0, files="0/1000 files")
        bar.update(task, completed=512 * MIB, files="512/1000 files")
        lines = console.render_lines(bar.get_renderable(), pad=False)
    assert len(lines) == 1
    text = "".join(segment.text for segment in lines[0])
    assert "512.0 MiB of 1000.0 MiB" in text
    assert "MB" not in text
    assert "512/1000" in text or width == 40
    assert len(text.rstrip()) <= width


def test_unknown_total_is_omitted() -> None:
    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system=None)
    with Progress(*_columns(80), console=console) as bar:
        bar.add_task("asking the kernel", total=None, files="")
        text = "".join(each.text for each in console.render_lines(bar.get_renderable(), pad=False)[0])
    assert "bytes" not in text
