"""What a notebook says about itself: kernel, authors, parameters, times, and the data sets it has used and produced.

Other programs write these keys, too: nothing is validated before, and what is not understood is ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_openbis_server.domain.research_objects.crate import (
    UNKNOWN_ENVIRONMENT,
    UNKNOWN_RUN,
    Environment,
    Parameter,
    Person,
    Run,
)
from jupyter_openbis_server.domain.research_objects.iso_times import utc_time
from jupyter_openbis_server.domain.research_objects.notebooks.parameters import parameters_in, source_of

ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_MAX_TEXT = 1000
_MAX_DATA_SETS = 1000
_CELL_TIMES = ("iopub.execute_input", "shell.execute_reply")
"""Keys of a cell's times, which JupyterLab writes if `recordTiming` is on."""


@dataclass(frozen=True)
class UsedDataSet:
    """A data set that the panel has downloaded for a notebook.

    Attributes:
        url: URL of the openBIS installation; empty if it is not recorded.
        path: Folder, relative to that of the notebook, or absolute; empty if it is not recorded.
    """

    perm_id: str
    url: str = ""
    path: str = ""


@dataclass(frozen=True)
class NotebookFacts:
    """What a notebook says about itself.

    Attributes:
        title: Empty without one.
        licence: SPDX identifier, URL or text; empty without one.
        produced: PermIds of data sets that were uploaded from it.
        code: The text of all code cells.
    """

    title: str = ""
    licence: str = ""
    authors: tuple[Person, ...] = ()
    environment: Environment = UNKNOWN_ENVIRONMENT
    parameters: tuple[Parameter, ...] = ()
    run: Run = UNKNOWN_RUN
    used: tuple[UsedDataSet, ...] = ()
    produced: tuple[str, ...] = ()
    code: str = ""


def facts_of(notebook: Mapping[str, Any]) -> NotebookFacts:
    """Return the facts in a parsed notebook of format 4."""
    metadata = _object(notebook.get("metadata"))
    cells = [each for each in _list(notebook.get("cells")) if isinstance(each, dict)]
    code = [each for each in cells if each.get("cell_type") == "code"]
    return NotebookFacts(
        _text(metadata.get("title")),
        _text(_object(metadata.get("license")).get("name")) or _text(metadata.get("license")),
        tuple(_authors(metadata)),
        _environment(metadata),
        parameters_in(code),
        _run(metadata, code),
        tuple(_used(metadata)),
        tuple(_produced(metadata)),
        "\n".join(map(source_of, code)),
    )


def person_of(text: str) -> Person:
    """Return the person in a text of a user, e.g. `Ada Lovelace 0000-0002-1825-0097`."""
    found = ORCID.search(text)
    name = text.replace(found[0], "") if found else text
    name = re.sub(r"https?://orcid\.org/|[<>()\[\],]", " ", name)
    return Person(" ".join(name.split()), found[0] if found else "")


def _environment(metadata: Mapping[str, Any]) -> Environment:
    kernel, language = _object(metadata.get("kernelspec")), _object(metadata.get("language_info"))
    name = _text(language.get("name")) or _text(kernel.get("language"))
    return Environment(_text(kernel.get("name")), name, _text(language.get("version")))


def _authors(metadata: Mapping[str, Any]) -> Iterator[Person]:
    """Yield the authors in the metadata, as nbformat describes them: objects with a name, or texts."""
    for each in _list(metadata.get("authors")):
        author = _object(each)
        named = _text(author.get("name")) if author else _text(each)
        if not named:
            continue
        known = (_text(author.get(key)) for key in ("orcid", "id", "url"))
        orcid = next((found[0] for text in known if (found := ORCID.search(text))), "")
        person = person_of(named)
        yield Person(person.name or named, orcid or person.orcid)


def _run(metadata: Mapping[str, Any], cells: Sequence[Mapping[str, Any]]) -> Run:
    papermill = _object(metadata.get("papermill"))
    started, ended = utc_time(_text(papermill.get("start_time"))), utc_time(_text(papermill.get("end_time")))
    if started is None and ended is None:
        execution = [_object(_object(each.get("metadata")).get("execution")) for each in cells]
        times = [[utc_time(_text(each.get(key))) for key in _CELL_TIMES] for each in execution]
        begun = [begin for begin, _ in times if begin]
        over = [end for _, end in times if end]
        started, ended = min(begun, default=None), max(over, default=None)
    outputs = (_object(output) for cell in cells for output in _list(cell.get("outputs")))
    error = next((_text(each.get("ename")) or "Error" for each in outputs if each.get("output_type") == "error"), "")
    return Run(started, ended, error)


def _used(metadata: Mapping[str, Any]) -> Iterator[UsedDataSet]:
    recorded = list(_object(metadata.get("datasets")).items())
    for key, entry in recorded[-_MAX_DATA_SETS:]:
        perm_id, known = _text(key), _object(entry)
        if perm_id:
            yield UsedDataSet(perm_id, _text(known.get("url")).rstrip("/"), _text(known.get("path")))


def _produced(metadata: Mapping[str, Any]) -> Iterator[str]:
    recorded = _object(metadata.get("openbis")).get("permIds")
    perm_ids = recorded if isinstance(recorded, list) else list(_object(recorded))
    yield from dict.fromkeys(filter(None, map(_text, perm_ids[-_MAX_DATA_SETS:])))


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    """Return a text, stripped and shortened; lone surrogates, which JSON can have, are replaced. Empty for others."""
    return value.strip()[:_MAX_TEXT].encode("utf-8", "replace").decode() if isinstance(value, str) else ""
