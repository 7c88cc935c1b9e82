"""The score counts what no test runs as survived, and what wasn't tried not at all."""

from tests.mutation.__main__ import Mutant, lines, score

MUTANTS = [Mutant("access", f"m{n}", code) for n, code in enumerate([1, 1, 36, 0, 33, None])]


def test_the_score_and_the_survivors_are_told() -> None:
    assert score(MUTANTS) == 60
    assert lines(MUTANTS) == [
        "survived  m3", "survived  m4", "access: 3 of 5 noticed", "score: 60.0 % (aim: 85 %); not tried: 1",
    ]  # fmt: skip


def test_nothing_tried_is_no_score() -> None:
    assert score([]) == 0
