"""Names of the folders of data sets: `20230315101500001-1001`, or `Growth curves (20230315101500001-1001)`.

The permId is in both: a folder is found by it, also if the data set gets another name in openBIS.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.errors import InvalidInput

if TYPE_CHECKING:
    from jupyter_openbis_server.domain.downloads.ports import DownloadFolders

MAX_NAME_BYTES = 80
"""Of the name in UTF-8: with the permId, about 110 of the 143 bytes that encrypted home folders allow. Windows allows
260 characters for a whole path."""
_SUFFIX = re.compile(r".* \((?P<perm_id>[^()]+)\)", re.DOTALL)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_BLANKS = re.compile(r"\s+")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories without a sign: controls, also of the direction of writing; lone surrogates; private use."""


class FolderNames(str, enum.Enum):
    """What the folders of data sets are called."""

    PERM_ID = "permId"
    NAME = "name"
    """The name and, in parentheses, the permId; the permId alone if the data set has no name."""

    @classmethod
    def parse(cls, text: FolderNames | str) -> FolderNames:
        """Return the value for a text. Raises InvalidInput."""
        try:
            return cls(text)
        except ValueError:
            raise InvalidInput(f"folder names are {' or '.join(each.value for each in cls)}, not {text!r}") from None


@dataclass(frozen=True)
class FolderNamer:
    """Chooses the folders of data sets: those that exist already, else new ones."""

    folders: DownloadFolders
    kind: FolderNames

    def __call__(self, folder: str, path: Sequence[DataSet]) -> tuple[str, ...]:
        """Return the names of the folders of a data set in a folder.

        Args:
            folder: Absolute path.
            path: The data set; a component of a container after the container.

        Raises:
            InvalidPath: see `DownloadFolders.find`.
        """
        names: tuple[str, ...] = ()
        for each in path:
            found = self.folders.find(folder, *names, perm_id=each.perm_id)
            names = (*names, found or self._new(each))
        return names

    def _new(self, data_set: DataSet) -> str:
        name = _name_of(data_set) if self.kind is FolderNames.NAME else None
        return folder_name(name, data_set.perm_id)


def _name_of(data_set: DataSet) -> str | None:
    """Return the name of a data set; of the files of a sample or experiment itself, its code."""
    owner = data_set.sample or data_set.experiment
    if data_set.name or not data_set.is_in_afs or not owner:
        return data_set.name
    return owner.rpartition("/")[2]


def folder_name(name: str | None, perm_id: str) -> str:
    """Return `name (permId)` as a file name that all operating systems allow; the permId if nothing is left of a name.

    Characters that file names cannot have are replaced by `_`, invisible ones dropped. The text is in Unicode's normal
    form C, at most `MAX_NAME_BYTES` long, does not begin with a dot (hidden), hyphen (an option of commands) or tilde,
    and is no device of Windows.
    """
    text = unicodedata.normalize("NFC", _BLANKS.sub(" ", name or ""))
    text = "".join(each for each in text if unicodedata.category(each) not in _DROPPED)
    text = unicodedata.normalize("NFC", _BLANKS.sub(" ", _FORBIDDEN.sub("_", text)))
    text = _shortened(text.strip(" .").lstrip("-~ .")).rstrip(" .")
    if _DEVICE.match(text):
        text = f"_{text}"
    return f"{text} ({perm_id})" if text.strip("_ ") else perm_id


def perm_id_in(name: str) -> str:
    """Return the permId in the name of a folder; a name without one is returned itself."""
    found = _SUFFIX.fullmatch(name)
    return found["perm_id"] if found else name


def perm_id_above(path: str, folder: str) -> str:
    """Return the permId of the outermost data set in a folder in which a path is; empty for the folder itself."""
    return perm_id_in(next(iter(PurePath(path).relative_to(PurePath(folder)).parts), ""))


def _shortened(text: str) -> str:
    """Return the beginning of a text, up to the last character that fits."""
    encoded = text.encode()
    if len(encoded) <= MAX_NAME_BYTES:
        return text
    return encoded[:MAX_NAME_BYTES].decode(errors="ignore")
