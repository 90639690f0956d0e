"""Reading of `.eln` archives (ELN consortium, eLabFTW): RO-Crates whose parts are the entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote

from jupyter_openbis_server.adapters.rocrate.graph import Entity, Graph, graph_in, text_of
from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry
from jupyter_openbis_server.domain.errors import InvalidCrate
from jupyter_openbis_server.domain.research_objects.named_file import NamedFile
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_BLOCKS = frozenset(("p", "div", "br", "li", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "ul", "ol"))
_HIDDEN = frozenset(("script", "style", "head", "title"))
_FIELDS = {
    "keywords": "keywords",
    "genre": "category",
    "dateCreated": "created",
    "dateModified": "modified",
    "url": "url",
}
_MAX_TEXT = 1_000_000


class RocrateElnReader:
    """Port `ElnReader`."""

    def entries(self, name: str, document: bytes, files: Mapping[str, SourceFile]) -> tuple[ElnEntry, ...]:
        """See the port."""
        graph = graph_in(name, document)
        parts = (each for each in graph.many(graph.root, "hasPart") if "Dataset" in each.types)
        entries = tuple(_entry(graph, each, files) for each in parts if each is not graph.root)
        if not entries:
            raise InvalidCrate(name, "it has no entries")
        return entries


def _entry(graph: Graph, part: Entity, files: Mapping[str, SourceFile]) -> ElnEntry:
    folder = unquote(part.id).removeprefix("./").rstrip("/")
    text = _long_text(part.values.get("text")) or text_of(part, "description")
    fields = {field: text_of(part, key) for key, field in _FIELDS.items() if text_of(part, key)}
    author = graph.one(part, "author")
    if author:
        names = (text_of(author, key) for key in ("givenName", "familyName"))
        fields["author"] = text_of(author, "name") or " ".join(filter(None, names))
    for each in graph.many(part, "variableMeasured"):
        label = text_of(each, "propertyID") or text_of(each, "name")
        unit = text_of(each, "unitText")
        if label and text_of(each, "value"):
            fields.setdefault(label, " ".join(filter(None, (text_of(each, "value"), unit))))
    name = text_of(part, "name") or folder
    return ElnEntry(part.id, name, plain(text), fields, tuple(_files(graph, part, folder, files)))


def _files(graph: Graph, part: Entity, folder: str, files: Mapping[str, SourceFile]) -> Iterator[SourceFile]:
    """Yield the files of an entry that the archive has."""
    for each in graph.many(part, "hasPart"):
        path = unquote(each.id).removeprefix("./")
        source = files.get(path)
        if source and "File" in each.types:
            yield NamedFile(path.removeprefix(f"{folder}/"), source)


def _long_text(value: object) -> str:
    return value[:_MAX_TEXT].encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def plain(text: str) -> str:
    """Return HTML as text: blocks become lines, markup and scripts are dropped. Other texts stay as they are."""
    if "<" not in text and "&" not in text:
        return text.strip()
    parser = _PlainText()
    parser.feed(text)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _PlainText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._hidden += tag in _HIDDEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
