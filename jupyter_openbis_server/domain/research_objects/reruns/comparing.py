"""Comparison of the outputs of a rerun with those of the research object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jupyter_openbis_server.domain.research_objects.crate import CrateFile
from jupyter_openbis_server.domain.research_objects.digests import Digest
from jupyter_openbis_server.domain.research_objects.notebooks.parameters import INJECTED, tags_of
from jupyter_openbis_server.domain.research_objects.reruns.rerun import ComparedOutput, OutputState

_MAX_DEPTH = 3
"""Of texts in an output: those of `data` are on the second level."""
_WITHOUT_CONTENT = frozenset({"execution_count", "metadata", "transient"})


def compared_files(before: Sequence[CrateFile], after: Mapping[str, Digest]) -> Iterator[ComparedOutput]:
    """Yield the state of each output file; `after` has the digests of those that exist now, by path."""
    for each in before:
        now = after.get(each.path)
        if now is None:
            state = OutputState.MISSING
        elif not each.digest.has_checksum:
            state = OutputState.UNKNOWN
        else:
            state = OutputState.SAME if each.digest.matches(now) else OutputState.DIFFERENT
        yield ComparedOutput(each.path, state)


def compared_cells(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[ComparedOutput]:
    """Yield the state of each code cell that had outputs before. Counters and times are ignored."""
    old, new = _code_cells(before), _code_cells(after)
    for number, cell in enumerate(old, 1):
        expected = _outputs(cell)
        if not expected:
            continue
        name = f"cell {number}"
        if number > len(new):
            yield ComparedOutput(name, OutputState.MISSING)
            continue
        yield ComparedOutput(name, _state_of(expected, _outputs(new[number - 1])))


def _state_of(before: list[object], after: list[object]) -> OutputState:
    if not after:
        return OutputState.MISSING
    try:
        return OutputState.SAME if before == after else OutputState.DIFFERENT
    except RecursionError:  # nested more deeply than any real output
        return OutputState.DIFFERENT


def _code_cells(notebook: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the code cells, without one that sets parameters of a run."""
    cells = notebook.get("cells")
    found = [each for each in cells if isinstance(each, dict)] if isinstance(cells, list) else []
    return [each for each in found if each.get("cell_type") == "code" and INJECTED not in tags_of(each)]


def _outputs(cell: Mapping[str, Any]) -> list[object]:
    """Return the content of a cell's outputs: the text of each stream, then the others in their order.

    Kernels send standard output and standard error in pieces, whose order among each other and among other outputs
    differs from run to run.
    """
    outputs = cell.get("outputs")
    streams: dict[str, str] = {}
    others: list[object] = []
    for each in outputs if isinstance(outputs, list) else []:
        if not isinstance(each, dict):
            continue
        content = {key: _joined(value, _MAX_DEPTH) for key, value in each.items() if key not in _WITHOUT_CONTENT}
        if content.get("output_type") == "stream":
            name = str(content.get("name"))
            streams[name] = f"{streams.get(name, '')}{content.get('text', '')}"
        else:
            others.append(content)
    return [*sorted(streams.items()), *others]


def _joined(value: object, depth: int) -> object:
    """Return a value with the lines of texts joined, up to some depth: programs write them either way."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "".join(value)
    if isinstance(value, dict) and depth:
        return {key: _joined(each, depth - 1) for key, each in value.items()}
    return value
