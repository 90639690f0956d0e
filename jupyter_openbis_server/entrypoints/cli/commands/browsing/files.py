"""Files of data sets, and of samples and experiments, in listings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jupyter_openbis_server.domain.catalogue.eln_link import parse_eln_link
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.files.file_tree import FileTree, FolderRow, TreeEntry
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.entrypoints.cli.context import CliContext
from jupyter_openbis_server.entrypoints.cli.output.iso_times import utc_text
from jupyter_openbis_server.entrypoints.cli.output.tables import local_time, size, table

_SORT_KEYS: dict[str, Callable[[FolderRow], Any]] = {
    "name": lambda row: row.name,
    "size": lambda row: (-row.amount.bytes, row.name),
    "date": lambda row: (-(row.entry.file.modified.timestamp() if row.entry.file.modified else 0), row.name),
    "type": lambda row: (row.name.rpartition(".")[2] if "." in row.name else "", row.name),
}


def may_be_data_set(reference: str) -> bool:
    """Return whether a reference can name a data set: a permId, or a link of the ELN."""
    kind, named = parse_eln_link(reference) or (None, reference)
    return "/" not in named and kind in (None, EntityKind.DATA_SET)


def files_of(cli: CliContext, reference: str) -> FileTree:
    """Return the files of a data set, or of a sample or experiment itself."""
    return cli.run_logged_in(cli.use_cases.files.list, reference)


def rows_in(tree: FileTree, folder: str, sort: str | None) -> list[FolderRow]:
    """Return all rows of a folder: folders first, then files, by name; or sorted, largest and latest first."""
    rows: list[FolderRow] = []
    while True:
        page = tree.page(folder, PageRequest(len(rows), PageRequest.MAX_COUNT))
        rows += page.rows
        if len(rows) >= page.total or not page.rows:
            return sorted(rows, key=_SORT_KEYS[sort]) if sort else rows


def list_files(
    cli: CliContext,
    reference: str,
    path: str,
    page: PageRequest,
    sort: str | None,
    *,
    is_long: bool,
    recursive: bool,
) -> None:
    """List a folder of a data set, or all files below it."""
    tree, folder = files_of(cli, reference), path.strip("/")
    rows = list(_below(tree, folder, sort)) if recursive else rows_in(tree, folder, sort)
    shown = rows if recursive else rows[page.start : page.start + page.count]
    if cli.as_json:
        files = [row_as_object(each) for each in shown]
        cli.respond_object(
            {
                "dataSet": tree.root.perm_id,
                "folder": folder,
                "files": files,
                "start_with": 0 if recursive else page.start,
                "count": len(files),
                "totalCount": len(rows),
            }
        )
    else:
        cli.respond_lines(file_lines(shown, is_long=is_long, whole_path=recursive))
    if not rows:
        cli.echo_info("There are no files in it.")
    elif not recursive and len(rows) > page.start + len(shown):
        cli.echo_info(f"{len(rows)} in all; --start {page.start + len(shown)} shows more.")


def _below(tree: FileTree, folder: str, sort: str | None) -> Iterator[FolderRow]:
    for row in rows_in(tree, folder, sort):
        yield row
        if row.entry.file.is_folder and not row.entry.problem and row.entry.path != folder:
            yield from _below(tree, row.entry.path, sort)


def file_lines(rows: Iterable[FolderRow], *, is_long: bool = False, whole_path: bool = False) -> list[str]:
    """Return one line for each file or folder; with `is_long` also with time and checksum."""
    return table(_row(each, is_long=is_long, whole_path=whole_path) for each in rows)


def _row(row: FolderRow, *, is_long: bool, whole_path: bool) -> tuple[str, ...]:
    file = row.entry.file
    name = f"{row.entry.path if whole_path else row.name}{'/' if file.is_folder else ''}"
    kind = "folder" if file.is_folder else "file"
    if not is_long:
        return kind, name, size(row.amount.bytes)
    crc32 = "-" if file.crc32 is None else f"{file.crc32:08x}"
    return kind, size(row.amount.bytes), local_time(file.modified), crc32, name


def row_as_object(row: FolderRow) -> dict[str, object]:
    """Return a row of a listing for JSON."""
    return {**entry_as_object(row.entry), "size": row.amount.bytes, "files": row.amount.files}


def entry_as_object(entry: TreeEntry) -> dict[str, object]:
    """Return a file or folder for JSON."""
    file = entry.file
    return {
        "name": entry.path.rpartition("/")[2],
        "path": entry.path,
        "isFolder": file.is_folder,
        "size": file.size,
        "crc32": file.crc32,
        "modified": utc_text(file.modified),
    }
