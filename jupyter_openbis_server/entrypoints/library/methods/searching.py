"""The part of a connection that searches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, overload

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind, kind_named, names_of
from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome, DownloadReport
from jupyter_openbis_server.domain.downloads.folder_names import FolderNames
from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.search.conditions import conditions
from jupyter_openbis_server.domain.search.dates import parse_date
from jupyter_openbis_server.domain.search.order import Order
from jupyter_openbis_server.domain.search.query import SEARCHABLE_KINDS, SearchRequest
from jupyter_openbis_server.domain.search.results import FoundRow
from jupyter_openbis_server.domain.search.search import Matches
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.entrypoints.library.entities.arguments import reference_of
from jupyter_openbis_server.entrypoints.library.entities.base import EntityObject
from jupyter_openbis_server.entrypoints.library.entities.entities import entity_of
from jupyter_openbis_server.entrypoints.library.entities.listing import entities_frame, entities_html
from jupyter_openbis_server.entrypoints.library.entities.shown import MAX_ROWS
from jupyter_openbis_server.entrypoints.library.entities.source import Source
from jupyter_openbis_server.entrypoints.library.methods.base import ConnectionMethods
from jupyter_openbis_server.entrypoints.library.progress import ShowProgress

if TYPE_CHECKING:
    import pandas as pd

E_co = TypeVar("E_co", bound=EntityObject, covariant=True)
Limit = str | dt.date | None


class SearchResult(Generic[E_co]):
    """The matches of a search. They are read while they are iterated, and again by each iteration.

    Each match is yielded once. What matches all the time is never missed, even if other data is added, deleted or
    modified meanwhile. `len()` is the number of all matches when it was first known; it takes a request if nothing has
    been read.
    """

    def __init__(self, source: Source, matches: Matches) -> None:
        self._source = source
        self._matches = matches

    def __len__(self) -> int:
        _ = self._source.use_cases  # raises ConnectionClosed
        return len(self._matches)

    def __iter__(self) -> Iterator[E_co]:
        _ = self._source.use_cases
        return map(self._wrap, self._matches)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._source.name!r}: iterate, or call to_frame()>"

    def to_frame(self, *, owner: bool = False) -> pd.DataFrame:
        """Return all matches as a data frame: attributes, then one column for each property, typed.

        Args:
            owner: See `Listing.to_frame`.

        Raises:
            MissingPackage: pandas is not installed.
        """
        return entities_frame(self._source, self, owner=owner)

    def download(
        self,
        to: str | Path = ".",
        *,
        files: str | Iterable[str] = (),
        flat: bool = False,
        overwrite: bool = True,
        folder_names: FolderNames | str = FolderNames.PERM_ID,
        max_concurrent: int | None = None,
        on_outcome: Callable[[DownloadOutcome], None] = lambda _: None,
        progress: ShowProgress = None,
        cancellation: Cancellation | None = None,
        executor: Executor | None = None,
    ) -> DownloadReport:
        """Download all matches, each into a folder named after its permId: see `Connection.download`.

        Args:
            to: Target folder.
            files: Only files with these paths, or that match one of these patterns, e.g. `**/*.csv`.
            flat: Leave out openBIS's folder `original`.
            overwrite: Replace files that differ from openBIS's.
            folder_names: What new folders are called: `"permId"`, or `"name"` for `Name (permId)`. A folder with the
                same permId is used again, with any name.
            max_concurrent: Number of data sets downloaded at the same time.
            on_outcome: Called with the outcome of each data set.
            progress: Whether a bar is shown, or a callback: see `ShowProgress`.
            cancellation: Cancels it from another thread.
            executor: Runs the downloads instead of threads of this process.
        """
        return self._source.download(
            iter(self),
            to,
            files=files,
            flat=flat,
            overwrite=overwrite,
            folder_names=folder_names,
            max_concurrent=max_concurrent,
            on_outcome=on_outcome,
            progress=progress,
            cancellation=cancellation,
            executor=executor,
        )

    def _wrap(self, row: FoundRow) -> E_co:
        return cast("E_co", entity_of(self._source, row))

    def _repr_html_(self) -> str:
        rows = list(islice(self, MAX_ROWS))
        more = len(self) - len(rows)
        return entities_html(rows, f"and {more} more" if more > 0 else "")


class SearchMethods(ConnectionMethods):
    """Methods of `Connection`."""

    @overload
    def search(
        self,
        kind: type[E_co],
        text: str = "",
        *,
        type: str | None = None,
        where: Mapping[str, object] | Iterable[str] | str | None = None,
        in_: str | EntityObject | None = None,
        registered: tuple[Limit, Limit] = (None, None),
        modified: tuple[Limit, Limit] = (None, None),
        modified_since: Limit = None,
        mine: bool = False,
        sort: str = "-registered",
        limit: int | None = None,
    ) -> SearchResult[E_co]: ...

    @overload
    def search(
        self,
        kind: EntityKind | str = "data set",
        text: str = "",
        *,
        type: str | None = None,
        where: Mapping[str, object] | Iterable[str] | str | None = None,
        in_: str | EntityObject | None = None,
        registered: tuple[Limit, Limit] = (None, None),
        modified: tuple[Limit, Limit] = (None, None),
        modified_since: Limit = None,
        mine: bool = False,
        sort: str = "-registered",
        limit: int | None = None,
    ) -> SearchResult[Any]: ...

    def search(
        self,
        kind: EntityKind | str | type[EntityObject] = "data set",
        text: str = "",
        *,
        type: str | None = None,  # noqa: A002 - what openBIS calls it
        where: Mapping[str, object] | Iterable[str] | str | None = None,
        in_: str | EntityObject | None = None,
        registered: tuple[Limit, Limit] = (None, None),
        modified: tuple[Limit, Limit] = (None, None),
        modified_since: Limit = None,
        mine: bool = False,
        sort: str = "-registered",
        limit: int | None = None,
    ) -> SearchResult[Any]:
        """Search for data sets, samples (objects), experiments (collections) or projects.

            lab.search(DataSet, "gfp wild*", type="MICROSCOPY", where={"STAIN": "GFP", "MAGNIFICATION": (">", 40)})
            lab.search(Object, where=["STORED = 2024-01-01..2024-06-30", "NOTES is empty"], in_="/YEAST_LAB")

        Args:
            kind: `DataSet`, `Object`, `Collection` or `Project`; or `"data set"`, `"object"` or `"sample"`,
                `"collection"` or `"experiment"`, `"project"`.
            text: Words that all occur in code, permId, identifier or any property; of a data set, also in those of its
                sample or experiment. `*` and `?` are wildcards. Or a permId, identifier or link of the ELN, which finds
                exactly that entity.
            type: Code of the type.
            where: Conditions on properties; all are fulfilled. Texts such as `"STAIN = GFP"`,
                `"MAGNIFICATION > 40"`, `"DAY = 2024-01-01..2024-02-01"`, `"NOTES contains heat"`, `"NOTES is empty"`;
                or a mapping of codes to values, to an operator and its values, or to None for "is empty". Values are
                compared by the data type of the property; vocabulary terms are given by code or label.
            in_: The entity in which the matches are, at any depth; or its identifier, permId, code or link.
            registered: First and last day or time of registration, both included; None is no limit. Days are those of
                openBIS's time zone. Texts are dates or times by ISO 8601; times without zone are of this computer.
            modified: First and last day or time of the last modification.
            modified_since: The same as `modified=(modified_since, None)`.
            mine: Only what the user has registered.
            sort: `registered`, `modified` or `code`; with a minus before it in descending order. By modification, all
                matches are read before the first one is yielded, since modified ones move.
            limit: Yield this number of matches at most.

        Raises:
            InvalidSearch: the search is not possible; names the condition and what is possible.
            EntityNotFound: `in_` does not exist.
        """
        first, last = _dates(registered, "registered")
        modified_first, modified_last = _dates(modified, "modified")
        request = SearchRequest(
            _kind(kind),
            _text(text, "text"),
            _text(type or "", "type"),
            first,
            last,
            mine,
            modified_first if modified_since is None else _date(modified_since, "modified"),
            modified_last,
            reference_of(in_) if in_ else "",
            conditions(where),
            Order.parse(_text(sort, "sort")),
        )
        matches = self._use_cases.catalogue.search_all(self.name, request, limit=limit)
        return SearchResult(self._source, matches)


def _kind(kind: EntityKind | str | type[EntityObject]) -> EntityKind:
    if isinstance(kind, EntityKind):
        return kind
    name = kind.__name__ if isinstance(kind, type) else _text(kind, "kind")
    found = kind_named(name)
    if found is None:
        raise InvalidSearch("kind", f"{name!r} is none of {', '.join(names_of(SEARCHABLE_KINDS)).replace('-', ' ')}")
    return found


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise InvalidSearch(field, f"{value!r:.80} is no text")
    return value


def _dates(limits: object, field: str) -> tuple[dt.date | None, dt.date | None]:
    if not isinstance(limits, (tuple, list)) or len(limits) != 2:  # noqa: PLR2004 - first and last
        raise InvalidSearch(field, f"{limits!r:.80} is no pair of dates or times; None is no limit")
    return _date(limits[0], field), _date(limits[1], field)


def _date(limit: object, field: str) -> dt.date | None:
    if isinstance(limit, str):
        return parse_date(limit, field)
    if limit is None or isinstance(limit, dt.date):
        return limit
    raise InvalidSearch(field, f"{limit!r:.80} is neither a date nor a time")
