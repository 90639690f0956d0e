"""Files of `.eln` archives are compared with the checksums of their descriptions."""

import hashlib

import pytest

from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry
from jupyter_openbis_server.domain.eln_archives.entry_files import check_contents
from jupyter_openbis_server.domain.errors import Cancelled, InvalidChange
from jupyter_openbis_server.domain.research_objects.digests import Digest
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.uploads.upload import ContentFile

CONTENT = b"1,2\n"
RIGHT = Digest(len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
MD5 = Digest(len(CONTENT), md5=hashlib.md5(CONTENT).hexdigest())


def entry(**digests: Digest) -> ElnEntry:
    return ElnEntry("./a/", "Growth", files=(ContentFile("a", CONTENT), ContentFile("b", CONTENT)), digests=digests)


@pytest.mark.parametrize("digests", [{}, {"a": RIGHT}, {"a": RIGHT, "b": MD5}])
def test_files_as_described_are_accepted(digests: dict[str, Digest]):
    check_contents([entry(**digests)])


@pytest.mark.parametrize("wrong", [Digest(4, "0" * 64), Digest(5, RIGHT.sha256), Digest(4, md5="0" * 32)])
def test_every_other_file_is_named_with_its_entry(wrong: Digest):
    with pytest.raises(InvalidChange) as caught:
        check_contents([entry(a=RIGHT, b=wrong), entry(a=wrong)])
    problems = [each.problem for each in caught.value.problems]
    assert [each.partition(": its")[0] for each in problems] == ["Growth: b", "Growth: a"]


def test_a_list_of_problems_has_an_end():
    with pytest.raises(InvalidChange) as caught:
        check_contents([entry(a=Digest(0, "0" * 64))] * 50)
    assert len(caught.value.problems) == 10


def test_reading_can_be_cancelled():
    cancellation = Cancellation()
    cancellation.cancel()
    with cancellation.as_current(), pytest.raises(Cancelled):
        check_contents([entry()])
