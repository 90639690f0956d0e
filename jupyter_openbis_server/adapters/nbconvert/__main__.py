"""The process that converts one notebook: `python -m jupyter_openbis_server.adapters.nbconvert <limits> <what>`.

It reads the notebook from standard input and writes the page to standard output. Standard error receives a report in
JSON and nothing else: log messages of libraries could quote the notebook.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import Any

from jupyter_openbis_server.adapters.nbconvert.conversion import Conversion, convert
from jupyter_openbis_server.domain.errors import ConversionFailed, NotANotebook, TextNotebooksNotSupported

_SLOW_TO_LOAD = "rfc3987_syntax"
"""Takes two seconds to import; validates URLs for jsonschema, which notebooks do not contain."""


def main(limits: dict[str, int], conversion: Conversion) -> None:
    """Convert the notebook within the limits, and write a report."""
    report = os.fdopen(os.dup(2), "w", encoding="utf-8")
    with open(os.devnull, "w") as nothing:  # noqa: PTH123 - no path
        os.dup2(nothing.fileno(), 2)
    sys.modules[_SLOW_TO_LOAD] = None  # type: ignore[assignment]
    _limit(limits["memory"], limits["seconds"])
    with report:
        json.dump(_outcome(conversion), report)


def _outcome(conversion: Conversion) -> dict[str, Any]:
    try:
        converted = convert(conversion, sys.stdin.buffer)
        for piece in converted.pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except MemoryError:
        return {"error": "memory"}
    except NotANotebook as error:
        return {"error": "not-a-notebook", "problem": error.problem}
    except TextNotebooksNotSupported:
        return {"error": "jupytext-missing"}
    except ConversionFailed as error:
        return {"error": "failed", "problem": error.problem}
    except OSError as error:
        return {"error": "disk", "problem": os.strerror(error.errno or 0)}
    return {"isTrusted": converted.is_trusted, "missingPictures": list(converted.missing_pictures)}


def _limit(memory: int, seconds: int) -> None:
    """Limit memory (bytes; 0 for no limit) and CPU time, if the system supports it.

    If a container runs out of memory, the kernel should kill this process rather than the server.
    """
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123 - as above
        file.write("1000")
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would contain the notebook
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))  # also if the server exits
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), Conversion(**json.loads(sys.argv[2])))
