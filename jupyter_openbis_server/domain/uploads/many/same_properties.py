"""Comparison of a draft with registered data sets."""

from __future__ import annotations

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.properties.same_value import is_same
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft


def has_same_properties(draft: DataSetDraft, data_set: DataSet) -> bool:
    """Return whether a data set has the properties of a draft, by value: `1.0` is `1`, and zones do not count.

    Properties that only the data set has are ignored: openBIS computes some.
    """
    return all(_is_same(draft, data_set, code) for code in draft.properties)


def _is_same(draft: DataSetDraft, data_set: DataSet, code: str) -> bool:
    given, stored = draft.properties[code], data_set.properties.get(code)
    return is_same(given, stored, data_set.data_types.get(code, ""), multi_value=code in data_set.multi_valued)
