"""Rules of this server that clients need before they send a request, for the OpenAPI document.

`docs/openapi.json` has them under `x-constants`; `npm run types` writes them into the front end, under the same names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from enum import Enum
from typing import Any

from jupyter_openbis_server.domain import errors
from jupyter_openbis_server.domain.catalogue.data_set import READABLE_STATUSES
from jupyter_openbis_server.domain.catalogue.eln_link import PERM_ID
from jupyter_openbis_server.domain.catalogue.entity import KINDS_INSIDE, OWNERS
from jupyter_openbis_server.domain.catalogue.entity_kind import TYPED_KINDS
from jupyter_openbis_server.domain.changes.create_entity import PLACES
from jupyter_openbis_server.domain.connections.connection_fields import FIELDS
from jupyter_openbis_server.domain.connections.mount_settings import DEFAULT_MOUNT_SETTINGS
from jupyter_openbis_server.domain.jobs.job import JobState
from jupyter_openbis_server.domain.jobs.jobs import MAX_ENDED
from jupyter_openbis_server.domain.lineage.trace_lineage import MAX_NODES
from jupyter_openbis_server.domain.notebooks.environments.environment_files import EnvironmentNames
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import CaptureRequest, Language
from jupyter_openbis_server.domain.notebooks.publications.publication import HISTORY_ID, NAME, NOTEBOOK_TYPE, NOTES
from jupyter_openbis_server.domain.previews.file_content import MAYBE_TABLES, TABLE_DELIMITERS
from jupyter_openbis_server.domain.previews.text_encoding import ENCODINGS
from jupyter_openbis_server.domain.search.conditions import MAX_CONDITIONS, WITHOUT_VALUE
from jupyter_openbis_server.domain.search.criteria import OPERATORS
from jupyter_openbis_server.domain.search.order import SortField
from jupyter_openbis_server.domain.search.query import FILTERABLE_KINDS, SEARCHABLE_KINDS
from jupyter_openbis_server.domain.shared.name_patterns import SPECIAL_CHARACTERS
from jupyter_openbis_server.domain.shared.page import PageRequest


def client_constants() -> dict[str, Any]:
    """Return the constants as JSON by name."""
    return {
        **_entities(),
        **_files(),
        **_notebooks(),
        "MAX_LINEAGE_NODES": MAX_NODES,
        "ACTIVE_STATES": [each.value for each in JobState if not each.is_final],
        "MAX_ENDED_JOBS": MAX_ENDED,
        "CONNECTION_FIELDS": [
            {
                "name": each.name,
                "label": each.label,
                "type": each.type.value,
                "default": each.default,
                "maxLength": each.max_length,
                "endsSession": each.ends_session,
            }
            for each in FIELDS
            if each.label
        ],
        "MOUNT_DEFAULTS": {**asdict(DEFAULT_MOUNT_SETTINGS), "options": list(DEFAULT_MOUNT_SETTINGS.options)},
        "READ_ONLY_ERROR": errors.ReadOnly.code,
        "CHANGED_MEANWHILE_ERROR": errors.ChangedMeanwhile.code,
        "LOGIN_ERRORS": sorted(set(_codes(errors.NotLoggedIn))),
        "UNREACHABLE_ERRORS": sorted(set(_codes(errors.ConnectionFailed))),
    }


def _entities() -> dict[str, Any]:
    return {
        "ROOT_KINDS": _values(KINDS_INSIDE[None]),
        "CHILD_KINDS": {kind.value: _values(inside) for kind, inside in KINDS_INSIDE.items() if kind},
        "OWNER_KINDS": _values(OWNERS),
        "TYPED_KINDS": _values(TYPED_KINDS),
        "CREATION_PLACES": {kind.value: _values(places) for kind, places in PLACES.items()},
        "SEARCH_KINDS": _values(SEARCHABLE_KINDS),
        "FILTERABLE_KINDS": _values(FILTERABLE_KINDS),
        "CONDITION_OPERATORS": {data_type: _values(operators) for data_type, operators in sorted(OPERATORS.items())},
        "OPERATORS_WITHOUT_VALUE": _values(WITHOUT_VALUE),
        "MAX_CONDITIONS": MAX_CONDITIONS,
        "SORT_FIELDS": _values(SortField),
        "MAX_ROWS": PageRequest.MAX_COUNT,
        "PERM_ID_PATTERN": PERM_ID.pattern,
        "READABLE_STATUSES": sorted(READABLE_STATUSES),
    }


def _files() -> dict[str, Any]:
    return {
        "PATTERN_CHARACTERS": SPECIAL_CHARACTERS,
        "TABLE_DELIMITERS": TABLE_DELIMITERS,
        "MAYBE_TABLES": list(MAYBE_TABLES),
        "ENCODINGS": list(ENCODINGS),
    }


def _notebooks() -> dict[str, Any]:
    return {
        "NOTEBOOK_TYPE": NOTEBOOK_TYPE,
        "NOTEBOOK_PROPERTIES": {"name": NAME, "notes": NOTES, "historyId": HISTORY_ID},
        "KERNEL_LANGUAGES": [each.value for each in Language],
        "KERNEL_TIMEOUT": int(CaptureRequest.seconds),
        "ENVIRONMENT_FILES": asdict(EnvironmentNames()),
    }


def _values(members: Iterable[Enum]) -> list[Any]:
    return [each.value for each in members]


def _codes(kind: type[errors.OpenbisError]) -> Iterator[str]:
    """Yield the codes of a class of errors and of all its subclasses."""
    yield kind.code
    for each in kind.__subclasses__():
        yield from _codes(each)
