"""Reading of `.eln` archives (ELN consortium): RO-Crates whose parts are the entries.

The specification is https://github.com/TheELNConsortium/TheELNFileFormat, and its examples show what programs write:
eLabFTW, PASTA, SampleDB, Kadi4Mat, RSpace, SciLog, AI4Green, datalab and others.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from jupyter_openbis_server.adapters.rocrate.eln_fields import fields_of
from jupyter_openbis_server.adapters.rocrate.eln_texts import is_html, plain, rich, unformatted
from jupyter_openbis_server.adapters.rocrate.graph import Entity, Graph, graph_in, local_path, long_text_of, text_of
from jupyter_openbis_server.adapters.rocrate.stated_digests import stated_content
from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry
from jupyter_openbis_server.domain.eln_archives.results import ArchiveResults
from jupyter_openbis_server.domain.errors import InvalidCrate
from jupyter_openbis_server.domain.files.data_set_path import folders_above
from jupyter_openbis_server.domain.research_objects.crate import METADATA_FILE
from jupyter_openbis_server.domain.research_objects.digests import Digest
from jupyter_openbis_server.domain.research_objects.named_file import NamedFile
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_OF_ARCHIVE = (METADATA_FILE, "ro-crate-preview.html")
_OF_PREVIEW = "ro-crate-preview_files/"
_MAX_CHARACTERS = 200 << 20
"""Of the texts of all entries."""


class RocrateElnReader:
    """Port `ElnReader`."""

    def archive(self, name: str, document: bytes, files: Mapping[str, SourceFile]) -> ArchiveResults[ElnEntry]:
        """See the port."""
        graph = graph_in(name, document)
        parts = [each for each in _data_sets(graph, graph.root) if each is not graph.root]
        if not parts:
            raise InvalidCrate(name, "it has no entries")
        archive = _Archive(graph, parts, files)
        return ArchiveResults(tuple(_limited(name, archive.entries())), tuple(archive.unused()), archive.missing())


class _Archive:
    """The parts of an archive that are entries, and its files.

    A data set inside an entry that the archive does not list itself, e.g. a paragraph, belongs to the entry: its text
    and its files become those of the entry.
    """

    def __init__(self, graph: Graph, parts: list[Entity], files: Mapping[str, SourceFile]) -> None:
        self._graph, self._files = graph, files
        seen = {graph.root.id, *(each.id for each in parts)}
        self._members = {each.id: [each, *_below(graph, each, seen)] for each in parts}
        self._folders = set(_folders(files))
        owners = {self._folder(member): entry for entry, members in self._members.items() for member in members}
        self._unlisted = self._files_by_folder(owners)
        self._digests = self._stated()

    def entries(self) -> Iterator[ElnEntry]:
        """Yield the entries."""
        for members in self._members.values():
            part = members[0]
            folder = self._folder(part)
            texts, formatted = zip(*map(self._texts, members), strict=True)
            names = self._names(members, folder)
            yield ElnEntry(
                part.id,
                text_of(part, "name") or folder,
                "\n".join(filter(None, texts)),
                fields_of(self._graph, part),
                tuple(NamedFile(name, self._files[path]) for name, path in names.items()),
                "".join(formatted),
                {name: self._digests[path] for name, path in names.items() if path in self._digests},
                tuple(dict.fromkeys(self._missing(members))),
            )

    def unused(self) -> Iterator[str]:
        """Yield the files of no entry, without those that describe the archive."""
        used = {path for members in self._members.values() for path in self._listed(members)}
        used.update(*self._unlisted.values())
        for path in self._files:
            if path not in used and path not in _OF_ARCHIVE and not path.startswith(_OF_PREVIEW):
                yield path

    def missing(self) -> tuple[str, ...]:
        """Return the files that the root lists, and that are not there."""
        return tuple(dict.fromkeys(self._missing([self._graph.root])))

    def _texts(self, member: Entity) -> tuple[str, str]:
        """Return the text of a data set, plain and formatted."""
        stated = long_text_of(member, "text")
        described = self._graph.one(member, "description") if not stated else None
        source, text = (described, long_text_of(described, "text")) if described else (member, stated)
        text = text or long_text_of(member, "description")
        if is_html(text, text_of(source, "encodingFormat")):
            return plain(text), rich(text)
        return unformatted(text)

    def _names(self, members: Iterable[Entity], folder: str) -> dict[str, str]:
        """Return the paths of an entry's files, by their names below its folder; of others, by their whole paths."""
        names: dict[str, str] = {}
        for path in dict.fromkeys((*self._listed(members), *self._unlisted.get(folder, ()))):
            name = path.removeprefix(f"{folder}/")
            while name in names:  # one is outside the folder
                name = f"other/{name}"
            names[name] = path
        return names

    def _listed(self, members: Iterable[Entity]) -> Iterator[str]:
        yield from (path for path, _ in self._described(members) if path in self._files)

    def _missing(self, members: Iterable[Entity]) -> Iterator[str]:
        """Yield the files that are listed and are not there, without those of other servers."""
        yield from (path for path, each in self._described(members) if path not in self._files and "://" not in each.id)

    def _described(self, members: Iterable[Entity]) -> Iterator[tuple[str, Entity]]:
        """Yield the paths and descriptions of files."""
        for member in members:
            for each in self._graph.many(member, "hasPart"):
                if "File" in each.types and each.id:
                    yield local_path(each.id, self._files), each

    def _stated(self) -> dict[str, tuple[Digest, ...]]:
        """Return what descriptions state about files. Each is read once, although all entries may list it."""
        found = chain.from_iterable(map(self._described, self._members.values()))
        described = {each.id: (path, each) for path, each in found}
        stated: defaultdict[str, list[Digest]] = defaultdict(list)
        for path, each in described.values():
            if path in self._files and (digest := stated_content(each, self._files[path])):
                stated[path].append(digest)
        return {path: tuple(digests) for path, digests in stated.items()}

    def _files_by_folder(self, owners: Mapping[str, str]) -> dict[str, list[str]]:
        """Return the files that no entry lists, by the folder of the entry in whose folder they are."""
        listed = {path for members in self._members.values() for path in self._listed(members)}
        folder_of = {entry: self._folder(members[0]) for entry, members in self._members.items()}
        found: dict[str, list[str]] = {}
        for path in self._files:
            inside = [folder for folder in folders_above(path) if folder in owners]
            if inside and path not in listed:
                found.setdefault(folder_of[owners[inside[-1]]], []).append(path)
        return found

    def _folder(self, part: Entity) -> str:
        return local_path(part.id, self._folders)


def _data_sets(graph: Graph, part: Entity) -> tuple[Entity, ...]:
    return tuple(each for each in graph.many(part, "hasPart") if "Dataset" in each.types and each.id)


def _below(graph: Graph, part: Entity, seen: set[str]) -> Iterator[Entity]:
    """Yield the data sets inside an entry, except those that were seen before; receives their ids."""
    waiting = deque([part])
    while waiting:
        for each in _data_sets(graph, waiting.popleft()):
            if each.id not in seen:
                seen.add(each.id)
                waiting.append(each)
                yield each


def _limited(name: str, entries: Iterable[ElnEntry]) -> Iterator[ElnEntry]:
    """Yield entries. Raises InvalidCrate: their texts are too long in all; many entries may refer to the same ones."""
    left = _MAX_CHARACTERS
    for each in entries:
        left -= len(each.text) + len(each.formatted_text) + sum(map(len, each.fields.values()))
        if left < 0:
            raise InvalidCrate(name, f"its texts have more than {_MAX_CHARACTERS >> 20} million characters")
        yield each


def _folders(files: Iterable[str]) -> Iterator[str]:
    for path in files:
        yield from folders_above(path)
