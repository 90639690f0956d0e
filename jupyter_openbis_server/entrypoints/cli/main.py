"""`jupyter-openbis`, which the `jupyter` command also finds as `jupyter openbis`: the use cases from a terminal."""

import signal
import sys
from typing import NoReturn

from jupyter_openbis_server.entrypoints.cli import INTERRUPTED


def main() -> None:
    """Run `jupyter-openbis` with the arguments of this process. Ctrl-C also ends it during imports."""
    try:
        from jupyter_openbis_server.entrypoints.cli.root import openbis  # noqa: PLC0415

        openbis(prog_name="jupyter-openbis")
    except KeyboardInterrupt:
        _end_interrupted()
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            _end_interrupted()
        raise


def _end_interrupted() -> NoReturn:
    """End with the status of Ctrl-C, even if it is pressed again while the interpreter ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(INTERRUPTED)
