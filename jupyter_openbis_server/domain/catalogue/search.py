"""Search queries and their validation."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.catalogue.eln_link import parse_eln_link
from jupyter_openbis_server.domain.catalogue.entity import EntityReference
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InvalidReference, InvalidSearch

_PERM_ID = re.compile(r"\d{17}-\d+")
SEARCHABLE_KINDS = (EntityKind.DATA_SET, EntityKind.SAMPLE, EntityKind.EXPERIMENT, EntityKind.PROJECT)
"""In the order in which clients show them."""

FILTERABLE_KINDS = tuple(kind for kind in SEARCHABLE_KINDS if kind is not EntityKind.PROJECT)
"""The kinds that can be searched by type, date and registrator."""

_MAX_WORDS = 10


@dataclass(frozen=True)
class SearchQuery:
    """The conditions that every match fulfils.

    Attributes:
        kind: The kind of the matches.
        reference: Exact reference. For data sets, which have no identifiers, also a reference to their sample or
            experiment.
        words: Each occurs in the code, permId, identifier or any property; for projects, in the code only; for data
            sets, also in those of their sample or experiment. Case-insensitive; `*` matches any
            characters and `?` any single one. No word contains a backslash, which openBIS ignores
            (openbis-protocol.md, 3.2).
        type_code: The type of the matches.
        since: First day of the registration, inclusive; days are those of openBIS.
        until: Last day of the registration, inclusive.
        mine: Whether only matches that the user of the session registered are returned.
    """

    kind: EntityKind
    reference: EntityReference | None = None
    words: tuple[str, ...] = ()
    type_code: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    mine: bool = False

    def for_other_kinds(self) -> tuple[SearchQuery, ...]:
        """Return the same query for each other searchable kind to which its filters apply.

        A type belongs to one kind only; projects cannot be filtered.
        """
        kinds = [] if self.type_code else [kind for kind in SEARCHABLE_KINDS if kind is not self.kind]
        if self.since or self.until or self.mine:
            kinds = [kind for kind in kinds if kind in FILTERABLE_KINDS]
        return tuple(replace(self, kind=kind) for kind in kinds)


@dataclass(frozen=True)
class SearchRequest:
    """A search request of a user, not validated.

    Attributes:
        text: Words; or a permId, identifier or link, which selects exactly that entity and overrides all filters. A
            link also overrides the kind.
        mine: Whether only matches that the user registered are returned.
    """

    kind: EntityKind
    text: str = ""
    type_code: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    mine: bool = False

    def query(self) -> SearchQuery:
        """Validate the request and return its query.

        Raises:
            InvalidSearch: the search is not possible, or the request has no conditions.
        """
        text, type_code = self.text.strip(), self.type_code.strip().upper()
        kind, reference = _named(text)
        if reference:
            return SearchQuery(kind or self.kind, reference)
        words = tuple(filter(None, map(_word, text.split())))
        self._check(words, type_code)
        return SearchQuery(self.kind, None, words, type_code or None, self.since, self.until, self.mine)

    def _check(self, words: tuple[str, ...], type_code: str) -> None:
        filters = (type_code, self.since, self.until, self.mine)
        if self.kind not in SEARCHABLE_KINDS:
            raise InvalidSearch("kind", f"a {self.kind.value} is found by browsing, not by searching")
        if not words and not any(filters):
            raise InvalidSearch("text", "say what to look for: words, a type, dates, or what is yours")
        if len(words) > _MAX_WORDS:
            raise InvalidSearch("text", f"takes {_MAX_WORDS} words at most")
        if self.kind not in FILTERABLE_KINDS and any(filters):
            raise InvalidSearch("kind", "projects are searched by words in their codes alone, without filters")
        if self.since and self.until and self.since > self.until:
            raise InvalidSearch("from", "is later than `to`")


def _word(text: str) -> str:
    """Return a word without backslashes and surrounding quotation marks, which openBIS ignores.

    Raises:
        InvalidSearch: the word has only backslashes, so that openBIS would find everything.
    """
    word = text.replace("\\", "").strip('"')
    if not word and "\\" in text:
        raise InvalidSearch("text", "openBIS cannot search for a backslash; remove it")
    return word


def _named(text: str) -> tuple[EntityKind | None, EntityReference | None]:
    """Return the kind and reference in a link, permId or identifier; None and None for words."""
    linked = parse_eln_link(text)
    kind, named = linked or (None, text)
    if not linked and not _PERM_ID.fullmatch(text) and not text.startswith("/"):
        return None, None
    try:
        return kind, EntityReference.parse(named)
    except InvalidReference:
        return None, None
