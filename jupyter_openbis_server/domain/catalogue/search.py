"""What is searched for in openBIS."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.errors import InvalidReference, InvalidSearch
from jupyter_openbis_server.domain.model.eln_link import linked_thing
from jupyter_openbis_server.domain.model.entity import EntityKind, EntityReference

_PERM_ID = re.compile(r"\d{17}-\d+")
SEARCHABLE_KINDS = (EntityKind.DATA_SET, EntityKind.SAMPLE, EntityKind.EXPERIMENT, EntityKind.PROJECT)
_MOST_WORDS = 10


@dataclass(frozen=True)
class SearchQuery:
    """What all that is found has in common.

    Attributes:
        kind: What it is.
        thing: What it is called. Data sets have no identifiers: those of the sample or experiment of that name, too.
        words: Each occurs in its code, permId, identifier or in any property, in a project's code alone; for data sets,
            also in those of their sample or experiment. Case-insensitive; `*` stands for any characters and `?` for any
            single one. No word contains a backslash, which openBIS ignores (openbis-protocol.md, 3.2).
        type_code: Its type.
        since: The day of its registration, or an earlier one; days are openBIS's.
        until: That day, or a later one.
        mine: Whether the user of the session has registered it.
    """

    kind: EntityKind
    thing: EntityReference | None = None
    words: tuple[str, ...] = ()
    type_code: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    mine: bool = False

    def for_other_kinds(self) -> tuple[SearchQuery, ...]:
        """Return the same query for every other searchable kind to which its filters apply.

        A type is one of this kind alone; projects cannot be filtered at all.
        """
        kinds = [] if self.type_code else [kind for kind in SEARCHABLE_KINDS if kind is not self.kind]
        if self.since or self.until or self.mine:
            kinds = [kind for kind in kinds if kind is not EntityKind.PROJECT]
        return tuple(replace(self, kind=kind) for kind in kinds)


@dataclass(frozen=True)
class SearchRequest:
    """What a user asks for.

    Attributes:
        text: Words; or a permId, identifier or link, which asks for that very thing, whatever else is asked for. A link
            also says what kind of thing it is.
        mine: Whether only what the user registered is wanted.
    """

    kind: EntityKind
    text: str = ""
    type_code: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    mine: bool = False

    def query(self) -> SearchQuery:
        """Return what is searched for.

        Raises:
            InvalidSearch: it cannot be searched for, or it is nothing.
        """
        text, type_code = self.text.strip(), self.type_code.strip().upper()
        kind, thing = _named(text)
        if thing:
            return SearchQuery(kind or self.kind, thing)
        words = tuple(filter(None, map(_word, text.split())))
        self._check(words, type_code)
        return SearchQuery(self.kind, None, words, type_code or None, self.since, self.until, self.mine)

    def _check(self, words: tuple[str, ...], type_code: str) -> None:
        filters = (type_code, self.since, self.until, self.mine)
        if self.kind not in SEARCHABLE_KINDS:
            raise InvalidSearch("kind", f"a {self.kind.value} is found by browsing, not by searching")
        if not words and not any(filters):
            raise InvalidSearch("text", "say what to look for: words, a type, dates, or what is yours")
        if len(words) > _MOST_WORDS:
            raise InvalidSearch("text", f"takes {_MOST_WORDS} words at most")
        if self.kind is EntityKind.PROJECT and any(filters):
            raise InvalidSearch("kind", "projects are searched by words in their codes alone, without filters")
        if self.since and self.until and self.since > self.until:
            raise InvalidSearch("from", "is later than `to`")


def _word(text: str) -> str:
    """Return a word as openBIS takes it: it ignores backslashes and the quotation marks around a word.

    Raises:
        InvalidSearch: the word has only backslashes, so that openBIS would find everything.
    """
    word = text.replace("\\", "").strip('"')
    if not word and "\\" in text:
        raise InvalidSearch("text", "openBIS cannot search for a backslash; remove it")
    return word


def _named(text: str) -> tuple[EntityKind | None, EntityReference | None]:
    """Return what a text names, if it is a link, permId or identifier and no words."""
    linked = linked_thing(text)
    kind, named = linked or (None, text)
    if not linked and not _PERM_ID.fullmatch(text) and not text.startswith("/"):
        return None, None
    try:
        return kind, EntityReference.parse(named)
    except InvalidReference:
        return None, None
