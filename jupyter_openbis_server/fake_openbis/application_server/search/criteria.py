"""Evaluates search criteria as sets of keys, from the inside out, so that indexes do most of the work."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from jupyter_openbis_server.fake_openbis.application_server.search.search_fields import (
    FIELD_CRITERIA,
    field_test,
    indexed,
)
from jupyter_openbis_server.fake_openbis.application_server.search.search_values import value_test
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.afs import AFS, AFS_DATA, matching_stores
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.state.table import Keyed, Table
from jupyter_openbis_server.fake_openbis.wire.failures import UnreadableParameter
from jupyter_openbis_server.fake_openbis.wire.ids import as_list
from jupyter_openbis_server.fake_openbis.wire.json_beans import Json

EntityT = TypeVar("EntityT", bound=Keyed)
Keys = set[str]
Relation = Callable[["Search", Json], Keys]
_DATA_STORE = "DataStoreSearchCriteria"


class Search:
    """Search over one laboratory. Access rights are not its business.

    Args:
        laboratory: Where to search.
    """

    def __init__(self, laboratory: Laboratory) -> None:
        self.laboratory = laboratory

    def run(self, table: Table[EntityT], criteria: Json) -> Keys:
        """Return the keys of the rows that fulfil the criteria; all rows for empty criteria.

        Args:
            table: What is searched for.
            criteria: ``{"@type", "operator", "criteria": [...], "negated"}`` as sent by the client.

        Raises:
            UnreadableParameter: when a criterion is unknown or does not fit.
        """
        return self._run(table, criteria, names_store=False)

    def _run(self, table: Table[EntityT], criteria: Json, *, names_store: bool) -> Keys:
        """As above. ``names_store``: the criteria around these name a data store, so that AFS is not left out here."""
        parts = as_list((criteria or {}).get("criteria"))
        names_one_here = any(_simple_name(part) == _DATA_STORE for part in parts)
        hidden = set() if names_store or names_one_here else self._in_afs(table)
        found = [self._one(table, part, names_store=names_one_here) for part in parts] or [set(table.keys())]
        is_or = str((criteria or {}).get("operator") or "AND").upper() == "OR"
        matching = set().union(*found) if is_or else set.intersection(*found)
        return (set(table.keys()) - matching if (criteria or {}).get("negated") else matching) - hidden

    def _in_afs(self, table: Table[EntityT]) -> Keys:
        return set(table.keys_of("type", AFS_DATA)) if table.entity_class is e.DataSet else set()

    def _one(self, table: Table[EntityT], criterion: Json, *, names_store: bool) -> Keys:
        name = _simple_name(criterion)
        row = table.entity_class.__name__
        if name == f"{row}SearchCriteria":
            return self._run(table, criterion, names_store=names_store)
        relation = _RELATIONS.get((row, name))
        if relation is not None:
            return relation(self, criterion)
        if name in FIELD_CRITERIA:
            return self._by_field(table, criterion)
        raise UnreadableParameter(
            f"Could not resolve type id '{criterion.get('@type')}' as a subtype of a search criterion for {row}"
        )

    def _by_field(self, table: Table[EntityT], criterion: Json) -> Keys:
        keys = indexed(table, criterion)
        if keys is not None:
            return keys
        test = field_test(criterion, table.entity_class, self.laboratory)
        return {row.key for row in table if test(row)}


def _simple_name(criterion: Json) -> str:
    if not isinstance(criterion, dict) or not criterion.get("@type"):
        raise UnreadableParameter(
            "Could not deserialize object.\nAttempt of deserialization with type failed with: missing '@type'"
        )
    return str(criterion["@type"]).rpartition(".")[2]


def _filed(table: Table[Any], index: str, keys: Iterable[str]) -> Keys:
    """Return the rows filed in an index under any of these keys."""
    return {found for key in keys for found in table.keys_of(index, key)}


def _inside(rows: str, index: str, owners: str) -> Relation:
    """Rows whose owner fulfils the criterion, e.g. data sets of certain samples."""

    def relation(search: Search, criterion: Json) -> Keys:
        lab = search.laboratory
        return _filed(getattr(lab, rows), index, search.run(getattr(lab, owners), criterion))

    return relation


def _pointing(rows: str, attribute: str) -> Relation:
    """Rows that a row fulfilling the criterion points at, e.g. the parents of certain data sets."""

    def relation(search: Search, criterion: Json) -> Keys:
        table = getattr(search.laboratory, rows)
        found = map(table.get, search.run(table, criterion))
        return {key for row in found for key in as_list(getattr(row, attribute)) if key in table}

    return relation


def _of_type(rows: str, kind: e.EntityKind) -> Relation:
    def relation(search: Search, criterion: Json) -> Keys:
        lab = search.laboratory
        types = map(lab.entity_types.get, search.run(lab.entity_types, criterion))
        codes = {found.code for found in types if found is not None and found.kind == kind}
        return _filed(getattr(lab, rows), "type", codes)

    return relation


def _tagged(rows: str) -> Relation:
    def relation(search: Search, criterion: Json) -> Keys:
        tests = [value_test(part) for part in as_list(criterion.get("criteria"))]
        combine = any if str(criterion.get("operator") or "AND").upper() == "OR" else all
        table: Table[Any] = getattr(search.laboratory, rows)
        return {row.key for row in table if row.tags and combine(any(map(test, row.tags)) for test in tests)}

    return relation


def _without(rows: str, attribute: str) -> Relation:
    def relation(search: Search, _: Json) -> Keys:
        return {row.key for row in getattr(search.laboratory, rows) if getattr(row, attribute) is None}

    return relation


def _status(search: Search, criterion: Json) -> Keys:
    tests = [value_test(part) for part in as_list(criterion.get("criteria")) if _simple_name(part).startswith("Status")]
    physical = ((row.key, row.physical_data) for row in search.laboratory.data_sets)
    return {key for key, data in physical if data is not None and all(test(data.status) for test in tests)}


def _in_data_store(search: Search, criterion: Json) -> Keys:
    lab = search.laboratory
    codes = {store.code for store in matching_stores([*lab.data_stores, AFS], criterion)}
    return {row.key for row in lab.data_sets if row.data_store in codes}


def _people(rows: str, attribute: str) -> Relation:
    def relation(search: Search, criterion: Json) -> Keys:
        users = search.run(search.laboratory.persons, criterion)
        return {row.key for row in getattr(search.laboratory, rows) if getattr(row, attribute) in users}

    return relation


_RELATIONS: dict[tuple[str, str], Relation] = {
    ("DataSet", "SampleSearchCriteria"): _inside("data_sets", "sample", "samples"),
    ("DataSet", "ExperimentSearchCriteria"): _inside("data_sets", "experiment", "experiments"),
    ("DataSet", "NoSampleSearchCriteria"): _without("data_sets", "sample"),
    ("DataSet", "NoExperimentSearchCriteria"): _without("data_sets", "experiment"),
    ("DataSet", "DataSetTypeSearchCriteria"): _of_type("data_sets", "DATA_SET"),
    ("DataSet", "DataSetParentsSearchCriteria"): _inside("data_sets", "parents", "data_sets"),
    ("DataSet", "DataSetChildrenSearchCriteria"): _pointing("data_sets", "parents"),
    ("DataSet", "DataSetContainerSearchCriteria"): _pointing("data_sets", "components"),
    ("DataSet", "PhysicalDataSearchCriteria"): _status,
    ("DataSet", _DATA_STORE): _in_data_store,
    ("DataSet", "TagSearchCriteria"): _tagged("data_sets"),
    ("DataSet", "RegistratorSearchCriteria"): _people("data_sets", "registrator"),
    ("Sample", "SpaceSearchCriteria"): _inside("samples", "space", "spaces"),
    ("Sample", "ProjectSearchCriteria"): _inside("samples", "project", "projects"),
    ("Sample", "NoProjectSearchCriteria"): _without("samples", "project"),
    ("Sample", "ExperimentSearchCriteria"): _inside("samples", "experiment", "experiments"),
    ("Sample", "NoExperimentSearchCriteria"): _without("samples", "experiment"),
    ("Sample", "SampleTypeSearchCriteria"): _of_type("samples", "SAMPLE"),
    ("Sample", "SampleParentsSearchCriteria"): _inside("samples", "parents", "samples"),
    ("Sample", "SampleChildrenSearchCriteria"): _pointing("samples", "parents"),
    ("Sample", "SampleContainerSearchCriteria"): _inside("samples", "container", "samples"),
    ("Sample", "TagSearchCriteria"): _tagged("samples"),
    ("Sample", "RegistratorSearchCriteria"): _people("samples", "registrator"),
    ("Experiment", "ProjectSearchCriteria"): _inside("experiments", "project", "projects"),
    ("Experiment", "ExperimentTypeSearchCriteria"): _of_type("experiments", "EXPERIMENT"),
    ("Experiment", "TagSearchCriteria"): _tagged("experiments"),
    ("Experiment", "RegistratorSearchCriteria"): _people("experiments", "registrator"),
    ("Project", "SpaceSearchCriteria"): _inside("projects", "space", "spaces"),
}
