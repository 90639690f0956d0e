"""The port `Entities` over pyBIS."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.adapters.pybis.beans import Bean
from jupyter_openbis_server.adapters.pybis.client import Client, Clients
from jupyter_openbis_server.adapters.pybis.v3_objects import Json, equal, typed
from jupyter_openbis_server.domain.errors import EntityNotFound
from jupyter_openbis_server.domain.model import Entity, EntityKind, EntityReference, Session
from jupyter_openbis_server.domain.model.entity import ReferenceKind

_MOST_OF_ONE_CODE = 50
_PARTS_OF_AN_EXPERIMENT = 3


@dataclass(frozen=True)
class _Kind:
    """How openBIS's API names samples or experiments."""

    kind: EntityKind
    name: str
    package: str

    def id_of(self, reference: EntityReference) -> Json:
        form = "PermId" if reference.kind is ReferenceKind.PERM_ID else "Identifier"
        key = "permId" if reference.kind is ReferenceKind.PERM_ID else "identifier"
        return typed(f"{self.package}.id.{self.name}{form}", **{key: reference.text})

    @property
    def fetch_options(self) -> Json:
        return typed(f"{self.package}.fetchoptions.{self.name}FetchOptions")

    def entity(self, bean: Bean) -> Entity:
        return Entity(
            self.kind,
            bean.required_bean("permId").required_text("permId"),
            bean.required_bean("identifier").required_text("identifier"),
        )


_SAMPLE = _Kind(EntityKind.SAMPLE, "Sample", "sample")
_EXPERIMENT = _Kind(EntityKind.EXPERIMENT, "Experiment", "experiment")


class PybisEntities:
    """Finds samples and experiments."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def find(self, session: Session, reference: EntityReference) -> Entity:
        """Return the sample or else the experiment that the reference names."""
        client = self._clients.of(session)
        for kind in (_SAMPLE, _EXPERIMENT):
            found = _by_code(client, kind, reference) if _is_code(reference) else _by_id(client, kind, reference)
            if found:
                return found
        raise EntityNotFound(reference.text)


def _is_code(reference: EntityReference) -> bool:
    return reference.kind is ReferenceKind.CODE


def _by_id(client: Client, kind: _Kind, reference: EntityReference) -> Entity | None:
    parts = reference.text.strip("/").split("/")
    if reference.kind is ReferenceKind.IDENTIFIER:
        if kind is _EXPERIMENT and len(parts) != _PARTS_OF_AN_EXPERIMENT:
            return None
        if kind is _SAMPLE:
            reference = _without_experiment(parts)
    found = client.call(f"get{kind.name}s", [kind.id_of(reference)], kind.fetch_options).required_bean("result")
    return next((kind.entity(bean) for bean in found.values()), None)


def _without_experiment(parts: list[str]) -> EntityReference:
    """Return a sample's identifier as openBIS has it, which is without the experiment that people put in."""
    if len(parts) > _PARTS_OF_AN_EXPERIMENT:
        parts = [*parts[:2], parts[-1]]
    return EntityReference("/" + "/".join(parts), ReferenceKind.IDENTIFIER)


def _by_code(client: Client, kind: _Kind, reference: EntityReference) -> Entity | None:
    criteria = typed(
        f"{kind.package}.search.{kind.name}SearchCriteria",
        operator="AND",
        criteria=[equal("CodeSearchCriteria", reference.text)],
    )
    options = {**kind.fetch_options, "from": 0, "count": _MOST_OF_ONE_CODE}
    result = client.call(f"search{kind.name}s", criteria, options).required_bean("result")
    found = [kind.entity(bean) for bean in result.beans("objects") if bean.text("code") == reference.text]
    if len(found) > 1:
        several = f"{reference.text} ({len(found)} have this code; use an identifier or permId)"
        raise EntityNotFound(several)
    return found[0] if found else None
