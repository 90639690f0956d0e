"""Paths on the file server (AFS): which it accepts, and which it uses itself (openbis-afs 3 and 4)."""

from __future__ import annotations

import unicodedata

HIDDEN = frozenset({".afs", ".afs.snapshots", ".afs.trash"})
"""Folders of the server itself, at any depth: checksums and previews, snapshots, deleted files."""

_CHARACTERS = frozenset("0123456789 $!#%'()+,-.;=@[]^_{}~")
_MAX_SHOWN = 3


def source_of(path: str) -> str:
    """Return a path of a data set's file as the server has it: with a slash at its start."""
    return f"/{path}"


def is_hidden(path: str) -> bool:
    """Whether a path is that of a folder of the server itself, or leads through one."""
    return not HIDDEN.isdisjoint(path.split("/"))


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
        return f"the names {', '.join(sorted(HIDDEN))} belong to openBIS's file server itself"
    refused = list(dict.fromkeys(each for each in path if each != "/" and not _is_accepted(each)))
    if not refused:
        return None
    if path != unicodedata.normalize("NFC", path) and problem_of_path(unicodedata.normalize("NFC", path)) is None:
        return "it has accents as separate characters, as macOS stores them; rename it with composed characters (NFC)"
    shown = ", ".join(map(_shown, refused[:_MAX_SHOWN]))
    return f"openBIS's file server does not accept {shown}{' and others' if len(refused) > _MAX_SHOWN else ''} in names"


def _is_accepted(character: str) -> bool:
    return character in _CHARACTERS or unicodedata.category(character).startswith("L")


def _shown(character: str) -> str:
    r"""Return a character for users; those that cannot be seen as `\t` or by their number."""
    return repr(character) if character.isprintable() or character in "\t\n\r" else f"U+{ord(character):04X}"
