"""Errors of changes in openBIS."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors.base import OpenbisError
from jupyter_openbis_server.domain.errors.transfers import FieldProblem, InvalidFields


class InvalidChange(InvalidFields):
    """A change or a new entity is invalid; `problems` contains all reasons. Nothing was sent."""

    code = "invalid-change"


class ReadOnly(OpenbisError):
    """Changes in openBIS are switched off."""

    code = "read-only"

    def __init__(self) -> None:
        super().__init__(
            "this program only reads from openBIS: changes and uploads are switched off "
            "(OpenbisExtension.read_only, --read-only or OPENBIS_READ_ONLY)"
        )


@dataclass(frozen=True)
class ChangedField:
    """A field whose value is not the one that the user has seen.

    Attributes:
        field: `prop.<CODE>` or `parent`.
        seen: The value that the user has seen, as text; None if it was not set.
        present: The value now.
    """

    field: str
    seen: str | None
    present: str | None


class ChangedMeanwhile(OpenbisError):
    """The entity was changed after the user has seen it. These changes were kept; nothing was sent.

    Attributes:
        fields: What is different now, of what the user wanted to change and has named the seen values of.
        modifier: Name of the user who changed it last; None if openBIS does not state it.
        modified: When.
    """

    code = "changed-meanwhile"

    def __init__(
        self,
        what: str,
        fields: Iterable[ChangedField] = (),
        modifier: str | None = None,
        modified: dt.datetime | None = None,
    ) -> None:
        self.fields, self.modifier, self.modified = tuple(fields), modifier, modified
        names = ", ".join(each.field for each in self.fields)
        when = f" at {modified.isoformat(timespec='seconds')}" if modified else ""
        super().__init__(
            f"{what} was changed by {modifier or 'another user'}{when}{f' ({names})' if names else ''}. "
            "This was kept, and nothing was changed now; see what it is, and try again"
        )


class ChangeFailed(OpenbisError):
    """openBIS refuses a valid change. Nothing was changed, unless the error is a ChangeUnconfirmed.

    Attributes:
        problems: The field that openBIS names, or `save`.
    """

    code = "change-failed"

    def __init__(self, reason: str, field: str = "save") -> None:
        super().__init__(f"openBIS refuses: {reason}")
        self.problems = (FieldProblem(field, reason),)


class ChangeUnconfirmed(ChangeFailed):
    """openBIS may have made the change or not: its response was lost, and the change was not found."""

    code = "change-unconfirmed"

    def __init__(self, what: str, cause: OpenbisError) -> None:
        super().__init__("")
        reason = f"openBIS did not confirm {what} ({cause}). It may have been made all the same: look before you repeat"
        self.args, self.problems = (reason,), (FieldProblem("save", reason),)


class UnarchivingFailed(OpenbisError):
    """Files did not come back from the archive."""

    code = "unarchiving-failed"

    def __init__(self, perm_id: str, reason: str) -> None:
        super().__init__(f"data set {perm_id} did not come back from the archive: {reason}")
        self.perm_id = perm_id
