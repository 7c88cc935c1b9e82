"""A parent joins by the teacher's link."""

import pytest
from sqlmodel import select

from models import Consent, Invitation, Person, Plan, Relation
from models.codes import Kin, PlanKind
from models.database import Database
from services.joining import queries
from tests.joining.links import start_of
from tests.phones import Phone, Room
from tests.world import DEPUTY, GRANDMOTHER, HEAD, MOTHER, STRANGER, TEACHER, School
from views.joining import DecideJoin
from views.presses import InviteFamily

FATHER = 150


async def father_place(database: Database, school: School) -> int:
    async with database.reading() as session:
        query = select(Relation.id).where(Relation.child_id == school.child_id, Relation.kin == Kin.FATHER)
        return (await session.exec(query)).one() or 0


async def invite_father(room: Room, school: School, inviter: int = TEACHER) -> str:
    teacher = room.phone(inviter)
    place = await father_place(room.database, school)
    await teacher.press_data(InviteFamily(relation_id=place).pack())
    return start_of(teacher)


async def arrive(phone: Phone, start: str, name: str = "田远山", answer: str = "✅") -> None:
    await phone.send(start)
    await phone.send(name)
    await phone.press(answer)


async def test_a_father_joins_and_finds_his_menu(room: Room, school: School) -> None:
    teacher, father = room.phone(TEACHER), room.phone(FATHER)
    start = await invite_father(room, school)
    card = teacher.last
    assert card.has_picture
    for said in ("田小满的爸爸", "12月7日", "只能用一次", "验证码"):
        assert said in card.text
    await father.send(start)
    assert "稻香坪学校" in father.texts[-3]
    assert "名字" in father.last.text
    await father.send("田远山")
    assert "田小满" in father.last.text
    await father.press("✅")
    assert "老师确认" in father.last.text
    assert "田远山" in teacher.last.text
    await teacher.press("✅")
    assert "已确认" in teacher.last.text
    assert "欢迎您" in father.last.text
    assert father.last.keys == ["👧 我的孩子", "⚙️ 设置"]


async def test_the_place_the_answer_and_the_plan_are_kept(
    room: Room, school: School, database: Database
) -> None:
    place = await father_place(database, school)
    async with database.transaction() as session:
        plan = Plan(child_id=school.child_id, kind=PlanKind.CALL, relation_id=place, next_due_at=None)
        session.add(plan)
    father, teacher = room.phone(FATHER), room.phone(TEACHER)
    await arrive(father, await invite_father(room, school), answer="🙅")
    async with database.reading() as session:
        relation = (await session.exec(select(Relation).where(Relation.id == place))).one()
        assert relation.person_id is None  # nobody before the teacher's word
    await teacher.press("✅")
    async with database.reading() as session:
        relation = (await session.exec(select(Relation).where(Relation.id == place))).one()
        consent = (await session.exec(select(Consent).where(Consent.person_id == relation.person_id))).one()
        person = (await session.exec(select(Person).where(Person.id == relation.person_id))).one()
        laid = (await session.exec(select(Plan).where(Plan.relation_id == place))).one()
    assert (person.name, person.timezone) == ("田远山", "Asia/Shanghai")
    assert (consent.purpose, consent.granted) == ("contact", False)
    assert laid.next_due_at is not None  # asleep while the place was empty


async def test_the_teacher_says_no(room: Room, school: School, database: Database) -> None:
    teacher, father = room.phone(TEACHER), room.phone(FATHER)
    await arrive(father, await invite_father(room, school))
    await teacher.press("✖️")
    assert "没有确认" in teacher.last.text
    assert "没能确认" in father.last.text
    await father.send("/start")
    assert father.last.keys == []
    await invite_father(room, school)  # the place is still open
    assert "?start=" in teacher.last.text


async def test_every_later_press_gets_the_first_answer(room: Room, school: School) -> None:
    teacher, father = room.phone(TEACHER), room.phone(FATHER)
    await arrive(father, await invite_father(room, school))
    asked = teacher.last
    presses = dict(asked.buttons)
    await teacher.press("✅")
    first, told = asked.text, len(father.chat)
    for press in presses.values():
        await teacher.press_data(press, message_id=asked.message_id)
        assert asked.text == first
    assert len(father.chat) == told


@pytest.mark.parametrize("somebody", [STRANGER, MOTHER, GRANDMOTHER, FATHER])
async def test_nobody_else_decides(room: Room, school: School, somebody: int) -> None:
    await arrive(room.phone(FATHER), await invite_father(room, school))
    presses = list(room.phone(TEACHER).last.buttons.values())
    phone = room.phone(somebody)
    for press in (*presses, DecideJoin(invitation_id=999, accept=True).pack()):
        await phone.press_data(press)
        assert "这里没有您可以查看的内容" in phone.last.text


async def test_the_administrator_may_decide_and_takes_over_from_who_left(
    room: Room, school: School, database: Database
) -> None:
    head = room.phone(HEAD)
    start = await invite_father(room, school)
    await head.send("🏫 学校")
    await head.press("👋")
    await head.press("许一诺")
    await head.press("现在退出")
    await arrive(room.phone(FATHER), start)
    assert "田远山" in head.last.text
    press = head.last.buttons["✅ 是本人，可以加入"]
    teacher = room.phone(TEACHER)
    await teacher.press_data(press)
    assert "这里没有" in teacher.last.text
    await head.press("✅")
    assert "已确认" in head.last.text


async def test_a_filled_place_and_a_waiting_one_give_no_second_link(room: Room, school: School) -> None:
    teacher, father = room.phone(TEACHER), room.phone(FATHER)
    await arrive(father, await invite_father(room, school))
    place = await father_place(room.database, school)
    await teacher.press_data(InviteFamily(relation_id=place).pack())
    assert "田远山" in teacher.last.text
    await teacher.press("✅")
    await teacher.press_data(InviteFamily(relation_id=place).pack())
    assert "已经有人" in teacher.last.text


@pytest.mark.parametrize("somebody", [STRANGER, MOTHER, GRANDMOTHER])
async def test_only_the_school_invites(room: Room, school: School, somebody: int) -> None:
    phone = room.phone(somebody)
    for place in (await father_place(room.database, school), 999):
        await phone.press_data(InviteFamily(relation_id=place).pack())
        assert "这里没有您可以查看的内容" in phone.last.text


async def test_a_teacher_of_another_class_does_not_invite(room: Room, school: School) -> None:
    deputy = room.phone(DEPUTY)
    await deputy.press_data(InviteFamily(relation_id=await father_place(room.database, school)).pack())
    assert "这里没有" in deputy.last.text


async def test_a_second_tap_on_consent_changes_nothing(
    room: Room, school: School, database: Database
) -> None:
    father = room.phone(FATHER)
    await father.send(await invite_father(room, school))
    await father.send("田远山")
    presses = list(father.last.buttons.values())
    asked = father.last
    await father.press("✅")
    said = asked.text
    for press in presses:
        await father.press_data(press, message_id=asked.message_id)
    assert asked.text == said
    async with database.reading() as session:
        assert len((await session.exec(select(Consent))).all()) == 1


async def test_words_instead_of_an_answer_bring_the_question_back(room: Room, school: School) -> None:
    father = room.phone(FATHER)
    await father.send(await invite_father(room, school))
    await father.send("田远山")
    question = father.last.text
    await father.send("好")
    assert father.last.text == question
    await father.press("✅")
    assert "老师确认" in father.last.text


async def test_a_name_must_be_one(room: Room, school: School) -> None:
    father = room.phone(FATHER)
    await father.send(await invite_father(room, school))
    await father.send("１２３")
    assert "没看到名字" in father.last.text
    await father.send("远" * 300)
    assert "太长" in father.last.text
    await father.send("<b>𠮷田</b>")
    await father.press("✅")
    assert "&lt;b&gt;𠮷田&lt;/b&gt;" in room.phone(TEACHER).last.text


async def test_a_link_holds_for_a_phone_that_comes_back(room: Room, school: School) -> None:
    """A lost signal, /cancel or another flow costs nobody their place; once used, it says how it stands."""
    father, teacher = room.phone(FATHER), room.phone(TEACHER)
    start = await invite_father(room, school)
    await father.send(start)
    await father.send("/cancel")
    assert "停下" in father.last.text
    await arrive(father, start)
    await father.send(start)
    assert "老师确认" in father.last.text
    await father.send("/start")
    assert "老师确认" in father.last.text
    await teacher.press("✅")
    await father.send(start)
    assert father.last.keys == ["👧 我的孩子", "⚙️ 设置"]


async def test_tokens_are_kept_only_as_fingerprints(room: Room, school: School, database: Database) -> None:
    token = (await invite_father(room, school)).split()[1]
    async with database.reading() as session:
        invitation = (await session.exec(select(Invitation))).one()
        assert token not in str(invitation.model_dump())
        assert await queries.find_by_fingerprint(session, fingerprint=token) is None
