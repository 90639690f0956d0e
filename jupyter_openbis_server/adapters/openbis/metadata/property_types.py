"""The port `PropertyTypes` over openBIS's v3 API."""

from __future__ import annotations

from collections.abc import Collection

from jupyter_openbis_server.adapters.openbis.api.beans import Bean
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.api.v3_objects import perm_id, typed
from jupyter_openbis_server.adapters.openbis.metadata.property_assignments import VOCABULARY, terms_of
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.property_type import PropertyType

_CRITERIA = typed("property.search.PropertyTypeSearchCriteria")
_OPTIONS = typed("property.fetchoptions.PropertyTypeFetchOptions")


class OpenbisPropertyTypes:
    """Reads property types. Remembers nothing: that is what `CachedPropertyTypes` is for."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def named(self, session: Session, codes: Collection[str]) -> dict[str, PropertyType]:
        """Return property types by code, in one request."""
        ids = [perm_id("property.id.PropertyTypePermId", each) for each in sorted(codes)]
        options = {**_OPTIONS, "vocabulary": VOCABULARY}
        beans = self._clients.of(session).call("getPropertyTypes", ids, options).required_bean("result").values()
        found = map(_property_type, beans)
        return {each.code: each for each in found if each.code in codes}

    def codes(self, session: Session) -> tuple[str, ...]:
        """Return the codes of all property types."""
        result = self._clients.of(session).call("searchPropertyTypes", _CRITERIA, _OPTIONS).required_bean("result")
        return tuple(sorted(bean.required_text("code") for bean in result.beans("objects")))


def _property_type(bean: Bean) -> PropertyType:
    vocabulary = bean.bean("vocabulary")
    return PropertyType(
        code=bean.required_text("code"),
        label=bean.text("label"),
        data_type=bean.text("dataType") or "VARCHAR",
        multi_value=bean.boolean("multiValue") or False,
        terms=terms_of(vocabulary) if vocabulary else (),
    )
