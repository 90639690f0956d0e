"""Types of data sets, samples and experiments, property assignments and vocabularies."""

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
    """A property of the entities of a type.

    Attributes:
        code: Upper case; `$…` is managed by openBIS itself.
        data_type: VARCHAR, INTEGER, CONTROLLEDVOCABULARY, … as openBIS names it.
        is_computed: Whether openBIS computes it by a plugin; clients must not send it.
        multi_value: Whether it can have several values; only in openBIS of API 3.7 and later.
        is_rich_text: Whether its values are HTML, which openBIS's ELN shows with its formatting.
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
    is_rich_text: bool = False

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
class EntityType:
    """A type of data sets, samples or experiments.

    Attributes:
        assignments: In the order of forms.
        generates_codes: Whether openBIS generates the code of a sample of this type if it is created without one. Data
            sets always have generated codes, experiments never.
        code_prefix: The beginning of generated codes, e.g. `S`; empty for the other kinds.
        unique_subcodes: Whether the codes of samples in a container are unique within the type, and not only within the
            container.
    """

    code: str
    description: str | None = None
    assignments: tuple[PropertyAssignment, ...] = ()
    generates_codes: bool = False
    code_prefix: str = ""
    unique_subcodes: bool = False

    def assignment(self, code: str) -> PropertyAssignment | None:
        """Return the assignment of a property by its upper-case code; None if the type does not have it."""
        return next((each for each in self.assignments if each.code == code), None)
