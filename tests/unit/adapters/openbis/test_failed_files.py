import pytest

from jupyter_openbis_server.adapters.openbis.transfer.failed_files import FailedFiles, PermanentCorruption
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import DataNotAvailable, InstanceUnreachable, IntegrityError, OpenbisError


def failed(*errors: OpenbisError) -> FailedFiles:
    files = FailedFiles()
    for number, error in enumerate(errors):
        files.add(DataSetFile(f"file {number}"), error)
    return files


def test_nothing_is_raised_without_failures() -> None:
    failed().raise_if_any()


@pytest.mark.parametrize(
    "error", [DataNotAvailable("missing"), IntegrityError("a", "wrong"), InstanceUnreachable("lab", "x")]
)
def test_error_of_a_single_file_is_raised_unchanged(error: OpenbisError) -> None:
    with pytest.raises(OpenbisError) as caught:
        failed(error).raise_if_any()
    assert (type(caught.value), str(caught.value)) == (type(error), str(error))


def test_damaged_files_are_named_together() -> None:
    with pytest.raises(IntegrityError, match=r"file 0, file 1: these files"):
        failed(IntegrityError("a", "x"), PermanentCorruption("b", "y")).raise_if_any()


def test_files_with_different_errors_are_named_with_their_reasons() -> None:
    with pytest.raises(DataNotAvailable, match=r"2 files \(file 0, file 1\): missing; b: wrong"):
        failed(DataNotAvailable("missing"), IntegrityError("b", "wrong")).raise_if_any()


def test_unreachable_data_store_takes_precedence() -> None:
    with pytest.raises(InstanceUnreachable):
        failed(DataNotAvailable("missing"), InstanceUnreachable("lab", "x")).raise_if_any()


def test_number_of_named_files_is_limited() -> None:
    with pytest.raises(DataNotAvailable, match=r"file 9 and 90 more"):
        failed(*([DataNotAvailable("missing")] * 100)).raise_if_any()
