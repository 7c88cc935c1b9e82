"""What was noted of a case by mistake: which entry, and what is wrong with it."""

from aiogram.filters.callback_data import CallbackData

from models.case_codes import CaseFact, Mistake
from services.casework.types import Amendable, Corrections, Road, TakenBack
from views.card import Button, Card
from views.presses import Id, OpenRoad
from views.reader import Reader

TAKES_BACK = (Mistake.MISTAP, Mistake.WRONG_CASE, Mistake.WRONG_PERSON)


class OpenCorrections(CallbackData, prefix="rdco"):
    case_id: Id


class Correct(CallbackData, prefix="rdcx"):
    """One entry: what is wrong with it?"""

    event_id: Id


class TakeBack(CallbackData, prefix="rdtb"):
    event_id: Id
    mistake: Mistake


class Retype(CallbackData, prefix="rdty"):
    """What is right is typed: the time, or, `is_number`, the number that came back."""

    event_id: Id
    is_number: bool = False


def amend_rows(road: Road, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """For what was noted a moment ago, another time than that of the press; and whatever was wrong."""
    rows = []
    if road.newest is not None:
        label = reader.plain("casework.not_just_now", what=_name(road.newest.fact, reader))
        rows.append((Button(label, Retype(event_id=road.newest.event_id).pack()),))
    if road.has_amendable:
        press = OpenCorrections(case_id=road.standing.case_id).pack()
        rows.append((Button(reader.plain("casework.amend_open"), press),))
    return tuple(rows)


def taken_back_line(one: TakenBack, reader: Reader) -> str:
    return reader.t(
        "casework.taken_back",
        what=_name(one.fact, reader),
        why=reader.plain(f"casepaper.mistake_{one.mistake.value}"),
        at=reader.moment(one.at),
    )


def corrections_card(found: Corrections, reader: Reader) -> Card:
    rows = [
        (Button(_what(one, reader), Correct(event_id=one.event_id).pack()),) for one in found.entries
    ]  # fmt: skip
    text = reader.t("casework.amend_which" if found.entries else "casework.amend_none", number=found.number)
    back = (Button(reader.plain("casework.back"), OpenRoad(case_id=found.case_id).pack()),)
    return Card(text, (*rows, back), protected=True)


def correct_card(case_id: int, one: Amendable, reader: Reader) -> Card:
    """Each way leads on at once: nothing is lost by it, and the right thing can be noted anew."""
    event_id = one.event_id
    rows = []
    if one.fact is not CaseFact.REFERRAL_ANSWERED:
        rows.append((Button(reader.plain("casework.amend_time"), Retype(event_id=event_id).pack()),))
    if one.receipt is not None:
        press = Retype(event_id=event_id, is_number=True).pack()
        rows.append((Button(reader.plain("casework.amend_number"), press),))
    rows += [
        (
            Button(
                reader.plain(f"casework.amend_{why.value}"), TakeBack(event_id=event_id, mistake=why).pack()
            ),
        )
        for why in TAKES_BACK
    ]
    text = reader.t("casework.amend_how", what=_what(one, reader), entered=reader.moment(one.entered_at))
    back = (Button(reader.plain("casework.back"), OpenCorrections(case_id=case_id).pack()),)
    return Card(text, (*rows, back), protected=True)


def retype_card(press: Retype, reader: Reader) -> Card:
    return Card(reader.t("casework.ask_receipt")) if press.is_number else ask_when_card(reader)


def ask_when_card(reader: Reader) -> Card:
    """Of whatever it was, and whoever was told: not the police alone."""
    return Card(reader.t("casework.ask_when"))


def _name(fact: CaseFact, reader: Reader) -> str:
    return reader.plain(f"casepaper.fact_{fact.value}")


def _what(one: Amendable, reader: Reader) -> str:
    return reader.plain(f"casework.done_{one.fact.value}", at=reader.moment(one.at))
