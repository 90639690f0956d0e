import pytest

from jupyter_openbis_server.adapters.pybis.failed_files import FailedFiles, LastingDamage
from jupyter_openbis_server.domain.errors import DataNotAvailable, InstanceUnreachable, IntegrityError, OpenbisError
from jupyter_openbis_server.domain.model import DataSetFile


def failed(*errors: OpenbisError) -> FailedFiles:
    files = FailedFiles()
    for number, error in enumerate(errors):
        files.add(DataSetFile(f"file {number}"), error)
    return files


def test_nothing_is_raised_where_nothing_has_failed() -> None:
    failed().raise_if_any()


@pytest.mark.parametrize(
    "error", [DataNotAvailable("gone"), IntegrityError("a", "wrong"), InstanceUnreachable("lab", "x")]
)
def test_the_error_of_a_single_file_is_raised_as_it_is(error: OpenbisError) -> None:
    with pytest.raises(OpenbisError) as caught:
        failed(error).raise_if_any()
    assert caught.value is error


def test_damaged_files_are_named_together() -> None:
    with pytest.raises(IntegrityError, match=r"file 0, file 1: these files"):
        failed(IntegrityError("a", "x"), LastingDamage("b", "y")).raise_if_any()


def test_files_with_different_troubles_are_named_with_their_reasons() -> None:
    with pytest.raises(DataNotAvailable, match=r"2 files \(file 0, file 1\): gone; b: wrong"):
        failed(DataNotAvailable("gone"), IntegrityError("b", "wrong")).raise_if_any()


def test_an_unreachable_data_store_is_the_reason_for_everything() -> None:
    with pytest.raises(InstanceUnreachable):
        failed(DataNotAvailable("gone"), InstanceUnreachable("lab", "x")).raise_if_any()


def test_of_many_files_only_some_are_named() -> None:
    with pytest.raises(DataNotAvailable, match=r"file 9 and 90 more"):
        failed(*([DataNotAvailable("gone")] * 100)).raise_if_any()
