import pytest

from jupyter_openbis_server.domain.errors import (
    DownloadFailed,
    FileConflict,
    InstanceUnreachable,
    InternalError,
    OpenbisError,
    PartialDownloadFailure,
    UploadFailed,
)
from jupyter_openbis_server.domain.shared.kept_errors import detached, forget_frames


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    variable = "held by the frame"  # noqa: F841
    try:
        raise error from cause  # noqa: TRY301 - here, and nowhere else
    except BaseException as caught:  # noqa: BLE001 - with its traceback
        return caught


CAUSE = raised(InstanceUnreachable("lab", "no route to host"))
assert isinstance(CAUSE, OpenbisError)
FAILED = raised(DownloadFailed("1-1", CAUSE), CAUSE)
assert isinstance(FAILED, DownloadFailed)


@pytest.mark.parametrize(
    "error",
    [CAUSE, FAILED, PartialDownloadFailure([FAILED], ["done"]), FileConflict(["a"]), InternalError(KeyError("x"))],  # type: ignore[list-item]
)
def test_copy_has_the_same_message(error: OpenbisError) -> None:
    copy = detached(error)
    assert (type(copy), copy.args, str(copy), copy.code) == (type(error), error.args, str(error), error.code)
    assert vars(copy).keys() == vars(error).keys()


def test_copy_and_its_causes_have_no_traceback() -> None:
    copy = detached(PartialDownloadFailure([FAILED], []))
    for each in (copy, copy.cause, *copy.failures, copy.failures[0].cause):
        assert each.__traceback__ is None
    assert CAUSE.__traceback__, "the original is unchanged"


def test_only_domain_errors_are_kept_as_causes() -> None:
    upload = raised(UploadFailed(CAUSE), CAUSE)
    assert isinstance(upload, UploadFailed)
    kept = detached(upload).__cause__
    assert isinstance(kept, InstanceUnreachable)
    assert kept.__traceback__ is None
    foreign = raised(UploadFailed("x"), KeyError("x"))
    assert isinstance(foreign, UploadFailed)
    assert detached(foreign).__cause__ is None


def test_variables_of_frames_are_released_also_for_causes() -> None:
    cause = raised(ValueError("x"))
    error = raised(KeyError("y"), cause)
    cause.__context__ = error  # a cycle, as libraries make them
    forget_frames(error)
    for each in (cause, error):
        assert each.__traceback__
        assert "variable" not in each.__traceback__.tb_frame.f_locals
    forget_frames(None)
