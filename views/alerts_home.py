"""A missing or hurt child: the reporter sees whom a press tells; whoever is asked answers with one."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from aiogram.filters.callback_data import CallbackData

from models.case_codes import CaseState, ChildAt
from services.alerts.answering import HomeCall, HomeQuestion
from services.alerts.asking import HomeOffer
from services.alerts.at_home import asked_at_home, tells_home
from services.alerts.neighbours import Neighbour
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


class CallHome(CallbackData, prefix="alcw"):
    """The child was hurt, and is there: whom it tells was read, and is told with this press."""

    case_id: Id
    at: ChildAt


class Coming(StrEnum):
    """What family answer who were called to a child."""

    COMES = "comes"
    RINGS = "rings"


class AnswerCall(CallbackData, prefix="coming"):
    """On a family's phone, as `AnswerHome`."""

    ask_id: Id
    told: Coming


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
    """“Ask home now”, or “tell home now” of one that was hurt, where the matrix lets anybody be told."""
    adults = asked_at_home(profile, case.situation, case.involved, case.named_before)
    if not adults or case.is_unnamed or case.standing.is_practice or case.standing.state is CaseState.CLOSED:
        return ()
    press = AskHome(case_id=case.standing.case_id).pack()
    key = "alerts.call_home" if tells_home(profile, case.situation) else "alerts.ask_home"
    return ((Button(reader.plain(key), press, style=Style.PRIMARY),),)


def offer_card(offer: HomeOffer, profile: Profile, reader: Reader) -> Card:
    """Who hears it with a press, who is to be rung; help comes first, and the police aren't waited for."""
    text = _call_text if offer.is_hurt else _ask_text
    rows = _call_rows(offer, reader) if offer.is_hurt else _ask_rows(offer, reader)
    back = OpenCase(case_id=offer.case.standing.case_id).pack()
    rows = (*_dial_rows(offer, reader), *rows, (Button(reader.plain("alerts.back_to_screen"), back),))
    return Card("\n".join(text(offer, profile, reader)), rows, protected=True)


def _dial_rows(offer: HomeOffer, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    case_id = offer.case.standing.case_id
    return tuple(
        (Button(reader.plain("reaching.dial", who=_who(one, reader)), press),)
        for one in offer.people
        for press in (DialHome(case_id=case_id, detail=way.detail_id).pack() for way in one.numbers)
    )


def _ask_text(offer: HomeOffer, profile: Profile, reader: Reader) -> list[str]:
    return [
        reader.t(
            "alerts.ask_home_whom" if offer.waiting() else "alerts.ask_home_nobody", name=offer.child_name
        ),
        *(_line(one, offer, reader) for one in offer.people),
        "",
        reader.t("alerts.ask_home_police"),
        *calling(offer.case, profile, reader),
    ]


def _ask_rows(offer: HomeOffer, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    if not offer.waiting():
        return ()
    press = AskHome(case_id=offer.case.standing.case_id, sure=True).pack()
    return ((Button(reader.plain("alerts.ask_home_sure"), press, style=Style.PRIMARY),),)


def _call_text(offer: HomeOffer, profile: Profile, reader: Reader) -> list[str]:
    """The ambulance stands above everything else."""
    key = "alerts.call_home_whom" if _places(offer) else "alerts.call_home_nobody"
    return [
        *calling(offer.case, profile, reader),
        "",
        reader.t(key, name=offer.child_name),
        *(_line(one, offer, reader) for one in offer.people),
    ]


def _call_rows(offer: HomeOffer, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    case_id = offer.case.standing.case_id
    return tuple(
        (Button(reader.plain(f"alerts.child_at_{at}"), CallHome(case_id=case_id, at=at).pack()),)
        for at in _places(offer)
    )


def _places(offer: HomeOffer) -> tuple[ChildAt, ...]:
    """Where the child may be now, of which somebody hasn't heard yet."""
    return tuple(at for at in ChildAt if offer.waiting(at))


def question_card(facts: HomeQuestion, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    key = "home.where_village" if facts.of_village else "home.where"
    text = reader.t(key, school=facts.school_name, name=facts.child_name, class_name=facts.class_name)
    return Card(text, _answers(facts.ask_id, reader, but=None), protected=True)


def call_card(facts: HomeCall, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    """Calm, and nothing of how it happened: where the child is, who is with it, whom to ring."""
    place = reader.plain(f"home.child_at_{facts.at}")
    ring = facts.ring or reader.plain("home.the_school")
    text = reader.t("home.call", school=facts.school_name, name=facts.child_name, place=place, ring=ring)
    return Card(text, _call_answers(facts.ask_id, reader, but=None), protected=True)


def heard_call_card(press: AnswerCall, reader: Reader) -> Card:
    rows = _call_answers(press.ask_id, reader, but=press.told)
    return Card(reader.t(f"home.thanks_{press.told}"), rows)


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


def _call_answers(ask_id: int, reader: Reader, *, but: Coming | None) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (Button(reader.plain(f"home.{told}"), AnswerCall(ask_id=ask_id, told=told).pack()),)
        for told in Coming
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
    at = offer.asked.get(one.person_id)
    if at is not None:
        place = reader.plain(f"home.child_at_{at}")
        return reader.t("alerts.call_home_told", name=one.name, who=who, place=place)
    if one.person_id in offer.asked:
        key = "alerts.ask_home_asked"
    else:
        key = "alerts.ask_home_one" if one.has_phone else "alerts.ask_home_ring"
    return reader.t(key, name=one.name, who=who)


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {
    HomeQuestion: question_card,
    HomeCall: call_card,
}
