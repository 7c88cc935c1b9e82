"""Withdrawn is withdrawn, even when it is queued; what protects a child is sent all the same."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from models import Notification
from models.codes import Notice, Role, Sending
from services.consents import sending
from services.consents import service as consents
from services.notifications import service as notifications
from services.people import service as people
from tests.alerts import story
from tests.phones import Room
from tests.words.families import add_brother
from tests.world import DEPUTY, GRANDMOTHER, HEAD, MOTHER, NOW, School, actor_of
from views.settings import AnswerConsent

MONTHS = ("2026-11", "2026-12", "2027-01")


async def ends_of(room: Room, kind: Notice) -> list[str]:
    async with room.database.reading() as session:
        query = select(Notification.sending).where(Notification.kind == kind)
        return list(await session.exec(query.order_by(col(Notification.id))))


async def queue(room: Room, school: School) -> None:
    """Call reminders to the mother, all within the hour."""
    async with room.database.transaction() as session:
        for month in MONTHS:
            await notifications.enqueue(
                session, now=NOW, kind=Notice.CALL_REMINDER, recipient_id=school.mother_id,
                params={"child_id": school.child_id, "month": month}, not_before=NOW + timedelta(hours=1),
            )  # fmt: skip


async def withdraw(room: Room, school: School) -> None:
    for granted in (True, False):
        await room.phone(MOTHER).press_data(AnswerConsent(person_id=school.mother_id, granted=granted).pack())


@pytest.mark.db
async def test_what_was_queued_is_not_sent_after_a_withdrawal(room: Room, school: School) -> None:
    await queue(room, school)
    await withdraw(room, school)
    heard = len(room.phone(MOTHER).chat)
    await room.later(hours=2)
    assert await ends_of(room, Notice.CALL_REMINDER) == [Sending.SUPERSEDED] * len(MONTHS)
    assert len(room.phone(MOTHER).chat) == heard


async def test_without_a_withdrawal_all_of_it_is_sent(room: Room, school: School) -> None:
    await queue(room, school)
    await room.later(hours=2)
    assert await ends_of(room, Notice.CALL_REMINDER) == [Sending.SENT] * len(MONTHS)


async def test_an_alert_and_words_of_danger_are_sent_all_the_same(room: Room, school: School) -> None:
    """The mother works at the school as well, on duty; she has withdrawn."""
    await withdraw(room, school)
    await room.phone(MOTHER).send("她说不想活了")
    assert "可能有危险" in room.phone(DEPUTY).last.text
    async with room.database.transaction() as session:
        await people.grant(
            session, now=NOW, person_id=school.mother_id, role=Role.ADMINISTRATOR, unit_id=school.school_id
        )
    await story.report(room, story.PUPIL)
    assert story.alerts(room.phone(HEAD))
    assert not story.alerts(room.phone(MOTHER))  # of the household: for that reason, not for her no


async def test_a_person_on_duty_who_withdrew_is_alerted(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        await people.answer_consent(
            session, now=NOW, person_id=school.head_id, purpose="contact", version="x", granted=False
        )
    await story.report(room, story.PUPIL)
    assert story.alerts(room.phone(HEAD))


async def test_an_emergency_message_to_a_home_that_withdrew_is_sent(room: Room, school: School) -> None:
    """Of all that reaches a family only the reminder rests on consent: an answer it waits for arrives."""
    await withdraw(room, school)
    mother, head = room.phone(MOTHER), room.phone(HEAD)
    await mother.send("/privacy")
    await mother.press("其他")
    await mother.press("不写了")
    await head.press("打开")
    await head.press("办好了")
    await head.press("是，告诉对方")
    assert "学校办好了" in mother.last.text


async def test_a_later_kind_is_one_line_in_the_table(room: Room, school: School) -> None:
    table = {**sending.PURPOSE_OF, Notice.CONTACT_TOLD: "birthdays"}
    actor = await actor_of(room.database, MOTHER)

    async def may(kind: Notice = Notice.CONTACT_TOLD) -> bool:
        async with room.database.reading() as session:
            return await sending.may_be_said(
                session, now=NOW, profile=room.profile, kind=kind, recipient_id=school.grandmother_id,
                params={"child_id": school.child_id}, purpose_of=table,
            )  # fmt: skip

    assert await may(Notice.CASE_ALERT)
    assert not await may()  # nobody has said yes
    for granted in (True, False):
        async with room.database.transaction() as session:
            await consents.answer(
                session, now=NOW, actor=actor, profile=room.profile, child_id=school.child_id,
                purpose="birthdays", granted=granted,
            )  # fmt: skip
        assert await may() is granted


async def test_a_grandmothers_no_is_her_own(room: Room, school: School) -> None:
    await room.phone(GRANDMOTHER).press_data(
        AnswerConsent(person_id=school.grandmother_id, granted=False).pack()
    )
    await queue(room, school)
    await room.later(hours=2)
    assert await ends_of(room, Notice.CALL_REMINDER) == [Sending.SENT] * len(MONTHS)


async def test_each_child_has_answers_of_its_own(room: Room, school: School) -> None:
    await add_brother(room.database, school)
    mother = room.phone(MOTHER)
    await mother.send("/privacy")
    await mother.press("可选用途")
    for label in ("田芒种", "活动照片", "✅ 同意"):
        await mother.press(label)
    async with room.database.reading() as session:
        opened = [
            await consents.is_open(
                session, now=NOW, profile=room.profile, child_id=child_id, purpose="photos"
            )
            for child_id in (school.child_id, school.child_id + 1)
        ]
    assert opened == [False, True]
