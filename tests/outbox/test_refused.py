"""Telegram refuses a message for good: an alert goes on at once, and whatever else is loud and is kept."""

import pytest
from sqlmodel import col, select
from structlog.testing import capture_logs

from bot.findings import all_findings
from models import Notification
from models.case_codes import CaseFact
from models.codes import Notice, Sending
from models.database import Database
from services.notifications import service as notifications
from services.profile import Profile
from tests.alerts import story
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, HEAD, MOTHER, NOW, TEACHER, School


@pytest.mark.db
async def test_an_alert_refused_in_its_plain_form_too_climbs_at_once(room: Room, database: Database) -> None:
    room.phone(HEAD).refusing = True
    with capture_logs() as heard:
        await story.report(room)
    assert len(story.alerts(room.phone(DEPUTY))) == 1
    assert (await story.get_case(database)).level == 1
    refused = [one for one in heard if one["event"] == "outbox.rejected"]
    assert [(one["log_level"], one["kind"]) for one in refused] == [("error", Notice.CASE_ALERT)] * 2
    assert CaseFact.UNREACHED in [fact for fact, _ in await story.facts(database)]
    assert "联系不上" in "".join(room.phone(TEACHER).texts), room.phone(TEACHER).texts


async def test_a_ladder_that_refuses_as_a_whole_cries(room: Room, database: Database) -> None:
    for one in (HEAD, DEPUTY, COUNTY):
        room.phone(one).refusing = True
    with capture_logs() as heard:
        await story.report(room)
    assert "alerts.nobody_reached" in [one["event"] for one in heard if one["log_level"] == "critical"]
    assert (await story.get_case(database)).escalate_at is not None


@pytest.mark.db
async def test_a_refused_reminder_is_kept_for_the_doctor_and_the_next_of_the_family_asked(
    room: Room, database: Database, school: School, profile: Profile
) -> None:
    room.phone(MOTHER).refusing = True
    async with database.transaction() as session:
        await notifications.enqueue(
            session, now=NOW, kind=Notice.CALL_REMINDER, recipient_id=school.mother_id,
            params={"child_id": school.child_id, "month": "2026-11"},
        )  # fmt: skip
    await room.later(minutes=1)
    assert "请帮孩子拨个电话" in room.phone(GRANDMOTHER).last.text
    async with database.reading() as session:
        row = (await session.exec(select(Notification).where(col(Notification.id) == 1))).one()
        found = await all_findings(session, now=room.clock.at, profile=profile)
    assert row.sending is Sending.FAILED
    [line] = [one for one in found if "call_reminder" in one.sentence]
    assert not line.good
    assert "1" in line.sentence
