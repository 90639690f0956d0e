"""Search queries and their validation."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.catalogue.eln_link import parse_eln_link
from jupyter_openbis_server.domain.catalogue.entity import EntityRef, EntityReference, join_names
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InvalidReference, InvalidSearch
from jupyter_openbis_server.domain.search.conditions import Condition
from jupyter_openbis_server.domain.search.criteria import PropertyCriterion
from jupyter_openbis_server.domain.search.dates import is_reversed, zoned
from jupyter_openbis_server.domain.search.order import NEWEST_FIRST, Order

_PERM_ID = re.compile(r"\d{17}-\d+")
SEARCHABLE_KINDS = (EntityKind.DATA_SET, EntityKind.SAMPLE, EntityKind.EXPERIMENT, EntityKind.PROJECT)
"""In the order in which clients show them."""

FILTERABLE_KINDS = tuple(kind for kind in SEARCHABLE_KINDS if kind is not EntityKind.PROJECT)
"""The kinds that can be searched by type, date, registrator and properties."""

_INSIDE: dict[EntityKind, tuple[EntityKind, ...]] = {
    EntityKind.DATA_SET: (EntityKind.SPACE, EntityKind.PROJECT, EntityKind.EXPERIMENT, EntityKind.SAMPLE),
    EntityKind.SAMPLE: (EntityKind.SPACE, EntityKind.PROJECT, EntityKind.EXPERIMENT, EntityKind.SAMPLE),
    EntityKind.EXPERIMENT: (EntityKind.SPACE, EntityKind.PROJECT),
    EntityKind.PROJECT: (EntityKind.SPACE,),
}
"""The kinds in which entities of a kind can be."""

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
        since: First day or time of the registration, inclusive; days are those of openBIS's time zone, times have one.
        until: Last day or time of the registration, inclusive.
        mine: Whether only matches that the user of the session registered are returned.
        modified_since: First day or time of the last modification, inclusive.
        modified_until: Last day or time of the last modification, inclusive.
        owner: The space, project, experiment or sample in which the matches are, at any depth; a sample contains its
            data sets and component samples.
        properties: All are fulfilled.
        order: The order of the matches.
    """

    kind: EntityKind
    reference: EntityReference | None = None
    words: tuple[str, ...] = ()
    type_code: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    mine: bool = False
    modified_since: dt.date | None = None
    modified_until: dt.date | None = None
    owner: EntityRef | None = None
    properties: tuple[PropertyCriterion, ...] = ()
    order: Order = NEWEST_FIRST

    def for_other_kinds(self) -> tuple[SearchQuery, ...]:
        """Return the same query for each other searchable kind to which its filters apply.

        A type belongs to one kind only; projects cannot be filtered, but by their space.
        """
        kinds = [] if self.type_code else [kind for kind in SEARCHABLE_KINDS if kind is not self.kind]
        if self.mine or self.properties or any(self._dates):
            kinds = [kind for kind in kinds if kind in FILTERABLE_KINDS]
        if self.owner:
            kinds = [kind for kind in kinds if self.owner.kind in _INSIDE[kind]]
        return tuple(replace(self, kind=kind) for kind in kinds)

    @property
    def _dates(self) -> tuple[dt.date | None, ...]:
        return self.since, self.until, self.modified_since, self.modified_until

    def within(self, owner: EntityRef) -> SearchQuery:
        """Return the query limited to what is in an entity.

        Raises:
            InvalidSearch: nothing of the kind can be in it.
        """
        if owner.kind not in _INSIDE.get(self.kind, ()):
            possible = join_names(_INSIDE.get(self.kind, ()))
            raise InvalidSearch("in", f"must be a {possible}: no {self.kind.word} can be in the {owner.kind.word}")
        return replace(self, owner=owner)


@dataclass(frozen=True)
class SearchRequest:
    """A search request of a user, not validated.

    Attributes:
        text: Words; or a permId, identifier or link, which selects exactly that entity and overrides all filters. A
            link also overrides the kind.
        mine: Whether only matches that the user registered are returned.
        owner: Identifier, permId, code or link of the entity in which the matches are; blank for all.
        where: Conditions on properties.
    """

    kind: EntityKind
    text: str = ""
    type_code: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    mine: bool = False
    modified_since: dt.date | None = None
    modified_until: dt.date | None = None
    owner: str = ""
    where: tuple[Condition, ...] = ()
    order: Order = NEWEST_FIRST

    def query(self) -> SearchQuery:
        """Validate the request and return its query, without `owner` and `properties`, which openBIS must be asked for.

        Raises:
            InvalidSearch: the search is not possible, or the request has no conditions.
        """
        text, type_code = self.text.strip(), self.type_code.strip().upper()
        kind, reference = _named(text)
        if reference:
            return SearchQuery(kind or self.kind, reference, order=self.order)
        words = tuple(filter(None, map(_word, text.split())))
        self._check(words, type_code)
        dates = (self.since, self.until, self.modified_since, self.modified_until)
        since, until, modified_since, modified_until = (each and zoned(each) for each in dates)
        return SearchQuery(
            self.kind,
            None,
            words,
            type_code or None,
            since,
            until,
            self.mine,
            modified_since,
            modified_until,
            order=self.order,
        )

    def _check(self, words: tuple[str, ...], type_code: str) -> None:
        dates = (self.since, self.until, self.modified_since, self.modified_until)
        filters = (type_code, *dates, self.mine, self.where)
        if self.kind not in SEARCHABLE_KINDS:
            raise InvalidSearch("kind", f"a {self.kind.word} is found by browsing, not by searching")
        if not words and not any(filters) and not self.owner.strip():
            raise InvalidSearch(
                "text", "say what to look for: words, a type, dates, properties, an owner, or what is yours"
            )
        if len(words) > _MAX_WORDS:
            raise InvalidSearch("text", f"takes {_MAX_WORDS} words at most")
        if self.kind not in FILTERABLE_KINDS and any(filters):
            raise InvalidSearch("kind", "projects are searched by words in their codes and by their space alone")
        if is_reversed(self.since, self.until):
            raise InvalidSearch("from", "is later than `to`")
        if is_reversed(self.modified_since, self.modified_until):
            raise InvalidSearch("modifiedFrom", "is later than `modifiedTo`")


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
