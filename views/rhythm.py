"""A child's reminders: which, by which rule, and on which dates of the next three months."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from aiogram.filters.callback_data import CallbackData

from models.codes import Kin, PlanKind
from services.reminders.kinds import LAST, Monthly, Nth, Offset, Rule, Weekly
from services.reminders.types import PlanView, Rhythm
from views.card import Button, Card, rows_of
from views.presses import Id, OpenChild
from views.reader import Reader
from views.weekdays import weekday, window


class OpenRhythm(CallbackData, prefix="rhy"):
    child_id: Id


class OpenPlan(CallbackData, prefix="rhyplan"):
    """How often shall this one come?"""

    plan_id: Id


class OpenReach(CallbackData, prefix="rhyreach"):
    """When is the child near a phone?"""

    child_id: Id


def rhythm_card(rhythm: Rhythm, reader: Reader) -> Card:
    lines = [reader.t("rhythm.title", name=rhythm.child.name)]
    for plan in rhythm.plans:
        lines += ["", *_plan_lines(plan, reader)]
    if not rhythm.plans:
        lines.append(reader.t("rhythm.nothing"))
    lines += _notes(rhythm, reader)
    if rhythm.reach is not None:
        windows = "\n".join(window(one, reader) for one in rhythm.reach)
        lines += ["", reader.t("rhythm.reach_is", windows=windows)]
    return Card("\n".join(lines), (*_buttons(rhythm, reader), back(rhythm, reader)), protected=True)


def plan_name(plan: PlanView, reader: Reader) -> str:
    """“Call: mother”, or “letter”."""
    if plan.kind is PlanKind.LETTER:
        return reader.plain("rhythm.letter")
    return reader.plain("rhythm.call", kin=reader.plain(f"children.{(plan.kin or Kin.CARER).value}"))


def rule_words(rule: Rule, reader: Reader) -> str:
    """“Each month on day 8”."""
    match rule:
        case Monthly(day=31):
            return reader.plain("rhythm.last_day")
        case Monthly():
            return reader.plain("rhythm.monthly", day=rule.day)
        case Weekly(every=1):
            return reader.plain("rhythm.weekly", weekday=weekday(rule.weekday, reader))
        case Weekly():
            return reader.plain("rhythm.every_n", n=rule.every, weekday=weekday(rule.weekday, reader))
        case Nth():
            return reader.plain(
                "rhythm.nth", nth=nth_words(rule.nth, reader), weekday=weekday(rule.weekday, reader)
            )
        case Offset():
            return _offset_words(rule, reader)


def nth_words(nth: int, reader: Reader) -> str:
    return reader.plain("rhythm.nth_last" if nth == LAST else f"rhythm.nth_{nth}")


def offset_label(days: int, reader: Reader) -> str:
    """“3 days before”, “on the day”, “1 day after”."""
    if days == 0:
        return reader.plain("rhythm.same_day")
    return reader.count("rhythm.days_before" if days < 0 else "rhythm.days_after", abs(days))


def back(rhythm: Rhythm, reader: Reader) -> tuple[Button, ...]:
    press = OpenChild(child_id=rhythm.child.child_id).pack()
    return (Button(reader.plain("rhythm.back", name=rhythm.child.name), press),)


def _plan_lines(plan: PlanView, reader: Reader) -> Iterator[str]:
    who = plan_name(plan, reader)
    usual = "" if plan.is_own else reader.plain("rhythm.usual_mark")
    yield reader.t("rhythm.plan", plan=who, rule=rule_words(plan.rule, reader), mark=usual)
    if not plan.is_told:
        yield reader.t("rhythm.nobody_told")
    elif plan.dates:
        yield reader.t("rhythm.dates", dates=_dates(plan.dates, reader))
    else:
        yield reader.t("rhythm.no_dates")


def _dates(dates: Sequence[datetime], reader: Reader) -> str:
    """Each with its weekday; the hour once where it is the same for all."""
    then = reader.plain("rhythm.then")
    times = {reader.time(at) for at in dates}
    if len(times) == 1 and len(dates) > 1:
        days = then.join(_dated(at, reader) for at in dates)
        return reader.plain("rhythm.all_at", time=times.pop(), dates=days)
    return then.join(
        reader.plain("rhythm.dated_at", dated=_dated(at, reader), time=reader.time(at)) for at in dates
    )


def _dated(at: datetime, reader: Reader) -> str:
    return reader.plain("rhythm.dated", day=reader.day_of(at), weekday=weekday(reader.weekday_of(at), reader))


def _notes(rhythm: Rhythm, reader: Reader) -> Iterator[str]:
    """Why a date isn't the one that its rule names."""
    kinds = {plan.kind for plan in rhythm.plans}
    notes = []
    if PlanKind.CALL in kinds and (rhythm.reach is not None or rhythm.child.boards):
        notes.append(reader.t("rhythm.moved_call"))
    if PlanKind.LETTER in kinds:
        notes.append(reader.t("rhythm.moved_letter"))
    if notes:
        yield ""
        yield from notes


def _offset_words(rule: Offset, reader: Reader) -> str:
    shift = offset_label(rule.days, reader)
    if rule.yearly:
        return reader.plain("rhythm.offset_yearly", day=reader.day(rule.base), shift=shift)
    return reader.plain("rhythm.offset_once", day=reader.day(rule.base), shift=shift)


def _buttons(rhythm: Rhythm, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    if not rhythm.may_set:
        return ()
    plans = [Button(plan_name(plan, reader), OpenPlan(plan_id=plan.plan_id).pack()) for plan in rhythm.plans]
    reach = Button(reader.plain("rhythm.reach"), OpenReach(child_id=rhythm.child.child_id).pack())
    return (*rows_of(plans, 2), (reach,))
