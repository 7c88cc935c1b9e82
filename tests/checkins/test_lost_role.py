"""Buttons live for ever, roles do not: the door is asked at each tap."""

from tests.checkins.notes import notes_of
from tests.phones import Room
from tests.words.families import DENIED, leave
from tests.world import TEACHER, School


async def test_a_draft_of_somebody_who_has_left_is_not_saved(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(f"nmood:{school.child_id}:3")
    save = teacher.last.buttons["✅ 保存"]
    await leave(room, school.teacher_id)
    await teacher.send("还想写一句")
    assert "田小满" not in teacher.last.text
    await teacher.press_data(save, message_id=teacher.last.message_id)
    assert teacher.last.text == DENIED
    assert await notes_of(room.database, school.child_id) == []


async def test_words_of_somebody_who_has_left_are_added_to_no_note(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(f"nmood:{school.child_id}:3")
    await teacher.press("保存")
    await teacher.press("写几句")
    await leave(room, school.teacher_id)
    await teacher.send("还想写一句")
    [note] = await notes_of(room.database, school.child_id)
    assert note.words is None
    await teacher.press_data("nback:1")
    [note] = await notes_of(room.database, school.child_id)
    assert note.recalled_at is None


async def test_an_answer_about_a_note_that_was_taken_back_is_not_kept(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(f"nmood:{school.child_id}:3")
    await teacher.press("身上有伤")
    await teacher.press("保存")
    await teacher.press("撤回")
    await teacher.press_data("nask:1:injury:hurt", message_id=teacher.last.message_id)
    assert "撤回了" in teacher.last.text
    assert f"raise:{school.child_id}" in teacher.last.buttons.values()
    [note] = await notes_of(room.database, school.child_id)
    assert note.tags == ["injury"]
