"""Print the recipe with version and checksum of a source distribution.

    python deploy/conda/render.py dist/jupyter_openbis_server-1.0.0.tar.gz > recipe.yaml

conda-forge takes the file from PyPI: give the one that PyPI has, since the checksum is of its bytes.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

RECIPE = Path(__file__).with_name("recipe.yaml")


def rendered(source: Path) -> str:
    """Return the recipe for a source distribution.

    Raises:
        ValueError: the file has another name than a source distribution of this package.
    """
    named = re.fullmatch(r"jupyter_openbis_server-(.+)\.tar\.gz", source.name)
    if not named:
        raise ValueError(f"{source.name} is no source distribution of this package")
    checksum = hashlib.sha256(source.read_bytes()).hexdigest()
    recipe = RECIPE.read_text(encoding="utf-8")
    recipe = recipe.replace('  version: "0"\n', f'  version: "{named[1]}"\n')
    return recipe.replace('  sha256: "0"\n', f'  sha256: "{checksum}"\n')


if __name__ == "__main__":
    sys.stdout.write(rendered(Path(sys.argv[1])))
