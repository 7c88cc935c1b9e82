"""Calling the police is the reporter's own duty: facts with two times, that wait for nobody."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from models import CaseEntry, CaseEvent, StatutoryReport
from models.case_codes import Authority, CaseFact, Channel
from models.database import Database
from services.access.service import Denied
from services.alerts import reporting
from services.errors import CareError
from tests.alerts import story
from tests.phones import Room
from tests.world import DEPUTY, HEAD, NOW, TEACHER, School, actor_of


async def told(database: Database) -> list[CaseEvent]:
    async with database.reading() as session:
        query = (
            select(CaseEvent)
            .where(col(CaseEvent.fact).in_(reporting.TOLD_BY_REPORTER))
            .order_by(col(CaseEvent.id))
        )
        return list(await session.exec(query))


@pytest.mark.parametrize(
    ("label", "fact", "ago"),
    [
        ("刚报了警", CaseFact.POLICE_CALLED, 0),
        ("几分钟前", CaseFact.POLICE_CALLED, 5),
        ("没人接", CaseFact.POLICE_SILENT, 0),
        ("不方便说话", CaseFact.CANNOT_SPEAK, 0),
        ("我去派出所", CaseFact.GOING_TO_STATION, 0),
        ("已当面报案", CaseFact.POLICE_CALLED, 0),
        ("听说有人报过警", CaseFact.OTHERS_CALLED, 0),
    ],
)
async def test_each_button_is_one_fact_with_its_time(
    room: Room, database: Database, label: str, fact: CaseFact, ago: int
) -> None:
    teacher = await story.report(room)
    await room.later(minutes=1)
    await teacher.press(label)
    await teacher.press(label)
    (event,) = await told(database)
    assert (event.fact, event.entered_at) == (fact, room.clock.at)
    assert event.happened_at == room.clock.at - timedelta(minutes=ago)
    assert "已经记下" in teacher.chat[0].text
    await room.phone(HEAD).press(story.OPEN)
    assert "已经记下" in room.phone(HEAD).last.text
    unreported = "还没有报警的记录" in room.phone(HEAD).last.text
    assert unreported is (fact is not CaseFact.POLICE_CALLED)  # an unanswered call is no report


async def test_calling_again_later_is_another_fact(room: Room, database: Database) -> None:
    teacher = await story.report(room)
    await teacher.press("没人接")
    await room.later(minutes=2)
    await teacher.press("没人接")
    assert len(await told(database)) == 2


async def test_who_cannot_speak_gets_another_number_and_a_way_out(room: Room) -> None:
    teacher = await story.report(room)
    await teacher.press("不方便说话")
    assert teacher.last.contact == "12110"
    assert "安静的地方" in teacher.chat[0].text
    assert any("刚报了警" in label for label in teacher.chat[0].buttons)


async def test_a_typed_time_is_kept_beside_the_time_it_was_typed(room: Room, database: Database) -> None:
    teacher = await story.report(room)
    await teacher.press("输入报警时间")
    await teacher.send("九点半")
    assert "没看懂" in teacher.last.text
    await teacher.send("10:01")
    assert "还没到" in teacher.last.text
    assert await told(database) == []
    await teacher.send("９：４５")
    (event,) = await told(database)
    assert (event.happened_at, event.entered_at) == (NOW - timedelta(minutes=15), NOW)
    assert "09:45 已报警（10:00 记下）" in teacher.last.text
    await teacher.send("09:50")  # the question is answered
    assert len(await told(database)) == 1


async def test_a_key_of_the_menu_ends_the_question(room: Room, database: Database) -> None:
    teacher = await story.report(room)
    await teacher.press("输入报警时间")
    await teacher.send("🔴 我要报告")
    assert "哪个孩子" in teacher.last.text
    await teacher.send("09:45")
    assert await told(database) == []


async def test_the_police_and_the_school_wait_for_nobody(room: Room, database: Database) -> None:
    """With the police before anybody took it; and the climbing goes on."""
    teacher = await story.report(room)
    await teacher.press("刚报了警")
    assert (await story.get_case(database)).taken_by_id is None
    await room.later(minutes=5)
    assert story.alerts(room.phone(DEPUTY))
    await room.phone(DEPUTY).press(story.TAKE)
    await teacher.press("我去派出所")
    assert [event.fact for event in await told(database)] == [
        CaseFact.POLICE_CALLED,
        CaseFact.GOING_TO_STATION,
    ]
    assert "沈知夏" in teacher.chat[0].text


async def test_only_the_reporter_tells_of_the_police(room: Room, database: Database) -> None:
    await story.report(room)
    head = room.phone(HEAD)
    for press in ("alpo:1:now", "alpt:1", "alhd:1", "alin:1:pupil", "alpo:9:now"):
        await head.press_data(press)
        assert "没有您可以查看" in head.last.text
    await head.send("09:45")
    assert await told(database) == []
    assert await story.refusals(database) == ["report_case"] * 5


async def test_a_fact_in_the_future_or_of_another_kind_is_refused(
    room: Room, database: Database, school: School
) -> None:
    await story.report(room)
    actor = await actor_of(database, TEACHER)
    with pytest.raises(CareError, match=r"alerts\.time_future"):
        async with database.transaction() as session:
            await reporting.tell_police_fact(
                session,
                now=NOW,
                actor=actor,
                case_id=1,
                fact=CaseFact.POLICE_CALLED,
                happened_at=NOW + timedelta(minutes=1),
            )
    async with database.transaction() as session:
        refused = await reporting.tell_police_fact(
            session, now=NOW, actor=actor, case_id=1, fact=CaseFact.TAKEN, happened_at=NOW
        )
    assert isinstance(refused, Denied)
    assert await told(database) == []


async def test_at_the_station_it_is_a_report_face_to_face(room: Room, database: Database) -> None:
    teacher = await story.report(room)
    await teacher.press("已当面报案")
    async with database.reading() as session:
        (report,) = (await session.exec(select(StatutoryReport))).all()
    assert (report.authority, report.channel) == (Authority.POLICE, Channel.IN_PERSON)


async def test_that_somebody_called_is_hearsay_until_it_is_known(room: Room, database: Database) -> None:
    """Who and when may be typed, into the file; soon it is asked about again, and counts as no report."""
    teacher = await story.report(room)
    await teacher.press("听说有人报过警")
    assert "谁报的、几点" in teacher.chat[0].text
    await teacher.send("门卫说他十点报的。")
    assert "存好了" in teacher.last.text
    before = len(teacher.chat)
    await room.later(minutes=16)
    assert any("报警" in one for one in teacher.texts[before:])
    async with database.reading() as session:
        assert len((await session.exec(select(CaseEntry))).all()) == 1
        assert (await session.exec(select(StatutoryReport))).all() == []
