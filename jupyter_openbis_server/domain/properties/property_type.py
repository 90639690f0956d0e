"""Property types: what is common to all uses of a property, in types of data sets, samples and experiments."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.properties.entity_type import VocabularyTerm


@dataclass(frozen=True)
class PropertyType:
    """A property type.

    Attributes:
        code: Upper case; `$…` is managed by openBIS itself.
        data_type: VARCHAR, INTEGER, CONTROLLEDVOCABULARY, … as openBIS names it.
        multi_value: Whether it can have several values; only in openBIS of API 3.7 and later.
        terms: The terms of a CONTROLLEDVOCABULARY, in its order; empty for other data types.
    """

    code: str
    label: str | None = None
    data_type: str = "VARCHAR"
    multi_value: bool = False
    terms: tuple[VocabularyTerm, ...] = ()
