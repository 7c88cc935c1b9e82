"""Claim what is due, hand it over as envelopes, record what became of it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Notification, Person, SentCard
from models.codes import Notice, Priority, Sending
from services.alerts import service as alerts
from services.checkins import words as family_words
from services.outbox import facts, queries
from services.outbox.outcomes import Delivered, Envelope, Outcome, Rejected, RetryLater, Unreachable
from services.outbox.rules import MOST_ATTEMPTS_TO_LOAD, Verdict, judge
from services.profile import QuietHours
from services.reminders.rules import is_quiet

log = structlog.get_logger()


async def claim(
    session: AsyncSession, *, now: datetime, limit: int, quiet: QuietHours, urgent_only: bool = False
) -> list[Envelope]:
    """Claim up to `limit` due notices; those no longer true, or with nobody to reach, end here.

    One that can't be loaded waits and is tried again: it holds up no other.
    """
    lost = await queries.list_lost(session, now=now)
    envelopes = []
    for row in await queries.claim_due(session, now=now, limit=limit, urgent_only=urgent_only):
        if row.id in lost:  # its worker died while sending: the reader may have seen it already
            row.params = {**row.params, "is_repeat": True}
        row_id, kind = row.id, row.kind
        try:
            async with session.begin_nested():
                envelope = await _envelope(session, now=now, row=row, quiet=quiet)
        except Exception:
            log.exception("outbox.unloadable", notification_id=row_id, kind=kind)
            await _put_off(session, now=now, row=row)
            continue
        if envelope is not None:
            envelopes.append(envelope)
    return envelopes


async def _put_off(session: AsyncSession, *, now: datetime, row: Notification) -> None:
    """Wait longer each time; after many times it is an end like any other that reaches nobody."""
    await session.refresh(row)  # what the accident changed was rolled back, and forgotten with it
    verdict = judge(row.kind, RetryLater(0), attempts=row.attempts)
    if row.attempts >= MOST_ATTEMPTS_TO_LOAD:
        verdict = Verdict(Sending.FAILED)
    _apply(row, verdict, now=now)
    session.add(row)
    await session.flush()
    if verdict.sending is Sending.FAILED:
        await _nobody_reached(session, now=now, row=row)


async def record(session: AsyncSession, *, now: datetime, envelope: Envelope, outcome: Outcome) -> None:
    """Write down a delivery's outcome, unless another worker has taken the row over since."""
    row = await _held(session, envelope)
    if row is None:
        return
    verdict = judge(envelope.kind, outcome, attempts=row.attempts)
    _apply(row, verdict, now=now)
    session.add(row)
    if isinstance(outcome, Delivered) and envelope.case_id is not None and envelope.edit_message_id is None:
        session.add(_sent_card(envelope, outcome, now=now))
    if isinstance(outcome, Rejected):
        log.error("outbox.rejected", notification_id=row.id, kind=row.kind, code=outcome.code)
    if isinstance(outcome, Unreachable):
        await _mark_unreachable(session, now=now, person_id=row.recipient_id)
    if verdict.sending in (Sending.UNREACHABLE, Sending.FAILED):
        await _nobody_reached(session, now=now, row=row)


async def release_leases(session: AsyncSession, *, now: datetime) -> None:
    """Take over what a dead predecessor was sending; only for a worker that is alone."""
    held = col(Notification.sending) == Sending.SENDING
    await session.exec(update(Notification).where(held).values(lease_until=now))


async def _envelope(
    session: AsyncSession, *, now: datetime, row: Notification, quiet: QuietHours
) -> Envelope | None:
    told = await facts.load(
        session, now=now, kind=row.kind, recipient_id=row.recipient_id, params=_plain(row.params)
    )
    if told is None:
        _apply(row, Verdict(Sending.SUPERSEDED), now=now)
        session.add(row)
        return None
    recipient = await queries.get_recipient(session, person_id=row.recipient_id)
    if recipient.chat_id is None:
        _apply(row, Verdict(Sending.UNREACHABLE), now=now)
        session.add(row)
        await _nobody_reached(session, now=now, row=row)
        return None
    return Envelope(
        notification_id=row.id or 0,
        fence=row.fence,
        kind=row.kind,
        priority=row.priority,
        recipient_id=row.recipient_id,
        chat_id=recipient.chat_id,
        locale=recipient.locale,
        timezone=recipient.timezone,
        facts=told,
        case_id=row.params.get("case_id"),
        edit_message_id=row.params.get("message_id"),
        is_repeat=bool(row.params.get("is_repeat")),
        is_silent=row.priority != Priority.URGENT
        and is_quiet(now, zone=ZoneInfo(recipient.timezone), quiet=(quiet.start, quiet.end)),
    )


async def _held(session: AsyncSession, envelope: Envelope) -> Notification | None:
    """The row, locked, if this worker still holds it."""
    held = await session.exec(
        update(Notification)
        .where(
            col(Notification.id) == envelope.notification_id,
            col(Notification.fence) == envelope.fence,
            col(Notification.sending) == Sending.SENDING,
        )
        .values(lease_until=None)
        .returning(Notification)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return held.scalars().first()


def _apply(row: Notification, verdict: Verdict, *, now: datetime) -> None:
    row.sending, row.lease_until = verdict.sending, None
    if verdict.again_in is not None:
        row.not_before = now + verdict.again_in
    else:
        row.settled_at = now
    if verdict.is_repeat:
        row.params = {**row.params, "is_repeat": True}


def _plain(params: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in params.items() if name not in ("message_id", "is_repeat")}


def _sent_card(envelope: Envelope, outcome: Delivered, *, now: datetime) -> SentCard:
    return SentCard(
        person_id=envelope.recipient_id,
        chat_id=envelope.chat_id,
        message_id=outcome.message_id,
        case_id=envelope.case_id,
        sent_at=now,
    )


async def _mark_unreachable(session: AsyncSession, *, now: datetime, person_id: int) -> None:
    account = select(Person.account_id).where(Person.id == person_id)
    await session.exec(update(Account).where(col(Account.id).in_(account)).values(unreachable_at=now))


async def _nobody_reached(session: AsyncSession, *, now: datetime, row: Notification) -> None:
    """Go on to the next person; an accident there is loud, and leaves this row's end as it is."""
    row_id, kind = row.id, row.kind
    log.warning("outbox.unreachable", notification_id=row_id, kind=kind)
    try:
        async with session.begin_nested():
            await _pass_on(session, now=now, kind=kind, params=row.params)
    except Exception:  # a case has a clock of its own, which climbs all the same
        log.exception("outbox.stuck", notification_id=row_id, kind=kind)


async def _pass_on(session: AsyncSession, *, now: datetime, kind: Notice, params: dict[str, Any]) -> None:
    """An alert, or words from a family, that find a closed phone go on to the next at once."""
    if kind is Notice.CASE_ALERT:
        await alerts.skip_unreached(session, now=now, case_id=params["case_id"], level=params["level"])
    if kind in (Notice.DANGER_WORDS, Notice.FAMILY_WORDS):
        await family_words.pass_on(session, now=now, words_id=params["words_id"])
