"""Data set types: what must and may be said of a data set."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import property_value

_MOST_TERMS_SHOWN = 10


@dataclass(frozen=True)
class VocabularyTerm:
    """One value that a controlled vocabulary allows."""

    code: str
    label: str | None = None
    description: str | None = None
    official: bool = True
    ordinal: int = 0


@dataclass(frozen=True)
class PropertyAssignment:
    """A property that data sets of a type have.

    Attributes:
        code: Upper case; `$…` is managed by openBIS itself.
        data_type: VARCHAR, INTEGER, CONTROLLEDVOCABULARY, … as openBIS names it.
        is_computed: openBIS fills it by a plugin of its own; clients must not send it.
        terms: What a CONTROLLEDVOCABULARY allows, in the vocabulary's order; else empty.
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

    def problem_of(self, value: str | None) -> str | None:
        """Return what is wrong with a value, in words for the user; None when nothing is. No value is None."""
        if value is None:
            return "is mandatory" if self.mandatory else None
        if self.terms and self._term(value) is None:
            return f"{value!r} is not one of {self._terms_shown()}"
        return property_value.problem_of(self.data_type, value)

    def as_sent(self, value: str) -> str:
        """Return a value without problems as openBIS takes it, e.g. a vocabulary term by its code."""
        term = self._term(value)
        return term.code if term else property_value.as_sent(self.data_type, value)

    def _terms_shown(self) -> str:
        shown = ", ".join(term.code for term in self.terms[:_MOST_TERMS_SHOWN])
        more = len(self.terms) - _MOST_TERMS_SHOWN
        return f"{shown} and {more} more" if more > 0 else shown

    def _term(self, value: str) -> VocabularyTerm | None:
        return next((term for term in self.terms if term.code.upper() == value.strip().upper()), None)


@dataclass(frozen=True)
class DataSetType:
    """A data set type with its property assignments in the order in which forms show them."""

    code: str
    description: str | None = None
    assignments: tuple[PropertyAssignment, ...] = ()
