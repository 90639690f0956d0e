"""The port `DataSets` over pyBIS."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_openbis_server.adapters.pybis.afs import counted_in_afs
from jupyter_openbis_server.adapters.pybis.beans import Bean
from jupyter_openbis_server.adapters.pybis.client import Clients
from jupyter_openbis_server.adapters.pybis.data_set_types import VALUE_ASSIGNMENTS, assignments_of
from jupyter_openbis_server.adapters.pybis.entity_kinds import DATA_SET, EXPERIMENT, PROJECT, SAMPLE, being, directly_in
from jupyter_openbis_server.adapters.pybis.property_values import values_in
from jupyter_openbis_server.adapters.pybis.search_criteria import wanted_by
from jupyter_openbis_server.adapters.pybis.searching import Wanted, search_page
from jupyter_openbis_server.adapters.pybis.v3_objects import Json, perm_id, typed
from jupyter_openbis_server.domain.errors import DataSetNotFound
from jupyter_openbis_server.domain.model import (
    DataSet,
    DataSetPage,
    EntityKind,
    PageRequest,
    PhysicalData,
    Place,
    SearchQuery,
    Session,
)

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
_BARE = typed("dataset.fetchoptions.DataSetFetchOptions")
WITH_PLACES = {
    **_FETCH_OPTIONS,
    "components": _BARE,
    "linkedData": typed(
        "dataset.fetchoptions.LinkedDataFetchOptions",
        externalDms=typed("externaldms.fetchoptions.ExternalDmsFetchOptions"),
    ),
}
"""With what tells where the files are of a data set that has none of its own. Containers can have thousands of
components, so listings do without."""
_ROW_OPTIONS = DATA_SET.sorted_newest_first(_FETCH_OPTIONS)  # without a sort, pages of two requests overlap


class PybisDataSets:
    """Reads the metadata of data sets."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def get(self, session: Session, perm_id: str) -> DataSet:
        """Return one data set, with its components and its link."""
        found = self._get(session, [perm_id], WITH_PLACES)
        if not found:
            raise DataSetNotFound(perm_id)
        return data_set_of(found[0])

    def of_entity(self, session: Session, entity: Place, page: PageRequest) -> DataSetPage:
        """Return the data sets of a sample, experiment, project or space, newest first, in one request."""
        return self._listed(session, _hanging_on(entity), page)

    def inside(self, session: Session, place: Place, page: PageRequest) -> DataSetPage:
        """Return the data sets directly in a sample or experiment, newest first, in one request."""
        return self._listed(session, directly_in(place, EntityKind.DATA_SET), page)

    def search(
        self, session: Session, query: SearchQuery, page: PageRequest, counted: Sequence[SearchQuery] = ()
    ) -> DataSetPage:
        """Return the data sets that match a query, newest first, and count the others, in one request."""
        client = self._clients.of(session)
        wanted, *others = (wanted_by(client, each) for each in (query, *counted))
        found = search_page(client, wanted, _ROW_OPTIONS, page, others)
        return DataSetPage(tuple(map(data_set_of, found.rows)), page, found.total, found.counts)

    def missing(self, session: Session, perm_ids: Sequence[str]) -> tuple[str, ...]:
        """Return those of the permIds that name no visible data set."""
        if not perm_ids:
            return ()
        present = {_perm_id_of(bean) for bean in self._get(session, perm_ids, _BARE)}
        return tuple(each for each in perm_ids if each not in present)

    def _listed(self, session: Session, criteria: Json, page: PageRequest) -> DataSetPage:
        client = self._clients.of(session)
        found = search_page(client, Wanted(DATA_SET, criteria), _ROW_OPTIONS, page, counted_in_afs(client, criteria))
        return DataSetPage(tuple(map(data_set_of, found.rows)), page, found.total, in_afs=sum(found.counts))

    def _get(self, session: Session, perm_ids: Sequence[str], options: Json) -> tuple[Bean, ...]:
        """Ask for data sets by permId; openBIS leaves out those that do not exist or are not visible."""
        ids = [perm_id("dataset.id.DataSetPermId", each) for each in dict.fromkeys(perm_ids)]
        return self._clients.of(session).call("getDataSets", ids, options).required_bean("result").values()


def _hanging_on(entity: Place) -> Json:
    return DATA_SET.criteria(*_ways_to(entity), operator="OR")


def _ways_to(entity: Place) -> list[Json]:
    """Return how a data set may belong to an entity. One without an experiment lies in its sample's project, if any."""
    place = being(entity)
    if entity.kind is EntityKind.PROJECT:
        return [EXPERIMENT.criteria(place), SAMPLE.criteria(place)]
    if entity.kind is EntityKind.SPACE:
        return [EXPERIMENT.criteria(PROJECT.criteria(place)), SAMPLE.criteria(place)]
    return [place]


def data_set_of(bean: Bean) -> DataSet:
    """Read a data set with everything that is fetched here."""
    data_store, type_, registrator = bean.bean("dataStore"), bean.required_bean("type"), bean.bean("registrator")
    return DataSet(
        perm_id=_perm_id_of(bean),
        type_code=type_.required_text("code"),
        kind=bean.text("kind") or "PHYSICAL",
        data_store=data_store.text("code") if data_store else None,
        data_store_url=(data_store.text("downloadUrl") if data_store else None) or None,
        physical=_physical_data(bean.bean("physicalData")),
        properties=values_in(bean, assignments_of(type_)),
        sample=_identifier(bean.bean("sample")),
        experiment=_identifier(bean.bean("experiment")),
        components=tuple(map(_perm_id_of, bean.beans("components"))),
        link=_link(bean.bean("linkedData")),
        registered=bean.moment("registrationDate"),
        registrator=registrator.text("userId") if registrator else None,
        modified=bean.moment("modificationDate"),
    )


def _perm_id_of(bean: Bean) -> str:
    return bean.text("code") or bean.required_bean("permId").required_text("permId")


def _identifier(owner: Bean | None) -> str | None:
    return owner.required_bean("identifier").text("identifier") if owner else None


def _physical_data(bean: Bean | None) -> PhysicalData | None:
    return PhysicalData(bean.text("location"), bean.number("size"), bean.text("status")) if bean else None


def _link(linked: Bean | None) -> str | None:
    """Return where the files of a LINK lie, for users to read: the copies that openBIS knows, or what it tells else."""
    if linked is None:
        return None
    copies = filter(None, map(_place, linked.beans("contentCopies")))
    return "; ".join(copies) or _place(linked)


def _place(copy: Bean) -> str | None:
    """Return `<system>: <path or code>` of a copy; the system is left out where it is not told."""
    system = copy.bean("externalDms")
    where = copy.text("path") or copy.text("externalCode")
    parts = [system and (system.text("address") or system.text("label") or system.text("code")), where]
    return ": ".join(part for part in parts if part) or None
