"""The port `DataSetTypes` over openBIS's v3 API: one request, where pyBIS sends hundreds."""

from __future__ import annotations

from jupyter_openbis_server.adapters.openbis.api.beans import Bean
from jupyter_openbis_server.adapters.openbis.api.client import Client, Clients
from jupyter_openbis_server.adapters.openbis.api.v3_objects import typed
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.data_set_type import DataSetType, PropertyAssignment, VocabularyTerm

_CRITERIA = typed("dataset.search.DataSetTypeSearchCriteria")
_VOCABULARY = typed(
    "vocabulary.fetchoptions.VocabularyFetchOptions",
    terms=typed("vocabulary.fetchoptions.VocabularyTermFetchOptions"),
)
VALUE_ASSIGNMENTS = typed(
    "property.fetchoptions.PropertyAssignmentFetchOptions",
    propertyType=typed("property.fetchoptions.PropertyTypeFetchOptions"),
)
"""Fetches only which properties have several values."""
ASSIGNMENTS = typed(
    "property.fetchoptions.PropertyAssignmentFetchOptions",
    propertyType=typed("property.fetchoptions.PropertyTypeFetchOptions", vocabulary=_VOCABULARY),
    plugin=typed("plugin.fetchoptions.PluginFetchOptions"),
)
_FETCH_OPTIONS = typed("dataset.fetchoptions.DataSetTypeFetchOptions", propertyAssignments=ASSIGNMENTS)
_MANAGED = "MANAGED_PROPERTY"  # a plugin that helps with the input; any other one computes the value


class OpenbisDataSetTypes:
    """Reads all data set types. Remembers nothing: that is what `CachedDataSetTypes` is for."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def all(self, session: Session, *, fresh: bool = False) -> tuple[DataSetType, ...]:  # noqa: ARG002 - always is
        """Return all types by code."""
        return _all_types(self._clients.of(session))


def _all_types(client: Client) -> tuple[DataSetType, ...]:
    result = client.call("searchDataSetTypes", _CRITERIA, _FETCH_OPTIONS).required_bean("result")
    return tuple(sorted((_type(bean) for bean in result.beans("objects")), key=lambda type_: type_.code))


def _type(bean: Bean) -> DataSetType:
    return DataSetType(bean.required_text("code"), bean.text("description"), assignments_of(bean))


def assignments_of(type_: Bean) -> tuple[PropertyAssignment, ...]:
    """Return the property assignments of a type, also of a sample's or experiment's, in the order of forms."""
    return tuple(sorted((_assignment(each) for each in type_.beans("propertyAssignments")), key=_place))


def _assignment(bean: Bean) -> PropertyAssignment:
    property_type, plugin = bean.required_bean("propertyType"), bean.bean("plugin")
    vocabulary = property_type.bean("vocabulary")
    return PropertyAssignment(
        code=property_type.required_text("code"),
        label=property_type.text("label"),
        description=property_type.text("description"),
        data_type=property_type.text("dataType") or "VARCHAR",
        mandatory=bean.boolean("mandatory") or False,
        section=bean.text("section"),
        ordinal=bean.number("ordinal") or 0,
        is_computed=plugin is not None and plugin.text("pluginType") != _MANAGED,
        terms=_terms(vocabulary) if vocabulary else (),
        multi_value=property_type.boolean("multiValue") or False,  # of the property type; absent before API 3.7
    )


def _terms(vocabulary: Bean) -> tuple[VocabularyTerm, ...]:
    return tuple(sorted((_term(bean) for bean in vocabulary.beans("terms")), key=_place))


def _term(bean: Bean) -> VocabularyTerm:
    return VocabularyTerm(
        code=bean.required_text("code"),
        label=bean.text("label"),
        description=bean.text("description"),
        official=bean.boolean("official") is not False,
        ordinal=bean.number("ordinal") or 0,
    )


def _place(each: PropertyAssignment | VocabularyTerm) -> tuple[int, str]:
    return each.ordinal, each.code
