"""Where a worrying tag leads: to its own situation, one tap from stored, with every other beside it."""

from tests.checkins.test_after import check_in, tap
from tests.phones import Room
from tests.world import TEACHER, School


async def test_a_child_who_did_not_come_is_asked_about(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await check_in(teacher, school, "absent")
    assert "知道孩子现在在哪里吗" in teacher.last.text
    assert not any("伤害" in label for label in teacher.last.buttons)
    await teacher.press("不知道在哪里")
    await teacher.press("我要报告")
    assert "田小满" in teacher.last.text
    await teacher.press("是")
    assert "🔍 失踪" in " ".join(teacher.last.buttons)
    await teacher.press("🔍 失踪")
    assert any("已存好" in one for one in teacher.texts)


async def test_an_absence_somebody_knows_of_asks_no_more(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await check_in(teacher, school, "absent")
    await teacher.press("知道，孩子平安")
    assert "拿不准也可以报告" not in teacher.last.text
    assert "知道，孩子平安" in teacher.last.text


async def test_an_injury_leads_to_its_situation_and_to_all_others(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await check_in(teacher, school, "absent", "injury")
    await teacher.press("可能是有人伤害")
    await teacher.press("我要报告")
    await teacher.press("是")
    [situation, other] = list(teacher.last.buttons.values())
    assert situation == f"alst:{school.child_id}:R4"
    await tap(teacher, f"altg:{school.child_id}:Z9")  # one that the profile no longer has
    assert len(teacher.last.buttons) > 5
    await tap(teacher, other)
    assert len(teacher.last.buttons) > 5
    await tap(teacher, situation)
    assert any("已存好" in one for one in teacher.texts)
