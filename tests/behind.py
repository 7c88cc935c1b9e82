"""A case's screens keep what can wait behind a press: who looks for a button opens one after another."""

from typing import TYPE_CHECKING

from tests.shown import Shown, newest

if TYPE_CHECKING:
    from tests.phones import Phone

OPENERS = (
    "没打通、不便说话", "还可以做的", "案卷和文书", "等回音的", "⋯ 别的", "No answer, can't",
    "What else I can", "File and papers", "Waiting for an answer", "⋯ More",
)  # fmt: skip
BACK = ("返回", "Back")


async def look_behind(phone: "Phone", label: str) -> Shown:
    """The card with the button that was looked for; those opened in vain are closed again."""
    for opener in OPENERS:
        card = newest(phone.chat, opener)
        if card is None:
            continue
        await phone.press(opener, on=card)
        if any(label in one for one in card.buttons):
            return card
        await phone.press(next(one for one in card.buttons if one in BACK), on=card)
    raise LookupError(f"nobody offers {label!r}")


async def offers(phone: "Phone", label: str) -> bool:
    """Whether the newest card offers it, or keeps it behind one of its buttons; the card stays as it is."""
    card = phone.last
    if any(label in one for one in card.buttons):
        return True
    for opener in [one for one in card.buttons if any(known in one for known in OPENERS)]:
        await phone.press(opener, on=card)
        found = any(label in one for one in card.buttons)
        await phone.press(next(one for one in card.buttons if one in BACK), on=card)
        if found:
            return True
    return False
