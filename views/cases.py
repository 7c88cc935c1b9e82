"""A case for those on its ladder: what lies open on a lock screen says nothing, what is opened says all."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from models.case_codes import CaseFact, CaseState
from services.alerts.notices import CaseLapsing
from services.alerts.types import HeldCase, Standing, Taken, times_told
from services.profile import Profile
from views.advice import (
    checklist_lines,
    goes_to_police,
    legend,
    report_line,
    situation_label,
    telling_lines,
    unreported_lines,
)
from views.alerts_home import ask_rows
from views.alerts_reporter import fact_lines, taken_line
from views.alerts_safety import safety_line
from views.card import Button, Card, Style
from views.case_siblings import OpenSiblings, kin_lines
from views.lists import paged
from views.presses import Id, OpenCase, OpenRoad, Page
from views.reader import Reader


class TakeCase(CallbackData, prefix="caseme"):
    """`opened`: pressed on the opened case, which stays open."""

    case_id: Id
    opened: bool = False


class HolderTold(StrEnum):
    """What whoever took a case says of it."""

    ON_IT = "on"
    SAFE = "safe"
    POLICE = "police"


class HolderPress(CallbackData, prefix="caseon"):
    case_id: Id
    told: HolderTold


class HandOn(CallbackData, prefix="caseho"):
    """Let somebody else take it. `sure`: asked once more, and answered yes."""

    case_id: Id
    sure: bool = False


class CaseList(CallbackData, prefix="cases"):
    page: Page = 0


def standing_card(standing: Standing, reader: Reader, *, note: str = "") -> Card:
    """Number, since when, who has it: neither the child nor what happened, so it may stand in a chat."""
    lines = [reader.t("cases.number", number=standing.number), taken_line(standing, reader)]
    if note:
        lines.insert(1, note)
    return Card("\n".join(lines), _buttons(standing, reader))


def taken_card(taken: Taken, reader: Reader) -> Card:
    if not taken.is_mine:
        return standing_card(taken.standing, reader, note=reader.t("cases.too_late"))
    card = standing_card(taken.standing, reader)
    return Card(f"{card.text}\n\n{reader.t('cases.make_safe')}", card.rows)


def held_card(case: HeldCase, profile: Profile, reader: Reader) -> Card:
    standing = case.standing
    lines = (
        reader.t("cases.number", number=standing.number),
        *_child(case, reader),
        reader.t("cases.what", situation=_situation(case, profile, reader)),
        *report_line(case.situation, profile, reader),
        *_involved(case, profile, reader),
        *_reporter(case, reader),
        taken_line(standing, reader),
        "",
        *safety_line(case.facts, reader),
        reader.t("cases.make_safe"),
        *([reader.count("siblings.make_safe", case.linked + 1)] if case.linked else []),
        *([reader.count("siblings.not_safe", case.not_safe)] if case.not_safe else []),
        *kin_lines(case.kin, reader),
        *fact_lines(case.facts, reader),
        *_unreported(case, profile, reader),
        "",
        reader.t("cases.checklist"),
        *checklist_lines(case.situation, profile, reader, mark="☐"),
        "",
        *telling_lines(
            case.situation,
            case.involved,
            profile,
            reader,
            before=case.named_before,
            told=times_told(case.facts),
        ),
        *legend(case.situation, case.involved, profile, reader, before=case.named_before),
    )
    return Card("\n".join(lines), _held_rows(case, profile, reader), protected=True)


def lapsing_card(facts: CaseLapsing, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    """To whoever took it: a press is enough; without one it goes on to the next."""
    text = reader.t("cases.lapsing", number=facts.number, until=reader.time(facts.until))
    opening = Button(reader.plain("cases.open"), OpenCase(case_id=facts.case_id).pack())
    return Card(text, (*_at_work(facts.case_id, reader, linked=facts.linked), (opening,)), protected=True)


def _child(case: HeldCase, reader: Reader) -> list[str]:
    """Who it is; of a child without a name nobody knows the household, and nobody of it was left out."""
    if case.child_name is None:
        return [reader.t("cases.child_unnamed", school=case.school_name), reader.t("cases.home_unknown")]
    child = reader.t(
        "cases.child",
        name=case.child_name,
        age=case.age,
        class_name=case.class_name,
        school=case.school_name,
    )
    return [child, *([reader.t("cases.child_left")] if case.child_has_left else [])]


def _reporter(case: HeldCase, reader: Reader) -> list[str]:
    """Who raised it, where the reader may know; whoever alone may know is asked to keep it."""
    at = reader.moment(case.standing.raised_at)
    if not case.reporters:
        who = reader.plain("cases.from_home" if case.from_home else "cases.from_school")
        return [reader.t("cases.reporter_hidden", who=who, at=at)]
    lines = [reader.t("cases.reporter", name=reader.plain("cases.or").join(case.reporters), at=at)]
    if case.hides_reporter:
        lines.append(reader.t("cases.keep_name"))
    if case.is_silent:
        lines.append(reader.t("cases.keep_silent"))
    return lines


def _held_rows(case: HeldCase, profile: Profile, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    standing = case.standing
    road = (Button(reader.plain("cases.road"), OpenRoad(case_id=standing.case_id).pack()),)
    take = _take(standing, reader, opened=True)
    if standing.state is CaseState.CLOSED or not case.is_mine:
        return (take, road) if take else (road,)
    hand_on = (Button(reader.plain("cases.hand_on"), HandOn(case_id=standing.case_id).pack()),)
    return (
        *ask_rows(case, profile, reader),
        *_at_work(standing.case_id, reader, linked=case.linked),
        road,
        hand_on,
    )


def _at_work(case_id: int, reader: Reader, *, linked: int) -> tuple[tuple[Button, ...], ...]:
    def told(key: str, what: HolderTold, style: Style | None = None) -> tuple[Button]:
        press = HolderPress(case_id=case_id, told=what).pack()
        return (Button(reader.plain(key), press, style=style),)

    each = Button(reader.plain("siblings.each_safe"), OpenSiblings(case_id=case_id).pack())
    return (
        told("cases.on_it", HolderTold.ON_IT, Style.SUCCESS),
        told("cases.child_safe", HolderTold.SAFE),
        *([(each,)] if linked else []),
        told("cases.police_told", HolderTold.POLICE),
    )


def hand_on_card(case: HeldCase, reader: Reader) -> Card:
    standing = case.standing
    yes, no = HandOn(case_id=standing.case_id, sure=True), OpenCase(case_id=standing.case_id)
    rows = (
        (Button(reader.plain("cases.hand_on_sure"), yes.pack(), style=Style.DANGER),),
        (Button(reader.plain("casework.back"), no.pack()),),
    )
    return Card(reader.t("cases.hand_on_ask", number=standing.number), rows)


def _unreported(case: HeldCase, profile: Profile, reader: Reader) -> list[str]:
    """An unanswered call is no report: the line stands until whoever the situation asks for was told."""
    to_police = goes_to_police(case.situation, profile)
    wanted = CaseFact.POLICE_CALLED if to_police else CaseFact.REPORTED
    if any(one.fact is wanted for one in case.facts):
        return []
    return ["", *unreported_lines(case.situation, profile, reader, from_home=case.from_home)]


def list_card(cases: list[Standing], reader: Reader, *, page: int = 0) -> Card:
    if not cases:
        return Card(reader.t("cases.none"))
    buttons = [
        Button(
            reader.plain(
                "practice.line" if one.is_practice else "cases.line",
                number=one.number,
                at=reader.moment(one.raised_at),
                who=one.taken_by or reader.plain("cases.nobody"),
            ),
            OpenCase(case_id=one.case_id).pack(),
        )
        for one in cases
    ]
    rows = paged(buttons, page=page, width=1, press=lambda n: CaseList(page=n).pack())
    return Card(reader.t("cases.open_ones"), rows, protected=True)


def _situation(case: HeldCase, profile: Profile, reader: Reader) -> str:
    """The words of the situation; its code when the profile no longer knows it."""
    known = {one.code: situation_label(one, reader) for one in profile.situations}
    return known.get(case.situation, case.situation)


def _involved(case: HeldCase, profile: Profile, reader: Reader) -> list[str]:
    if case.involved is None:
        return [reader.t("cases.involved_unsaid")]
    lines = [reader.t("cases.involved", group=profile.group(case.involved).words[reader.locale])]
    if case.named_before:
        named = (profile.group(one).words[reader.locale] for one in case.named_before)
        groups = reader.plain("cases.and").join(named)
        lines.append(reader.t("cases.involved_before", groups=groups))
    return lines


def _buttons(standing: Standing, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    opening = Button(reader.plain("cases.open"), OpenCase(case_id=standing.case_id).pack())
    take = _take(standing, reader, opened=False)
    return (take, (opening,)) if take else ((opening,),)


def _take(standing: Standing, reader: Reader, *, opened: bool) -> tuple[Button, ...]:
    if standing.taken_by is not None or standing.state is CaseState.CLOSED:
        return ()
    press = TakeCase(case_id=standing.case_id, opened=opened).pack()
    return (Button(reader.plain("cases.take"), press, style=Style.SUCCESS),)
