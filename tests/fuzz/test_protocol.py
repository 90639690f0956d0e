"""A part of what `make fuzz` does, the same each time."""

import os
import time

from tests.fuzz.protocol import attempt, laboratories

SECONDS = float(os.environ.get("FUZZ_SECONDS", "30"))
FIRST_SEED = int(os.environ.get("FUZZ_SEED", "1"))


def test_whatever_openbis_answers_ends_with_a_result_or_a_domain_error() -> None:
    endings: list[str] = []
    end = time.monotonic() + SECONDS
    with laboratories() as openbis:
        while time.monotonic() < end:
            endings.append(attempt(openbis, FIRST_SEED + len(endings)))
    assert any(ending.endswith(": done") for ending in endings)
    assert any("InstanceNonsense" in ending for ending in endings)
