"""Listings of entities and data sets, as text and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from marshmallow import fields

from jupyter_openbis_server.domain.catalogue.contents import Contents
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetPage
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.walk_tree import TreeNode
from jupyter_openbis_server.domain.files.own_files import OwnFiles
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.paging import all_rows
from jupyter_openbis_server.entrypoints.cli.commands.browsing.files import file_lines
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.iso_times import IsoDataSetResponse
from jupyter_openbis_server.entrypoints.cli.output.tables import local_time, size, table
from jupyter_openbis_server.entrypoints.schemas.data_sets import DataSetsResponse
from jupyter_openbis_server.entrypoints.schemas.errors import error_response
from jupyter_openbis_server.entrypoints.schemas.files import FilesResponse
from jupyter_openbis_server.entrypoints.schemas.tree import ContentsResponse

R = TypeVar("R", Entity, DataSet)
_MAX_DEPTH = 100


class _DataSetsResponse(DataSetsResponse):
    dataSets = fields.List(fields.Nested(IsoDataSetResponse), attribute="rows")  # noqa: N815


class _ContentsResponse(ContentsResponse):
    dataSets = fields.List(fields.Nested(IsoDataSetResponse), attribute="data_sets")  # noqa: N815


@dataclass(frozen=True)
class ListingOptions:
    """What of a listing is shown: the rows, their order, and whether with all columns."""

    page: PageRequest
    sort: str | None = None
    is_long: bool = False

    def sorted(self, rows: Iterable[R]) -> list[R]:
        """Return rows in the requested order: latest and largest first, others ascending."""
        return sorted(rows, key=_SORT_KEYS[self.sort]) if self.sort else list(rows)

    def cut(self, rows: Sequence[R]) -> tuple[R, ...]:
        """Return the requested rows of all rows."""
        return tuple(rows[self.page.start : self.page.start + self.page.count])


def _date(row: Entity | DataSet) -> float:
    registered = row.registered if isinstance(row, DataSet) else None
    return -registered.timestamp() if registered else 0.0


def _size(row: Entity | DataSet) -> int:
    return -(row.size or 0) if isinstance(row, DataSet) else 0


def _perm_id(row: Entity | DataSet) -> str:
    return row.perm_id


def _identifier(row: Entity | DataSet) -> str:
    return row.identifier if isinstance(row, Entity) else row.perm_id


_SORT_KEYS: dict[str, Callable[[Entity | DataSet], Any]] = {
    "name": lambda row: ((row.name or "").casefold(), _identifier(row)),
    "date": lambda row: (_date(row), _identifier(row)),
    "size": lambda row: (_size(row), _identifier(row)),
    "type": lambda row: (row.type_code or "", _identifier(row)),
}


def list_data_sets(cli: CliContext, identifier: str, options: ListingOptions) -> None:
    """List the data sets of an entity at any depth, or of the instance."""
    owner = identifier if identifier.strip().strip("/") else None
    use_case, page = cli.use_cases.catalogue.list_data_sets, options.page
    if options.sort:
        first = cli.run_logged_in(use_case, owner, PageRequest(0, 0))

        def read(wanted: PageRequest) -> tuple[Sequence[DataSet], int]:
            found = cli.run_logged_in(use_case, owner, wanted)
            return found.rows, found.total

        rows = options.sorted(all_rows(read, _perm_id, PageRequest.MAX_COUNT))
        data_sets = DataSetPage(options.cut(rows), page, len(rows), in_afs=first.in_afs)
    else:
        data_sets = cli.run_logged_in(use_case, owner, page)
    cli.respond(_DataSetsResponse(), data_sets, lambda: _lines((), data_sets.rows, is_long=options.is_long))
    _report_more(cli, page, len(data_sets.rows), data_sets.total, data_sets.remark)


def list_contents(cli: CliContext, identifier: str, options: ListingOptions) -> None:
    """List the direct contents of an entity or of the instance."""
    page, use_case = options.page, cli.use_cases.catalogue.list_contents
    found = cli.run_logged_in(use_case, identifier, PageRequest(0, PageRequest.MAX_COUNT) if options.sort else page)
    files = cli.run_logged_in(cli.use_cases.files.list_own, found)
    if options.sort:
        found = _sorted(cli, identifier, found, options)
    _contents_response(cli, found, files, options)
    _report_more(cli, page, len(found), found.total, files.remark, has_files=files.page is not None)


def _sorted(cli: CliContext, identifier: str, first: Contents, options: ListingOptions) -> Contents:
    """Return the requested rows of all contents: entities first, then data sets, each sorted."""

    def read(wanted: PageRequest) -> tuple[Sequence[Entity | DataSet], int]:
        use_case = cli.use_cases.catalogue.list_contents
        found = first if wanted == first.request else cli.run_logged_in(use_case, identifier, wanted)
        return (*found.entities, *found.data_sets), found.total

    rows = list(all_rows(read, _perm_id, PageRequest.MAX_COUNT))
    entities = options.sorted(each for each in rows if isinstance(each, Entity))
    data_sets = options.sorted(each for each in rows if isinstance(each, DataSet))
    above = replace(options.page, start=max(0, options.page.start - len(entities)))
    shown = options.cut(entities)
    rest = replace(options, page=replace(above, count=options.page.count - len(shown)))
    return replace(first, entities=shown, data_sets=rest.cut(data_sets), request=options.page)


def list_everything(cli: CliContext, identifier: str, options: ListingOptions) -> None:
    """List all entities and data sets in an entity, at any depth, by the entity that they are in."""
    walk = cli.use_cases.catalogue.walk_tree
    root = cli.run_logged_in(walk.root, identifier)
    groups: dict[str, list[TreeNode]] = {}
    for node in walk(cli.open_session(), root, _MAX_DEPTH):
        groups.setdefault(node.parent.identifier if node.parent else "/", []).append(node)
    rows = [node.row for nodes in groups.values() for node in nodes]
    entities = [each for each in rows if isinstance(each, Entity)]
    data_sets = [each for each in rows if isinstance(each, DataSet)]
    if cli.as_json:
        found = Contents(
            tuple(options.sorted(entities)), tuple(options.sorted(data_sets)), PageRequest(), len(rows), place=root
        )
        cli.respond_object({**_ContentsResponse().dump(found), "start_with": 0, "count": len(rows)})
        return
    for place in sorted(groups):
        below = [node.row for node in groups[place]]
        cli.respond_lines(
            [
                f"{place}:",
                *_lines(
                    options.sorted(each for each in below if isinstance(each, Entity)),
                    options.sorted(each for each in below if isinstance(each, DataSet)),
                    is_long=options.is_long,
                ),
            ]
        )
    if not rows:
        cli.echo_info("Nothing found (or no permission).")


def _contents_response(cli: CliContext, found: Contents, files: OwnFiles, options: ListingOptions) -> None:
    if cli.as_json:
        page = FilesResponse().dump(files.page) if files.page else None
        problem = error_response(files.problem) if files.problem else None
        response = _ContentsResponse().dump(found)
        cli.respond_object({**response, "remark": files.remark, "files": page, "filesProblem": problem})
        return
    rows = files.page.rows if files.page else ()
    own = file_lines(rows, is_long=options.is_long)
    cli.respond_lines([*_lines(found.entities, found.data_sets, is_long=options.is_long), *own])
    if files.problem:
        cli.echo_info(f"The files cannot be listed: {files.problem}")
    if files.page and files.page.total > len(rows):
        cli.echo_info(
            f"{files.page.total} files and folders in all; `info {found.place and found.place.perm_id}` lists them."
        )


def _report_more(
    cli: CliContext, page: PageRequest, count: int, total: int, remark: str | None, *, has_files: bool = False
) -> None:
    if remark:
        cli.echo_info(remark)
    elif not total and not has_files:
        cli.echo_info("Nothing found (or no permission).")
    if total > page.start + count:
        cli.echo_info(f"{total} in all; --start {page.start + count} shows more.")


def _lines(entities: Iterable[Entity], data_sets: Iterable[DataSet], *, is_long: bool) -> list[str]:
    row = _long_row if is_long else _data_set_row
    return [*table(map(_entity_row, entities)), *table(map(row, data_sets))]


def _entity_row(entity: Entity) -> tuple[str, ...]:
    return entity.kind.value, entity.identifier, entity.type_code or "-", entity.name or "-"


def _data_set_row(data_set: DataSet) -> tuple[str, ...]:
    return (
        data_set.perm_id,
        data_set.type_code,
        local_time(data_set.registered),
        size(data_set.size),
        data_set.name or "-",
    )


def _long_row(data_set: DataSet) -> tuple[str, ...]:
    return (
        data_set.perm_id,
        data_set.type_code,
        data_set.sample or data_set.experiment or "-",
        data_set.registrator or "-",
        local_time(data_set.registered),
        size(data_set.size),
        data_set.status or data_set.kind,
        data_set.name or "-",
    )
