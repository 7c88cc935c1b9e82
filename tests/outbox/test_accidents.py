"""One notice that can't be loaded, drawn or recorded holds up no other."""

import pytest
from sqlmodel import col, select

from models import Notification
from models.codes import Notice, Sending
from models.database import Database
from scheduler.dispatch import dispatch
from services import profile as profiles
from services.notifications import service as notifications
from services.outbox.outcomes import Delivered, Envelope, Outcome
from services.outbox.rules import MOST_ACCIDENTS
from tests.phones import StillClock
from tests.world import NOW, School

PROFILE = profiles.load("CN")


class Voice:
    """Delivers everything, but trips over the first notice where it is told to."""

    def __init__(self, *, trips: bool = False) -> None:
        self.trips = trips
        self.said: list[int] = []

    async def deliver(self, envelope: Envelope) -> Outcome:
        if self.trips and envelope.notification_id == 1:
            raise ZeroDivisionError
        self.said.append(envelope.notification_id)
        return Delivered(envelope.notification_id)


async def _queue(database: Database, school: School, kind: Notice, **params: object) -> None:
    async with database.transaction() as session:
        await notifications.enqueue(
            session, now=NOW, kind=kind, recipient_id=school.teacher_id, params=params
        )


async def _good(database: Database, school: School) -> None:
    await _queue(database, school, Notice.LETTER_REMINDER, child_id=school.child_id, month="2026-11")


async def _states(database: Database) -> list[Sending]:
    async with database.reading() as session:
        rows = await session.exec(select(Notification).order_by(col(Notification.id)))
        return [row.sending for row in rows]


@pytest.mark.db
async def test_what_cannot_be_loaded_waits_and_the_rest_leaves(database: Database, school: School) -> None:
    await _queue(database, school, Notice.CASE_ALERT, no_such_fact=1)
    await _good(database, school)
    voice = Voice()
    await dispatch(database, StillClock(NOW), voice, PROFILE)
    assert voice.said == [2]
    assert await _states(database) == [Sending.QUEUED, Sending.SENT]


@pytest.mark.db
async def test_it_is_given_up_in_the_end(database: Database, school: School) -> None:
    await _queue(database, school, Notice.LETTER_REMINDER, no_such_fact=1)
    async with database.transaction() as session:
        row = (await session.exec(select(Notification))).one()
        row.params = {**row.params, "accidents": MOST_ACCIDENTS - 1}
        session.add(row)
    await dispatch(database, StillClock(NOW), Voice(), PROFILE)
    assert await _states(database) == [Sending.FAILED]


@pytest.mark.db
async def test_an_accident_while_giving_up_holds_up_no_other(database: Database, school: School) -> None:
    """An alert without its level can neither be loaded nor climbed: the others leave all the same."""
    await _queue(database, school, Notice.CASE_ALERT, no_such_fact=1)
    await _good(database, school)
    async with database.transaction() as session:
        row = (await session.exec(select(Notification).where(Notification.id == 1))).one()
        row.params = {**row.params, "accidents": MOST_ACCIDENTS - 1}
        session.add(row)
    voice = Voice()
    await dispatch(database, StillClock(NOW), voice, PROFILE)
    assert voice.said == [2]


async def test_what_cannot_be_drawn_ends_and_its_siblings_are_recorded(
    database: Database, school: School
) -> None:
    for _ in range(3):
        await _good(database, school)
    voice = Voice(trips=True)
    await dispatch(database, StillClock(NOW), voice, PROFILE)
    assert sorted(voice.said) == [2, 3]
    assert await _states(database) == [Sending.FAILED, Sending.SENT, Sending.SENT]
