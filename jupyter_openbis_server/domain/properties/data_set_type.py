"""Data set types, property assignments and vocabularies."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.properties.property_value import PropertyValue, convert, to_text
from jupyter_openbis_server.domain.properties.python_values import InvalidValue

_MAX_TERMS_SHOWN = 10


@dataclass(frozen=True)
class VocabularyTerm:
    """A value of a controlled vocabulary."""

    code: str
    label: str | None = None
    description: str | None = None
    official: bool = True
    ordinal: int = 0


@dataclass(frozen=True)
class PropertyAssignment:
    """A property of the data sets of a type.

    Attributes:
        code: Upper case; `$…` is managed by openBIS itself.
        data_type: VARCHAR, INTEGER, CONTROLLEDVOCABULARY, … as openBIS names it.
        is_computed: Whether openBIS computes it by a plugin; clients must not send it.
        multi_value: Whether it can have several values; only in openBIS of API 3.7 and later.
        terms: The terms of a CONTROLLEDVOCABULARY, in its order; empty for other data types.
    """

    code: str
    label: str | None = None
    description: str | None = None
    data_type: str = "VARCHAR"
    mandatory: bool = False
    section: str | None = None
    ordinal: int = 0
    is_computed: bool = False
    terms: tuple[VocabularyTerm, ...] = ()
    multi_value: bool = False

    def convert(self, raw: object) -> PropertyValue | None:
        """Return a value in openBIS's form, e.g. the code of a vocabulary term; None if it is not set.

        Args:
            raw: The value that the user gives: see `property_value.convert`.

        Raises:
            InvalidValue: the value does not fit; the problems are messages for the user.
        """
        read = self._code_of if self.terms else None
        return convert(raw, self.data_type, multi_value=self.multi_value, read=read)

    def problems_of(self, raw: object) -> tuple[str, ...]:
        """Return messages for the user about the problems of a value; empty if it fits."""
        try:
            value = self.convert(raw)
        except InvalidValue as error:
            return error.problems
        return ("is mandatory",) if self.mandatory and value is None else ()

    def _code_of(self, raw: object) -> str:
        """Return the code of a term, given in any case. Raises ValueError."""
        text = to_text(raw, self.data_type).strip().upper()
        found = next((term.code for term in self.terms if term.code.upper() == text), None)
        if found is None:
            raise ValueError(f"one of {self._terms_shown()}")
        return found

    def _terms_shown(self) -> str:
        shown = ", ".join(term.code for term in self.terms[:_MAX_TERMS_SHOWN])
        more = len(self.terms) - _MAX_TERMS_SHOWN
        return f"{shown} and {more} more" if more > 0 else shown


@dataclass(frozen=True)
class DataSetType:
    """A data set type with its property assignments in the order of forms."""

    code: str
    description: str | None = None
    assignments: tuple[PropertyAssignment, ...] = ()
