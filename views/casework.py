"""A case's road: how far it has come, what is owed by when, and what can be told of it now."""

from aiogram.filters.callback_data import CallbackData

from models.case_codes import LIVE, Answer, Authority, CaseFact, Channel
from services.alerts.rules import TOLD_FACTS
from services.alerts.types import Fact
from services.casework.types import Due, Passed, Road, Told
from services.profile import Profile
from views.alerts_reporter import taken_line
from views.card import Button, Card, Style, rows_of
from views.case_amending import taken_back_line
from views.case_ends import closing_lines, closing_rows, release_lines, release_rows
from views.case_hearers import hearers_row
from views.case_home import tell_home_row
from views.case_siblings import sibling_lines, sibling_rows
from views.casework_behind import Behind, behind, file_rows
from views.lists import page_of
from views.presses import Id, OpenCase, OpenRoad
from views.reader import Reader

SHOWN = frozenset(
    {
        CaseFact.POLICE_CALLED, CaseFact.CHILD_SAFE, CaseFact.REPORTED, CaseFact.ACCEPTED, CaseFact.FILED,
        CaseFact.NOT_FILED, CaseFact.TRANSFERRED, CaseFact.REFERRED, CaseFact.REFERRAL_ANSWERED,
        CaseFact.PROTECTED, CaseFact.ASSESSED, CaseFact.PLANNED, CaseFact.REVIEWED, CaseFact.CLOSE_ASKED,
        CaseFact.SIBLING_LINKED, CaseFact.SIBLING_CLEARED,
        CaseFact.CLOSE_REFUSED, CaseFact.CLOSED, CaseFact.REOPENED, CaseFact.RELEASED, *TOLD_FACTS.values(),
    }
)  # fmt: skip
NEWEST = 12  # facts in one card


class RoadStep(CallbackData, prefix="rdst"):
    case_id: Id
    fact: CaseFact


class ReportTo(CallbackData, prefix="rdrp"):
    """A report to an authority, a choice at a time. `is_now` False: when it was is typed."""

    case_id: Id
    authority: Authority | None = None
    channel: Channel | None = None
    is_now: bool | None = None


class NoteReceipt(CallbackData, prefix="rdrc"):
    """The number that came back is typed."""

    report_id: Id


class ReferTo(CallbackData, prefix="rdrf"):
    case_id: Id
    authority: Authority | None = None


class AnswerReferral(CallbackData, prefix="rdra"):
    referral_id: Id
    answer: Answer


def road_card(road: Road, profile: Profile, reader: Reader) -> Card:
    lines = [
        reader.t("cases.number", number=road.standing.number),
        taken_line(road.standing, reader),
        reader.t(f"casework.state_{road.standing.state.value}"),
        *_listed("casework.owed", [_due(one, reader) for one in road.dues], reader),
        *_listed("casework.so_far", [_fact(one, reader) for one in _newest(road)], reader),
        *(f"· {taken_back_line(one, reader)}" for one in road.taken_back[-NEWEST:]),
        *_listed("casework.reports", [_report(one, profile, reader) for one in road.reports], reader),
        *_listed("casework.referrals", [_referral(one, profile, reader) for one in road.referrals], reader),
        *sibling_lines(road, reader),
        *closing_lines(road, reader),
        *release_lines(road, reader),
    ]
    return Card("\n".join(lines), (*_rows(road, profile, reader), *_back(road, reader)), protected=True)


def authorities_card(
    case_id: int, profile: Profile, reader: Reader, *, situation: str, refers: bool = False
) -> Card:
    """Those whom the situation names come first."""
    named = next((one.authority for one in profile.situations if one.code == situation), ())
    codes = [*named, *(one.code for one in profile.authorities if one.code not in named)]
    press = ReferTo if refers else ReportTo
    buttons = [
        Button(authority_words(code, profile, reader), press(case_id=case_id, authority=code).pack())
        for code in codes
    ]
    text = reader.t("casework.refer_whom" if refers else "casework.report_whom")
    return Card(text, (*rows_of(buttons, 2), back_row(case_id, reader)))


def channels_card(press: ReportTo, reader: Reader) -> Card:
    buttons = [
        Button(
            reader.plain(f"casework.channel_{one.value}"), press.model_copy(update={"channel": one}).pack()
        )
        for one in Channel
    ]
    return Card(reader.t("casework.report_how"), (*rows_of(buttons, 2), back_row(press.case_id, reader)))


def when_card(press: ReportTo, reader: Reader) -> Card:
    now, typed = (press.model_copy(update={"is_now": one}).pack() for one in (True, False))
    rows = (
        (Button(reader.plain("casework.just_now"), now, style=Style.PRIMARY),),
        (Button(reader.plain("casework.type_time"), typed),),
        back_row(press.case_id, reader),
    )
    return Card(reader.t("casework.report_when"), rows)


def ask_receipt_card(reader: Reader) -> Card:
    return Card(reader.t("casework.ask_receipt"))


def back_row(case_id: int, reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("casework.back"), OpenRoad(case_id=case_id).pack()),)


def _rows(road: Road, profile: Profile, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """What comes next, and the end; the file, who owes an answer and who hears of it stand behind presses."""
    case_id = road.standing.case_id
    if not road.is_mine:
        return (*file_rows(road, reader), *closing_rows(road, reader), *release_rows(road, reader))
    steps = [
        Button(reader.plain(f"casework.do_{fact.value}"), RoadStep(case_id=case_id, fact=fact).pack())
        for fact in road.steps
    ]
    report = Button(reader.plain("casework.report"), ReportTo(case_id=case_id).pack())
    waiting = len(waiting_rows(road, profile, reader))
    return (
        *rows_of(steps, 2),
        (report,),
        *([(behind(Behind.WAITING, road, reader, n=waiting),)] if waiting else []),
        *(closing_rows(road, reader) if _is_asked(road) else ()),
        (behind(Behind.FILE, road, reader), behind(Behind.MORE, road, reader)),
    )


def waiting_rows(road: Road, profile: Profile, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    return (*_receipts(road, profile, reader), *_answers(road, profile, reader))


def behind_card(what: Behind, road: Road, profile: Profile, reader: Reader) -> Card:
    """What stands behind a press of the road."""
    rows = {
        Behind.WAITING: lambda: waiting_rows(road, profile, reader),
        Behind.FILE: lambda: file_rows(road, reader),
        Behind.MORE: lambda: _more_rows(road, reader),
    }[what]()
    text = f"{reader.t('cases.number', number=road.standing.number)}\n{reader.t(f'casework.in_{what.value}')}"
    return Card(text, (*rows, back_row(road.standing.case_id, reader)), protected=True)


def _more_rows(road: Road, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    case_id = road.standing.case_id
    return (
        tell_home_row(case_id, reader),
        (Button(reader.plain("casework.refer"), ReferTo(case_id=case_id).pack()),),
        *sibling_rows(road, reader),
        hearers_row(case_id, reader),
        *(() if _is_asked(road) else closing_rows(road, reader)),
    )


def _is_asked(road: Road) -> bool:
    """Whether somebody else holds it for done, and waits for the reader's word."""
    return road.closing is not None and road.closing.may_answer


def _receipts(road: Road, profile: Profile, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (
            Button(
                reader.plain("casework.receipt_of", who=authority_words(one.authority, profile, reader)),
                NoteReceipt(report_id=one.report_id).pack(),
            ),
        )
        for one in road.reports
        if one.receipt is None
    )


def _answers(road: Road, profile: Profile, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """For each referral that waits: who it is, and what became of it."""
    return tuple(
        tuple(
            Button(
                reader.plain(
                    f"casework.answer_{answer.value}", who=authority_words(one.authority, profile, reader)
                ),
                AnswerReferral(referral_id=one.referral_id, answer=answer).pack(),
            )
            for answer in Answer
        )
        for one in road.referrals
        if one.answer is None
    )


def _back(road: Road, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    if road.standing.state not in LIVE:
        return ()
    return ((Button(reader.plain("casework.whole"), OpenCase(case_id=road.standing.case_id).pack()),),)


def _listed(key: str, lines: list[str], reader: Reader) -> list[str]:
    return ["", reader.t(key), *(f"· {line}" for line in lines)] if lines else []


def _newest(road: Road) -> tuple[Fact, ...]:
    shown = [one for one in road.facts if one.fact in SHOWN]
    return tuple(page_of(shown[-NEWEST:], 0, NEWEST))


def _due(due: Due, reader: Reader) -> str:
    key = f"casework.{'late' if due.is_overdue else 'due'}_{due.kind.value}"
    return reader.t(key, at=reader.moment(due.since))


def _fact(one: Fact, reader: Reader) -> str:
    return reader.t(f"casework.done_{one.fact.value}", at=reader.moment(one.happened_at))


def _report(told: Told, profile: Profile, reader: Reader) -> str:
    said = {
        "who": authority_words(told.authority, profile, reader),
        "how": reader.plain(f"casework.channel_{told.channel.value}"),
        "at": reader.moment(told.at),
    }
    if told.receipt is None:
        return reader.t("casework.report_line", **said)
    return reader.t("casework.report_with_receipt", receipt=told.receipt, **said)


def _referral(passed: Passed, profile: Profile, reader: Reader) -> str:
    who = authority_words(passed.authority, profile, reader)
    if passed.answer is None:
        return reader.t("casework.referral_waits", who=who, by=reader.day_of(passed.respond_by))
    return reader.t(f"casework.referral_{passed.answer.value}", who=who)


def authority_words(code: Authority, profile: Profile, reader: Reader) -> str:
    """In the place's own words; its code where the profile has dropped it."""
    found = {one.code: one.words[reader.locale] for one in profile.authorities}
    return found.get(code, code.value)
