"""A missing child: the reporter sees whom a press asks; whoever is asked answers with one."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from aiogram.filters.callback_data import CallbackData

from models.case_codes import CaseState
from services.alerts.answering import HomeQuestion
from services.alerts.asking import HomeOffer, Neighbour
from services.alerts.rules import asked_at_home
from services.alerts.types import HeldCase, ReportedCase
from services.notifications.facts import Facts
from services.profile import Profile
from views.alerts import calling
from views.card import Button, Card, PhoneNumber, Style
from views.presses import Id, OpenCase
from views.reader import Reader


class AskHome(CallbackData, prefix="alah"):
    """`sure`: whom it asks was read, and confirmed."""

    case_id: Id
    sure: bool = False


class DialHome(CallbackData, prefix="aldh"):
    """One of the numbers of those whom a press would ask."""

    case_id: Id
    detail: Id


class Whereabouts(StrEnum):
    HERE = "here"
    SEEN = "seen"
    UNKNOWN = "no"


class AnswerHome(CallbackData, prefix="where"):
    """On a family's phone: nothing in it, nor in what becomes of the card, says that there is a case."""

    ask_id: Id
    told: Whereabouts


KEYS = {
    Whereabouts.HERE: "home.where_here",
    Whereabouts.SEEN: "home.where_seen",
    Whereabouts.UNKNOWN: "home.where_unknown",
}


def ask_rows(
    case: ReportedCase | HeldCase, profile: Profile, reader: Reader
) -> tuple[tuple[Button, ...], ...]:
    """“Ask home now”, for a missing child, where the matrix lets anybody be asked."""
    adults = asked_at_home(profile, case.situation, case.involved, case.named_before)
    if not adults or case.is_unnamed or case.standing.is_practice or case.standing.state is CaseState.CLOSED:
        return ()
    press = AskHome(case_id=case.standing.case_id).pack()
    return ((Button(reader.plain("alerts.ask_home"), press, style=Style.PRIMARY),),)


def offer_card(offer: HomeOffer, profile: Profile, reader: Reader) -> Card:
    """Who is asked with a press, who is to be rung; and that the police aren't waited for."""
    case_id = offer.case.standing.case_id
    waiting = [one for one in offer.people if one.has_phone and one.person_id not in offer.asked]
    lines = [
        reader.t("alerts.ask_home_whom" if waiting else "alerts.ask_home_nobody", name=offer.child_name),
        *(_line(one, offer, reader) for one in offer.people),
        "",
        reader.t("alerts.ask_home_police"),
        *calling(offer.case, profile, reader),
    ]
    rows: list[tuple[Button, ...]] = [
        (Button(reader.plain("reaching.dial", who=_who(one, reader)), press),)
        for one in offer.people
        for press in (DialHome(case_id=case_id, detail=way.detail_id).pack() for way in one.numbers)
    ]
    if waiting:
        press = AskHome(case_id=case_id, sure=True).pack()
        rows.append((Button(reader.plain("alerts.ask_home_sure"), press, style=Style.PRIMARY),))
    rows.append((Button(reader.plain("alerts.back_to_screen"), OpenCase(case_id=case_id).pack()),))
    return Card("\n".join(lines), tuple(rows), protected=True)


def question_card(facts: HomeQuestion, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    key = "home.where_village" if facts.of_village else "home.where"
    text = reader.t(key, school=facts.school_name, name=facts.child_name, class_name=facts.class_name)
    return Card(text, _answers(facts.ask_id, reader, but=None), protected=True)


def thanks_card(press: AnswerHome, reader: Reader) -> Card:
    """The other answers stay: the child may come home while the card stands."""
    return Card(reader.t(f"home.thanks_{press.told.value}"), _answers(press.ask_id, reader, but=press.told))


def kept_where_card(reader: Reader) -> Card:
    return Card(reader.t("home.where_kept"))


def _answers(ask_id: int, reader: Reader, *, but: Whereabouts | None) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (Button(reader.plain(key), AnswerHome(ask_id=ask_id, told=told).pack()),)
        for told, key in KEYS.items()
        if told is not but
    )


def dialled_home(offer: HomeOffer, detail_id: int, reader: Reader) -> PhoneNumber | None:
    """The number as a contact card; None: it isn't among them any more."""
    found = ((one, way) for one in offer.people for way in one.numbers if way.detail_id == detail_id)
    return next((PhoneNumber(_who(one, reader), way.value) for one, way in found), None)


def _who(one: Neighbour, reader: Reader) -> str:
    kin = reader.plain(f"words.kin_{one.kin.value}" if one.kin else "alerts.role_village_director")
    return reader.plain("children.place_taken", kin=kin, name=one.name)


def _line(one: Neighbour, offer: HomeOffer, reader: Reader) -> str:
    who = reader.plain(f"words.kin_{one.kin.value}" if one.kin else "alerts.role_village_director")
    if one.person_id in offer.asked:
        key = "alerts.ask_home_asked"
    else:
        key = "alerts.ask_home_one" if one.has_phone else "alerts.ask_home_ring"
    return reader.t(key, name=one.name, who=who)


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {HomeQuestion: question_card}
