"""Every notice is said for something, and only what somebody may refuse can be stopped by a no."""

import pytest
from sqlmodel import col, select

from models import AuditEntry, Consent
from models.codes import Notice
from services.access.purposes import PURPOSE_OF, Purpose
from services.access.rules import Action
from services.consents import sending
from services.outbox.manners import MANNERS, Weight
from services.profile import Profile
from tests.phones import Room
from tests.world import MOTHER, NOW, School


def test_every_notice_and_every_action_has_one_purpose(profile: Profile) -> None:
    optional = {one.code for one in profile.purposes if one.basis == "consent"}
    assert set(sending.PURPOSE_OF) == set(Notice)
    assert set(sending.PURPOSE_OF.values()) <= {*Purpose} | optional
    assert set(PURPOSE_OF) == set(Action)
    assert sum(map(len, sending._OF.values())) == len(Notice)


def test_what_is_urgent_rests_on_no_consent() -> None:
    urgent = [kind for kind, manner in MANNERS.items() if manner.weight is Weight.ALERT]
    assert {sending.PURPOSE_OF[kind] for kind in urgent} == {Purpose.CASE}


@pytest.mark.parametrize("kind", Notice)
async def test_a_no_to_everything_stops_what_rests_on_consent_and_nothing_else(
    room: Room, school: School, kind: Notice
) -> None:
    """The mother refuses everything that she can be asked."""
    codes = [one.code for one in room.profile.purposes if one.basis == "consent"]
    async with room.database.transaction() as session:
        session.add_all(
            Consent(
                person_id=school.mother_id, child_id=None if code == "contact" else school.child_id,
                purpose=code, version="1", granted=False, answered_at=NOW,
            )
            for code in (*codes, "contact")
        )  # fmt: skip
        is_said = await sending.may_be_said(
            session, now=NOW, profile=room.profile, kind=kind, recipient_id=school.mother_id,
            params={"child_id": school.child_id},
        )  # fmt: skip
    assert is_said is (sending.PURPOSE_OF[kind] in sending.UNASKED)
    assert is_said is (kind is not Notice.CALL_REMINDER)


@pytest.mark.db
async def test_the_audit_says_what_a_door_was_opened_for(room: Room, school: School) -> None:
    mother = room.phone(MOTHER)
    await mother.send("👧 我的孩子")
    await mother.send("/privacy")
    await mother.press("其他")
    await mother.press("不写了")
    async with room.database.reading() as session:
        query = select(AuditEntry.action, AuditEntry.purpose).where(col(AuditEntry.telegram_id) == MOTHER)
        written = set(await session.exec(query))
    assert {("see_child", "duty"), ("ask_other", "rights")} <= written
    assert all(purpose == PURPOSE_OF[Action(action)] for action, purpose in written)
