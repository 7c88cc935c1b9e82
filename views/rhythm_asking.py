"""How often a reminder shall come, and when a child is near a phone: asked button by button."""

from datetime import date, timedelta
from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from services.reminders.kinds import LAST, NTHS
from services.reminders.types import PlanView, Rhythm
from views.card import Button, Card, rows_of
from views.presses import Id
from views.reader import Reader
from views.rhythm import OpenReach, OpenRhythm, nth_words, offset_label, plan_name, rule_words
from views.weekdays import EVERY_DAY, weekday, weekdays, window

WEEKS = (1, 2, 3, 4)
OFFSETS = (-14, -7, -3, -1, 0, 1, 3, 7)
HOURS = (("12:00", "13:30"), ("16:30", "17:30"), ("17:00", "20:00"), ("18:00", "21:00"), ("00:00", "23:59"))

Weekday = Annotated[int, Field(ge=0, le=6)]
Minute = Annotated[int, Field(ge=0, le=1439)]
Ordinal = Annotated[int, Field(ge=400, le=date.max.toordinal() - 400)]
Days = Annotated[int, Field(ge=0, le=127)]  # a bit for each weekday, Monday's the lowest


class AskRule(CallbackData, prefix="rhyask"):
    """`first` is what was chosen already: a weekday, or which one of the month."""

    plan_id: Id
    kind: Literal["monthly", "weekly", "nth", "offset"]
    first: Annotated[int, Field(ge=-1, le=6)] | None = None


class SetMonthly(CallbackData, prefix="rhyday"):
    plan_id: Id
    day: int


class SetWeekly(CallbackData, prefix="rhyweek"):
    plan_id: Id
    weekday: int
    every: int


class SetNth(CallbackData, prefix="rhynth"):
    plan_id: Id
    nth: int
    weekday: int


class SetOffset(CallbackData, prefix="rhyoff"):
    """`base` is a day's ordinal."""

    plan_id: Id
    base: Ordinal
    days: int
    yearly: bool


class AskOffset(CallbackData, prefix="rhyshift"):
    """How long before or after the day of the ordinal `base`?"""

    plan_id: Id
    base: Ordinal
    yearly: bool


class SetUsual(CallbackData, prefix="rhyusual"):
    plan_id: Id


class AskReach(CallbackData, prefix="rhydays"):
    """Which weekdays? Each press adds or takes away one of `days`."""

    child_id: Id
    days: Days = 0


class AskHours(CallbackData, prefix="rhyhours"):
    child_id: Id
    days: Days
    typed: bool = False


class AddReach(CallbackData, prefix="rhyadd"):
    child_id: Id
    days: Days
    start: Minute
    end: Minute


class ClearReach(CallbackData, prefix="rhyany"):
    child_id: Id


def plan_card(rhythm: Rhythm, plan: PlanView, reader: Reader) -> Card:
    kinds = [
        Button(reader.plain(f"rhythm.kind_{kind}"), AskRule(plan_id=plan.plan_id, kind=kind).pack())
        for kind in ("monthly", "weekly", "nth", "offset")
    ]
    if plan.is_own:
        kinds.append(Button(reader.plain("rhythm.usual"), SetUsual(plan_id=plan.plan_id).pack()))
    text = reader.t(
        "rhythm.ask_rule",
        name=rhythm.child.name,
        plan=plan_name(plan, reader),
        rule=rule_words(plan.rule, reader),
    )
    return Card(text, (*rows_of(kinds, 1), _home(rhythm, reader)), protected=True)


def ask_card(rhythm: Rhythm, asked: AskRule, reader: Reader) -> Card:
    """The next question of a rule; a date is typed."""
    if asked.kind == "offset":
        return Card(reader.t("rhythm.ask_base"), (_home(rhythm, reader),))
    if asked.kind == "monthly":
        buttons, width, key = _days_of_month(asked.plan_id), 7, "rhythm.ask_day"
    elif asked.kind == "weekly" and asked.first is not None:
        buttons, width, key = _weeks(asked.plan_id, asked.first, reader), 2, "rhythm.ask_weeks"
    elif asked.kind == "nth" and asked.first is None:
        buttons, width, key = _nths(asked.plan_id, reader), 2, "rhythm.ask_nth"
    else:
        buttons, width, key = _weekdays(asked, reader), 4, "rhythm.ask_weekday"
    return Card(reader.t(key), (*rows_of(buttons, width), _home(rhythm, reader)))


def times_card(rhythm: Rhythm, plan_id: int, base: date, reader: Reader) -> Card:
    """Each year, or this once?"""

    def button(key: str, *, yearly: bool) -> Button:
        press = AskOffset(plan_id=plan_id, base=base.toordinal(), yearly=yearly)
        return Button(reader.plain(key), press.pack())

    row = (button("rhythm.yearly", yearly=True), button("rhythm.once", yearly=False))
    text = reader.t("rhythm.ask_times", day=base.isoformat())
    return Card(text, (row, _home(rhythm, reader)))


def offsets_card(rhythm: Rhythm, asked: AskOffset, today: date, reader: Reader) -> Card:
    """How many days before or after; what is over already isn't offered."""
    base = date.fromordinal(asked.base)
    coming = [days for days in OFFSETS if asked.yearly or base + timedelta(days=days) >= today]
    buttons = [
        Button(
            reader.plain("rhythm.on_the_day") if days == 0 else offset_label(days, reader),
            SetOffset(plan_id=asked.plan_id, base=asked.base, days=days, yearly=asked.yearly).pack(),
        )
        for days in coming
    ]
    if not coming:
        return Card(reader.t("rhythm.past"), (_home(rhythm, reader),))
    return Card(
        reader.t("rhythm.ask_offset", day=base.isoformat()), (*rows_of(buttons, 2), _home(rhythm, reader))
    )


def reach_card(rhythm: Rhythm, reader: Reader) -> Card:
    child_id = rhythm.child.child_id
    known = rhythm.reach or ()
    lines = [reader.t("rhythm.ask_reach", name=rhythm.child.name)]
    lines += [reader.t("rhythm.window_line", window=window(one, reader)) for one in known]
    buttons = [Button(reader.plain("rhythm.add_window"), AskReach(child_id=child_id).pack())]
    if known:
        buttons.append(Button(reader.plain("rhythm.any_time"), ClearReach(child_id=child_id).pack()))
    return Card("\n".join(lines), (*rows_of(buttons, 1), _home(rhythm, reader)), protected=True)


def days_card(rhythm: Rhythm, days: int, reader: Reader) -> Card:
    child_id = rhythm.child.child_id
    buttons = [
        Button(
            f"{'✅' if days >> day & 1 else '⬜'} {weekday(day, reader)}",
            AskReach(child_id=child_id, days=days ^ 1 << day).pack(),
        )
        for day in sorted(EVERY_DAY)
    ]
    rows = rows_of(buttons, 4)
    if days:
        rows += ((Button(reader.plain("rhythm.next"), AskHours(child_id=child_id, days=days).pack()),),)
    return Card(reader.t("rhythm.ask_days"), (*rows, _to_reach(rhythm, reader)))


def hours_card(rhythm: Rhythm, days: int, reader: Reader) -> Card:
    child_id = rhythm.child.child_id
    buttons = [
        Button(
            reader.plain("rhythm.whole_day") if end == "23:59" else f"{start}–{end}",
            AddReach(child_id=child_id, days=days, start=minute(start), end=minute(end)).pack(),
        )
        for start, end in HOURS
    ]
    typed = AskHours(child_id=child_id, days=days, typed=True).pack()
    buttons.append(Button(reader.plain("rhythm.other_hours"), typed))
    text = reader.t("rhythm.ask_hours", days=weekdays(chosen(days), reader))
    return Card(text, (*rows_of(buttons, 2), _to_reach(rhythm, reader)))


def hours_typed_card(rhythm: Rhythm, reader: Reader) -> Card:
    return Card(reader.t("rhythm.ask_hours_typed"), (_to_reach(rhythm, reader),))


def chosen(days: int) -> frozenset[int]:
    """The weekdays whose bits are set."""
    return frozenset(day for day in EVERY_DAY if days >> day & 1)


def minute(at: str) -> int:
    hours, minutes = at.split(":")
    return int(hours) * 60 + int(minutes)


def _days_of_month(plan_id: int) -> list[Button]:
    return [Button(str(day), SetMonthly(plan_id=plan_id, day=day).pack()) for day in range(1, 32)]


def _weeks(plan_id: int, day: int, reader: Reader) -> list[Button]:
    return [
        Button(
            reader.plain("rhythm.each_week" if every == 1 else "rhythm.each_n_weeks", n=every),
            SetWeekly(plan_id=plan_id, weekday=day, every=every).pack(),
        )
        for every in WEEKS
    ]


def _nths(plan_id: int, reader: Reader) -> list[Button]:
    ordered = [*sorted(NTHS - {LAST}), LAST]
    return [
        Button(nth_words(nth, reader), AskRule(plan_id=plan_id, kind="nth", first=nth).pack())
        for nth in ordered
    ]


def _weekdays(asked: AskRule, reader: Reader) -> list[Button]:
    def press(day: int) -> str:
        if asked.kind == "weekly":
            return AskRule(plan_id=asked.plan_id, kind="weekly", first=day).pack()
        return SetNth(plan_id=asked.plan_id, nth=asked.first or LAST, weekday=day).pack()

    return [Button(weekday(day, reader), press(day)) for day in sorted(EVERY_DAY)]


def _home(rhythm: Rhythm, reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("rhythm.home"), OpenRhythm(child_id=rhythm.child.child_id).pack()),)


def _to_reach(rhythm: Rhythm, reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("rhythm.home"), OpenReach(child_id=rhythm.child.child_id).pack()),)
