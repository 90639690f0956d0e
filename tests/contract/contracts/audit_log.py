"""What an audit log does."""

import datetime as dt
from typing import Protocol

from jupyter_openbis_server.domain.confirmed_changes.plan import ChangeContent
from jupyter_openbis_server.domain.confirmed_changes.ports import AuditEntry, AuditLog

TIME = dt.datetime(2026, 3, 4, 5, 6, 7, 890_000, tzinfo=dt.timezone(dt.timedelta(hours=2)))
CONTENT = ChangeContent(
    "set", "lab", {"reference": "20230315101500001-1001", "properties": {"$NAME": "a\nb\x1b[31m é"}}
)


class Reading(Protocol):
    """Reads an audit log."""

    def __call__(self) -> list[dict[str, object]]:
        """Return the fields of all entries."""


class AuditLogContract:
    """Subclasses define the fixtures `log` and `written`, a `Reading` of the same log."""

    def test_entries_are_appended_in_order(self, log: AuditLog, written: Reading) -> None:
        log.write(AuditEntry(TIME, "planned", "p1", CONTENT))
        log.write(AuditEntry(TIME, "applied", "p1", CONTENT, "my key", "done"))
        first, second = written()
        assert first == {
            "time": "2026-03-04T03:06:07.890+00:00",
            "event": "planned",
            "planId": "p1",
            "key": None,
            "operation": "set",
            "connection": "lab",
            "arguments": dict(CONTENT.arguments),
            "detail": None,
        }
        assert (second["event"], second["key"], second["detail"]) == ("applied", "my key", "done")

    def test_long_arguments_are_complete_where_a_change_is_made_only(self, log: AuditLog, written: Reading) -> None:
        long = ChangeContent("set", "lab", {"properties": {"NOTES": "x" * 10_000}})
        for event in ("planned", "confirmed", "applied"):
            log.write(AuditEntry(TIME, event, "p1", long))
        planned, confirmed, applied = (each["arguments"] for each in written())
        assert confirmed == {"properties": {"NOTES": "x" * 10_000}}
        assert planned == applied
        assert planned["sha256"] == long.digest  # type: ignore[index]
        assert len(str(planned)) < 1500

    def test_an_entry_without_a_known_plan_has_no_arguments(self, log: AuditLog, written: Reading) -> None:
        log.write(AuditEntry(TIME, "refused", "guessed", None, "my key", "plan-not-found"))
        assert [(each["planId"], each["arguments"]) for each in written()] == [("guessed", None)]
