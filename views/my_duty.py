"""My duty: when it is my turn, who would take one, when I am away; and what is told of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from aiogram.filters.callback_data import CallbackData

from models.codes import Half
from services.duty.roster_types import (
    AwayTold,
    GapsTold,
    MyDuty,
    MyTurn,
    SecondAnswered,
    SecondAsked,
    TurnAnswered,
    TurnAsked,
    TurnChoice,
)
from services.duty.rules import Turn
from services.notifications.facts import Facts
from views.card import Button, Card, Style
from views.lists import paged
from views.presses import Id, OpenRoster, Page
from views.reader import Reader
from views.roster import Day, away_line, gap_lines, span_words, turn_words

MOST_TURNS = 8  # with a button each; further ones come nearer by themselves
SPANS = ("today", "tomorrow", "three", "week")


class OpenMyDuty(CallbackData, prefix="myd"):
    """`what` is home or away."""

    what: str = "home"


class GiveTurn(CallbackData, prefix="mydask"):
    school_id: Id
    day: Day
    half: Half
    page: Page = 0


class AskColleague(CallbackData, prefix="mydto"):
    school_id: Id
    day: Day
    half: Half
    person_id: Id


class AnswerTurn(CallbackData, prefix="mydans"):
    change_id: Id
    yes: bool


class AwayDays(CallbackData, prefix="mydaway"):
    """From one day to another: then who stands in."""

    first: Day
    last: Day
    page: Page = 0


class AwayWith(CallbackData, prefix="myddep"):
    """`person_id` 0: nobody stands in."""

    first: Day
    last: Day
    person_id: Id = 0


class EndLeave(CallbackData, prefix="mydback"):
    leave_id: Id


class AnswerSecond(CallbackData, prefix="mydsec"):
    second_id: Id
    yes: bool


def open_my_duty_button(reader: Reader) -> Button:
    return Button(reader.plain("roster.mine"), OpenMyDuty().pack())


def my_duty_card(duty: MyDuty, reader: Reader) -> Card:
    schools = len({one.school_id for one in duty.turns})
    lines = [reader.t("roster.my_title" if duty.turns else "roster.my_none")]
    lines += [_turn_line(one, reader, with_school=schools > 1) for one in duty.turns]
    lines += [away_line(one, reader) for one in duty.away]
    give = [(Button(_give_label(one, reader), _give(one)),) for one in duty.turns[:MOST_TURNS]]
    back = [
        (
            Button(
                reader.plain("roster.am_back", days=span_words(one.first, one.last, reader)),
                EndLeave(leave_id=one.leave_id).pack(),
            ),
        )
        for one in duty.away
    ]
    away = Button(reader.plain("roster.go_away"), OpenMyDuty(what="away").pack())
    keeps = [
        (Button(reader.plain("roster.of", unit=name), OpenRoster(school_id=unit_id).pack()),)
        for unit_id, name in duty.keeps
    ]
    return Card("\n".join(lines), (*give, *back, (away,), *keeps), protected=True)


def colleagues_card(choice: TurnChoice, press: GiveTurn, reader: Reader) -> Card:
    when = turn_words(Turn(date.fromordinal(press.day), press.half), reader)

    def turn(to: int) -> str:
        return press.model_copy(update={"page": to}).pack()

    buttons = [
        Button(
            one.name,
            AskColleague(
                school_id=press.school_id, day=press.day, half=press.half, person_id=one.person_id
            ).pack(),
        )
        for one in choice.colleagues
    ]
    key = "roster.ask_whom" if buttons else "roster.nobody_to_ask"
    rows = (*paged(buttons, page=press.page, press=turn), (home_button(reader),))
    return Card(reader.t(key, when=when), rows, protected=True)


def ask_days_card(today: date, reader: Reader) -> Card:
    """Four usual answers, and any other is typed."""
    a_day = timedelta(days=1)
    spans = {
        "today": (today, today), "tomorrow": (today + a_day, today + a_day),
        "three": (today, today + 2 * a_day), "week": (today, today + 6 * a_day),
    }  # fmt: skip
    buttons = [
        Button(
            reader.plain(f"roster.span_{name}"),
            AwayDays(first=spans[name][0].toordinal(), last=spans[name][1].toordinal()).pack(),
        )
        for name in SPANS
    ]
    rows = (tuple(buttons[:2]), tuple(buttons[2:]), (home_button(reader),))
    return Card(reader.t("roster.ask_days"), rows)


def deputies_card(choice: TurnChoice, press: AwayDays, reader: Reader) -> Card:
    def choose(person_id: int) -> str:
        return AwayWith(first=press.first, last=press.last, person_id=person_id).pack()

    def turn(to: int) -> str:
        return press.model_copy(update={"page": to}).pack()

    days = span_words(date.fromordinal(press.first), date.fromordinal(press.last), reader)
    buttons = [Button(one.name, choose(one.person_id)) for one in choice.colleagues]
    nobody = Button(reader.plain("roster.no_deputy"), choose(0))
    rows = (*paged(buttons, page=press.page, press=turn), (nobody,), (home_button(reader),))
    return Card(reader.t("roster.which_deputy", days=days), rows, protected=True)


def asked_card(facts: TurnAsked, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    text = reader.t(
        "roster.asked", name=facts.asked_by, school=facts.school, when=turn_words(facts.turn, reader)
    )
    yes = AnswerTurn(change_id=facts.change_id, yes=True).pack()
    no = AnswerTurn(change_id=facts.change_id, yes=False).pack()
    return Card(text, (_yes_no(yes, no, reader),))


def taken_card(answered: TurnAnswered, reader: Reader) -> Card:
    """To whoever answered."""
    key = "roster.you_took" if answered.is_accepted else "roster.you_declined"
    when = turn_words(answered.turn, reader)
    return Card(reader.t(key, name=answered.asked_by, when=when), ((open_my_duty_button(reader),),))


def answered_card(facts: TurnAnswered, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    key = "roster.took" if facts.is_accepted else "roster.declined"
    key = "roster.unreached" if facts.is_unreached else key
    when = turn_words(facts.turn, reader)
    return Card(reader.t(key, person=facts.person, name=facts.asked_by, when=when, school=facts.school))


def away_card(facts: AwayTold, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    days = span_words(facts.first, facts.last, reader)
    if facts.is_deputy:
        return Card(reader.t("roster.you_stand_in", name=facts.name, days=days))
    if facts.deputy:
        return Card(reader.t("roster.away_deputy", name=facts.name, days=days, deputy=facts.deputy))
    return Card(reader.t("roster.away", name=facts.name, days=days))


def gaps_card(facts: GapsTold, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    lines = [reader.t("roster.gaps_ahead", school=facts.school), *gap_lines(facts.gaps, reader)]
    mend = Button(reader.plain("roster.open"), OpenRoster(school_id=facts.school_id).pack())
    return Card("\n".join((*lines, reader.t("roster.gap_tells_all"))), ((mend,),))


def second_card(facts: SecondAsked, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    yes = AnswerSecond(second_id=facts.second_id, yes=True).pack()
    no = AnswerSecond(second_id=facts.second_id, yes=False).pack()
    text = reader.t("roster.second_asked", name=facts.asked_by, school=facts.school)
    return Card(text, (_yes_no(yes, no, reader),))


def second_done_card(answered: SecondAnswered, reader: Reader) -> Card:
    key = "roster.you_are_second" if answered.is_accepted else "roster.you_are_not_second"
    return Card(reader.t(key, school=answered.school))


def second_answered_card(facts: SecondAnswered, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    key = "roster.second_yes" if facts.is_accepted else "roster.second_no"
    key = "roster.second_unreached" if facts.is_unreached else key
    return Card(reader.t(key, name=facts.person, school=facts.school))


def _turn_line(one: MyTurn, reader: Reader, *, with_school: bool) -> str:
    when = turn_words(one.turn, reader)
    where = reader.plain("roster.turn_at", when=when, school=one.school) if with_school else when
    return reader.t("roster.my_turn_asked" if one.is_asked else "roster.my_turn", when=where)


def _give_label(one: MyTurn, reader: Reader) -> str:
    return reader.plain("roster.give", when=turn_words(one.turn, reader))


def _give(one: MyTurn) -> str:
    return GiveTurn(school_id=one.school_id, day=one.turn.day.toordinal(), half=one.turn.half).pack()


def _yes_no(yes: str, no: str, reader: Reader) -> tuple[Button, ...]:
    return (
        Button(reader.plain("roster.yes"), yes, style=Style.SUCCESS),
        Button(reader.plain("roster.no"), no),
    )


def home_button(reader: Reader) -> Button:
    return Button(reader.plain("school.back"), OpenMyDuty().pack())


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {
    TurnAsked: asked_card,
    TurnAnswered: answered_card,
    AwayTold: away_card,
    GapsTold: gaps_card,
    SecondAsked: second_card,
    SecondAnswered: second_answered_card,
}
