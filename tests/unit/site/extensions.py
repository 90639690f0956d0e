"""The extensions of the documentation site, which are no package."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[3]


def extension(name: str) -> ModuleType:
    """Import a module of `docs/_extensions`."""
    folder = str(ROOT / "docs" / "_extensions")
    if folder not in sys.path:
        sys.path.append(folder)
    return importlib.import_module(name)
