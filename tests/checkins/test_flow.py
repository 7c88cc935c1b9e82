"""The quick note, as a teacher taps it."""

import pytest
from sqlmodel import select

from models import ClassObservation, Note
from models.database import Database
from tests.checkins.notes import add_children, notes_of, second_class
from tests.phones import Room
from tests.world import DEPUTY, GRANDMOTHER, HEAD, NOW, STRANGER, TEACHER, School, set_locale

CHECKIN = "✍️ 记一笔"


async def test_a_check_in_takes_four_taps(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.send(CHECKIN)
    for tap in ("田小满", "🙂", "想爸妈", "保存"):
        await teacher.press(tap)
    assert len(teacher.chat) == 1  # one card, edited in place
    assert "记好了" in teacher.last.text
    assert "田小满" in teacher.last.text
    assert "🙂 不错" in teacher.last.text
    assert "💛 想爸妈" in teacher.last.text
    [note] = await notes_of(room.database, school.child_id)
    assert (note.mood, note.tags, note.words) == (4, ["missing_parents"], None)
    assert (note.author_id, note.entered_at) == (school.teacher_id, NOW)
    assert str(note.happened_on) == "2026-11-23"


async def test_the_whole_flow_speaks_english(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        await set_locale(session, TEACHER, "en")
    teacher = room.phone(TEACHER)
    await teacher.send("✍️ Check in")
    for tap in ("田小满", "🙁", "Sleep", "Meals", "Save"):
        await teacher.press(tap)
    assert "Noted." in teacher.last.text
    assert "😴 Sleep, 🍚 Meals" in teacher.last.text
    [note] = await notes_of(room.database, school.child_id)
    assert note.tags == ["sleep", "meals"]


async def test_the_red_button_stands_on_every_card(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.send(CHECKIN)
    assert "🔴 我要报告" in teacher.last.buttons
    for tap in ("田小满", "😐", "睡眠", "保存", "写几句", "返回", "以前的记录"):
        await teacher.press(tap)
        assert f"raise:{school.child_id}" in teacher.last.buttons.values(), tap


async def test_a_second_save_shows_what_the_first_one_stored(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.send(CHECKIN)
    for tap in ("田小满", "🙂"):
        await teacher.press(tap)
    save = teacher.last.buttons["✅ 保存"]
    for _ in range(2):
        await teacher.press_data(save, message_id=teacher.last.message_id)
        assert "记好了" in teacher.last.text
    assert len(await notes_of(room.database, school.child_id)) == 1


async def test_a_tag_pressed_twice_is_out_again_and_a_face_can_be_changed(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.send(CHECKIN)
    await teacher.press("田小满")
    await teacher.press("🙂")
    await teacher.press("学习")
    await teacher.press("吃饭")
    assert any("✓ 🍚 吃饭" in label for label in teacher.last.buttons)
    await teacher.press("吃饭")
    await teacher.press("😢")
    assert "·😢·" in teacher.last.buttons
    await teacher.press("保存")
    [note] = await notes_of(room.database, school.child_id)
    assert (note.mood, note.tags) == (1, ["study"])


async def test_words_may_be_typed_before_saving(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.send(CHECKIN)
    await teacher.press("田小满")
    await teacher.press("🙂")
    await teacher.send("今天画了<b>一幅</b>画")
    assert "今天画了&lt;b&gt;一幅&lt;/b&gt;画" in teacher.last.text
    assert "田小满" in teacher.last.text  # the preview names whom the words are about
    await teacher.send("很高兴")
    await teacher.press("保存")
    [note] = await notes_of(room.database, school.child_id)
    assert note.words == "今天画了<b>一幅</b>画\n很高兴"


async def test_words_that_are_too_long_change_nothing(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.send(CHECKIN)
    await teacher.press("田小满")
    await teacher.press("🙂")
    await teacher.send("长" * 1001)
    assert "多了1个字" in teacher.last.text
    await teacher.send("长" * 1000)
    await teacher.press("保存")
    [note] = await notes_of(room.database, school.child_id)
    assert note.words == "长" * 1000


async def test_words_are_unreadable_on_the_disk(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(f"nmood:{school.child_id}:3")
    await teacher.send("悄悄话")
    await teacher.press("保存")
    async with room.database.reading() as session:
        connection = await session.connection()
        kept = (await connection.exec_driver_sql("SELECT words FROM note")).scalar_one()
    assert "悄悄话".encode() not in kept


async def test_a_key_of_the_menu_is_never_taken_for_words(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(f"nmood:{school.child_id}:3")
    await teacher.send(CHECKIN)
    assert "三(1)" in teacher.last.text
    await teacher.send("这句话没有地方去")  # the draft has ended
    assert await notes_of(room.database, school.child_id) == []


async def test_several_classes_are_chosen_from_and_many_children_are_paged(
    room: Room, school: School
) -> None:
    await add_children(room.database, school.class_id, 9)
    head = room.phone(HEAD)
    await head.send(CHECKIN)
    assert list(head.last.buttons) == ["三(1)", "七(1)", "🔴 我要报告"]
    await head.press("三(1)")
    assert sum(press.startswith("note:") for press in head.last.buttons.values()) == 8
    await head.press("▶")
    assert sum(press.startswith("note:") for press in head.last.buttons.values()) == 2
    await head.press("孩子9")
    assert "孩子9" in head.last.text
    await head.press("班里")
    await head.send(CHECKIN)
    await head.press("七(1)")
    assert "还没有登记" in head.last.text


async def test_the_rest_of_the_class_is_one_tap_and_stored_once(room: Room, school: School) -> None:
    teacher, head = room.phone(TEACHER), room.phone(HEAD)
    await teacher.send(CHECKIN)
    rest = next(press for label, press in teacher.last.buttons.items() if "没看到异常" in label)
    for _ in range(2):
        await teacher.press_data(rest)
        assert "没看到异常" in teacher.last.text
    await head.press_data(rest)
    await room.later(days=1)
    await teacher.press_data(rest)
    async with room.database.reading() as session:
        seen = list(await session.exec(select(ClassObservation)))
    assert [(one.author_id, str(one.observed_on)) for one in seen] == [
        (school.teacher_id, "2026-11-23"),
        (school.head_id, "2026-11-23"),
        (school.teacher_id, "2026-11-24"),
    ]
    assert await notes_of(room.database, school.child_id) == []


async def test_the_class_shows_who_was_noted_today(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(f"nmood:{school.child_id}:3")
    await teacher.press("保存")
    await teacher.press("下一个孩子")
    assert "✓ 田小满" in teacher.last.buttons
    await teacher.press("没看到异常")
    await teacher.press("班里")
    assert "今天没看到异常" in teacher.last.text
    assert not any("没看到异常" in label for label in teacher.last.buttons)


@pytest.mark.parametrize("stranger", [STRANGER, GRANDMOTHER])
async def test_nobody_else_can_press_a_teachers_buttons(room: Room, school: School, stranger: int) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(f"nmood:{school.child_id}:3")
    await teacher.press("保存")
    phone = room.phone(stranger)
    presses = (
        f"note:{school.child_id}", f"nmood:{school.child_id}:3", f"ntag:{school.child_id}:sick",
        f"nsave:{school.child_id}", f"nclass:{school.class_id}:0", f"ncalm:{school.class_id}",
        f"nhist:{school.child_id}:0", "nopen:1:0", "nback:1", "nmore:1", "nask:1:injury:hurt",
        "note:999", "nopen:999:0", "nback:999", "nclass:999:0",
    )  # fmt: skip
    for press in presses:
        await phone.press_data(press)
        assert phone.last.text == "这里没有您可以查看的内容。有疑问请联系学校。", press
        assert phone.last.buttons == {}
    assert len(await notes_of(room.database, school.child_id)) == 1


async def test_a_teacher_of_another_class_has_no_way_in(room: Room, school: School) -> None:
    other = await second_class(room.database, school)
    deputy = room.phone(DEPUTY)
    await deputy.send(CHECKIN)
    await deputy.press("何立夏")
    assert "何立夏" in deputy.last.text
    await deputy.press_data(f"note:{school.child_id}")
    assert "没有您可以查看" in deputy.last.text
    teacher = room.phone(TEACHER)
    await teacher.press_data(f"nmood:{other}:3")
    assert "没有您可以查看" in teacher.last.text


async def test_a_card_of_an_ended_draft_starts_over_and_writes_into_no_other(
    room: Room, school: School
) -> None:
    [other] = await add_children(room.database, school.class_id, 1)
    teacher = room.phone(TEACHER)
    await teacher.press_data(f"nmood:{school.child_id}:3")
    await teacher.press_data(f"nmood:{other}:5")
    await teacher.press_data(f"ntag:{school.child_id}:sick")
    assert "田小满" in teacher.last.text
    assert "今天看上去怎么样" in teacher.last.text
    await teacher.press_data(f"nsave:{school.child_id}")
    assert "今天看上去怎么样" in teacher.last.text
    await teacher.press_data(f"nsave:{other}")
    [note] = await notes_of(room.database, other)
    assert note.tags == []
    assert await notes_of(room.database, school.child_id) == []


@pytest.mark.parametrize("press", ["nmood:{}:9", "nmood:{}:0"])
async def test_a_face_that_was_never_offered_is_refused(room: Room, school: School, press: str) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(press.format(school.child_id))
    assert "已经不用了" in teacher.last.text
    await teacher.press_data(f"nsave:{school.child_id}")
    assert await notes_of(room.database, school.child_id) == []


async def test_a_note_is_never_stored_without_its_update(database: Database, room: Room) -> None:
    """A note and its update's “handled” are one commit: nothing of it stands in a waiting update."""
    teacher = room.phone(TEACHER)
    await teacher.send(CHECKIN)
    for tap in ("田小满", "🙂", "保存"):
        await teacher.press(tap)
    async with database.reading() as session:
        connection = await session.connection()
        rows = await connection.exec_driver_sql("SELECT count(*) FROM inbox_update WHERE handling='waiting'")
        assert rows.scalar_one() == 0
        assert len(list(await session.exec(select(Note)))) == 1
