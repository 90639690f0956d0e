"""Reasons why a file cannot be shown."""

import pytest

from jupyter_openbis_server.domain.previews.no_preview import NoPreview, Reason, ReasonCode, parameters_of


@pytest.mark.parametrize("code", ReasonCode)
def test_every_reason_is_a_sentence_with_its_numbers(code: ReasonCode) -> None:
    numbers = dict.fromkeys(parameters_of(code), 12345)
    text = str(Reason(code, numbers))
    assert "{" not in text
    assert text.count("12345") == len(numbers)
    assert text[0].isupper()
    assert text[-1] != "."


def test_error_has_the_text_of_its_reason() -> None:
    error = NoPreview(ReasonCode.LARGE_IMAGE, width=3, height=2)
    assert error.reason == Reason(ReasonCode.LARGE_IMAGE, {"width": 3, "height": 2})
    assert str(error) == "The image is too large to be shown: 3 x 2 pixels"


@pytest.mark.parametrize("numbers", [{}, {"page": 1, "mib": 2}, {"mib": 2}])
def test_other_numbers_are_refused(numbers: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="no-page"):
        Reason(ReasonCode.NO_PAGE, numbers)
