"""Several people on one phone, several roles and children for one person."""

from datetime import date

from sqlmodel import select

from models import Child, Consent, Person, Relation
from models.codes import Away, Care, Kin
from models.database import Database
from tests.joining.links import start_of
from tests.joining.test_family import invite_father
from tests.phones import Room
from tests.world import GRANDMOTHER, HEAD, MOTHER, NOW, TEACHER, School, actor_of
from views.presses import InviteFamily


async def add_brother(database: Database, school: School) -> int:
    """小满's brother in the same class, whose mother has yet to join; returns her place."""
    async with database.transaction() as session:
        child = Child(
            name="田芒种", born_on=date(2014, 6, 6), class_id=school.class_id, care=Care.GRANDPARENTS,
            away=Away.BOTH, registered_at=NOW,
        )  # fmt: skip
        session.add(child)
        await session.flush()
        relation = Relation(child_id=child.id or 0, kin=Kin.MOTHER, away=True, from_at=NOW)
        session.add(relation)
        await session.flush()
        return relation.id or 0


async def test_a_second_child_brings_no_second_person_and_no_second_question(
    room: Room, school: School, database: Database
) -> None:
    teacher, mother = room.phone(TEACHER), room.phone(MOTHER)
    place = await add_brother(database, school)
    async with database.transaction() as session:
        session.add(
            Consent(person_id=school.mother_id, purpose="contact", version=room.profile.consent_version,
                    granted=True, answered_at=NOW)
        )  # fmt: skip
    await teacher.press_data(InviteFamily(relation_id=place).pack())
    await mother.send(start_of(teacher))
    await mother.press("我是周阿桂")
    assert "老师确认" in mother.last.text
    await teacher.press("✅")
    async with database.reading() as session:
        relation = (await session.exec(select(Relation).where(Relation.id == place))).one()
    assert relation.person_id == school.mother_id


async def test_who_answered_an_older_text_is_asked_again(
    room: Room, school: School, database: Database
) -> None:
    teacher, mother = room.phone(TEACHER), room.phone(MOTHER)
    place = await add_brother(database, school)
    async with database.transaction() as session:
        session.add(
            Consent(person_id=school.mother_id, purpose="contact", version="CN-2020-01", granted=True,
                    answered_at=NOW)
        )  # fmt: skip
    await teacher.press_data(InviteFamily(relation_id=place).pack())
    await mother.send(start_of(teacher))
    await mother.press("我是周阿桂")
    assert "可以不同意" in mother.last.text
    await mother.press("✅")
    assert "老师确认" in mother.last.text


async def test_two_carers_share_a_phone(room: Room, school: School, database: Database) -> None:
    teacher, shared = room.phone(TEACHER), room.phone(GRANDMOTHER)
    await shared.send(await invite_father(room, school))
    assert "我是石奶奶" in "".join(shared.last.buttons)
    await shared.press("另一位")
    await shared.send("田远山")
    await shared.press("✅")
    await teacher.press("✅")
    actor = await actor_of(database, GRANDMOTHER)
    assert len(actor.person_ids) == 2
    async with database.reading() as session:
        names = set(await session.exec(select(Person.name).where(Person.account_id == actor.account_id)))
    assert names == {"石奶奶", "田远山"}


async def test_typing_the_known_name_is_as_good_as_its_button(
    room: Room, school: School, database: Database
) -> None:
    shared = room.phone(GRANDMOTHER)
    await shared.send(await invite_father(room, school))
    await shared.send("石奶奶")
    await shared.press("✅")
    assert len((await actor_of(database, GRANDMOTHER)).person_ids) == 1


async def test_a_mother_who_teaches_has_both_menus(room: Room, school: School) -> None:
    head, mother = room.phone(HEAD), room.phone(MOTHER)
    await head.send("🏫 学校")
    await head.press("✉️")
    await head.press("🧑‍🏫")
    await head.press("七(1)")
    assert "七(1)的班主任" in head.last.text
    await mother.send(start_of(head))
    assert "请您加入：七(1)的班主任" in mother.texts[-2]
    await mother.press("我是周阿桂")
    assert "学校确认" in mother.last.text
    await head.press("✅")
    welcome, offered = mother.chat[-2:]
    assert "七(1)的班主任" in welcome.text
    assert {"👧 我的班", "👧 我的孩子", "🔴 我要报告"} <= set(welcome.keys)
    assert "五道小题" in offered.text
