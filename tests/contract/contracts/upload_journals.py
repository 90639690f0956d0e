"""The contract of `UploadJournals`."""

import datetime as dt

import pytest

from jupyter_openbis_server.domain.errors import InvalidJournal
from jupyter_openbis_server.domain.uploads.many.journal import JournalEntry, RowState
from jupyter_openbis_server.domain.uploads.many.ports import UploadJournals
from jupyter_openbis_server.domain.uploads.upload import RegistrationMark

URL = "https://openbis.example.org"
AT = dt.datetime(2024, 5, 17, 14, 30, tzinfo=dt.timezone.utc)
ENTRIES = (
    JournalEntry("a-1", RowState.BEGUN, AT, mark=RegistrationMark(AT, ("1-1", "2-2"))),
    JournalEntry("a-1", RowState.DONE, AT, "20240517143000000-7"),
    JournalEntry("b-1", RowState.BEGUN, AT, mark=RegistrationMark()),
    JournalEntry("b-1", RowState.FAILED, AT),
)


class UploadJournalsContract:
    """Fixtures: `journals`, `path`."""

    def test_entries_are_kept_for_the_next_program(self, journals: UploadJournals, path: str) -> None:
        with journals.open(path, URL) as journal:
            assert journal.entries() == ()
            for each in ENTRIES[:2]:
                journal.add(each)
        with journals.open(path, URL) as journal:
            assert journal.entries() == ENTRIES[:2]
            for each in ENTRIES[2:]:
                journal.add(each)
        with journals.open(path, URL) as journal:
            assert journal.entries() == ENTRIES

    def test_a_journal_has_one_user_at_a_time(self, journals: UploadJournals, path: str) -> None:
        refused = pytest.raises(InvalidJournal, match="another program")
        with journals.open(path, URL), refused, journals.open(path, URL):
            raise AssertionError
        with journals.open(path, URL):
            pass

    def test_a_journal_belongs_to_one_openbis(self, journals: UploadJournals, path: str) -> None:
        with journals.open(path, URL):
            pass
        with pytest.raises(InvalidJournal, match="another openBIS"), journals.open(path, "https://other.example.org"):
            raise AssertionError
