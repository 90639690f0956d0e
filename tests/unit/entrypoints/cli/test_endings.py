"""End of a run: exit statuses and messages, never a traceback."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable

import click
import pytest

from jupyter_openbis_server.domain.errors import EntityNotFound
from jupyter_openbis_server.entrypoints.cli import main as program
from jupyter_openbis_server.entrypoints.cli.output.endings import end


def raising(error: BaseException) -> Callable[[], object]:
    def action() -> object:
        raise error

    return action


def in_an_import(error: BaseException) -> Callable[[], object]:
    """Return an action that ends like the creation of a class during which an error is raised."""

    def action() -> object:
        raise RuntimeError("Error calling __set_name__") from error

    return action


def aborted_by(error: BaseException) -> Callable[[], object]:
    """Return an action that ends like an aborted prompt of click."""

    def action() -> object:
        abort = click.Abort()
        abort.__context__ = error
        raise abort

    return action


@pytest.mark.parametrize(
    ("action", "status"),
    [
        (lambda: None, 0),
        (lambda: 6, 6),
        (raising(KeyboardInterrupt()), 130),
        (in_an_import(KeyboardInterrupt()), 130),
        (aborted_by(KeyboardInterrupt()), 130),
        (aborted_by(EOFError()), 1),
        (raising(EntityNotFound("/A")), 4),
        (raising(click.UsageError("no")), 2),
        (raising(RuntimeError("secret")), 1),
        (raising(OSError(errno.ENOSPC, "No space left on device")), 8),
        (raising(OSError(errno.ENOENT, "missing", "/a/file")), 1),
        (raising(BrokenPipeError(errno.EPIPE, "Broken pipe")), 1),
    ],
)
def test_error_has_its_exit_status(
    action: Callable[[], object], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        end(action, [])
    assert ended.value.code == status
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    assert "secret" not in shown.err
    assert shown.out == ""


def test_closed_pipe_causes_no_message(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        end(raising(BrokenPipeError(errno.EPIPE, "Broken pipe")), [])
    assert capsys.readouterr().err == ""


def test_a_full_disk_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        end(raising(OSError(errno.ENOSPC, "No space left on device")), [])
    assert capsys.readouterr().err == "Error: the answer cannot be written: No space left on device\n"


def test_interrupt_during_imports_shows_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jupyter_openbis_server.entrypoints.cli.root", None)

    class Interrupted:
        def find_spec(self, name: str, *_: object) -> None:
            if name.endswith("cli.root"):
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "jupyter_openbis_server.entrypoints.cli.root")
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    handler = signal.getsignal(signal.SIGINT)
    try:
        with pytest.raises(SystemExit) as ended:
            program.main()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN, "pressed again, Ctrl-C shows no traceback either"
    finally:
        signal.signal(signal.SIGINT, handler)
    assert ended.value.code == 130


@pytest.mark.parametrize("where", ["full", "closed"])
def test_process_with_an_unwritable_output_has_the_documented_status(where: str) -> None:
    code = "from jupyter_openbis_server.entrypoints.cli.output.terminal import write\n"
    code += "from jupyter_openbis_server.entrypoints.cli.output.endings import end\nend(lambda: write('x'), [])"
    command = f'exec {sys.executable} -c "{code}" ' + (">/dev/full" if where == "full" else ">&-")
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=os.environ, check=False)
    assert done.returncode == 8
    assert done.stderr.startswith("Error: the answer cannot be written: ")
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
