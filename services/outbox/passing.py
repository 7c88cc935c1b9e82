"""Nobody was reached: what then, for each kind. An accident is loud, and leaves the row's end as it is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Notification
from models.codes import Notice
from services.alerts import asking, lapsing
from services.alerts import service as alerts
from services.alerts.rules import A_FEW_MINUTES
from services.casework import closing
from services.checkins import words as family_words
from services.contacts import handing
from services.contacts import unreached as homes
from services.duty import seconds, swaps
from services.joining import opening
from services.privacy import service as privacy

Answer = Callable[[AsyncSession, datetime, Notification], Awaitable[None]]

OF_A_MONTH = ("child_id", "month", "plan_id", "revision")  # what tells one month's notice from another

log = structlog.get_logger()


@dataclass(frozen=True)
class Dropped:
    """Nobody is told instead, and why that is right."""

    reason: str


async def pass_on(session: AsyncSession, *, now: datetime, row: Notification) -> None:
    """Go on to the next person, by kind."""
    row_id, kind = row.id, row.kind
    log.warning("outbox.unreachable", notification_id=row_id, kind=kind)
    try:
        async with session.begin_nested():
            await _answer(session, now=now, row=row)
    except Exception:  # a case has a clock of its own, which climbs all the same
        log.exception("outbox.stuck", notification_id=row_id, kind=kind)


async def climb_if_long(session: AsyncSession, *, now: datetime, row: Notification) -> None:
    """An alert for a chat that Telegram has paused for long is as good as unreachable by now."""
    if row.kind is Notice.CASE_ALERT and row.not_before > now + A_FEW_MINUTES:
        await pass_on(session, now=now, row=row)


async def _answer(session: AsyncSession, *, now: datetime, row: Notification) -> None:
    answer = ANSWERS[row.kind]
    if not isinstance(answer, Dropped):
        await answer(session, now, row)


async def _next_level(session: AsyncSession, now: datetime, row: Notification) -> None:
    params = row.params
    await alerts.skip_unreached(session, now=now, case_id=params["case_id"], level=params["level"])


async def _next_reader(session: AsyncSession, now: datetime, row: Notification) -> None:
    await family_words.pass_on(session, now=now, words_id=row.params["words_id"])


async def _next_of_family(session: AsyncSession, now: datetime, row: Notification) -> None:
    """And somebody at school has the task to ring."""
    await homes.pass_on(
        session, now=now, child_id=row.params["child_id"], month=row.params["month"],
        person_id=row.recipient_id,
    )  # fmt: skip


async def _others_of_school(session: AsyncSession, now: datetime, row: Notification) -> None:
    params = {name: row.params[name] for name in OF_A_MONTH if name in row.params}
    await handing.hand_on(session, now=now, kind=row.kind, params=params)


async def _whoever_asked(session: AsyncSession, now: datetime, row: Notification) -> None:
    case_id = row.params["case_id"]
    await asking.note_unreached(session, now=now, case_id=case_id, person_id=row.recipient_id)


async def _holder_lets_go(session: AsyncSession, now: datetime, row: Notification) -> None:
    """Of somebody else there is nothing to take: the case's clocks ring again for those who are there."""
    case_id = row.params["case_id"]
    await lapsing.let_go(session, now=now, case_id=case_id, person_id=row.recipient_id)


async def _next_second(session: AsyncSession, now: datetime, row: Notification) -> None:
    case_id = row.params["case_id"]
    await closing.pass_on(session, now=now, case_id=case_id, person_id=row.recipient_id)


async def _others_who_decide(session: AsyncSession, now: datetime, row: Notification) -> None:
    await opening.pass_on(session, now=now, invitation_id=row.params["invitation_id"])


async def _others_who_answer(session: AsyncSession, now: datetime, row: Notification) -> None:
    await privacy.pass_on(session, now=now, request_id=row.params["request_id"])


async def _asker_of_turn(session: AsyncSession, now: datetime, row: Notification) -> None:
    await swaps.note_unreached(session, now=now, change_id=row.params["change_id"])


async def _askers_of_second(session: AsyncSession, now: datetime, row: Notification) -> None:
    await seconds.note_unreached(session, now=now, second_id=row.params["second_id"])


ANSWERS: MappingProxyType[Notice, Answer | Dropped] = MappingProxyType(
    {
        Notice.CASE_ALERT: _next_level,
        Notice.CASE_STEP: Dropped("the case goes on, and its screen tells its reporter on the next look"),
        Notice.CASE_REFRESH: Dropped("it changes a card that can't be seen"),
        Notice.CASE_UNREACHED: Dropped("the same cry knocks on every other door of the ladder"),
        Notice.CASE_LAPSING: _holder_lets_go,
        Notice.CASE_NEWS: _holder_lets_go,
        Notice.CASE_CLOCK: _holder_lets_go,
        Notice.CASE_CLOSING: _next_second,
        Notice.CASE_WEEK: Dropped("the next one says it again"),
        Notice.HOME_QUESTION: _whoever_asked,
        Notice.HOME_SILENT: _holder_lets_go,
        Notice.DANGER_WORDS: _next_reader,
        Notice.FAMILY_WORDS: _next_reader,
        Notice.KNOCK: Dropped("the chats are told beside it, and the case or the words climb by themselves"),
        Notice.JOIN_PENDING: _others_who_decide,
        Notice.JOIN_DECIDED: Dropped("whoever joined sees it when they open the bot; others are told too"),
        Notice.CALL_REMINDER: _next_of_family,
        Notice.LETTER_REMINDER: _others_of_school,
        Notice.SILENT_MONTHS: _others_of_school,
        Notice.HOME_UNREACHED: _others_of_school,
        Notice.CONTACT_TOLD: Dropped("nothing is to be done, and the child's file says it"),
        Notice.REQUEST_MADE: _others_who_answer,
        Notice.REQUEST_ANSWERED: Dropped("the answer stands in what they asked, whenever they look"),
        Notice.LESSON_OFFER: Dropped("the lesson can be opened at any time"),
        Notice.PRACTICE_ASKED: Dropped("the drill's report says that nobody began"),
        Notice.PRACTICE_REPORT: Dropped("it can be opened at any time"),
        Notice.DUTY_CHECK: Dropped("no answer is what the others are told of"),
        Notice.DUTY_SILENT: Dropped("each of the others has a copy, and the next week asks again"),
        Notice.DUTY_ASKED: _asker_of_turn,
        Notice.DUTY_ANSWERED: Dropped("the roster says it"),
        Notice.DUTY_AWAY: Dropped("whoever keeps the roster has a copy, and the roster says it"),
        Notice.DUTY_GAPS: Dropped("the next one says it again"),
        Notice.SECOND_ASKED: _askers_of_second,
        Notice.SECOND_ANSWERED: Dropped("the school's other administrators have a copy"),
        Notice.UPDATE_PARKED: Dropped("nobody else can send it again, and doctor lists the update"),
        Notice.UNUSUAL_READING: Dropped("each administrator has a copy, and the audit keeps it"),
    }
)
