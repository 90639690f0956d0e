"""Property assignments and vocabulary terms in openBIS's v3 API."""

from __future__ import annotations

from jupyter_openbis_server.adapters.openbis.api.beans import Bean
from jupyter_openbis_server.adapters.openbis.api.v3_objects import typed
from jupyter_openbis_server.domain.properties.entity_type import PropertyAssignment, VocabularyTerm

VOCABULARY = typed(
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
    propertyType=typed("property.fetchoptions.PropertyTypeFetchOptions", vocabulary=VOCABULARY),
    plugin=typed("plugin.fetchoptions.PluginFetchOptions"),
)
_WIDGET, _WORD_PROCESSOR = "custom_widget", "Word Processor"
"""In the metadata of a property type: how openBIS's ELN edits and shows its values."""
_MANAGED = "MANAGED_PROPERTY"  # a plugin that helps with the input; any other one computes the value


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
        terms=terms_of(vocabulary) if vocabulary else (),
        multi_value=property_type.boolean("multiValue") or False,  # of the property type; absent before API 3.7
        is_rich_text=property_type.map("metaData").get(_WIDGET) == _WORD_PROCESSOR,
    )


def terms_of(vocabulary: Bean) -> tuple[VocabularyTerm, ...]:
    """Return the terms of a vocabulary in its order."""
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
