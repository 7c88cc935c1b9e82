"""Claim what is due, hand it over as envelopes, record what became of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Notification, Person
from models.codes import Notice, Priority, Sending
from services.outbox import claiming, facts, passing, queries
from services.outbox.delivered import note_delivered
from services.outbox.outcomes import (
    Channel,
    Delivered,
    Envelope,
    Outcome,
    Rejected,
    RetryLater,
    Unreachable,
    tried_in,
)
from services.outbox.queries import Recipient
from services.outbox.rules import MOST_ACCIDENTS, Verdict, after_lost, backoff, is_too_late, judge
from services.profile import Profile, QuietHours
from services.profile.numbers import police_of
from services.reminders.windows import Daily, free_from, hours_of
from services.wallclock import find_zone
from services.ways import service as ways

# Of the params; the others are a loader's.
OURS = frozenset({"message_id", "is_repeat", "is_plain", "accidents"})

log = structlog.get_logger()


async def claim(
    session: AsyncSession,
    *,
    now: datetime,
    limit: int,
    profile: Profile,
    order: Sequence[Priority] = tuple(Priority),
    channel: Channel = Channel.CHATS,
) -> list[Envelope]:
    """Claim up to `limit` due notices of a channel, the priorities in this order.

    Those no longer true, too late, or with nobody to reach, end here. One that can't be loaded waits and is
    tried again: it holds up no other.
    """
    await _take_over_lost(session, now=now)
    envelopes: list[Envelope] = []
    while not envelopes:
        rows = await claiming.claim_due(session, now=now, limit=limit, order=order, channel=channel)
        if not rows:
            break
        found = [await _load(session, now=now, row=row, profile=profile) for row in rows]
        envelopes = [one for one in found if one is not None]
    return envelopes


async def record(session: AsyncSession, *, now: datetime, envelope: Envelope, outcome: Outcome) -> None:
    """Write down a delivery's outcome, unless another worker has taken the row over since."""
    held = {"notification_id": envelope.notification_id, "fence": envelope.fence}
    row = await claiming.find_held(session, **held)
    if row is None:
        return
    if isinstance(outcome, Unreachable) and row.kind is not Notice.KNOCK:  # before the next is looked for
        await _change_account(session, person_id=row.recipient_id, unreachable_at=now)
    verdict = judge(envelope.kind, outcome, attempts=row.attempts, is_plain=envelope.is_plain)
    await _end(session, row, verdict, now=now)
    await ways.note_tried(session, now=now, tried=tried_in(outcome))
    if isinstance(outcome, Delivered):
        await note_delivered(session, now=now, envelope=envelope, outcome=outcome)
    if isinstance(outcome, Rejected) and not outcome.is_gone:
        log.error("outbox.rejected", notification_id=row.id, kind=row.kind, code=outcome.code)
    if verdict.sending is Sending.QUEUED:
        is_flood = isinstance(outcome, RetryLater) and outcome.is_flood
        await _hold_back(session, now=now, row=row, whole_chat=is_flood)


async def _hold_back(session: AsyncSession, *, now: datetime, row: Notification, whole_chat: bool) -> None:
    """Nothing overtakes what is tried again; a chat that Telegram has paused gets nothing at all."""
    await queries.hold_back(session, row, until=row.not_before, whole_chat=whole_chat)
    if whole_chat:
        pause = {"paused_until": row.not_before, "paused_at": now}
        await _change_account(session, person_id=row.recipient_id, **pause)
        for waiting in await queries.list_waiting_alerts(session, person_id=row.recipient_id):
            await passing.climb_if_long(session, now=now, row=waiting)


async def release_leases(session: AsyncSession, *, now: datetime) -> None:
    """Take over what a dead predecessor was sending; only for a worker that is alone."""
    held = col(Notification.sending) == Sending.SENDING
    await session.exec(update(Notification).where(held).values(lease_until=now))


async def _take_over_lost(session: AsyncSession, *, now: datetime) -> None:
    """Queue anew, by its priority, what a dead worker was sending: it may have been read already."""
    for row in await claiming.list_lost(session, now=now):
        log.warning("outbox.lost", notification_id=row.id, kind=row.kind)
        row.not_before = min(row.not_before, now)
        await _end(session, row, after_lost(row.kind), now=row.not_before)


async def _load(
    session: AsyncSession, *, now: datetime, row: Notification, profile: Profile
) -> Envelope | None:
    row_id, kind = row.id, row.kind
    try:
        async with session.begin_nested():
            return await _envelope(session, now=now, row=row, profile=profile)
    except Exception:
        log.exception("outbox.unloadable", notification_id=row_id, kind=kind)
        await _put_off(session, now=now, row=row)
        return None


async def _put_off(session: AsyncSession, *, now: datetime, row: Notification) -> None:
    """Wait longer each time; after many times it is an end like any other that reaches nobody."""
    await session.refresh(row)  # what the accident changed was rolled back, and forgotten with it
    accidents = int(row.params.get("accidents", 0)) + 1
    row.params = {**row.params, "accidents": accidents}
    row.attempts = 0  # it was never tried: those after it need not wait
    wait = timedelta(seconds=backoff(accidents, row.kind))
    given_up = accidents >= MOST_ACCIDENTS
    verdict = Verdict(Sending.FAILED) if given_up else Verdict(Sending.QUEUED, wait)
    await _end(session, row, verdict, now=now)


async def _envelope(
    session: AsyncSession, *, now: datetime, row: Notification, profile: Profile
) -> Envelope | None:
    if is_too_late(row.kind, wanted_at=row.wanted_at, now=now):
        await _end(session, row, Verdict(Sending.EXPIRED), now=now)
        return None
    quiet, recipient = profile.quiet_hours, await queries.get_recipient(session, person_id=row.recipient_id)
    held_until = await _held_until(session, now=now, row=row, recipient=recipient, quiet=quiet)
    if held_until is not None:
        row.attempts -= 1
        await _end(session, row, Verdict(Sending.QUEUED, held_until - now), now=now)
        await passing.climb_if_long(session, now=now, row=row)
        return None
    told = await facts.load(session, now=now, profile=profile, row=row, params=_plain(row.params))
    if told is None:
        await _end(session, row, Verdict(Sending.SUPERSEDED), now=now)
        return None
    if recipient.chat_id is None and row.kind is not Notice.KNOCK:
        await _end(session, row, Verdict(Sending.UNREACHABLE), now=now)
        return None
    return Envelope(
        notification_id=row.id or 0,
        fence=row.fence,
        kind=row.kind,
        priority=row.priority,
        recipient_id=row.recipient_id,
        chat_id=recipient.chat_id or 0,
        locale=recipient.locale,
        timezone=recipient.timezone,
        facts=told,
        case_id=row.case_id,
        edit_message_id=row.params.get("message_id"),
        is_repeat=bool(row.params.get("is_repeat")),
        is_plain=bool(row.params.get("is_plain")),
        is_silent=row.priority != Priority.URGENT
        and Daily(quiet.start, quiet.end, find_zone(recipient.timezone)).holds(now),
        late_by=now - row.wanted_at,
        drill=police_of(profile) if await queries.is_of_a_drill(session, row) else None,
    )


async def _held_until(
    session: AsyncSession, *, now: datetime, row: Notification, recipient: Recipient, quiet: QuietHours
) -> datetime | None:
    """A chat that Telegram has paused isn't written to; what came first is said first.

    A call isn't asked for at night or at work, whatever has brought the reminder here just now.
    """
    paused = recipient.paused_until
    if paused is not None and paused > now and row.kind is not Notice.KNOCK:
        return paused
    if row.kind is Notice.CALL_REMINDER:
        zone, at_work = find_zone(recipient.timezone), hours_of(recipient.shift)
        hours = [(quiet.start, quiet.end), *([at_work] if at_work else [])]
        free = free_from(now, closed=[Daily(*one, zone) for one in hours])
        if free > now:
            return free
    if row.priority == Priority.PRACTICE:  # nobody is woken for a drill
        morning = free_from(now, closed=[Daily(quiet.start, quiet.end, find_zone(recipient.timezone))])
        if morning > now:
            return morning
    return await queries.find_waiting_before(session, row, now=now)


async def _end(session: AsyncSession, row: Notification, verdict: Verdict, *, now: datetime) -> None:
    """Give a row its next state; an end that reached nobody is passed on."""
    row.sending, row.lease_until = verdict.sending, None
    if verdict.again_in is not None:
        row.not_before = now + verdict.again_in
    else:
        row.settled_at = now
    marks = {"is_repeat": verdict.is_repeat, "is_plain": verdict.is_plain}
    row.params = {**row.params, **{name: True for name, is_set in marks.items() if is_set}}
    session.add(row)
    await session.flush()
    if verdict.sending in (Sending.UNREACHABLE, Sending.FAILED):
        await passing.pass_on(session, now=now, row=row)


def _plain(params: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in params.items() if name not in OURS}


async def _change_account(session: AsyncSession, *, person_id: int, **values: datetime) -> None:
    account = select(Person.account_id).where(Person.id == person_id)
    await session.exec(update(Account).where(col(Account.id).in_(account)).values(**values))
