"""Every number that somebody may want to call, with what it is for; a press sends it as a contact."""

from aiogram.filters.callback_data import CallbackData

from services.profile import Profile
from services.profile.choices import Hotline
from views.advice import UNCHECKED
from views.card import Button, Card, PhoneNumber
from views.reader import Reader


class HotlineList(CallbackData, prefix="hots"):
    """Nothing of a case, nor of a school, is in it."""


class SendHotline(CallbackData, prefix="hot"):
    number: str


def hotlines_button(reader: Reader) -> Button:
    return Button(reader.plain("hotlines.open"), HotlineList().pack())


def hotlines_card(profile: Profile, reader: Reader, *, sent: str | None = None) -> Card:
    """`sent`: the number that comes along as a contact card, because a button can't dial."""
    lines = [reader.t("hotlines.title"), *(_line(one, reader) for one in profile.hotlines)]
    if not all(one.verified for one in profile.hotlines):
        lines += ["", reader.t("cases.unchecked", mark=UNCHECKED)]
    rows = tuple(
        (Button(_label(one, reader), SendHotline(number=one.number).pack()),) for one in profile.hotlines
    )
    numbers = tuple(
        PhoneNumber(_label(one, reader), one.number) for one in profile.hotlines if one.number == sent
    )
    return Card("\n".join(lines), rows, numbers=numbers)


def _label(line: Hotline, reader: Reader) -> str:
    return f"{line.number} {line.words[reader.locale]}"


def _line(line: Hotline, reader: Reader) -> str:
    words = reader.t(
        "hotlines.line", number=line.number, words=line.words[reader.locale], note=line.note[reader.locale]
    )
    return words if line.verified else f"{words} {UNCHECKED}"
