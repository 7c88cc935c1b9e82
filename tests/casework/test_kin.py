"""Two open cases of one home: who holds one learns that there is another, unless they are kept out of it."""

import pytest
from sqlmodel import col, select

from models import Notification
from models.codes import Notice, Role, UnitKind
from models.database import Database
from tests.alerts import story
from tests.casework import home, steps
from tests.phones import Phone, Room
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, HEAD, MOTHER, TEACHER, School, add_place

NEWS, ANOTHER = "有了新消息", "由别人在处理"
BROTHERS_HEAD, OTHER_HEAD = 130, 131


async def numbers(database: Database) -> list[str]:
    return [one.number for one in await home.cases(database)]


async def news(database: Database) -> list[tuple[int, int | None]]:
    """To whom it was queued that another case belongs to theirs, and which."""
    async with database.reading() as session:
        query = select(Notification).where(Notification.kind == Notice.CASE_NEWS)
        rows = await session.exec(query.order_by(col(Notification.id)))
        return [(one.recipient_id, one.params.get("beside_id")) for one in rows]


def says(phone: Phone, words: str) -> bool:
    return any(words in text for text in phone.texts)


async def look(phone: Phone, press: str) -> None:
    """On the newest card."""
    await phone.press_data(press, message_id=phone.last.message_id)


@pytest.mark.db
async def test_who_holds_the_first_is_pointed_to_the_second_without_a_word_of_it(
    room: Room, database: Database, school: School
) -> None:
    brother = await home.add_sibling(database, school)
    head = await steps.taken(room)
    deputy = await home.report_brother(room, brother, telegram_id=DEPUTY)
    first, second = await numbers(database)
    (told,) = [text for text in head.texts if NEWS in text]
    assert first in told
    assert all(word not in told for word in (second, "田小满", "田芒种"))
    assert await news(database) == [(school.head_id, 2)]
    await look(head, "case:1")
    assert second in head.last.text  # both have come to the head
    await steps.look(head)
    assert second in head.last.text
    await look(head, "road:2")
    assert first in head.last.text
    assert not says(deputy, first)  # its reporter, to whom the first one hasn't come
    assert not says(room.phone(TEACHER), second)


@pytest.mark.db
async def test_who_is_kept_out_of_the_second_hears_nothing(
    room: Room, database: Database, school: School
) -> None:
    brother = await home.add_sibling(database, school)
    head = await steps.taken(room)
    await home.report_brother(room, brother, "school", telegram_id=TEACHER)
    await room.later(minutes=2)
    _, second = await numbers(database)
    assert await news(database) == []
    for press in ("case:1", "road:1"):
        await look(head, press)
        assert second not in head.last.text
        assert ANOTHER not in head.last.text
    officer = room.phone(COUNTY)
    await officer.press_data("caseme:2:1")
    await look(officer, "case:2")
    first, _ = await numbers(database)
    assert first not in officer.last.text  # it hasn't come to the county
    assert ANOTHER in officer.last.text


async def test_the_news_is_not_said_to_who_is_left_out_before_it_leaves(
    room: Room, database: Database, school: School
) -> None:
    brother = await home.add_sibling(database, school)
    head = await steps.taken(room)
    head.flood = 60
    await home.report_brother(room, brother, telegram_id=DEPUTY)
    head.flood = None
    await home.stand_beside(database, brother, school.head_id)
    await room.later(minutes=5)
    assert not says(head, NEWS)


async def test_a_holder_to_whom_the_other_has_not_come_reads_that_there_is_one_and_no_number(
    room: Room, database: Database, school: School
) -> None:
    """The brother goes to another school, whose head has his case."""
    async with database.transaction() as session:
        there = await add_place(session, UnitKind.SCHOOL, "禾苗小学", under=school.county_id)
        other_class = await add_place(session, UnitKind.CLASS, "二(3)", under=there)
    await story.add_staff(database, OTHER_HEAD, "吴小姑", Role.ADMINISTRATOR, school.school_id)
    await story.add_staff(database, BROTHERS_HEAD, "蒋白露", Role.ADMINISTRATOR, there)
    brother = await home.add_sibling(database, school, class_id=other_class)
    head = await steps.taken(room)
    await home.report_brother(room, brother, telegram_id=BROTHERS_HEAD)
    first, second = await numbers(database)
    assert says(head, NEWS)
    await steps.look(head)
    assert ANOTHER in head.last.text
    assert second not in head.last.text
    other_head = room.phone(OTHER_HEAD)
    await look(other_head, "road:1")
    assert first in other_head.last.text
    assert ANOTHER not in other_head.last.text  # who hasn't taken it has nobody to talk it over with
    assert not says(room.phone(BROTHERS_HEAD), first)
    await look(head, "road:2")
    assert "没有您可以查看" in head.last.text


async def test_what_is_over_or_a_drill_belongs_to_nothing(
    room: Room, database: Database, school: School
) -> None:
    brother = await home.add_sibling(database, school)
    await steps.closed(room)
    await home.report_brother(room, brother, telegram_id=DEPUTY)
    head = room.phone(HEAD)
    await head.press_data("caseme:2:0")
    await look(head, "road:2")
    first, second = await numbers(database)
    assert second in head.last.text
    assert first not in head.last.text
    assert await news(database) == []


async def test_a_case_reopened_is_news_to_who_holds_the_other(
    room: Room, database: Database, school: School
) -> None:
    brother = await home.add_sibling(database, school)
    await steps.closed(room)
    await home.report_brother(room, brother, telegram_id=TEACHER)
    head = room.phone(HEAD)
    await head.press_data("caseme:2:0")
    await room.phone(TEACHER).press_data("rdro:1:1")
    assert await news(database) == [(school.head_id, 1)]
    assert not says(room.phone(TEACHER), NEWS)
    await look(head, "road:2")
    assert (await numbers(database))[0] in head.last.text


async def test_a_household_reporters_case_belongs_to_the_other_too(
    room: Room, database: Database, school: School
) -> None:
    brother = await home.add_sibling(database, school)
    await home.stand_beside(database, brother, school.grandmother_id)
    await home.report_brother(room, brother, telegram_id=DEPUTY)
    head = room.phone(HEAD)
    await head.press_data("caseme:1:0")
    grandmother = room.phone(GRANDMOTHER)
    await grandmother.send("/help")
    await grandmother.press("有话悄悄说")
    await grandmother.press("田小满")
    await grandmother.press("打孩子")
    first, second = await numbers(database)
    assert says(head, NEWS)
    await head.press_data("caseme:2:0")
    await head.press_data("rdsi:2:0")
    await head.press(home.LINK)
    await look(head, "road:2")
    assert first in head.last.text
    for phone in (grandmother, room.phone(MOTHER), room.phone(DEPUTY)):
        assert not says(phone, second)
    for phone in (grandmother, room.phone(MOTHER)):
        assert not says(phone, first)
