"""What is the school's duty is told, and what is asked on the way in is optional and the reader's own."""

import pytest
from sqlmodel import col, select, update

from models import Consent, Relation
from models.codes import Kin
from tests.joining.links import start_of
from tests.joining.test_family import FATHER, invite_father
from tests.phones import Phone, Room
from tests.world import STRANGER, TEACHER, School
from views.child_card import AddCarer
from views.presses import InviteFamily

TOLD = "学校有责任记下"


async def carer_asked(room: Room, school: School, *, is_guardian: bool) -> Phone:
    """Somebody opens the link to a new carer's place and writes a name."""
    await room.phone(TEACHER).press_data(AddCarer(child_id=school.child_id).pack())
    async with room.database.transaction() as session:
        opened = (col(Relation.person_id).is_(None), col(Relation.kin) == Kin.CARER)
        place = (await session.exec(select(Relation.id).where(*opened))).one()
        await session.exec(update(Relation).where(*opened).values(is_guardian=is_guardian))
    await room.phone(TEACHER).press_data(InviteFamily(relation_id=place or 0).pack())
    aunt = room.phone(STRANGER)
    await aunt.send(start_of(room.phone(TEACHER)))
    await aunt.send("田小姑")
    return aunt


async def test_a_parent_is_told_first_and_asked_for_the_reminder_only(room: Room, school: School) -> None:
    father = room.phone(FATHER)
    await father.send(await invite_father(room, school))
    told = next(shown for shown in father.chat if TOLD in shown.text)
    assert not told.buttons  # nothing to agree to
    await father.send("田远山")
    assert "每个月" in father.last.text
    assert "联系信息" not in "".join(father.texts)
    assert len(father.last.buttons) == 2


@pytest.mark.parametrize("is_guardian", [False, True])
async def test_a_carer_is_asked_for_their_own_only(room: Room, school: School, is_guardian: bool) -> None:
    aunt = await carer_asked(room, school, is_guardian=is_guardian)
    assert any(TOLD in text for text in aunt.texts)
    assert ("只问您自己" in aunt.last.text) is not is_guardian
    await aunt.send("听不懂")  # the same question again
    assert ("只问您自己" in aunt.last.text) is not is_guardian
    await aunt.press("✅")
    async with room.database.reading() as session:
        said = (await session.exec(select(Consent))).one()
    assert (said.purpose, said.child_id, said.granted) == ("contact", None, True)
    assert said.version == room.profile.consent_version
