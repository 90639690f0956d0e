"""Names of files in research objects, which are copied to other computers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from jupyter_openbis_server.domain.files.data_set_path import folders_above


def problem_of_names(names: Iterable[str]) -> str:
    """Return why some disk cannot store each file under its own name; empty if all disks can.

    Many disks distinguish neither case nor normal forms of Unicode.

    Args:
        names: Paths with `/` as separator.
    """
    known: dict[str, str] = {}
    for name in names:
        key = unicodedata.normalize("NFC", name).casefold()
        if key in known:
            return f"{known[key]!r} and {name!r} are the same name on many disks"
        known[key] = name
    for key, name in known.items():
        if any(folder in known for folder in folders_above(key)):
            return f"{name!r} is in a folder that is a file, too"
    return ""
