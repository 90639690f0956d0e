"""Parts of many files; those of one data set are read together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, FileRange
from jupyter_openbis_server.domain.files.file_tree import FileTree, TreeEntry
from jupyter_openbis_server.entrypoints.fsspec.openbis_path import OpenbisPath

_MAX_BYTES = 64 * 2**20
"""Maximum bytes of a request: limits the cost of a failure."""


class RangesOfDataSets:
    """Reads parts of files.

    Args:
        find: Returns the entry of a file. Raises OSError.
        read: Reads ranges of a data set's files; the path is for errors. Raises OSError.
    """

    def __init__(
        self,
        find: Callable[[str], tuple[FileTree, TreeEntry]],
        read: Callable[[str, DataSet, list[FileRange]], Sequence[bytes]],
    ) -> None:
        self._find = find
        self._read = read

    def __call__(
        self, paths: Sequence[str], starts: Sequence[int | None], ends: Sequence[int | None]
    ) -> list[bytes | Exception]:
        """Return the parts in order; for a part that cannot be read, the error."""
        contents: list[bytes | Exception] = [b""] * len(paths)
        groups: dict[tuple[str, str], list[tuple[int, DataSet, FileRange]]] = defaultdict(list)
        for index, path in enumerate(paths):
            try:
                _, entry = self._find(path)
            except OSError as error:
                contents[index] = error
                continue
            first, last, _ = slice(starts[index], ends[index]).indices(entry.file.size)
            wanted = FileRange(entry.file, first, max(first, last))
            groups[OpenbisPath.of(path).connection, entry.data_set.perm_id].append((index, entry.data_set, wanted))
        for group in groups.values():
            for portion in _portions(group):
                self._fill(contents, paths, portion)
        return contents

    def _fill(
        self,
        contents: list[bytes | Exception],
        paths: Sequence[str],
        portion: list[tuple[int, DataSet, FileRange]],
    ) -> None:
        """Read ranges together; if that fails, read each alone to find the one that fails."""
        index, data_set, _ = portion[0]
        try:
            parts = self._read(paths[index], data_set, [wanted for _, _, wanted in portion])
        except OSError as error:
            if len(portion) == 1:
                contents[index] = error
                return
            for each in portion:
                self._fill(contents, paths, [each])
            return
        for (at, _, _), part in zip(portion, parts, strict=True):
            contents[at] = part


def _portions(group: list[tuple[int, DataSet, FileRange]]) -> list[list[tuple[int, DataSet, FileRange]]]:
    portions: list[list[tuple[int, DataSet, FileRange]]] = [[]]
    total = 0
    for each in group:
        length = each[2].end - each[2].start
        if portions[-1] and total + length > _MAX_BYTES:
            portions.append([])
            total = 0
        portions[-1].append(each)
        total += length
    return portions
