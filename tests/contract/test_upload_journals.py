"""Journals of uploads: files, and their fake."""

import os
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.upload_journals import UploadJournalFiles
from jupyter_openbis_server.domain.errors import InvalidJournal, TargetNotWritable
from jupyter_openbis_server.testing.fakes.library.upload_journals import MemoryUploadJournals
from tests.contract.contracts.upload_journals import ENTRIES, URL, UploadJournalsContract


class TestMemoryUploadJournals(UploadJournalsContract):
    @pytest.fixture
    def journals(self) -> MemoryUploadJournals:
        return MemoryUploadJournals()

    @pytest.fixture
    def path(self) -> str:
        return "/data/journal"


class TestUploadJournalFiles(UploadJournalsContract):
    @pytest.fixture
    def journals(self) -> UploadJournalFiles:
        return UploadJournalFiles()

    @pytest.fixture
    def path(self, tmp_path: Path) -> str:
        return str(tmp_path / "bulk.done.csv")

    def test_a_journal_that_was_cut_off_anywhere_is_continued(self, journals: UploadJournalFiles, path: str) -> None:
        with journals.open(path, URL) as journal:
            for each in ENTRIES:
                journal.add(each)
        content = Path(path).read_bytes()
        ends = [number for number, byte in enumerate(content, 1) if byte == ord("\n")]
        for length in range(len(content)):
            Path(path).write_bytes(content[:length])
            complete = sum(end <= length for end in ends) - 1
            with journals.open(path, URL) as journal:
                assert journal.entries() == ENTRIES[: max(0, complete)]
                journal.add(ENTRIES[-1])
            with journals.open(path, URL) as journal:
                assert journal.entries() == (*ENTRIES[: max(0, complete)], ENTRIES[-1])

    @pytest.mark.parametrize(
        "content",
        [
            "a,b\n1,2\n",
            "text",
            "[1]\n",
            '{"a": 1}\n',
            "{}\n",
            "\n",
            '{"cells": []}',  # one line without an end, as programs write JSON
            '{"a": 1}\n{"b": 2',
            '{"journal":"uploads","version":2}\n{"key',
        ],
    )
    def test_another_file_is_refused_and_not_changed(
        self, journals: UploadJournalFiles, path: str, content: str
    ) -> None:
        Path(path).write_text(content)
        with pytest.raises(InvalidJournal, match="not a journal"), journals.open(path, URL):
            raise AssertionError
        assert Path(path).read_text() == content

    def test_an_invalid_entry_is_refused(self, journals: UploadJournalFiles, path: str) -> None:
        with journals.open(path, URL) as journal:
            journal.add(ENTRIES[0])
        for wrong in (
            "{}",
            '{"key": "a", "state": "lost", "at": "2024-01-01"}',
            '{"key": "a", "state": "done", "at": 7}',
            '{"key": "a", "state": "done", "at": "2024-01-01T00:00:00+00:00"}',
            '{"key": "a", "state": "begun", "at": "2024-01-01T00:00:00"}',
            '{"key": "a", "state": "begun", "at": "2024-01-01T00:00:00+00:00", "since": "2024-01-01T00:00:00"}',
            '{"key": "a", "state": "begun", "at": "2024-01-01T00:00:00+00:00", "known": "1-1"}',
        ):
            Path(path).write_text(f"{Path(path).read_text().splitlines()[0]}\n{wrong}\n")
            with pytest.raises(InvalidJournal), journals.open(path, URL):
                raise AssertionError

    def test_an_invalid_journal_keeps_its_incomplete_line(self, journals: UploadJournalFiles, path: str) -> None:
        with journals.open(path, URL) as journal:
            journal.add(ENTRIES[0])
        content = Path(path).read_text() + '{"key": "a"}\n{"key"'
        Path(path).write_text(content)
        with pytest.raises(InvalidJournal), journals.open(path, URL):
            raise AssertionError
        assert Path(path).read_text() == content

    def test_a_device_is_refused(self, journals: UploadJournalFiles) -> None:
        with pytest.raises(InvalidJournal, match="not a journal"), journals.open(os.devnull, URL):
            raise AssertionError

    def test_a_missing_folder_is_an_error(self, journals: UploadJournalFiles, tmp_path: Path) -> None:
        with pytest.raises(TargetNotWritable), journals.open(str(tmp_path / "none" / "journal"), URL):
            raise AssertionError

    def test_each_entry_is_on_the_disk_before_add_returns(
        self, journals: UploadJournalFiles, path: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        synced: list[int] = []
        with journals.open(path, URL) as journal:
            monkeypatch.setattr(os, "fsync", lambda _: synced.append(Path(path).stat().st_size))
            journal.add(ENTRIES[0])
            assert synced == [Path(path).stat().st_size]
