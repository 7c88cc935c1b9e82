"""Two channels in one queue: neither waits for the other."""

import asyncio
from datetime import timedelta

import pytest

from models.codes import Notice, Priority, Role
from models.database import Database
from scheduler.dispatch import SLOTS
from scheduler.metronome import Metronome
from services import profile as profiles
from services.duty.knocking import knock
from services.notifications import service as notifications
from services.outbox import service as outbox
from services.outbox.outcomes import Channel, Delivered, Envelope, Outcome, RetryLater
from services.profile import Profile
from tests.alerts.story import add_staff, get_case, report
from tests.phones import Room, StillClock
from tests.ways.doors import give_way
from tests.world import NOW, School

LATER = NOW + timedelta(hours=1)
PROFILE = profiles.load("CN")


@pytest.fixture
async def case_id(database: Database, school: School, room: Room, profile: Profile) -> int:
    """A case that waits for the head, told before there was another way."""
    await report(room)
    await give_way(database, profile, school.head_id, "json://127.0.0.1:1/x")
    return (await get_case(database)).id or 0


async def _knock(database: Database, school: School, case_id: int, key: str = "x") -> None:
    async with database.transaction() as session:
        await knock(session, now=LATER, person_ids=[school.head_id], params={"case_id": case_id}, key=key)


async def _alert(database: Database, school: School, case_id: int) -> None:
    async with database.transaction() as session:
        await notifications.enqueue(
            session, now=LATER, kind=Notice.CASE_ALERT, recipient_id=school.head_id, priority=Priority.URGENT,
            params={"case_id": case_id, "level": 0, "again": True, "head": False},
        )  # fmt: skip


async def _claim(database: Database, channel: Channel) -> list[Envelope]:
    async with database.transaction() as session:
        return await outbox.claim(session, now=LATER, limit=10, profile=PROFILE, channel=channel)


def _kinds(envelopes: list[Envelope]) -> list[Notice]:
    return [one.kind for one in envelopes]


@pytest.mark.db
async def test_each_channel_claims_its_own(database: Database, school: School, case_id: int) -> None:
    await _knock(database, school, case_id)
    await _alert(database, school, case_id)
    assert _kinds(await _claim(database, Channel.CHATS)) == [Notice.CASE_ALERT]
    assert _kinds(await _claim(database, Channel.OTHER_WAYS)) == [Notice.KNOCK]


@pytest.mark.db
@pytest.mark.parametrize(
    ("first", "second"), [(Channel.CHATS, Channel.OTHER_WAYS), (Channel.OTHER_WAYS, Channel.CHATS)]
)
async def test_what_is_tried_again_by_one_holds_up_nothing_of_the_other(
    database: Database, school: School, case_id: int, first: Channel, second: Channel
) -> None:
    queue = {Channel.CHATS: _alert, Channel.OTHER_WAYS: _knock}
    await queue[first](database, school, case_id)
    (one,) = await _claim(database, first)
    await queue[second](database, school, case_id)
    async with database.transaction() as session:
        outcome = RetryLater(10_000, is_flood=first is Channel.CHATS)
        await outbox.record(session, now=LATER, envelope=one, outcome=outcome)
    assert len(await _claim(database, second)) == 1


@pytest.mark.db
async def test_one_knock_at_a_time_for_one_person(database: Database, school: School, case_id: int) -> None:
    await _knock(database, school, case_id, "x")
    await _knock(database, school, case_id, "y")
    assert len(await _claim(database, Channel.OTHER_WAYS)) == 1
    assert await _claim(database, Channel.OTHER_WAYS) == []


class _StuckMail:
    """A mail server that never answers, beside a Telegram that always does."""

    def __init__(self) -> None:
        self.knocked: set[int] = set()
        self.is_full = asyncio.Event()
        self.told = asyncio.Event()

    async def deliver(self, envelope: Envelope) -> Outcome:
        if envelope.kind is Notice.KNOCK:
            self.knocked.add(envelope.recipient_id)
            if len(self.knocked) == SLOTS[Channel.OTHER_WAYS]:
                self.is_full.set()
            await asyncio.Event().wait()
        self.told.set()
        return Delivered(1)


async def test_knocks_that_hang_hold_up_no_alert(
    database: Database, school: School, case_id: int, profile: Profile
) -> None:
    heads = [
        await add_staff(database, 500 + number, "江映禾", Role.ADMINISTRATOR, school.school_id)
        for number in range(6)
    ]
    for head_id in heads:
        await give_way(database, profile, head_id, "json://127.0.0.1:1/x")
    async with database.transaction() as session:
        await knock(session, now=LATER, person_ids=heads, params={"case_id": case_id}, key="x")
    messenger = _StuckMail()
    metronome = Metronome(database, StillClock(LATER), messenger, profile)
    async with asyncio.timeout(30), asyncio.TaskGroup() as nursery:
        dispatching = nursery.create_task(metronome.keep_dispatching())
        await messenger.is_full.wait()
        await _alert(database, school, case_id)
        metronome.wake()
        await messenger.told.wait()
        dispatching.cancel()
    assert len(messenger.knocked) == SLOTS[Channel.OTHER_WAYS]


class _StuckTelegram:
    """A Telegram that never answers, beside a mail server that does."""

    def __init__(self) -> None:
        self.said: list[Notice] = []
        self.knocked = asyncio.Event()

    async def deliver(self, envelope: Envelope) -> Outcome:
        self.said.append(envelope.kind)
        if envelope.kind is not Notice.KNOCK:
            await asyncio.Event().wait()
        self.knocked.set()
        return Delivered(0)


async def test_knocks_that_go_out_hide_no_sender_that_hangs(
    database: Database, school: School, case_id: int, profile: Profile
) -> None:
    messenger = _StuckTelegram()
    metronome = Metronome(database, StillClock(LATER), messenger, profile)
    await _alert(database, school, case_id)
    async with asyncio.timeout(30), asyncio.TaskGroup() as nursery:
        dispatching = nursery.create_task(metronome.keep_dispatching())
        seen_at = []
        for key in "xy":
            await _knock(database, school, case_id, key)
            metronome.wake()
            await messenger.knocked.wait()
            messenger.knocked.clear()
            seen_at.append(metronome.last_dispatch_at)
        dispatching.cancel()
    assert seen_at[0] == seen_at[1]
    assert sorted(messenger.said) == [Notice.CASE_ALERT, Notice.KNOCK, Notice.KNOCK]
