"""A school's roster for its administrators: the week with names, gaps in words, who stands in."""

from datetime import date
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from models.codes import Half
from services.duty.roster_types import AwayView, RosterView, SecondChoice, TurnView
from services.duty.rules import Gap, Turn
from views.card import Button, Card, rows_of
from views.lists import paged
from views.presses import Id, OpenRoster, Page
from views.reader import Reader
from views.weekdays import weekday

Day = Annotated[int, Field(ge=730_000, le=770_000)]  # a date's ordinal: between 1999 and 2109
MOST_GAPS = 6  # are named, the others counted


class RosterDay(CallbackData, prefix="rosday"):
    school_id: Id
    day: Day


class RosterPick(CallbackData, prefix="rospick"):
    """Who shall be on duty then; `once`: on this day only."""

    school_id: Id
    day: Day
    half: Half
    once: bool = False
    page: Page = 0


class RosterSet(CallbackData, prefix="rosset"):
    """`person_id` 0: nobody."""

    school_id: Id
    day: Day
    half: Half
    once: bool
    person_id: Id = 0


class SecondPick(CallbackData, prefix="rossec"):
    school_id: Id
    page: Page = 0


class SecondAsk(CallbackData, prefix="rosask"):
    school_id: Id
    person_id: Id


def roster_card(view: RosterView, back: Button, reader: Reader) -> Card:
    lines = [reader.t("roster.title", school=view.school), reader.t("roster.what")]
    if view.has_plan:
        lines += ["", *_week_lines(view, reader), "", *gap_lines(view.gaps, reader)]
    else:
        lines += ["", reader.t("roster.no_plan")]
    lines += [away_line(one, reader) for one in view.away]
    lines += _second_lines(view, reader)
    days = list(dict.fromkeys(one.turn.day for one in view.turns))
    buttons = [
        Button(_day_label(day, reader), RosterDay(school_id=view.school_id, day=day.toordinal()).pack())
        for day in days
    ]
    second = Button(reader.plain("roster.ask_second"), SecondPick(school_id=view.school_id).pack())
    asks = ((second,),) if view.is_lone else ()
    return Card("\n".join(lines), (*rows_of(buttons, 2), *asks, (back,)), protected=True)


def day_card(view: RosterView, day: date, reader: Reader) -> Card:
    """Both halves of a day; each for every week, or for this day only."""
    here = [one for one in view.turns if one.turn.day == day]
    lines = [reader.t("roster.day", day=_day_label(day, reader)), *(_half_line(one, reader) for one in here)]
    rows = [
        tuple(
            Button(
                reader.plain(f"roster.set_{half.value}_{often}", weekday=weekday(day.weekday(), reader)),
                RosterPick(school_id=view.school_id, day=day.toordinal(), half=half, once=once).pack(),
            )
            for half in Half
        )
        for often, once in (("weekly", False), ("once", True))
    ]
    return Card("\n".join(lines), (*rows, (_back(view.school_id, reader),)), protected=True)


def pick_card(view: RosterView, press: RosterPick, reader: Reader) -> Card:
    def choose(person_id: int) -> str:
        return RosterSet(
            school_id=view.school_id, day=press.day, half=press.half, once=press.once, person_id=person_id
        ).pack()

    def turn(to: int) -> str:
        return press.model_copy(update={"page": to}).pack()

    buttons = [Button(one.name, choose(one.person_id)) for one in view.colleagues]
    day = date.fromordinal(press.day)
    when = turn_words(Turn(day, press.half), reader) if press.once else _weekly_words(day, press.half, reader)
    nobody = () if press.once else ((Button(reader.plain("roster.nobody"), choose(0)),),)
    rows = (*paged(buttons, page=press.page, press=turn), *nobody, (_back(view.school_id, reader),))
    return Card(reader.t("roster.who", when=when), rows, protected=True)


def second_choice_card(choice: SecondChoice, page: int, reader: Reader) -> Card:
    if not choice.people:
        return Card(reader.t("roster.nobody_around"), ((_back(choice.school_id, reader),),))

    def turn(to: int) -> str:
        return SecondPick(school_id=choice.school_id, page=to).pack()

    buttons = [
        Button(
            reader.plain("roster.person_at", name=one.name, unit=unit),
            SecondAsk(school_id=choice.school_id, person_id=one.person_id).pack(),
        )
        for one, unit in choice.people
    ]
    rows = (*paged(buttons, page=page, press=turn, width=1), (_back(choice.school_id, reader),))
    return Card(reader.t("roster.which_second"), rows, protected=True)


def second_asked_card(school_id: int, reader: Reader) -> Card:
    return Card(reader.t("roster.second_sent"), ((_back(school_id, reader),),))


def gap_lines(gaps: tuple[Gap, ...], reader: Reader) -> list[str]:
    if not gaps:
        return [reader.t("roster.no_gaps")]
    lines = [reader.count("roster.gaps", len(gaps))]
    lines += [
        reader.t(f"roster.gap_{one.why.value}", when=turn_words(one.turn, reader)) for one in gaps[:MOST_GAPS]
    ]
    return [*lines, *([reader.t("roster.and_more")] if len(gaps) > MOST_GAPS else [])]


def away_line(away: AwayView, reader: Reader) -> str:
    key = "roster.away_deputy" if away.deputy else "roster.away"
    days = span_words(away.first, away.last, reader)
    return reader.t(key, name=away.name, days=days, **({"deputy": away.deputy} if away.deputy else {}))


def turn_words(turn: Turn, reader: Reader) -> str:
    """“Mon 23 Nov, night”."""
    return reader.plain(f"roster.turn_{turn.half.value}", day=_day_label(turn.day, reader))


def span_words(first: date, last: date, reader: Reader) -> str:
    if first == last:
        return reader.day(first)
    return reader.plain("roster.span", first=reader.day(first), last=reader.day(last))


def _week_lines(view: RosterView, reader: Reader) -> list[str]:
    days: dict[date, list[TurnView]] = {}
    for one in view.turns:
        days.setdefault(one.turn.day, []).append(one)
    return [
        reader.t("roster.day_line", day=_day_label(day, reader), **_names(turns, reader))
        for day, turns in days.items()
    ]


def _names(turns: list[TurnView], reader: Reader) -> dict[str, str]:
    return {f"{one.turn.half.value}_name": _name(one, reader) for one in turns}


def _name(one: TurnView, reader: Reader) -> str:
    if one.why is not None:
        return reader.plain(f"roster.open_{one.why.value}", name=one.name or "")
    if one.instead_of:
        return reader.plain("roster.instead", name=one.name, of=one.instead_of)
    return one.name or ""


def _half_line(one: TurnView, reader: Reader) -> str:
    return reader.t(f"roster.half_{one.turn.half.value}", name=_name(one, reader))


def _second_lines(view: RosterView, reader: Reader) -> list[str]:
    if view.second is not None and (view.is_lone or not view.second.is_waiting):
        key = "roster.second_waits" if view.second.is_waiting else "roster.second"
        return [reader.t(key, name=view.second.name)]
    return [reader.t("roster.lone")] if view.is_lone else []


def _weekly_words(day: date, half: Half, reader: Reader) -> str:
    return reader.plain(f"roster.weekly_{half.value}", weekday=weekday(day.weekday(), reader))


def _day_label(day: date, reader: Reader) -> str:
    return reader.plain("calendar.day", day=reader.day(day), weekday=weekday(day.weekday(), reader))


def _back(school_id: int, reader: Reader) -> Button:
    return Button(reader.plain("school.back"), OpenRoster(school_id=school_id).pack())
