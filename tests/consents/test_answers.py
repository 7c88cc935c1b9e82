"""Yes and no to what is optional: who may say it, and what holds then."""

from datetime import date

import pytest
from sqlmodel import col, select, update

from models import AuditEntry, Consent, Relation
from models.codes import Kin
from models.database import Database
from services.access.service import Denied
from services.consents import service as consents
from services.errors import CareError
from services.profile import Profile
from tests.phones import Phone, Room
from tests.reminders.months import add_father, change_child
from tests.words.families import DENIED
from tests.world import (
    COUNTY,
    GRANDMOTHER,
    MOTHER,
    NOW,
    STRANGER,
    TEACHER,
    School,
    actor_of,
    set_locale,
)
from views.consents import AnswerPurpose, RecordChild

FATHER = 107
PHOTOS = "photos"


async def holds(room: Room, school: School, purpose: str = PHOTOS) -> bool:
    async with room.database.reading() as session:
        return await consents.is_open(
            session, now=room.clock.now(), profile=room.profile, child_id=school.child_id, purpose=purpose
        )


async def said(database: Database) -> list[Consent]:
    async with database.reading() as session:
        return list(await session.exec(select(Consent).order_by(col(Consent.id))))


async def change_place(database: Database, school: School, kin: Kin, **values: object) -> None:
    async with database.transaction() as session:
        place = (col(Relation.child_id) == school.child_id, col(Relation.kin) == kin)
        await session.exec(update(Relation).where(*place).values(**values))


async def open_photos(phone: Phone) -> None:
    await phone.send("/privacy")
    await phone.press("可选用途")
    await phone.press("活动照片")


async def test_a_parent_says_yes_and_takes_it_back_as_easily(room: Room, school: School) -> None:
    mother = room.phone(MOTHER)
    await open_photos(mother)
    assert "您还没有回答" in mother.last.text
    assert not await holds(room, school)
    for label, opens in (("✅ 同意", True), ("✅ 同意", True), ("🙅 不同意", False), ("✅ 同意", True)):
        await mother.press(label)
        assert await holds(room, school) is opens
    answers = await said(room.database)
    assert [one.granted for one in answers] == [True, False, True]  # nothing is overwritten or doubled
    assert {(one.person_id, one.child_id, one.version) for one in answers} == {
        (school.mother_id, school.child_id, room.profile.purpose(PHOTOS).version)
    }


async def test_duty_is_told_without_a_switch(room: Room, school: School) -> None:
    mother = room.phone(MOTHER)
    await mother.send("/privacy")
    await mother.press("可选用途")
    assert "不用您同意" in mother.last.text
    assert "孩子有危险时，学校要依法保护和报告" in mother.last.text
    assert not any("孩子的安全" in label for label in mother.last.buttons)
    await mother.press_data(AnswerPurpose(child_id=school.child_id, code="safety", granted=False).pack())
    assert "已经没有了" in mother.last.text
    assert await holds(room, school, "safety")
    assert await said(room.database) == []


async def test_of_two_parents_the_refusal_wins_and_both_are_told(room: Room, school: School) -> None:
    await add_father(room.database, school, FATHER, timezone="Asia/Tashkent")
    mother, father = room.phone(MOTHER), room.phone(FATHER)
    for phone, label in ((mother, "✅ 同意"), (father, "🙅 不同意")):
        await open_photos(phone)
        await phone.press(label)
    assert not await holds(room, school)
    await open_photos(mother)
    assert "您说过：同意" in mother.last.text
    assert "家里另一位没有同意，所以不做" in mother.last.text
    await father.press("✅ 同意")
    assert await holds(room, school)


async def test_a_grandmother_is_kindly_told_that_a_parent_decides(room: Room, school: School) -> None:
    grandmother = room.phone(GRANDMOTHER)
    await open_photos(grandmother)
    assert "由爸妈或法定监护人来定" in grandmother.last.text
    assert list(grandmother.last.buttons) == ["◀ 返回"]
    await grandmother.press_data(AnswerPurpose(child_id=school.child_id, code=PHOTOS, granted=True).pack())
    assert "由爸妈或法定监护人来定" in grandmother.last.text
    assert await said(room.database) == []
    async with room.database.reading() as session:
        tried = select(AuditEntry.allowed).where(AuditEntry.action == "answer_purpose")
        assert list(await session.exec(tried)) == [False]
    await change_place(room.database, school, Kin.CARER, is_guardian=True)
    await grandmother.press_data(AnswerPurpose(child_id=school.child_id, code=PHOTOS, granted=True).pack())
    assert await holds(room, school)


async def test_who_is_barred_opens_nothing_and_their_no_stands(room: Room, school: School) -> None:
    await add_father(room.database, school, FATHER, timezone="Asia/Shanghai")
    for phone, label in ((room.phone(FATHER), "✅ 同意"), (room.phone(MOTHER), "🙅 不同意")):
        await open_photos(phone)
        await phone.press(label)
    await change_place(room.database, school, Kin.MOTHER, barred_at=NOW)
    assert not await holds(room, school)
    await room.phone(MOTHER).press_data(
        AnswerPurpose(child_id=school.child_id, code=PHOTOS, granted=True).pack()
    )
    assert [one.granted for one in await said(room.database)] == [True, False]
    await change_place(room.database, school, Kin.MOTHER, until_at=NOW)
    assert await holds(room, school)
    await change_place(room.database, school, Kin.FATHER, barred_at=NOW)
    assert not await holds(room, school)


async def test_a_changed_text_is_asked_about_again(room: Room, school: School) -> None:
    mother = room.phone(MOTHER)
    await open_photos(mother)
    await mother.press("✅ 同意")
    room.profile = with_version(room.profile, "2")
    assert not await holds(room, school)
    async with room.database.transaction() as session:
        seen = await consents.list_purposes(
            session, now=NOW, actor=await actor_of(room.database, MOTHER), profile=room.profile,
            child_id=school.child_id,
        )  # fmt: skip
    assert not isinstance(seen, Denied)
    standing = seen.standing(PHOTOS)
    assert standing is not None
    assert (standing.mine, standing.has_lapsed) == (None, True)


def with_version(profile: Profile, version: str) -> Profile:
    purposes = tuple(
        one.model_copy(update={"version": version}) if one.code == PHOTOS else one for one in profile.purposes
    )
    return profile.model_copy(update={"purposes": purposes})


async def test_from_fourteen_the_child_is_asked_by_the_schools_date(room: Room, school: School) -> None:
    await change_child(room.database, school, born_on=date(2012, 11, 24))  # fourteen tomorrow
    mother, teacher = room.phone(MOTHER), room.phone(TEACHER)
    await open_photos(mother)
    await mother.press("✅ 同意")
    assert await holds(room, school)
    press = RecordChild(child_id=school.child_id, code=PHOTOS, granted=True).pack()
    await teacher.press_data(press)
    assert "不用问孩子本人" in teacher.last.text
    await room.later(hours=14, seconds=1)  # midnight in Shanghai, four in the afternoon in UTC
    assert not await holds(room, school)
    await open_photos(mother)
    assert "老师还要问孩子本人" in mother.last.text
    await mother.press_data(press)
    assert mother.last.text == DENIED
    await teacher.send("👧 我的班")
    for label in ("田小满", "可选用途", "活动照片"):
        await teacher.press(label)
    assert "✅ 同意" not in teacher.last.buttons
    await teacher.press("孩子愿意")
    assert await holds(room, school)
    await teacher.press("孩子不愿意")
    assert not await holds(room, school)
    spoken = [one for one in await said(room.database) if one.by_child]
    assert [(one.person_id, one.granted) for one in spoken] == [
        (school.teacher_id, True), (school.teacher_id, False),
    ]  # fmt: skip


@pytest.mark.parametrize("who", [STRANGER, COUNTY])
async def test_nobody_else_answers_or_looks(room: Room, school: School, who: int) -> None:
    phone = room.phone(who)
    for press in (
        AnswerPurpose(child_id=school.child_id, code=PHOTOS, granted=True),
        RecordChild(child_id=school.child_id, code=PHOTOS, granted=True),
        AnswerPurpose(child_id=99, code=PHOTOS, granted=True),
    ):
        await phone.press_data(press.pack())
        assert phone.last.text == DENIED
    assert await said(room.database) == []


async def test_what_the_profile_does_not_know_opens_nothing(
    database: Database, school: School, profile: Profile
) -> None:
    async with database.reading() as session:
        for child_id, purpose in ((school.child_id, "advertising"), (99, PHOTOS), (99, "safety")):
            assert not await consents.is_open(
                session, now=NOW, profile=profile, child_id=child_id, purpose=purpose
            )
    actor = await actor_of(database, MOTHER)
    with pytest.raises(CareError, match=r"consents\.gone"):
        async with database.transaction() as session:
            await consents.answer(
                session, now=NOW, actor=actor, profile=profile, child_id=school.child_id,
                purpose="advertising", granted=True,
            )  # fmt: skip


async def test_it_is_said_in_english_too(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        await set_locale(session, MOTHER, "en")
    mother = room.phone(MOTHER)
    await mother.send("/privacy")
    await mother.press("Optional uses")
    assert "What the school does by duty" in mother.last.text
    await mother.press("Photos of activities")
    await mother.press("✅ Yes")
    assert "You said yes." in mother.last.text
    assert "Now: yes." in mother.last.text
