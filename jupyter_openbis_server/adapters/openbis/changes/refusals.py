"""openBIS's refusals of changes, with the field that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jupyter_openbis_server.domain.changes.entity_change import PARENT
from jupyter_openbis_server.domain.errors import ChangeFailed, RequestRefused
from jupyter_openbis_server.domain.properties.property_checks import field_of

_ABOUT_PARENTS = re.compile(r"\bparent|cycl|circular", re.IGNORECASE)


def refused(error: RequestRefused, codes: Iterable[str], *, with_parents: bool) -> ChangeFailed:
    """Return the error for a refused change.

    Args:
        error: The refusal; its text is openBIS's.
        codes: Codes of the properties that were sent.
        with_parents: Whether parents were sent.
    """
    text = str(error)
    named = [code for code in codes if re.search(rf"(?<![\w$.-]){re.escape(code)}(?![\w.-]*\w)", text)]
    if named:
        return ChangeFailed(text, field_of(max(named, key=len)))
    return ChangeFailed(text, PARENT) if with_parents and _ABOUT_PARENTS.search(text) else ChangeFailed(text)
