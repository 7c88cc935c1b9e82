"""However slow sends are, no more of them are under way than there are slots."""

import asyncio

from models import DutyCheck
from models.codes import Notice, Priority
from models.database import Database
from scheduler.dispatch import SLOTS, dispatch
from services.notifications import service as notifications
from services.outbox.outcomes import Channel, Delivered, Envelope, Outcome
from tests.phones import Room
from tests.world import School, add_person

QUEUED = 20


class Slow:
    """Answers when it is told to; `most` is how many it had in hand at once."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.crowded, self.full, self.go_on = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def deliver(self, envelope: Envelope) -> Outcome:
        self.now += 1
        self.most = max(self.most, self.now)
        if self.now >= SLOTS[Channel.CHATS] - 1:
            self.crowded.set()
        if self.now >= SLOTS[Channel.CHATS]:
            self.full.set()
        await self.go_on.wait()
        self.now -= 1
        return Delivered(envelope.notification_id)


async def queue(room: Room, database: Database, n: int, priority: Priority) -> None:
    """Something to say to each of `n` people."""
    async with database.transaction() as session:
        for place in range(n):
            person_id = await add_person(session, 5_000 + 100 * priority + place, f"{place}")
            check = DutyCheck(person_id=person_id, week="2026-W48", asked_at=room.clock.at)
            session.add(check)
            await session.flush()
            await notifications.enqueue(
                session, now=room.clock.at, kind=Notice.DUTY_CHECK, recipient_id=person_id,
                params={"check_id": check.id}, priority=priority,
            )  # fmt: skip


async def test_the_last_slot_waits_for_an_alert_and_none_is_opened_after_it(
    room: Room, database: Database, school: School
) -> None:
    slow = Slow()
    await queue(room, database, QUEUED, Priority.NORMAL)
    sending = asyncio.get_running_loop().create_task(dispatch(database, room.clock, slow, room.profile))
    async with asyncio.timeout(30):
        await slow.crowded.wait()
    await asyncio.sleep(1)  # several looks for an alert
    assert slow.most == SLOTS[Channel.CHATS] - 1
    await queue(room, database, 1, Priority.URGENT)
    async with asyncio.timeout(30):
        await slow.full.wait()
    await asyncio.sleep(1)
    assert slow.most == SLOTS[Channel.CHATS]
    slow.go_on.set()
    async with asyncio.timeout(60):
        await sending
    assert slow.most == SLOTS[Channel.CHATS]
