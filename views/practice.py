"""A drill: how it is begun, what its holder sees, how it went. Every card of it says that it isn't real."""

from collections.abc import Callable
from typing import Any

from aiogram.filters.callback_data import CallbackData

from models.case_codes import CaseState
from services.alerts.types import HeldCase
from services.notifications.facts import Facts
from services.practice.types import Level, PracticeAsked, PracticeReport, PracticeView, Report, Running, Turn
from services.profile import Profile
from services.profile.numbers import police_of
from views.advice import situation_label, unchecked
from views.alerts_reporter import fact_lines, taken_line
from views.card import Button, Card, Style
from views.cases import HolderPress, HolderTold, TakeCase
from views.lists import paged
from views.marks import as_it_is, marked
from views.presses import Id, OpenPractice, Page
from views.reader import Reader

PLENTY = 120  # seconds; more of them are said in minutes


class PracticeStaff(CallbackData, prefix="pracwho"):
    school_id: Id
    page: Page = 0


class BeginPractice(CallbackData, prefix="pracgo"):
    """Who presses the red button; 0: the administrator who asks."""

    school_id: Id
    person_id: Id = 0


class StartPractice(CallbackData, prefix="pracon"):
    """The drill's red button; then its child has been chosen, and a page of situations is shown."""

    practice_id: Id
    chosen: bool = False
    page: Page = 0


class PracticeSituation(CallbackData, prefix="pracsi"):
    """The tap that stores."""

    practice_id: Id
    code: str


class EndPractice(CallbackData, prefix="pracend"):
    practice_id: Id


class ClosePractice(CallbackData, prefix="pracok"):
    """Whoever has taken it calls it done."""

    case_id: Id


def view_card(view: PracticeView, back: Button, profile: Profile, reader: Reader) -> Card:
    """What a drill is, or who is at it; below it how the last one went."""
    if view.running is not None:
        lines, rows = _running(view.running, reader)
    else:
        lines, rows = [reader.t("practice.what", police=police_of(profile))], _beginnings(view, reader)
    if view.last is not None:
        lines += ["", *report_lines(view.last, reader)]
    return Card("\n".join(lines), (*rows, (back,)), protected=True)


def staff_card(view: PracticeView, page: int, reader: Reader) -> Card:
    def begin(person_id: int) -> str:
        return BeginPractice(school_id=view.school_id, person_id=person_id).pack()

    def turn(to: int) -> str:
        return PracticeStaff(school_id=view.school_id, page=to).pack()

    buttons = [Button(one.name, begin(one.person_id)) for one in view.colleagues]
    back = Button(reader.plain("school.back"), OpenPractice(school_id=view.school_id).pack())
    return Card(reader.t("practice.who"), (*paged(buttons, page=page, press=turn), (back,)), protected=True)


def asked_card(facts: PracticeAsked, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    start = StartPractice(practice_id=facts.practice_id).pack()
    text = reader.t("practice.asked", school=facts.school, at=reader.time(facts.ends_at))
    rows = ((Button(reader.plain("practice.start"), start, style=Style.DANGER),),)
    return marked(Card(text, rows), reader, police=facts.police)


def turn_card(turn: Turn, profile: Profile, reader: Reader, *, chosen: bool, page: int) -> Card:
    """First the child, who is invented, then what happened: the steps of the red button."""
    if turn.is_over:
        return _marked(Card(reader.t("practice.over")), profile, reader)
    return _situations(turn, profile, reader, page) if chosen else _child(turn, profile, reader)


def held_card(case: HeldCase, profile: Profile, reader: Reader) -> Card:
    """What whoever takes it reads; no line of it sends anybody to the telephone."""
    standing = case.standing
    situations = {one.code: situation_label(one, reader) for one in profile.situations}
    lines = (
        reader.t("cases.number", number=standing.number),
        reader.t("practice.child_at", school=case.school_name),
        reader.t("cases.what", situation=situations.get(case.situation, case.situation)),
        taken_line(standing, reader),
        "",
        reader.t("practice.as_usual"),
        *fact_lines(case.facts, reader),
        *unchecked((one.verified for one in profile.situations if one.code == case.situation), reader),
    )
    card = Card("\n".join(lines), _held_rows(case, reader), protected=True)
    return as_it_is(card, standing, profile, reader)


def report_card(facts: PracticeReport, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    return Card("\n".join(report_lines(facts.report, reader)), protected=True)


def report_lines(report: Report, reader: Reader) -> list[str]:
    if report.raised_at is None:
        return [reader.t("practice.nobody_began", name=report.begins)]
    title = reader.t("practice.report", at=reader.moment(report.raised_at), name=report.begins)
    sent = [reader.t("practice.sent", time=_span(report.sent, reader))] if report.sent is not None else []
    taken = {"name": report.taken_by} if report.taken_by else None
    end = reader.t("practice.taken_by", **taken) if taken else reader.t("practice.nobody_took")
    levels = [line for level in report.levels for line in _level_lines(level, reader)]
    return [title, *sent, *levels, end, reader.t("practice.counted_from")]


def _level_lines(level: Level, reader: Reader) -> list[str]:
    role = reader.plain(f"alerts.role_{level.role.value}")
    if level.told is None:
        return [reader.t("practice.level_empty", role=role)]
    steps = (("phone", level.phone), ("opened", level.opened), ("taken", level.taken))
    said = [reader.plain("practice.step_told", time=_span(level.told, reader))]
    said += [
        reader.plain(f"practice.step_{name}", time=_span(seconds, reader))
        for name, seconds in steps
        if seconds is not None
    ]
    lines = [reader.t("practice.level", role=role, steps=reader.plain("practice.list_sign").join(said))]
    if level.unreached:
        names = reader.plain("joining.list_sign").join(level.unreached)
        lines.append(reader.t("practice.level_unreached", names=names))
    return lines


def _span(seconds: int, reader: Reader) -> str:
    if seconds < PLENTY:
        return reader.plain("practice.seconds", n=seconds)
    return reader.plain("practice.minutes", m=seconds // 60, s=seconds % 60)


def _running(running: Running, reader: Reader) -> tuple[list[str], tuple[tuple[Button, ...], ...]]:
    key = "practice.runs" if running.has_begun else "practice.waits"
    end = Button(reader.plain("practice.end"), EndPractice(practice_id=running.practice_id).pack())
    return [reader.t(key, name=running.begins, at=reader.time(running.ends_at))], ((end,),)


def _beginnings(view: PracticeView, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    mine = Button(reader.plain("practice.mine"), BeginPractice(school_id=view.school_id).pack())
    theirs = Button(reader.plain("practice.theirs"), PracticeStaff(school_id=view.school_id).pack())
    return ((mine,), (theirs,))


def _child(turn: Turn, profile: Profile, reader: Reader) -> Card:
    chosen = StartPractice(practice_id=turn.practice_id, chosen=True).pack()
    rows = ((Button(reader.plain("practice.child"), chosen),),)
    return _marked(Card(reader.t("practice.which_child", school=turn.school), rows), profile, reader)


def _situations(turn: Turn, profile: Profile, reader: Reader, page: int) -> Card:
    def store(code: str) -> str:
        return PracticeSituation(practice_id=turn.practice_id, code=code).pack()

    def show(to: int) -> str:
        return StartPractice(practice_id=turn.practice_id, chosen=True, page=to).pack()

    buttons = [Button(situation_label(one, reader), store(one.code)) for one in profile.situations]
    rows = paged(buttons, page=page, width=1, press=show)
    lines = (
        reader.t("practice.which_situation"),
        *unchecked((one.verified for one in profile.situations), reader),
    )
    return _marked(Card("\n".join(lines), rows), profile, reader)


def _held_rows(case: HeldCase, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    case_id = case.standing.case_id

    def told(key: str, what: HolderTold, style: Style | None = None) -> tuple[Button, ...]:
        return (Button(reader.plain(key), HolderPress(case_id=case_id, told=what).pack(), style=style),)

    if case.standing.state is CaseState.CLOSED:
        return ()
    if not case.is_mine:
        take = TakeCase(case_id=case_id, opened=True).pack()
        button = Button(reader.plain("cases.take"), take, style=Style.SUCCESS)
        return ((button,),) if case.standing.taken_by is None else ()
    close = Button(reader.plain("cases.close"), ClosePractice(case_id=case_id).pack())
    return (
        told("cases.on_it", HolderTold.ON_IT, Style.SUCCESS),
        told("cases.child_safe", HolderTold.SAFE),
        told("cases.police_told", HolderTold.POLICE),
        *(((close,),) if case.may_close else ()),
    )


def _marked(card: Card, profile: Profile, reader: Reader) -> Card:
    return marked(card, reader, police=police_of(profile))


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {
    PracticeAsked: asked_card,
    PracticeReport: report_card,
}
