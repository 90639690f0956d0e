"""The process that converts one notebook: `python -m jupyter_openbis_server.adapters.nbconvert <limits> <what>`.

It reads the notebook from standard input and writes the page to standard output. Standard error receives a report in
JSON and nothing else: log messages of libraries could quote the notebook.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from jupyter_openbis_server.adapters.nbconvert.conversion import Conversion, convert
from jupyter_openbis_server.adapters.shared.process_limits import limit_this_process
from jupyter_openbis_server.domain.errors import ConversionFailed, NotANotebook, TextNotebooksNotSupported

_SLOW_TO_LOAD = "rfc3987_syntax"
"""Takes two seconds to import; validates URLs for jsonschema, which notebooks do not contain."""


def main(limits: dict[str, int], conversion: Conversion) -> None:
    """Convert the notebook within the limits, and write a report."""
    report = os.fdopen(os.dup(2), "w", encoding="utf-8")
    with open(os.devnull, "w") as nothing:  # noqa: PTH123 - no path
        os.dup2(nothing.fileno(), 2)
    sys.modules[_SLOW_TO_LOAD] = None  # type: ignore[assignment]
    limit_this_process(limits["memory"], limits["seconds"])
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


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), Conversion(**json.loads(sys.argv[2])))
