"""What `doctor` finds inside the database: a sentence each, and never a name of a child or a family."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.words import locale, say
from locales import translate
from models.codes import Sending
from services.audit import chain, heads
from services.checkins import word_queries as words
from services.duty import queries as duty
from services.inbox import service as inbox
from services.incidents import queries as incidents
from services.incidents.rules import Clock, clock_of
from services.incidents.types import KeptIncident
from services.outbox import queries as outbox
from services.people.local_numbers import list_without_station
from services.privacy import queries as privacy
from services.profile import Profile
from services.reminders import soundness as time
from services.ways import queries as ways

A_WEEK = timedelta(days=7)
UNSAID = (Sending.UNCERTAIN, Sending.UNREACHABLE, Sending.EXPIRED, Sending.FAILED)


@dataclass(frozen=True)
class Finding:
    good: bool
    sentence: str


async def all_findings(session: AsyncSession, *, now: datetime, profile: Profile) -> list[Finding]:
    """Everything that can be seen from inside."""
    return [
        *await _parked(session),
        *await _unsaid(session, now=now),
        *await _duty(session, now=now, profile=profile),
        *[
            Finding(good=True, sentence=say("doctor_no_station", unit=one))
            for one in await list_without_station(session)
        ],
        *await _time(session, now=now),
        *await _words(session),
        *await _requests(session, now=now),
        *await ways_findings(session, now=now, profile=profile),
        *await incident_findings(session, now=now, profile=profile),
        await _audit(session),
    ]


async def _parked(session: AsyncSession) -> list[Finding]:
    """Updates that failed three times: each by its number, since when, and how often it was tried."""
    found = await inbox.list_parked(session)
    lines = [say("doctor_parked", n=one.id, at=f"{one.received_at:%Y-%m-%d %H:%M}Z") for one in found]
    return [Finding(good=not found, sentence=say("doctor_database", parked=len(found)))] + [
        Finding(good=False, sentence=line) for line in lines
    ]


async def _unsaid(session: AsyncSession, *, now: datetime) -> list[Finding]:
    """What was not said in the last week, or perhaps not: counted, because it isn't repeated.

    What was refused is an error of ours or of an address: each by its number, as it stands in the log.
    """
    ends = await outbox.count_ends(session, since=now - A_WEEK)
    counts = {one.value: ends.get(one, 0) for one in UNSAID}
    refused = await outbox.list_refused(session, since=now - A_WEEK)
    lines = [
        say("doctor_refused", n=one.id, kind=one.kind.value, at=f"{one.settled_at:%Y-%m-%d %H:%M}Z")
        for one in refused
    ]
    return [Finding(good=not refused, sentence=say("doctor_unsaid", **counts))] + [
        Finding(good=False, sentence=line) for line in lines
    ]


async def _duty(session: AsyncSession, *, now: datetime, profile: Profile) -> list[Finding]:
    """Steps that would reach nobody, schools with one adult, and who didn't answer the weekly question."""
    found = []
    for one in await duty.list_vacancies(session, now=now, profile=profile):
        role = translate(locale(), f"alerts.role_{one.role.value}")
        code = "doctor_vacant" if one.is_vacant else "doctor_no_phone"
        found.append(Finding(good=False, sentence=say(code, unit=one.unit, role=role)))
    lone = await duty.list_lone(session, now=now, profile=profile)
    found += [Finding(good=False, sentence=say("doctor_lone", unit=unit)) for unit in lone]
    silent = await duty.count_unanswered(session, since=now - A_WEEK)
    return [*found, Finding(good=silent == 0, sentence=say("doctor_duty", silent=silent))]


async def _time(session: AsyncSession, *, now: datetime) -> list[Finding]:
    """What was right when it was entered and isn't any more; where nothing is wrong, not a word."""
    today = now.date()
    lines = [say("doctor_rule", plan=one) for one in await time.list_lost_rules(session, today=today)]
    lines += [say("doctor_reach", child=one) for one in await time.list_lost_windows(session)]
    lines += [say("doctor_zone", zone=one.zone, n=one.count) for one in await time.list_lost_zones(session)]
    ending = await time.list_ending_terms(session, today=today)
    # A term that ends is news, not a fault: after it the weekdays count as school days.
    notes = [Finding(good=True, sentence=say("doctor_term", school=name, day=day)) for name, day in ending]
    return [*(Finding(good=False, sentence=line) for line in lines), *notes]


async def _words(session: AsyncSession) -> list[Finding]:
    """Words of danger that everybody was told of and nobody has opened; where there are none, not a word."""
    since = await words.find_oldest_unheard(session)
    at = f"{since:%Y-%m-%d %H:%M}Z" if since else ""
    return [Finding(good=False, sentence=say("doctor_words", at=at))] if since else []


async def _requests(session: AsyncSession, *, now: datetime) -> list[Finding]:
    """Requests about somebody's data whose last day is over; where there are none, not a word."""
    late = await privacy.count_overdue(session, today=now.date())
    return [Finding(good=False, sentence=say("doctor_requests", n=late))] if late else []


async def _audit(session: AsyncSession) -> Finding:
    """How far the chain has come; walking it is `audit verify`, and may take minutes."""
    link, told = await chain.find_head(session), await heads.find_last_told(session)
    code = "doctor_audit_told" if told else "doctor_audit"
    return Finding(good=True, sentence=say(code, place=link.place, day=told.day if told else ""))


async def ways_findings(session: AsyncSession, *, now: datetime, profile: Profile) -> list[Finding]:
    """How many on duty have no other way, and which ways don't work; nothing is sent to find out."""
    people = await ways.list_on_duty(session, now=now, profile=profile)
    without = sum(not person.ways for person in people)
    # Another way is advice, not a must: a small school may have nothing but Telegram.
    count = Finding(good=True, sentence=say("doctor_ways", people=len(people), without=without))
    failing = [way for person in people for way in person.ways if way.failed_at is not None]
    lines = [say("doctor_way_fails", way_id=way.way_id, scheme=way.scheme) for way in failing]
    return [count, *(Finding(good=False, sentence=line) for line in lines)]


async def incident_findings(session: AsyncSession, *, now: datetime, profile: Profile) -> list[Finding]:
    """Each open incident: until when an authority must know, or since when it should have."""
    return [_incident(one, now) for one in await incidents.list_open(session, profile=profile)]


def _incident(one: KeptIncident, now: datetime) -> Finding:
    clock = clock_of(one, now)
    sentence = say(f"doctor_incident_{clock.value}", n=one.incident_id, due=f"{one.due_at:%Y-%m-%d %H:%M}Z")
    # Told, even late, there is nothing to hurry for; what remains is to close it.
    return Finding(good=clock in (Clock.IN_TIME, Clock.LATE), sentence=sentence)
