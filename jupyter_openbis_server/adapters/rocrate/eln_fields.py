"""Fields of the entries of `.eln` archives, as texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from jupyter_openbis_server.adapters.rocrate.eln_texts import is_html, plain
from jupyter_openbis_server.adapters.rocrate.graph import Entity, Graph, long_text_of, text_of, texts_of
from jupyter_openbis_server.domain.eln_archives.mapping import NAME, TEXT

_PROPERTIES = {
    "creativeWorkStatus": "status",
    "temporal": "date",
    "dateCreated": "created",
    "dateModified": "modified",
    "identifier": "identifier",
    "alternateName": "alternate name",
    "url": "url",
}
_NO_UNIT = ("", "1")
_FINISHED = "finished"


def fields_of(graph: Graph, part: Entity) -> dict[str, str]:
    """Return the fields of an entry. Of two with the same name, the second one gets a number."""
    fields: dict[str, str] = {}
    numbers = Counter((NAME, TEXT))
    for name, value in _fields(graph, part):
        if not value.strip() or fields.get(name) == value or (name == NAME and value == text_of(part, "name")):
            continue
        numbers[name.casefold()] += 1
        while (unique := _numbered(name, numbers[name.casefold()])) in fields:
            numbers[name.casefold()] += 1
        fields[unique] = value
    return fields


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name} {number}"


def _fields(graph: Graph, part: Entity) -> Iterator[tuple[str, str]]:
    yield "keywords", _joined(graph, part, "keywords")
    yield "category", _joined(graph, part, "about")
    yield ("genre" if graph.many(part, "about") else "category"), text_of(part, "genre")
    yield from ((name, text_of(part, key)) for key, name in _PROPERTIES.items())
    authors = (each for key in ("author", "authors", "creator") for each in graph.many(part, key))
    yield "author", ", ".join(dict.fromkeys(filter(None, map(_person, authors))))
    if text_of(part, "text"):  # otherwise, the description is the text
        yield "description", _plain(part, "description")
    for each in graph.many(part, "variableMeasured"):
        unit = text_of(each, "unitText")
        value = _joined(graph, each, "value")
        yield text_of(each, "propertyID") or text_of(each, "name"), value if unit in _NO_UNIT else f"{value} {unit}"
    yield "steps", "\n".join(_step(graph, each) for each in graph.many(part, "step"))
    yield "comments", "\n".join(_comment(graph, each) for each in graph.many(part, "comment"))
    yield "links", "\n".join(text_of(each, "name") or each.id for each in graph.many(part, "mentions"))


def _joined(graph: Graph, part: Entity, key: str) -> str:
    """Return all values of a property; of entities their names."""
    named = (text_of(each, "name") or each.id for each in graph.many(part, key))
    return ", ".join(filter(None, (*texts_of(part, key), *named)))


def _person(person: Entity) -> str:
    names = filter(None, (text_of(person, key) for key in ("givenName", "familyName")))
    return text_of(person, "name") or " ".join(names) or text_of(person, "email") or person.id


def _step(graph: Graph, step: Entity) -> str:
    """Return a step as an item of a list in Markdown."""
    texts = [text_of(each, "text") for each in graph.many(step, "itemListElement")] or [text_of(step, "text")]
    mark = "x" if text_of(step, "creativeWorkStatus") == _FINISHED else " "
    return f"[{mark}] {' '.join(filter(None, texts))}"


def _comment(graph: Graph, comment: Entity) -> str:
    author = graph.one(comment, "author")
    about = ", ".join(filter(None, (_person(author) if author else "", text_of(comment, "dateCreated"))))
    text = _plain(comment, "text")
    return f"{about}: {text}" if about else text


def _plain(part: Entity, key: str) -> str:
    text = long_text_of(part, key)
    return plain(text) if is_html(text, text_of(part, "encodingFormat")) else text
