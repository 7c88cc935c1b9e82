"""The end of a case: an outcome, a second person, its reporter's doubt, and the end of its words."""

from aiogram.filters.callback_data import CallbackData

from models.case_codes import CaseOutcome
from services.casework.types import Road
from views.card import Button, Card, Style
from views.presses import Id, OpenCase, OpenRoad
from views.reader import Reader


class AskClose(CallbackData, prefix="rdcl"):
    """`outcome` None: it is chosen first."""

    case_id: Id
    outcome: CaseOutcome | None = None


class AnswerClose(CallbackData, prefix="rdca"):
    case_id: Id
    agrees: bool


class TakeBackClose(CallbackData, prefix="rdct"):
    """It isn't done after all, by whoever said that it was."""

    case_id: Id


class Reopen(CallbackData, prefix="rdro"):
    """Its reporter is still worried. `sure`: asked once more, and answered yes."""

    case_id: Id
    sure: bool = False


class ReleaseWords(CallbackData, prefix="rdre"):
    """`agrees`: as the second person. `sure`: asked once more, and answered yes."""

    case_id: Id
    agrees: bool = False
    sure: bool = False


def outcomes_card(road: Road, reader: Reader) -> Card:
    case_id = road.standing.case_id
    rows = tuple(
        (
            Button(
                reader.plain(f"casework.outcome_{one.value}"), AskClose(case_id=case_id, outcome=one).pack()
            ),
        )
        for one in CaseOutcome
    )
    back = Button(reader.plain("casework.back"), OpenRoad(case_id=case_id).pack())
    lines = [reader.t("casework.ask_outcome"), *_with_siblings(road, reader)]
    return Card("\n".join(lines), (*rows, (back,)))


def closing_lines(road: Road, reader: Reader) -> list[str]:
    if road.is_over and road.outcome is not None:
        outcome = reader.plain(f"casework.outcome_{road.outcome.value}")
        return ["", reader.t("casework.ended_with", outcome=outcome), *_with_siblings(road, reader)]
    if road.closing is None:
        return []
    key = "casework.closing_yours" if road.closing.may_answer else "casework.closing_waits"
    outcome = reader.plain(f"casework.outcome_{road.closing.outcome.value}")
    return ["", reader.t(key, name=road.closing.asked_by, outcome=outcome), *_with_siblings(road, reader)]


def _with_siblings(road: Road, reader: Reader) -> list[str]:
    """It ends for the other children too whom it is about."""
    linked = road.at_home.linked
    return [reader.count("siblings.closing", linked)] if linked else []


def closing_rows(road: Road, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    case_id = road.standing.case_id
    if road.closing is None:
        if not road.is_mine:
            return ()
        return ((Button(reader.plain("casework.close"), AskClose(case_id=case_id).pack()),),)
    if not road.closing.may_answer:
        back = Button(reader.plain("casework.take_back"), TakeBackClose(case_id=case_id).pack())
        return ((back,),) if road.is_mine else ()
    yes = Button(
        reader.plain("casework.agree"), AnswerClose(case_id=case_id, agrees=True).pack(), style=Style.SUCCESS
    )
    no = Button(reader.plain("casework.not_done"), AnswerClose(case_id=case_id, agrees=False).pack())
    return ((yes,), (no,))


def release_lines(road: Road, reader: Reader) -> list[str]:
    release = road.release
    if release is None:
        return []
    if release.released_at is not None:
        return ["", reader.t("casework.words_gone", at=reader.day_of(release.released_at))]
    return ["", reader.t("casework.release_waits", name=release.asked_by)] if release.asked_by else []


def release_rows(road: Road, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    release, case_id = road.release, road.standing.case_id
    if release is None or not (release.may_ask or release.may_answer):
        return ()
    key = "casework.release_agree" if release.may_answer else "casework.release"
    press = ReleaseWords(case_id=case_id, agrees=release.may_answer).pack()
    return ((Button(reader.plain(key), press),),)


def sure_release_card(press: ReleaseWords, reader: Reader) -> Card:
    sure = press.model_copy(update={"sure": True}).pack()
    key = "casework.release_agree_sure" if press.agrees else "casework.release_sure"
    yes = Button(reader.plain("casework.release_yes"), sure, style=Style.DANGER)
    back = Button(reader.plain("casework.back"), OpenRoad(case_id=press.case_id).pack())
    return Card(reader.t(key), ((yes,), (back,)))


def reopen_row(case_id: int, reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("casework.reopen"), Reopen(case_id=case_id).pack(), style=Style.DANGER),)


def sure_reopen_card(case_id: int, reader: Reader) -> Card:
    yes = Button(
        reader.plain("casework.reopen_yes"), Reopen(case_id=case_id, sure=True).pack(), style=Style.DANGER
    )
    no = Button(reader.plain("casework.back"), OpenCase(case_id=case_id).pack())
    return Card(reader.t("casework.reopen_sure"), ((yes,), (no,)))
