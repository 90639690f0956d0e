"""Audit logs: the fake, and the file."""

import json
import os
import stat
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.audit_log import AuditLogFile
from jupyter_openbis_server.domain.confirmed_changes.errors import AuditLogUnavailable
from jupyter_openbis_server.domain.confirmed_changes.ports import AuditEntry
from jupyter_openbis_server.testing.fakes.assistant.confirmed_changes import MemoryAuditLog
from tests.contract.contracts.audit_log import CONTENT, TIME, AuditLogContract, Reading


class TestMemoryAuditLog(AuditLogContract):
    @pytest.fixture
    def log(self) -> MemoryAuditLog:
        return MemoryAuditLog()

    @pytest.fixture
    def written(self, log: MemoryAuditLog) -> Reading:
        return lambda: [dict(each.fields) for each in log.entries]


class TestAuditLogFile(AuditLogContract):
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "new" / "audit.jsonl"

    @pytest.fixture
    def log(self, path: Path) -> AuditLogFile:
        return AuditLogFile(path)

    @pytest.fixture
    def written(self, path: Path) -> Reading:
        return lambda: [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]

    def test_only_the_user_can_read_it(self, log: AuditLogFile, path: Path) -> None:
        log.write(AuditEntry(TIME, "planned", "p1", CONTENT))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_several_programs_append_to_one_file(self, log: AuditLogFile, path: Path, written: Reading) -> None:
        for each in (log, AuditLogFile(path), log):
            each.write(AuditEntry(TIME, "planned", "p1", CONTENT))
        assert len(written()) == 3

    def test_texts_cannot_forge_a_line_or_control_a_terminal(self, log: AuditLogFile, path: Path) -> None:
        log.write(AuditEntry(TIME, "refused", 'x"\n{"event": "applied"}\x7f\x1b[2J\u202e', CONTENT))
        (line,) = path.read_bytes().splitlines()
        assert line.isascii()
        assert line.decode().isprintable()

    @pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
    def test_what_is_no_regular_file_is_refused(self, log: AuditLogFile, path: Path, kind: str) -> None:
        path.parent.mkdir()
        other = path.with_name("other")
        other.write_text("")
        {"link": lambda: path.symlink_to(other), "folder": path.mkdir, "pipe": lambda: os.mkfifo(path)}[kind]()
        with pytest.raises(AuditLogUnavailable, match="audit log"):
            log.write(AuditEntry(TIME, "planned", "p1", CONTENT))
        assert other.read_text() == ""

    def test_a_folder_that_cannot_be_created_is_reported(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(AuditLogUnavailable, match=r"Not a directory|File exists"):
            AuditLogFile(tmp_path / "file" / "audit.jsonl").write(AuditEntry(TIME, "planned", "p1", CONTENT))

    def test_a_line_that_was_cut_does_not_spoil_the_next_one(self, log: AuditLogFile, path: Path) -> None:
        path.parent.mkdir()
        path.write_text('{"time": "2026-0')
        log.write(AuditEntry(TIME, "planned", "p1", CONTENT))
        first, second = path.read_text().splitlines()
        assert (first, json.loads(second)["planId"]) == ('{"time": "2026-0', "p1")
