"""How long a message waits for its next attempt."""

from datetime import timedelta

import pytest

from services.fading.rules import again_in


@pytest.mark.parametrize(
    ("attempts", "asked", "wait"),
    [(0, 0, 5), (1, 0, 5), (2, 0, 30), (5, 0, 1800), (99, 0, 1800), (1, 31, 31), (4, 31, 600)],
)
def test_it_waits_longer_each_time_and_never_less_than_was_asked(
    attempts: int, asked: float, wait: int
) -> None:
    assert again_in(attempts, asked) == timedelta(seconds=wait)
