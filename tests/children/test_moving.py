"""A child, or a whole class, goes to another class: who taught only the old one sees nothing from then on."""

from sqlmodel import col, select

from models import Child, Note, Task
from models.codes import Away, Care, Role, Sending, TaskKind
from services.dates import read_day
from tests.alerts import story
from tests.children.leaving import endings, get_child, give_task, make_class_teacher, open_tasks, queue
from tests.phones import Phone, Room
from tests.world import DEPUTY, HEAD, MOTHER, TEACHER, School
from views.moving import AskClassMove, Move, MoveClass

DENIED = "这里没有您可以查看的内容"


async def move(room: Room, school: School, who: int = HEAD) -> Phone:
    phone = room.phone(who)
    await phone.press_data(f"child:{school.child_id}")
    await phone.press("换班")
    await phone.press("七(1)")
    return phone


async def add_child(room: Room, class_id: int, name: str) -> None:
    born_on = read_day("2018-5-1")
    assert born_on is not None
    child = Child(
        name=name, born_on=born_on, class_id=class_id, care=Care.GRANDPARENTS, away=Away.BOTH,
        registered_at=room.clock.at,
    )  # fmt: skip
    async with room.database.transaction() as session:
        session.add(child)


async def test_one_tap_and_the_old_teacher_sees_nothing(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(f"child:{school.child_id}")
    assert "田小满" in teacher.last.text
    head = await move(room, school)
    assert "七(1)" in head.last.text
    await teacher.press_data(f"child:{school.child_id}")
    assert DENIED in teacher.last.text
    await room.phone(DEPUTY).press_data(f"child:{school.child_id}")
    assert "七(1)" in room.phone(DEPUTY).last.text
    await room.phone(MOTHER).press_data(f"child:{school.child_id}")
    assert "沈知夏" in room.phone(MOTHER).last.text


async def test_notes_stay_with_the_child(room: Room, school: School) -> None:
    note = Note(
        child_id=school.child_id, author_id=school.teacher_id, mood=2, words="今天爱说话",
        happened_on=room.clock.at.date(), entered_at=room.clock.at,
    )  # fmt: skip
    async with room.database.transaction() as session:
        session.add(note)
    await move(room, school)
    deputy = room.phone(DEPUTY)
    await deputy.press_data(f"child:{school.child_id}")
    await deputy.press("以前")
    assert "今天爱说话" in deputy.last.text


async def test_what_waits_goes_to_whom_it_belongs(room: Room, school: School) -> None:
    await queue(room, school)
    await give_task(room, school)
    await room.phone(MOTHER).send("老师，小满这周好吗")
    await move(room, school)
    assert await open_tasks(room.database) == [school.deputy_id] * 2
    before = len(room.phone(TEACHER).chat)
    await room.later(hours=10)
    assert len(room.phone(TEACHER).chat) == before
    said = [text for text in room.phone(DEPUTY).texts if "田小满" in text or "小满" in text]
    assert len(said) >= 1
    await room.phone(DEPUTY).send("📋 待办")
    assert "田小满" in room.phone(DEPUTY).last.text
    assert Sending.SUPERSEDED in await endings(room.database)


async def test_words_of_danger_stay_with_whoever_answers(room: Room, school: School) -> None:
    await story.end_roles(room.database, Role.SAFEGUARDING, Role.ADMINISTRATOR)
    await make_class_teacher(room, school)
    await room.phone(MOTHER).send("孩子说不想活了")
    (reader,) = await open_tasks(room.database)
    assert reader != school.deputy_id  # nobody answers for the school: it went further
    await move(room, school, TEACHER)
    assert await open_tasks(room.database) == [reader]


async def test_only_the_head_and_the_class_teacher_move(room: Room, school: School) -> None:
    for who in (TEACHER, DEPUTY, MOTHER):
        await room.phone(who).press_data(Move(child_id=school.child_id, to_id=school.other_class_id).pack())
        assert DENIED in room.phone(who).last.text
        press = MoveClass(class_id=school.class_id, to_id=school.other_class_id, count=1)
        await room.phone(who).press_data(press.pack())
        assert DENIED in room.phone(who).last.text
    await make_class_teacher(room, school)
    await move(room, school, TEACHER)
    assert (await get_child(room.database)).class_id == school.other_class_id


async def test_nobody_goes_to_a_class_of_elsewhere(room: Room, school: School) -> None:
    for to_id in (school.school_id, school.county_id, 4711):
        await room.phone(HEAD).press_data(Move(child_id=school.child_id, to_id=to_id).pack())
        assert (await get_child(room.database)).class_id == school.class_id


async def test_a_whole_class_goes_once_it_was_said_how_many(room: Room, school: School) -> None:
    await add_child(room, school.class_id, "林谷雨")
    await add_child(room, school.other_class_id, "何立夏")
    head = room.phone(HEAD)
    await head.press_data(f"class:{school.class_id}:0")
    await head.press("全班换到")
    await head.press("七(1)")
    assert "2个孩子" in head.last.text
    assert "已有1个孩子" in head.last.text
    asked = head.last.buttons["确认"]
    await add_child(room, school.class_id, "苏白露")
    await head.press("确认")
    assert "3个孩子" in head.last.text  # somebody came in between: asked once more
    await head.press("确认")
    async with room.database.reading() as session:
        classes = set(await session.exec(select(col(Child.class_id))))
    assert classes == {school.other_class_id}
    await head.press_data(asked)
    assert "0个孩子" in head.last.text


async def test_an_empty_class_has_nobody_to_move(room: Room, school: School) -> None:
    head = room.phone(HEAD)
    await head.press_data(AskClassMove(class_id=school.other_class_id).pack())
    await head.press("三(1)")
    assert "没有孩子" in head.last.text


async def test_a_task_is_given_once_to_each_new_teacher(room: Room, school: School) -> None:
    await story.add_staff(room.database, 888, "新老师", Role.TEACHER, school.class_id)
    await give_task(room, school)
    await move(room, school)
    async with room.database.reading() as session:
        tasks = (await session.exec(select(Task).where(Task.kind == TaskKind.SILENT_MONTHS))).all()
    assert [(one.owner_id, one.done_at is None) for one in tasks] == [
        (school.teacher_id, False), (school.deputy_id, True),
    ]  # fmt: skip
