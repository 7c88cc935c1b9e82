"""A report from home: plain words, one tap, and nothing left of it on a phone that others read."""

from aiogram.filters.callback_data import CallbackData

from services.access.types import ChildRef
from services.alerts.home import Offer
from services.profile import Profile
from views.alerts_numbers import afar_lines, call_line
from views.card import Button, Card, rows_of
from views.presses import Id
from views.reader import Reader


class HomeBegin(CallbackData, prefix="hm"):
    """`asked`: the family's own message that brought the card, to be deleted with it; 0: unknown."""

    asked: Id = 0


class HomeChild(CallbackData, prefix="hmkid"):
    """Which child; `wants_word`: only the reader looks at this phone, and may be answered here."""

    child_id: Id
    wants_word: bool = False
    asked: Id = 0


class HomeTell(CallbackData, prefix="hmtell"):
    """The tap that stores and sends."""

    child_id: Id
    code: str
    wants_word: bool = False
    asked: Id = 0


class HomeStop(CallbackData, prefix="hmno"):
    """Leave before anything is stored; the card becomes the help it was."""

    asked: Id = 0


def begin_button(reader: Reader, *, asked: int) -> Button:
    return Button(reader.plain("home.begin"), HomeBegin(asked=asked).pack())


def children_card(found: Offer, reader: Reader, *, asked: int) -> Card:
    buttons = [
        Button(one.name, HomeChild(child_id=one.child_id, asked=asked).pack()) for one in found.children
    ]
    return Card(reader.t("home.which_child"), (*rows_of(buttons, 2), _stop(reader, asked)), protected=True)


def telling_card(found: Offer, chosen: HomeChild, profile: Profile, reader: Reader) -> Card:
    """What happened, in one tap; what stays of it here is said before, for afterwards nothing does."""
    child = next(one for one in found.children if one.child_id == chosen.child_id)
    answers_here = chosen.wants_word and not found.is_overlooked
    lines = (
        *_earlier(found, reader),
        reader.t("home.ask", name=child.name),
        reader.t("home.answers_here" if answers_here else "home.leaves_nothing"),
        "",
        call_line(profile, reader, medical_first=True),
        *afar_lines(profile, reader, found.numbers[child.unit.school_id]),
    )
    rows = [(one,) for one in _choices(child, chosen, profile, reader)]
    if not found.is_overlooked:
        rows.append((_other_way(chosen, reader),))
    return Card("\n".join(lines), (*rows, _stop(reader, chosen.asked)), protected=True)


def told_card(reader: Reader) -> Card:
    """Only where nobody else reads. It says neither a number nor a name."""
    return Card(reader.t("home.told"))


def _earlier(found: Offer, reader: Reader) -> list[str]:
    return [
        reader.t("home.taken" if one.is_taken else "home.waiting", at=reader.moment(one.raised_at))
        for one in found.earlier
    ]


def _choices(child: ChildRef, chosen: HomeChild, profile: Profile, reader: Reader) -> list[Button]:
    def press(code: str) -> str:
        return HomeTell(
            child_id=child.child_id, code=code, wants_word=chosen.wants_word, asked=chosen.asked
        ).pack()

    return [
        Button(f"{one.pictogram} {one.words[reader.locale]}", press(one.code)) for one in profile.from_home
    ]


def _other_way(chosen: HomeChild, reader: Reader) -> Button:
    key = "home.choose_silence" if chosen.wants_word else "home.choose_word"
    other = HomeChild(child_id=chosen.child_id, wants_word=not chosen.wants_word, asked=chosen.asked)
    return Button(reader.plain(key), other.pack())


def _stop(reader: Reader, asked: int) -> tuple[Button, ...]:
    return (Button(reader.plain("home.stop"), HomeStop(asked=asked).pack()),)
