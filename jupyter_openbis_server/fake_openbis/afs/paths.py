"""Which paths AFS accepts (openbis-afs 4)."""

import re
import unicodedata
from pathlib import PurePosixPath

from jupyter_openbis_server.fake_openbis.afs.errors import AfsError, Kind

HIDDEN = ".afs"
"""Folder with checksums and previews beside the files that they belong to; no request reaches it."""
SNAPSHOTS = ".afs.snapshots"
TRASH = ".afs.trash"

_PLAIN = re.compile(r"[A-Za-z0-9_.-]+")
_ALLOWED = frozenset("0123456789 $!#%'()+,-.;=@[]^_{}~")


def check_path(operation: str, source: str, shown: str) -> None:
    """Check a path that a request names.

    A name neither begins nor ends with a blank nor ends with a dot (``IOUtils.isValidFilename``). openBIS checks the
    last name of a path only, and what joins owner and path lets one without a slash at its beginning pass; the fake
    applies the documented rules to the whole path, so that no client relies on that.

    Args:
        operation: Name of the operation, for messages.
        source: The path.
        shown: The path as messages show it.

    Raises:
        AfsError: 10017, 10018 or 10023.
    """
    if "/../" in source:
        raise AfsError(Kind.PATH_RELATIVE, operation, shown)
    if not source.startswith("/"):
        raise AfsError(Kind.PATH_NOT_START_WITH_ROOT, operation, shown)
    if not all(map(_is_valid, PurePosixPath(source).parts[1:])):
        raise AfsError(Kind.PATH_INVALID, shown)


def check_may_change(operation: str, source: str, shown: str) -> None:
    """Check that a path is neither in the trash nor among the snapshots.

    Raises:
        AfsError: 10027 or 10028.
    """
    if PurePosixPath(source).parts[1:2] == (TRASH,):
        raise AfsError(Kind.PATH_IN_TRASH, operation, shown)
    if SNAPSHOTS in source:
        raise AfsError(Kind.PATH_IN_SNAPSHOTS, operation, shown)


def _is_valid(name: str) -> bool:
    if name == HIDDEN or name.startswith(" ") or name.endswith((" ", ".")):
        return False
    return _PLAIN.fullmatch(name) is not None or all(
        each in _ALLOWED or unicodedata.category(each).startswith("L") for each in name
    )
