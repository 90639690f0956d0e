"""The port `Relations` over openBIS's v3 API."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_openbis_server.adapters.openbis.api.beans import Bean
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json
from jupyter_openbis_server.adapters.openbis.metadata.details import related_entity
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import API_KINDS, ApiKind
from jupyter_openbis_server.adapters.openbis.metadata.searching import execute, getting
from jupyter_openbis_server.domain.catalogue.details import RelatedEntity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.lineage.lineage import LineageLevel

_PARENTS, _CHILDREN = "parents", "children"


class OpenbisRelations:
    """Reads the parents and children of samples and data sets."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def level(
        self, session: Session, kind: EntityKind, parents_of: Sequence[str], children_of: Sequence[str]
    ) -> LineageLevel:
        """Return entities with their direct parents or children, in one request; of relatives, the permIds only."""
        api = API_KINDS[kind]
        wanted = [(each, ids) for each, ids in ((_PARENTS, parents_of), (_CHILDREN, children_of)) if ids]
        results = execute(self._clients.of(session), [_get(api, ids, relation) for relation, ids in wanted])
        entities: dict[str, RelatedEntity] = {}
        relatives: dict[str, dict[str, tuple[str, ...]]] = {_PARENTS: {}, _CHILDREN: {}}
        for (relation, _), result in zip(wanted, results, strict=True):
            for bean in result.beans("objects"):
                entity = related_entity(api, bean)
                entities[entity.perm_id] = entity
                relatives[relation][entity.perm_id] = tuple(_perm_id_of(each) for each in bean.beans(relation))
        return LineageLevel(entities, relatives[_PARENTS], relatives[_CHILDREN])


def _get(api: ApiKind, perm_ids: Sequence[str], relation: str) -> Json:
    """Return the operation that gets entities with the ids of their parents or children."""
    options = {key: value for key, value in api.row_options.items() if key != "sort"}
    options[relation] = api.fetch_options
    return getting(api, perm_ids, options)


def _perm_id_of(bean: Bean) -> str:
    return bean.required_bean("permId").required_text("permId")
