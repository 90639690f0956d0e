"""The port `DataSets` over openBIS's v3 API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from jupyter_openbis_server.adapters.openbis.api.beans import Bean
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.api.date_criteria import MODIFIED, dated
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, typed
from jupyter_openbis_server.adapters.openbis.metadata.afs import counted_in_afs, in_afs
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import (
    DATA_SET,
    EXPERIMENT,
    PROJECT,
    SAMPLE,
    direct_children,
    matching,
)
from jupyter_openbis_server.adapters.openbis.metadata.property_assignments import VALUE_ASSIGNMENTS, assignments_of
from jupyter_openbis_server.adapters.openbis.metadata.property_values import values_in
from jupyter_openbis_server.adapters.openbis.metadata.searching import Wanted, get_by_ids, search_page
from jupyter_openbis_server.domain.catalogue.data_set import AFS, DataSet, DataSetPage, PhysicalData
from jupyter_openbis_server.domain.catalogue.entity import EntityRef, data_set_code
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import DataSetNotFound
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.page import PageRequest

_FETCH_OPTIONS = typed(
    "dataset.fetchoptions.DataSetFetchOptions",
    type=typed("dataset.fetchoptions.DataSetTypeFetchOptions", propertyAssignments=VALUE_ASSIGNMENTS),
    properties=typed("property.fetchoptions.PropertyFetchOptions"),
    dataStore=typed("datastore.fetchoptions.DataStoreFetchOptions"),
    physicalData=typed("dataset.fetchoptions.PhysicalDataFetchOptions"),
    sample=typed("sample.fetchoptions.SampleFetchOptions"),
    experiment=typed("experiment.fetchoptions.ExperimentFetchOptions"),
    registrator=typed("person.fetchoptions.PersonFetchOptions"),
)
_IDS_ONLY = typed("dataset.fetchoptions.DataSetFetchOptions")
DETAIL_OPTIONS = {
    **_FETCH_OPTIONS,
    "components": _IDS_ONLY,
    "linkedData": typed(
        "dataset.fetchoptions.LinkedDataFetchOptions",
        externalDms=typed("externaldms.fetchoptions.ExternalDmsFetchOptions"),
    ),
}
"""Also fetches where the files are of a data set that has none of its own. Not for listings: containers can have
thousands of components."""
ROW_OPTIONS = DATA_SET.sorted_newest_first(_FETCH_OPTIONS)  # without a sort, pages of two requests overlap


class OpenbisDataSets:
    """Reads the metadata of data sets."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def get(self, session: Session, perm_id: str) -> DataSet:
        """Return one data set, with its components and its link."""
        found = next(self._get(session, [perm_id], DETAIL_OPTIONS), None)
        if found is None:
            raise DataSetNotFound(perm_id)
        return data_set_of(found)

    def get_many(self, session: Session, perm_ids: Sequence[str]) -> dict[str, DataSet]:
        """Return data sets by permId, with components and links, in a request for each thousand."""
        return {each.perm_id: each for each in map(data_set_of, self._get(session, perm_ids, DETAIL_OPTIONS))}

    def all(self, session: Session, page: PageRequest) -> DataSetPage:
        """Return all visible data sets, newest first, in one request."""
        found = search_page(self._clients.of(session), Wanted(DATA_SET, DATA_SET.criteria()), ROW_OPTIONS, page)
        return DataSetPage(tuple(map(data_set_of, found.rows)), page, found.total)

    def of_entity(
        self, session: Session, entity: EntityRef, page: PageRequest, *, modified_since: dt.datetime | None = None
    ) -> DataSetPage:
        """Return the data sets of a sample, experiment, project or space, newest first, in one request."""
        criteria = belonging_to(entity)
        if modified_since:
            criteria = DATA_SET.criteria(criteria, *dated(MODIFIED, modified_since))
        return self._listed(session, criteria, page)

    def owners_in_afs(self, session: Session, entity: EntityRef, page: PageRequest) -> tuple[str, ...]:
        """Return the owners of files in AFS at or below an entity: the data set in AFS has the owner's permId."""
        client = self._clients.of(session)
        rows = DATA_SET.sorted_newest_first(_IDS_ONLY)
        found = (search_page(client, each, rows, page) for each in in_afs(client, belonging_to(entity)))
        return tuple(_perm_id_of(bean) for each in found for bean in each.rows)

    def inside(self, session: Session, place: EntityRef, page: PageRequest) -> DataSetPage:
        """Return the data sets directly in a sample or experiment, newest first, in one request."""
        return self._listed(session, direct_children(place, EntityKind.DATA_SET), page)

    def missing(self, session: Session, perm_ids: Sequence[str]) -> tuple[str, ...]:
        """Return those of the permIds that name no visible data set."""
        present = {_perm_id_of(bean) for bean in self._get(session, perm_ids, _IDS_ONLY)}
        return tuple(each for each in perm_ids if data_set_code(each) not in present)

    def _listed(self, session: Session, criteria: Json, page: PageRequest) -> DataSetPage:
        client = self._clients.of(session)
        found = search_page(client, Wanted(DATA_SET, criteria), ROW_OPTIONS, page, counted_in_afs(client, criteria))
        return DataSetPage(tuple(map(data_set_of, found.rows)), page, found.total, in_afs=sum(found.counts))

    def _get(self, session: Session, perm_ids: Sequence[str], options: Json) -> Iterator[Bean]:
        codes = filter(None, dict.fromkeys(map(data_set_code, perm_ids)))  # openBIS refuses all if one is empty
        ids = [DATA_SET.perm_id(each) for each in codes]
        return get_by_ids(self._clients.of(session), DATA_SET, ids, options)


def belonging_to(entity: EntityRef) -> Json:
    """Return criteria for the data sets of an entity, at any depth."""
    return DATA_SET.criteria(*_owner_criteria(entity), operator="OR")


def _owner_criteria(entity: EntityRef) -> list[Json]:
    """Return criteria for the possible owners; without an experiment, a data set belongs to its sample's project."""
    place = matching(entity)
    if entity.kind is EntityKind.PROJECT:
        return [EXPERIMENT.criteria(place), SAMPLE.criteria(place)]
    if entity.kind is EntityKind.SPACE:
        return [EXPERIMENT.criteria(PROJECT.criteria(place)), SAMPLE.criteria(place)]
    return [place]


def data_set_of(bean: Bean) -> DataSet:
    """Read a data set with everything that is fetched here."""
    data_store, type_, registrator = bean.bean("dataStore"), bean.required_bean("type"), bean.bean("registrator")
    store_code = data_store.text("code") if data_store else None
    assignments = assignments_of(type_)
    properties = values_in(bean, assignments)
    set_ones = [each for each in assignments if each.code in properties]
    return DataSet(
        perm_id=_perm_id_of(bean),
        type_code=type_.required_text("code"),
        kind=bean.text("kind") or "PHYSICAL",
        data_store=store_code,
        data_store_url=(data_store.text("downloadUrl") if data_store else None) or None,
        physical=_physical_data(bean.bean("physicalData")),
        properties=properties,
        sample=_identifier(bean.bean("sample")),
        experiment=_identifier(bean.bean("experiment")),
        components=tuple(map(_perm_id_of, bean.beans("components"))),
        link=_link(bean.bean("linkedData")),
        registered=bean.datetime("registrationDate"),
        registrator=registrator.text("userId") if registrator else None,
        modified=bean.datetime("modificationDate"),
        is_mutable=store_code == AFS,
        data_types={each.code: each.data_type for each in set_ones},
        multi_valued=frozenset(each.code for each in set_ones if each.multi_value),
    )


def _perm_id_of(bean: Bean) -> str:
    return bean.text("code") or bean.required_bean("permId").required_text("permId")


def _identifier(owner: Bean | None) -> str | None:
    return owner.required_bean("identifier").text("identifier") if owner else None


def _physical_data(bean: Bean | None) -> PhysicalData | None:
    if bean is None:
        return None
    return PhysicalData(
        bean.text("location"), bean.number("size"), bean.text("status"), bean.boolean("presentInArchive")
    )


def _link(linked: Bean | None) -> str | None:
    """Return where the files of a LINK are, for users to read: the copies that openBIS knows, else its link."""
    if linked is None:
        return None
    copies = filter(None, map(_place, linked.beans("contentCopies")))
    return "; ".join(copies) or _place(linked)


def _place(copy: Bean) -> str | None:
    """Return `<system>: <path or code>` of a copy; the system is left out where openBIS has none."""
    system = copy.bean("externalDms")
    where = copy.text("path") or copy.text("externalCode")
    parts = [system and (system.text("address") or system.text("label") or system.text("code")), where]
    return ": ".join(part for part in parts if part) or None
