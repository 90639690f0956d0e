"""Installs packages into a virtual environment: by uv, in a tenth of pip's time, where this Python has it, else by pip.

python .ci/install.py ENVIRONMENT [OPTIONS OR REQUIREMENTS, as for "pip install" …]
"""

import os
import subprocess
import sys
from pathlib import Path

# The Makefile builds the front end; uv copies without a warning where its cache is on another disk.
_VARIABLES = {"HATCH_JUPYTER_BUILDER_SKIP_NPM": "1", "PYTHONPATH": "", "UV_LINK_MODE": "copy", "PIP_NO_COMPILE": "1"}


def main(environment: str, *arguments: str) -> int:
    """Install; return pip's status if uv cannot do it, e.g. since only pip is configured for a private index."""
    variables = {**os.environ, **_VARIABLES}
    python = str(Path(environment) / "bin" / "python")
    try:
        by_uv = [Path(sys.executable).with_name("uv"), "pip", "install", "--python", python, *arguments]
        if subprocess.run(by_uv, env=variables, capture_output=True, check=False).returncode == 0:  # noqa: S603
            return 0
    except FileNotFoundError:
        pass
    by_pip = [sys.executable, "-m", "pip", "--python", python, "install", "-qq", *arguments]
    return subprocess.run(by_pip, env=variables, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
