"""Entities by their ids; and one page of a search with what is counted beside it, in one request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_openbis_server.adapters.openbis.api.beans import Bean
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, typed
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import ApiKind
from jupyter_openbis_server.domain.errors import UnexpectedResponse
from jupyter_openbis_server.domain.shared.page import PageRequest

_MAX_IDS = 1000
"""Entities in one request."""
_SYNCHRONOUS = typed("operation.SynchronousOperationExecutionOptions")


@dataclass(frozen=True)
class Wanted:
    """Criteria for entities of one kind."""

    api: ApiKind
    criteria: Json

    def operation(self, options: Json) -> Json:
        """Return the operation that searches for them."""
        kind = f"{self.api.package}.search.Search{self.api.name}sOperation"
        return typed(kind, criteria=self.criteria, fetchOptions=options)

    @property
    def counting(self) -> Json:
        """The operation that only counts them: openBIS counts before it cuts the page out."""
        return self.operation({**self.api.fetch_options, "from": 0, "count": 0})


@dataclass(frozen=True)
class FoundPage:
    """The rows of a page, how many there are in all, and what was counted."""

    rows: tuple[Bean, ...]
    total: int
    counts: tuple[int, ...]


def get_by_ids(client: Client, api: ApiKind, ids: Sequence[Json], options: Json) -> Iterator[Bean]:
    """Yield the entities of a kind with these ids, in a request for each thousand.

    openBIS leaves out those that do not exist or are not visible (openbis-protocol.md, 1.6).
    """
    for start in range(0, len(ids), _MAX_IDS):
        part = ids[start : start + _MAX_IDS]
        yield from client.call(f"get{api.name}s", part, options).required_bean("result").values()


def getting(api: ApiKind, perm_ids: Sequence[str], options: Json) -> Json:
    """Return the operation that gets entities of a kind, for `execute`."""
    ids = [api.perm_id(each) for each in perm_ids]
    return typed(f"{api.package}.get.Get{api.name}sOperation", objectIds=ids, fetchOptions=options)


def execute(client: Client, operations: Sequence[Json]) -> tuple[Bean, ...]:
    """Return the results of operations that only read, in their order, by one request.

    Raises:
        UnexpectedResponse: there is not one result for each operation.
    """
    results = client.call("executeOperations", operations, _SYNCHRONOUS).required_bean("result").beans("results")
    if len(results) != len(operations):
        raise UnexpectedResponse(client.instance.name, "openBIS's answer does not have one result for each operation")
    return results


def search_page(
    client: Client, wanted: Wanted, options: Json, page: PageRequest, counted: Sequence[Wanted] = ()
) -> FoundPage:
    """Return one page, sorted as the fetch options say, and count the rest, by one request."""
    options = {**options, "from": page.start, "count": page.count}
    if not counted:
        result = client.call(f"search{wanted.api.name}s", wanted.criteria, options).required_bean("result")
        return FoundPage(result.beans("objects"), result.number("totalCount") or 0, ())
    results = execute(client, [wanted.operation(options), *(each.counting for each in counted)])
    found, *others = [each.required_bean("searchResult") for each in results]
    return FoundPage(
        found.beans("objects"),
        found.number("totalCount") or 0,
        tuple(each.number("totalCount") or 0 for each in others),
    )
