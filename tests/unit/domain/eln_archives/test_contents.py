"""Files of `.eln` archives are compared with the checksums of their descriptions."""

import hashlib

import pytest

from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry
from jupyter_openbis_server.domain.eln_archives.entry_files import with_checked_files
from jupyter_openbis_server.domain.errors import Cancelled, InvalidChange
from jupyter_openbis_server.domain.research_objects.digests import Digest
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.uploads.upload import ContentFile

CONTENT = b"1,2\n"
RIGHT = Digest(len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
MD5 = Digest(len(CONTENT), md5=hashlib.md5(CONTENT).hexdigest())


def entry(**digests: Digest) -> ElnEntry:
    files = (ContentFile("a", CONTENT), ContentFile("b", CONTENT))
    return ElnEntry("./a/", "Growth", files=files, digests={name: (each,) for name, each in digests.items()})


@pytest.mark.parametrize("digests", [{}, {"a": RIGHT}, {"a": RIGHT, "b": MD5}])
def test_files_as_described_are_accepted(digests: dict[str, Digest]):
    (found,) = with_checked_files([entry(**digests)])
    assert [(each.name, each.size, each.open().read()) for each in found.files] == [
        ("a", 4, CONTENT),
        ("b", 4, CONTENT),
    ]


@pytest.mark.parametrize("wrong", [Digest(4, "0" * 64), Digest(5, RIGHT.sha256), Digest(4, md5="0" * 32), Digest(5)])
def test_every_other_file_is_named_with_its_entry(wrong: Digest):
    with pytest.raises(InvalidChange) as caught:
        with_checked_files([entry(a=RIGHT, b=wrong), entry(a=wrong)])
    problems = [each.problem for each in caught.value.problems]
    assert [each.partition(": its")[0] for each in problems] == ["Growth: b", "Growth: a"]


def test_all_descriptions_of_a_file_are_compared():
    described = ElnEntry("./a/", "Growth", files=(ContentFile("a", CONTENT),), digests={"a": (RIGHT, Digest(5))})
    with pytest.raises(InvalidChange, match="a: its size"):
        with_checked_files([described])


def test_a_list_of_problems_has_an_end():
    with pytest.raises(InvalidChange) as caught:
        with_checked_files([entry(a=Digest(0, "0" * 64))] * 50)
    assert len(caught.value.problems) == 10


def test_reading_can_be_cancelled():
    cancellation = Cancellation()
    cancellation.cancel()
    with cancellation.as_current(), pytest.raises(Cancelled):
        with_checked_files([entry()])
