"""Paths of the workspace in messages."""

from __future__ import annotations

from pathlib import PurePath


def shown_path(root: str, path: str) -> str:
    """Return a path below a root as messages show it: absolute if the root is that of the file system.

    >>> shown_path("/home/ada", "work/growth.ipynb"), shown_path("/", "home/ada/growth.ipynb")
    ('work/growth.ipynb', '/home/ada/growth.ipynb')
    """
    folder = PurePath(root)
    return str(folder / path) if folder == PurePath(folder.anchor) else path
