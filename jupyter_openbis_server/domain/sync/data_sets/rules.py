"""Rules by which files and folders become data sets."""

from __future__ import annotations

import enum
import json
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.errors import InvalidInput
from jupyter_openbis_server.domain.sync.entries import LocalEntry

_PLACE = re.compile(r"\{(\w+)\}")
_MAX_SIDECAR_BYTES = 1024 * 1024


class Each(str, enum.Enum):
    """What becomes one data set."""

    FILE = "file"
    FOLDER = "folder"
    """A folder directly in the synchronised one, with all that is in it."""


@dataclass(frozen=True)
class DataSetRules:
    """How a file or folder becomes a data set.

    Attributes:
        type_code: Type of the data sets.
        each: What becomes one data set.
        properties: Values by property code, with places for `{name}` (of the file or folder), `{stem}` (without its
            ending), `{folder}` (the folder that it is in), `{path}`, and the named groups of `pattern`.
        pattern: A regular expression that the path fits; others are left out. Empty for all.
        sidecar: Name of a JSON file with further properties, e.g. `{name}.json`: beside a file, or in a folder. It is
            sent with the data. A file or folder waits until it is there. Empty without one.
    """

    type_code: str
    each: Each = Each.FILE
    properties: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    sidecar: str = ""

    def __post_init__(self) -> None:
        """Raise InvalidInput if a template names what nothing has."""
        try:
            groups = set(re.compile(self.pattern).groupindex)
        except re.error as error:
            raise InvalidInput(f"{self.pattern!r} is no regular expression: {error}") from None
        known = {*_names_of("a/b.c"), *groups}
        for template in (*self.properties.values(), self.sidecar):
            unknown = [name for name in _PLACE.findall(template) if name not in known]
            if unknown:
                places = ", ".join(f"{{{each}}}" for each in sorted(known))
                raise InvalidInput(f"{template!r} has {{{unknown[0]}}}; there are: {places}")


@dataclass(frozen=True)
class Unit:
    """What becomes one data set.

    Attributes:
        path: The file, or the folder.
        files: All files of it, by path, with the sidecar.
        values: What the places in templates stand for.
        sidecar: The file with further properties.
        lacks_sidecar: Whether it must have a sidecar, and has none yet.
    """

    path: str
    files: tuple[LocalEntry, ...]
    values: Mapping[str, str]
    sidecar: LocalEntry | None = None
    lacks_sidecar: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Paths of what is uploaded: the folder as a whole, or the file and its sidecar."""
        is_folder = not any(each.path == self.path for each in self.files)
        return (self.path,) if is_folder else tuple(each.path for each in self.files)


def units_of(entries: Mapping[str, LocalEntry], rules: DataSetRules) -> tuple[Unit, ...]:
    """Return what becomes data sets, some only with a sidecar that is missing yet. Other files are left out."""
    files = {path: each for path, each in entries.items() if not each.is_folder}
    found = _files_of(files, rules) if rules.each is Each.FILE else _folders_of(files, rules)
    return tuple(sorted(found, key=lambda unit: unit.path))


def property_values(unit: Unit, rules: DataSetRules, read: Callable[[LocalEntry], bytes]) -> dict[str, object]:
    """Return the properties of a data set; those of the sidecar take precedence.

    Args:
        unit: The file or folder.
        rules: The rules.
        read: Returns the content of a local file.

    Raises:
        InvalidInput: the sidecar is no JSON object, or too large.
        SourceNotReadable: it cannot be read.
    """
    values: dict[str, object] = {code: _filled(text, unit.values) for code, text in rules.properties.items()}
    if unit.sidecar is None:
        return values
    if unit.sidecar.size > _MAX_SIDECAR_BYTES:
        raise InvalidInput(f"{unit.sidecar.path} is too large for a file with properties")
    try:
        content = json.loads(read(unit.sidecar))
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise InvalidInput(f"{unit.sidecar.path} is no JSON object with properties by code")
    return {**values, **content}


def _files_of(files: Mapping[str, LocalEntry], rules: DataSetRules) -> Iterator[Unit]:
    named = [(path, values) for path in files if (values := _values(path, rules)) is not None]
    sidecars = {path: _sidecar_path(posixpath.dirname(path), rules, values) for path, values in named}
    own = {sidecar for path, sidecar in sidecars.items() if sidecar and sidecar != path}
    for path, values in named:
        if path in own:
            continue
        sidecar = files.get(sidecars[path])
        own_files = tuple(dict.fromkeys([files[path], *([sidecar] if sidecar else [])]))
        yield Unit(path, own_files, values, sidecar, bool(sidecars[path]) and sidecar is None)


def _folders_of(files: Mapping[str, LocalEntry], rules: DataSetRules) -> Iterator[Unit]:
    folders: dict[str, list[LocalEntry]] = {}
    for path, each in files.items():
        folder, slash, _ = path.partition("/")
        if slash:
            folders.setdefault(folder, []).append(each)
    for folder, inside in folders.items():
        values = _values(folder, rules)
        if values is None:
            continue
        sidecar_path = _sidecar_path(folder, rules, values)
        sidecar = files.get(sidecar_path)
        ordered = tuple(sorted(inside, key=lambda each: each.path))
        yield Unit(folder, ordered, values, sidecar, bool(sidecar_path) and sidecar is None)


def _values(path: str, rules: DataSetRules) -> dict[str, str] | None:
    match = re.search(rules.pattern, path)
    if match is None:
        return None
    groups = {name: text or "" for name, text in match.groupdict().items()}
    return {**_names_of(path), **groups}


def _names_of(path: str) -> dict[str, str]:
    folder, name = posixpath.split(path)
    return {"name": name, "stem": posixpath.splitext(name)[0], "folder": posixpath.basename(folder), "path": path}


def _sidecar_path(folder: str, rules: DataSetRules, values: Mapping[str, str]) -> str:
    return posixpath.join(folder, _filled(rules.sidecar, values)) if rules.sidecar else ""


def _filled(template: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: values[place[1]], template)
