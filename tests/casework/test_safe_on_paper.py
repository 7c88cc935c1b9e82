"""Whether a paper says that the child is safe, and by whose word."""

import pytest

from tests.casework import papers, steps
from tests.phones import Room
from tests.world import HEAD, TEACHER


@pytest.mark.parametrize(
    ("taps", "stands"),
    [
        (("caseon:1:safe",), True),
        (("alsf:1:yes",), False),  # its reporter's word: nobody has looked yet
        (("caseon:1:safe", "alsf:1:no"), False),
        (("alsf:1:no", "caseon:1:safe"), True),
    ],
)
async def test_safe_is_the_holders_word_while_nobody_says_otherwise(
    room: Room, taps: tuple[str, ...], stands: bool
) -> None:
    head = await steps.taken(room)
    for tap in taps:
        await room.phone(HEAD if tap.startswith("caseon") else TEACHER).press_data(tap)
    await steps.look(head)
    await head.press("书面报告")
    word = next(text for name, text in papers.sent(room).items() if name.endswith(".docx"))
    assert ("由处理人确认" in papers.text_of_word(word)) is stands
