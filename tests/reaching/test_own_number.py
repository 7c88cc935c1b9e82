"""One's own number: shared by the phone, or told by word and rung by the teacher."""

from aiogram.types import Contact

from models.database import Database
from tests.phones import Phone, Room
from tests.world import GRANDMOTHER, MOTHER, STRANGER, TEACHER, School


async def share(phone: Phone, number: str, *, of: int | None = None) -> None:
    contact = Contact(phone_number=number, first_name="—", user_id=of or phone.user.id)
    await phone.send(contact=contact)


async def card(room: Room, who: int, school: School) -> str:
    phone = room.phone(who)
    await phone.press_data(f"ccard:{school.child_id}", message_id=next(room.numbers))
    return phone.last.text


async def test_a_phone_tells_its_own_number(room: Room, school: School) -> None:
    mother = room.phone(MOTHER)
    await mother.press_data("cown")
    assert "还没有记下您的电话" in mother.last.text
    assert mother.last.keys[0] == "📱 告诉学校这部手机的号码"
    await share(mother, "8613800000002")
    assert mother.last.text.splitlines() == ["记下了。以后学校打这个号码：", "· 138 0000 0002"]
    assert mother.last.keys == ["👧 我的孩子", "⚙️ 设置"]
    assert "周阿桂（妈妈）：138 0000 0002" in await card(room, TEACHER, school)
    await share(mother, "+8613800000003")
    shown = await card(room, TEACHER, school)
    assert "138 0000 0003" in shown
    assert "138 0000 0002" not in shown


async def test_somebody_elses_contact_is_no_number_of_theirs(room: Room, school: School) -> None:
    mother = room.phone(MOTHER)
    await share(mother, "8613800000002", of=GRANDMOTHER)
    assert "这不是您自己的号码" in mother.last.text
    assert "138" not in await card(room, TEACHER, school)


async def test_a_stranger_shares_nothing(room: Room, database: Database, school: School) -> None:
    stranger = room.phone(STRANGER)
    await share(stranger, "8613800000002")
    assert "记下了" not in stranger.last.text
    await stranger.press_data("cown")
    assert "没有您可以查看的内容" in stranger.last.text


async def test_a_typed_number_counts_once_the_teacher_has_rung_it(room: Room, school: School) -> None:
    mother, teacher = room.phone(MOTHER), room.phone(TEACHER)
    await share(mother, "8613800000002")
    await mother.press_data("cown")
    await mother.send("换成 138-0000-0004 了")
    assert "老师会打新号码核对" in mother.last.text
    await teacher.send("📋 待办")
    assert "田小满家里有新号码，请打过去核对。" in teacher.last.text
    await teacher.press("田小满")
    assert "周阿桂（妈妈）：138 0000 0002，138 0000 0004（新号码，还没有打通核对）" in teacher.last.text
    await teacher.press("✏️ 周阿桂")
    await teacher.press("✔ 打通了，是138 0000 0004")
    assert "周阿桂（妈妈）：138 0000 0004" in teacher.last.text
    assert "138 0000 0002" not in teacher.last.text
    await teacher.send("📋 待办")
    assert "新号码" not in teacher.last.text


async def test_while_anothers_new_number_waits_the_task_does_too(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    for who, number in ((MOTHER, "138-0000-0004"), (GRANDMOTHER, "138-0000-0005")):
        await room.phone(who).press_data("cown")
        await room.phone(who).send(number)
    for name, number, still in (("周阿桂", "0004", True), ("石奶奶", "0005", False)):
        await card(room, TEACHER, school)
        await teacher.press(f"✏️ {name}")
        await teacher.press(f"✔ 打通了，是138 0000 {number}")
        await teacher.send("📋 待办")
        assert ("新号码" in teacher.last.text) is still
