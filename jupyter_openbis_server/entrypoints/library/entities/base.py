"""The common part of all entity objects."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from jupyter_openbis_server.domain.catalogue.data_set import DataSet as DataSetRow
from jupyter_openbis_server.domain.catalogue.details import Details
from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.entrypoints.library.entities.shown import escaped, html_facts, html_link, plain
from jupyter_openbis_server.entrypoints.library.entities.source import Source
from jupyter_openbis_server.entrypoints.library.entities.spreadsheet import Spreadsheet, value_of

if TYPE_CHECKING:  # Python 3.10 has no typing.Self
    from typing_extensions import Self


class EntityObject:
    """A space, project, collection, object or data set. Immutable and thread-safe.

    It shows what openBIS has when it is first used. Attributes that the request that has found it did not return are
    requested together, once, when one of them is first used; then all methods raise `OpenbisError`, e.g. NotLoggedIn.

    Attributes:
        perm_id: Its permanent id; of a space, its code.
    """

    entity_kind: EntityKind
    """Its kind in openBIS."""

    def __init__(self, source: Source, ref: EntityRef | DataSetRow) -> None:
        self._source = source
        self.perm_id = ref.perm_id
        self._row = None if isinstance(ref, Details) else ref
        self._details = ref if isinstance(ref, Details) else None
        self._metadata = self._details
        self._lock = threading.Lock()

    @property
    def ref(self) -> EntityRef:
        """Its kind and permId."""
        return EntityRef(self.entity_kind, self.perm_id)

    @property
    def known_name(self) -> str | None:
        """Its display name as far as it is known without a request."""
        found: str | None = getattr(self._metadata or self._row, "name", None)
        return found

    @property
    def known_type(self) -> str | None:
        """Code of its type as far as it is known without a request."""
        found: str | None = getattr(self._metadata or self._row, "type_code", None)
        return found

    @property
    def connection(self) -> str:
        """Name of its connection."""
        return self._source.name

    @property
    def identifier(self) -> str:
        """Its identifier, e.g. `/SPACE/PROJECT/CODE`; of a data set, its permId."""
        return str(self._quick("identifier"))

    @property
    def code(self) -> str:
        """The last part of its identifier."""
        return self.identifier.rpartition("/")[2]

    @property
    def name(self) -> str | None:
        """Its display name, the property `$NAME`; None if it has none."""
        found: str | None = self._quick("name")
        return found

    @property
    def properties(self) -> Mapping[str, Any]:
        """Its properties that are set, by upper-case code, as Python values.

        INTEGER is an int, REAL a float, BOOLEAN a bool, TIMESTAMP a datetime with zone, DATE a date, JSON the decoded
        value, an ELN spreadsheet a `Spreadsheet`; multi-valued and ARRAY_* properties are lists. All others are texts:
        the code of a vocabulary term, the permId of an object. A text that does not fit its data type stays a text.
        """
        if self._metadata is None and isinstance(self._row, (Entity, DataSetRow)) and self._has_properties():
            row = self._row
            values = row.properties.items()
            return MappingProxyType(
                {
                    code: value_of(value, row.data_types.get(code), multi_value=code in row.multi_valued)
                    for code, value in values
                }
            )
        entries = self._meta().properties
        return MappingProxyType(
            {each.code: value_of(each.value, each.data_type, multi_value=each.multi_value) for each in entries}
        )

    @property
    def registered(self) -> dt.datetime | None:
        """When it was registered, with time zone; None if openBIS does not state it."""
        found: dt.datetime | None = self._quick("registered")
        return found

    @property
    def modified(self) -> dt.datetime | None:
        """When it was last changed, with time zone; None if openBIS does not state it."""
        found: dt.datetime | None = self._quick("modified")
        return found

    @property
    def registrator(self) -> str | None:
        """Id of the user who registered it; None if openBIS does not state it."""
        return self._meta().registrator

    @property
    def eln_url(self) -> str:
        """Address of its page in the ELN."""
        identifier = self.identifier if self.entity_kind is EntityKind.EXPERIMENT else ""
        return self._source.eln_url(self.entity_kind, self.perm_id, identifier)

    def refresh(self) -> Self:
        """Return it as openBIS has it now; this object does not change.

        Raises:
            EntityNotFound, DataSetNotFound: it does not exist any more, or is not visible.
        """
        return type(self)(self._source, self._request())

    def to_dict(self) -> dict[str, Any]:
        """Return its attributes, followed by its properties by code."""
        return {**self._facts(), **self.properties}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, EntityObject):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __repr__(self) -> str:
        known = self._metadata or self._row
        texts = [getattr(known, each, None) for each in ("type_code", "identifier")]
        name = getattr(known, "name", None)
        named = [plain(each) for each in (self.perm_id, *texts) if each]
        return f"<{type(self).__name__} {' '.join(dict.fromkeys(named))}{f' {name!r}' if name else ''}>"

    def _repr_html_(self) -> str:
        shown = {key: value for key, value in self._facts().items() if value is not None}
        facts = [(key, escaped(value)) for key, value in shown.items()]
        facts += [(code, _property_html(value)) for code, value in self.properties.items()]
        facts.append(("ELN", html_link(self.eln_url, "open in the ELN")))
        return html_facts(f"{type(self).__name__} {self.name or self.identifier}", facts)

    def _facts(self) -> dict[str, Any]:
        """Return its attributes for tables."""
        return {
            "perm_id": self.perm_id,
            "identifier": self.identifier,
            "name": self.name,
            "registered": self.registered,
            "modified": self.modified,
            "registrator": self.registrator,
        }

    def _identity(self) -> tuple[str, EntityKind, str]:
        return self._source.name, self.entity_kind, self.perm_id

    def _quick(self, attribute: str) -> Any:  # noqa: ANN401
        """Return an attribute of the details, without a request if it is known already."""
        known = getattr(self._metadata or self._row, attribute, None)
        return getattr(self._meta(), attribute) if known is None else known

    def _meta(self) -> Details:
        """Return the details; children may be missing."""
        return self._metadata or self._complete()

    def _complete(self) -> Details:
        """Return the details with children; requested once for all threads."""
        with self._lock:
            if self._details is None:
                self._details = self._metadata = self._request()
            return self._details

    def _request(self) -> Details:
        return self._source.use_cases.catalogue.show_details(self._source.name, self.ref)

    def _has_properties(self) -> bool:
        """Return whether its properties are known without a request. Rows of searches have them, if any is set."""
        return self._metadata is not None or (isinstance(self._row, Entity) and bool(self._row.data_types))

    def _use(self, details: Details) -> None:
        """Keep details that were requested together with those of other entities, without children."""
        with self._lock:
            self._metadata = self._metadata or details

    def _owner_reference(self) -> tuple[EntityKind, str] | None:
        """Return the kind and identifier of its owner; None without one."""
        owner = self._meta().owner
        return (owner.kind, owner.identifier) if owner else None


class TypedEntity(EntityObject):
    """An entity with a type: a collection, object or data set."""

    @property
    def type(self) -> str:
        """Code of its type."""
        return str(self._quick("type_code") or "")

    def _facts(self) -> dict[str, Any]:
        facts = super()._facts()
        return {"perm_id": facts.pop("perm_id"), "identifier": facts.pop("identifier"), "type": self.type, **facts}


def _property_html(value: object) -> str:
    if isinstance(value, Spreadsheet):
        return value._repr_html_()
    return escaped(value)
