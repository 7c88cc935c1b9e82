"""The contact card: the school writes it down, and each reads what is theirs to read."""

import pytest
from sqlmodel import col, select, update

from models import AuditEntry, Child, ContactDetail, Relation
from models.codes import Cover, Detail, Grant
from models.database import Database
from tests.phones import Phone, Room
from tests.world import DEPUTY, GRANDMOTHER, HEAD, MOTHER, NOW, STRANGER, TEACHER, School

HOME_NUMBER, MOTHERS_NUMBER = "13800000001", "13800000002"
DENIED = "这里没有您可以查看的内容。有疑问请联系学校。"


async def opened(room: Room, who: int, school: School) -> Phone:
    phone = room.phone(who)
    await phone.press_data(f"ccard:{school.child_id}", message_id=next(room.numbers))
    return phone


async def write(phone: Phone, place: str, kind: str, text: str) -> None:
    await phone.press(place)
    await phone.press(kind)
    await phone.send(text)


async def write_all(room: Room, school: School) -> Phone:
    teacher = await opened(room, TEACHER, school)
    await write(teacher, "✏️ 石奶奶", "＋ 电话", HOME_NUMBER)
    await write(teacher, "✏️ 周阿桂", "＋ 电话", "＋８６ 138-0000-0002")
    await write(teacher, "✏️ 家里住址", "＋ 住址", "稻香坪村三组")
    return teacher


async def test_the_teacher_writes_down_and_reads_whom_to_ring(room: Room, school: School) -> None:
    teacher = await write_all(room, school)
    assert teacher.last.text.splitlines() == [
        "📇 <b>田小满</b>的联系卡", "先打给石奶奶（照看人）。", "🏠 在家", "石奶奶（照看人）：138 0000 0001",
        "🚄 在外", "周阿桂（妈妈）：138 0000 0002", "爸爸：还没有记下号码", "家里住址：稻香坪村三组",
    ]  # fmt: skip
    assert teacher.last.protected


async def test_what_was_typed_leaves_the_chat(room: Room, school: School) -> None:
    teacher = await opened(room, TEACHER, school)
    await write(teacher, "✏️ 石奶奶", "＋ 电话", HOME_NUMBER)
    room.let_fade()
    await room.later(minutes=1)
    assert room.eraser.removed == [(TEACHER, room.typed[-1])]


async def test_a_number_is_a_tap_away_and_goes_after_a_day(room: Room, school: School) -> None:
    teacher = await write_all(room, school)
    await teacher.press("📞 石奶奶")
    sent = teacher.last
    assert (sent.contact, sent.protected) == (f"+86{HOME_NUMBER}", True)
    room.let_fade()
    await room.later(hours=25)
    assert (TEACHER, sent.message_id) in room.eraser.removed


async def test_an_odd_number_is_asked_for_again(room: Room, school: School) -> None:
    teacher = await opened(room, TEACHER, school)
    await write(teacher, "✏️ 石奶奶", "＋ 电话", "1380000")
    assert "少了或多了数字" in teacher.last.text
    await teacher.send(HOME_NUMBER)
    assert "138 0000 0001" in teacher.last.text


async def test_what_is_over_stays_in_the_history(room: Room, database: Database, school: School) -> None:
    teacher = await write_all(room, school)
    await teacher.press("✏️ 石奶奶")
    await teacher.press("不用了：138 0000 0001")
    assert "石奶奶（照看人）：还没有记下号码" in teacher.last.text
    async with database.reading() as session:
        kept = await session.exec(select(ContactDetail).where(col(ContactDetail.until_at).is_not(None)))
        assert [one.value for one in kept] == [f"+86{HOME_NUMBER}"]


async def test_a_family_reads_its_own_and_who_looks_after_the_child(room: Room, school: School) -> None:
    await write_all(room, school)
    mother, grandmother = await opened(room, MOTHER, school), await opened(room, GRANDMOTHER, school)
    assert "石奶奶（照看人）：138 0000 0001" in mother.last.text
    assert "爸爸" not in mother.last.text  # a parent's number isn't given to the other one
    assert "周阿桂（妈妈）：138 0000 0002" in grandmother.last.text
    assert [label for label in mother.last.buttons if label.startswith("✏️")] == []


@pytest.mark.parametrize(("grant", "shown"), [(Grant.ADDRESS, False), (Grant.CONTACT, True)])
async def test_what_is_granted_opens_its_part(
    room: Room, database: Database, school: School, grant: Grant, *, shown: bool
) -> None:
    await write_all(room, school)
    left = sorted(one.value for one in Grant if one is not grant)
    async with database.transaction() as session:
        await session.exec(
            update(Relation).where(col(Relation.person_id) == school.mother_id).values(grants=left)
        )
    mother = await opened(room, MOTHER, school)
    assert (mother.last.text == DENIED) is shown
    assert "稻香坪村" not in mother.last.text


async def test_whoever_is_barred_or_in_dispute_reads_nothing(
    room: Room, database: Database, school: School
) -> None:
    await write_all(room, school)
    async with database.transaction() as session:
        barred = {"barred_at": NOW, "cover": Cover.NEW_TERM}
        await session.exec(
            update(Relation).where(col(Relation.person_id) == school.mother_id).values(**barred)
        )
    assert (await opened(room, MOTHER, school)).last.text == DENIED
    assert "周阿桂" not in (await opened(room, GRANDMOTHER, school)).last.text
    assert "（学校已不让其查看孩子的信息）" in (await opened(room, TEACHER, school)).last.text
    async with database.transaction() as session:
        await session.exec(update(Child).values(frozen_at=NOW))
    assert (await opened(room, GRANDMOTHER, school)).last.text == DENIED


async def test_the_deputy_reads_and_changes_nothing(room: Room, school: School) -> None:
    await write_all(room, school)
    deputy = await opened(room, DEPUTY, school)
    assert list(deputy.last.buttons) == ["📞 石奶奶（照看人）", "📞 周阿桂（妈妈）", "‹ 返回田小满"]
    await deputy.press_data(f"cways:{school.child_id}:0")
    assert deputy.last.text == DENIED


async def test_a_stranger_dials_nobody(room: Room, database: Database, school: School) -> None:
    await write_all(room, school)
    async with database.reading() as session:
        detail_id = (await session.exec(select(ContactDetail.id))).first()
    stranger = room.phone(STRANGER)
    for press in (f"cdial:{school.child_id}:{detail_id}", f"cend:{school.child_id}:{detail_id}"):
        await stranger.press_data(press)
        assert stranger.last.text == DENIED


async def test_an_identity_number_is_never_shown(room: Room, school: School) -> None:
    teacher = await opened(room, TEACHER, school)
    await write(teacher, "✏️ 家里住址", "＋ 证件号", "11010519491231002x")
    assert "证件号已记下" in teacher.last.text
    assert all("11010519491231002" not in shown.text for shown in teacher.chat)


async def test_a_child_is_found_by_a_number_of_its_people(room: Room, school: School) -> None:
    await write_all(room, school)
    head = room.phone(HEAD)
    await head.press_data(f"cfind:{school.class_id}")
    await head.send("１３８ ００００ ０００１")
    assert list(head.last.buttons) == ["田小满，三(1)"]


async def test_nobodys_number_and_somebody_elses_read_the_same(
    room: Room, database: Database, school: School
) -> None:
    await write_all(room, school)
    said = []
    for who, number in ((HEAD, "13800000009"), (STRANGER, HOME_NUMBER), (GRANDMOTHER, HOME_NUMBER)):
        phone = room.phone(who)
        await phone.press_data(f"cfind:{school.class_id}")
        await phone.send(number)
        said.append(phone.last.text)
    assert set(said) == {"没有找到您可以查看的孩子。"}
    async with database.reading() as session:
        refused = await session.exec(
            select(AuditEntry.subject_id).where(
                AuditEntry.action == "find_by_phone", col(AuditEntry.allowed).is_(False)
            )
        )
        assert sorted(one or 0 for one in refused) == [0, school.child_id, school.child_id]


async def test_a_number_is_sealed_and_its_hash_says_nothing(
    room: Room, database: Database, school: School
) -> None:
    await write_all(room, school)
    async with database.reading() as session:
        rows = (await session.exec(select(ContactDetail).where(ContactDetail.kind == Detail.PHONE))).all()
    hashes = {one.lookup for one in rows}
    assert len(hashes) == 2
    assert all(one is not None and len(one) == 64 and "1380000" not in one for one in hashes)
