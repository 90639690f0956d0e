"""Paths on the file server (AFS): which it accepts, and which it uses itself (openbis-afs 3 and 4)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

HIDDEN = frozenset({".afs", ".afs.snapshots", ".afs.trash"})
"""Folders of the server itself, at any depth: checksums and previews, snapshots, deleted files."""

UPLOAD_PREFIX = ".jupyter-openbis-upload-"
"""Names in the folder of an owner that begin with this are files of this program that are on their way to openBIS."""

_MAX_NAME_BYTES = 255
"""Of file systems; the server adds to names in its own folders, which fails silently."""
_CHARACTERS = frozenset("0123456789 $!#%'()+,-.;=@[]^_{}~")
_MAX_SHOWN = 3


def source_of(path: str) -> str:
    """Return a path of a data set's file as the server has it: with a slash at its start."""
    return f"/{path}"


def is_hidden(path: str) -> bool:
    """Whether a path is that of a folder of the server itself or of an unfinished upload, or leads through one."""
    return any(name in HIDDEN or name.startswith(UPLOAD_PREFIX) for name in path.split("/"))


def problem_of_path(path: str) -> str | None:
    """Return why the server would not store a file or folder under a path; None if it would.

    Args:
        path: Relative to the folder of its owner, `/` as separator, without slash at start or end.
    """
    names = path.split("/")
    if "" in names:
        return "a name is empty"
    if "." in names or ".." in names:
        return "it leads through '.' or '..'"
    if is_hidden(path):
        return (
            f"the names {', '.join(sorted(HIDDEN))} belong to openBIS's file server itself, and {UPLOAD_PREFIX}… to "
            "uploads"
        )
    return _problem_of_ends(names) or _problem_of_characters(path)


def _problem_of_ends(names: list[str]) -> str | None:
    if any(each.startswith(" ") or each.endswith((" ", ".")) for each in names):
        return "openBIS's file server does not accept names with a blank at their beginning or end, or a dot at the end"
    if any(len(each.encode(errors="surrogatepass")) > _MAX_NAME_BYTES for each in names):
        return f"a name has more than {_MAX_NAME_BYTES} bytes"
    return None


def _problem_of_characters(path: str) -> str | None:
    refused = [each for each in dict.fromkeys(path) if each != "/" and not _is_accepted(each)]
    if not refused:
        return None
    composed = unicodedata.normalize("NFC", path)
    if path != composed and _problem_of_characters(composed) is None:
        return "it has accents as separate characters, as macOS stores them; rename it with composed characters (NFC)"
    shown = ", ".join(map(_shown, refused[:_MAX_SHOWN]))
    return f"openBIS's file server does not accept {shown}{' and others' if len(refused) > _MAX_SHOWN else ''} in names"


@lru_cache(maxsize=1024)
def _is_accepted(character: str) -> bool:
    return character in _CHARACTERS or unicodedata.category(character).startswith("L")


def _shown(character: str) -> str:
    r"""Return a character for users; those that cannot be seen as `\t` or by their number."""
    return repr(character) if character.isprintable() or character in "\t\n\r" else f"U+{ord(character):04X}"
