import random

import pytest

from jupyter_openbis_server.domain.shared.sorting import sorted_in_steps


@pytest.mark.parametrize("count", [0, 1, 4_999, 5_000, 5_001, 23_000])
@pytest.mark.parametrize("kinds", [3, 1_000_000])
def test_the_order_is_that_of_sorted(count: int, kinds: int) -> None:
    chance = random.Random(1)
    items = [(str(chance.randrange(kinds)), number) for number in range(count)]
    for given in (items, sorted(items), sorted(items, reverse=True)):
        assert sorted_in_steps(iter(given), lambda item: item[0]) == sorted(given, key=lambda item: item[0])
