"""Data set types: what must and may be said of a data set."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.model.property_value import InvalidValue, PropertyValue, convert, to_text

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
        multi_value: Whether it can have several values; only in openBIS of API 3.7 and later.
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
    multi_value: bool = False

    def convert(self, raw: object) -> PropertyValue | None:
        """Return a value as openBIS takes it, e.g. a vocabulary term by its code; None means "not set".

        Args:
            raw: What the user gives: see `property_value.convert`.

        Raises:
            InvalidValue: it does not fit; the problems are in words for the user.
        """
        read = self._code_of if self.terms else None
        return convert(raw, self.data_type, multi_value=self.multi_value, read=read)

    def problems_of(self, raw: object) -> tuple[str, ...]:
        """Return what is wrong with a value, in words for the user; nothing of one that fits."""
        try:
            value = self.convert(raw)
        except InvalidValue as error:
            return error.problems
        return ("is mandatory",) if self.mandatory and value is None else ()

    def _code_of(self, raw: object) -> str:
        """Return the code of the term that is meant."""
        text = to_text(raw, self.data_type).strip().upper()
        found = next((term.code for term in self.terms if term.code.upper() == text), None)
        if found is None:
            raise ValueError(f"one of {self._terms_shown()}")
        return found

    def _terms_shown(self) -> str:
        shown = ", ".join(term.code for term in self.terms[:_MOST_TERMS_SHOWN])
        more = len(self.terms) - _MOST_TERMS_SHOWN
        return f"{shown} and {more} more" if more > 0 else shown


@dataclass(frozen=True)
class DataSetType:
    """A data set type with its property assignments in the order in which forms show them."""

    code: str
    description: str | None = None
    assignments: tuple[PropertyAssignment, ...] = ()
