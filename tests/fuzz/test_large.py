"""A short run of `make fuzz` for the parser of large responses."""

from tests.fuzz import large


def test_large_responses_are_parsed_like_json_loads_or_refused() -> None:
    endings = {large.attempt(seed) for seed in range(12)}
    assert endings == {"parsed", "refused", "too large"}
