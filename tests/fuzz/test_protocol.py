"""A short, reproducible run of `make fuzz` for the protocol."""

import os
import time

import pytest

from tests.fuzz.protocol import attempt, laboratories

SECONDS = float(os.environ.get("FUZZ_SECONDS", "10"))
FIRST_SEED = int(os.environ.get("FUZZ_SEED", "1"))


@pytest.mark.uses_pybis
def test_arbitrary_responses_end_with_a_result_or_a_domain_error() -> None:
    endings: list[str] = []
    end = time.monotonic() + SECONDS
    with laboratories() as openbis:
        while time.monotonic() < end:
            endings.append(attempt(openbis, FIRST_SEED + len(endings)))
    assert any(ending.endswith(": done") for ending in endings)
    assert any("UnexpectedResponse" in ending for ending in endings)
