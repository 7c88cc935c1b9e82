"""Another answer to “who may be involved”: it leaves people out at once, and lets nobody in."""

import asyncio

import pytest
from sqlmodel import col, select

from models import Notification, SentCard
from models.case_codes import CaseFact, Involved
from models.codes import Notice, Role, Sending
from models.database import Database
from services.access.service import Denied
from services.alerts import changing
from services.alerts.types import ReportedCase
from services.profile import Profile, When, who_is_told
from tests.alerts import story
from tests.phones import Phone, Room
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, HEAD, MOTHER, NOW, TEACHER, School, actor_of

CHANGE, OTHER = "选错了", "其他人"
DENIED = "没有您可以查看"


async def change(teacher: Phone, group: str) -> None:
    await teacher.press(CHANGE)
    await teacher.press(group)


async def sendings(database: Database, person_id: int) -> list[Sending]:
    async with database.reading() as session:
        query = select(Notification.sending).where(
            Notification.recipient_id == person_id, Notification.kind == Notice.CASE_ALERT
        )
        return [Sending(one) for one in await session.exec(query.order_by(col(Notification.id)))]


async def test_it_says_what_was_chosen_and_offers_the_others(room: Room) -> None:
    teacher = await story.report(room)
    await teacher.press(CHANGE)
    assert "您选的是“家里的人”" in teacher.chat[0].text
    assert not any(story.FAMILY in label for label in teacher.chat[0].buttons)
    await teacher.press("返回")
    assert "已送出" in teacher.chat[0].text


async def test_a_wider_answer_before_it_is_taken(room: Room, database: Database, school: School) -> None:
    teacher, head = await story.report(room), room.phone(HEAD)
    await head.press(story.OPEN)
    assert "田小满" in head.last.text
    room.let_fade()
    await change(teacher, story.SCHOOL)
    assert {school.head_id, school.deputy_id} <= await story.excluded(database)
    assert story.alerts(room.phone(COUNTY))
    await room.later(minutes=30)
    assert room.phone(DEPUTY).chat == []
    assert not any("田小满" in one or "编号" in one for one in head.texts)  # blanked, as after a day
    for press in ("case:1", "caseme:1:0", "caseme:1:1", "caseon:1:on"):
        await head.press_data(press)
        assert DENIED in head.last.text
    async with database.reading() as session:
        query = select(SentCard.retired_at).where(SentCard.person_id == school.head_id)
        assert None not in set(await session.exec(query))


async def test_what_was_still_on_its_way_is_dropped(room: Room, database: Database, school: School) -> None:
    head = room.phone(HEAD)
    head.flood = 120
    teacher = await story.report(room)
    assert head.chat == []
    await change(teacher, story.SCHOOL)
    await room.later(minutes=10)
    assert head.chat == []
    assert await sendings(database, school.head_id) == [Sending.SUPERSEDED]


async def test_a_wider_answer_takes_it_from_who_is_left_out(
    room: Room, database: Database, school: School
) -> None:
    teacher, head = await story.report(room), room.phone(HEAD)
    room.let_fade()
    await head.press(story.TAKE)
    await change(teacher, story.SCHOOL)
    case = await story.get_case(database)
    assert (case.taken_by_id, case.taken_at) == (None, None)
    assert "县里的值班员" in teacher.chat[0].text
    assert story.alerts(room.phone(COUNTY))
    assert not any("编号" in one for one in head.texts)
    told = [fact for fact, _ in await story.facts(database)]
    assert told[-3:] == [CaseFact.INVOLVED_CHANGED, CaseFact.REROUTED, CaseFact.SENT]
    county = room.phone(COUNTY)
    await county.press(story.TAKE)
    await county.press(story.OPEN)
    assert "可能有关：学校的人" in county.last.text
    assert "先前说的是家里的人" in county.last.text


async def test_a_holder_who_is_not_left_out_goes_on_and_hears_of_it(
    room: Room, database: Database, school: School
) -> None:
    teacher, county = await story.report(room), room.phone(COUNTY)
    await room.later(minutes=12)
    await county.press(story.TAKE)
    held_until = (await story.get_case(database)).escalate_at
    await change(teacher, story.SCHOOL)
    case = await story.get_case(database)
    assert (case.taken_by_id, case.escalate_at) == (school.county_officer_id, held_until)
    assert "有了新消息" in county.last.text
    assert len(story.alerts(county)) == 0  # nothing to take: it is taken


async def test_a_narrower_answer_lets_nobody_in(room: Room, database: Database, school: School) -> None:
    teacher, county = await story.report(room, story.SCHOOL), room.phone(COUNTY)
    await county.press(story.TAKE)
    before = await story.excluded(database)
    for group in (story.FAMILY, OTHER, story.UNCLEAR):
        await change(teacher, group)
        assert await story.excluded(database) == before
        assert not any("也告诉学校负责人" in label for label in teacher.chat[0].buttons)
        await teacher.press_data("alhd:1")
        assert DENIED in teacher.last.text
        await teacher.press_data("case:1", message_id=teacher.chat[0].message_id)
    await room.later(hours=3)
    assert [room.phone(one).chat for one in (HEAD, DEPUTY, MOTHER, GRANDMOTHER)] == [[], [], [], []]
    await county.press(story.OPEN)
    assert "先前说的是学校的人、家里的人、其他人" in county.last.text
    assert "由您定" in county.last.text
    case = await story.get_case(database)
    assert (case.involved, case.level) == (Involved.UNCLEAR, 0)
    assert CaseFact.REROUTED not in [fact for fact, _ in await story.facts(database)]


async def test_back_to_the_first_answer_names_it_once(room: Room, database: Database) -> None:
    teacher = await story.report(room, story.SCHOOL)
    await change(teacher, story.FAMILY)
    await change(teacher, story.SCHOOL)
    case = await story.get_case(database)
    assert (case.involved, case.named_before) == (Involved.SCHOOL, ["family"])


async def test_a_head_who_was_told_is_left_out_again(room: Room, database: Database, school: School) -> None:
    teacher, head = await story.report(room, story.UNCLEAR), room.phone(HEAD)
    await teacher.press("也告诉学校负责人")
    assert story.alerts(head)
    room.let_fade()
    await change(teacher, story.SCHOOL)
    await head.press_data("case:1")
    assert DENIED in head.last.text
    assert school.head_id in await story.excluded(database)
    await story.add_staff(database, 130, "新校长", Role.ADMINISTRATOR, school.school_id)
    await room.phone(130).press_data("case:1")
    assert DENIED in room.phone(130).last.text  # what was agreed before holds for nobody


async def test_at_home_the_strictest_of_all_answers_holds(profile: Profile) -> None:
    def told(involved: Involved, *before: str) -> list[When]:
        return [one.when for one in who_is_told(profile, "R4", involved, before)]

    other, family = told(Involved.OTHER), told(Involved.FAMILY)
    assert other != family
    assert told(Involved.OTHER, "family") == told(Involved.FAMILY, "other")
    assert told(Involved.OTHER, "family")[:2] == family[:2]


async def test_only_the_reporter_changes_it_and_only_while_it_is_open(room: Room, database: Database) -> None:
    teacher, head = await story.report(room), room.phone(HEAD)
    for who in (HEAD, MOTHER, COUNTY):
        for press in ("alch:1", "alci:1:school", "alci:9:school"):
            await room.phone(who).press_data(press)
            assert DENIED in room.phone(who).last.text
    await head.press_data("caseme:1:1")
    await story.close(room, HEAD, DEPUTY)
    await teacher.press_data("alci:1:school", message_id=teacher.chat[0].message_id)
    assert "办完" in teacher.chat[0].text
    assert (await story.get_case(database)).involved is Involved.FAMILY


async def test_nothing_to_change_before_the_first_answer(room: Room, database: Database) -> None:
    teacher = await story.store(room)
    await teacher.press_data("alci:1:school")
    assert DENIED in teacher.last.text
    assert (await story.get_case(database)).involved is None


async def test_a_late_answer_blanks_what_stands_too(room: Room) -> None:
    teacher, head = await story.store(room), room.phone(HEAD)
    await room.later(minutes=2)
    await head.press(story.OPEN)
    room.let_fade()
    await teacher.press("打开")
    await teacher.press(story.SCHOOL)
    assert not any("田小满" in one or "编号" in one for one in head.texts)


@pytest.mark.db
async def test_ten_taps_at_once_change_it_once(
    room: Room, database: Database, school: School, profile: Profile
) -> None:
    await story.report(room)
    actor = await actor_of(database, TEACHER)

    async def tap() -> ReportedCase | Denied:
        async with database.transaction() as session:
            return await changing.change_involved(
                session, now=NOW, actor=actor, profile=profile, case_id=1, involved=Involved.SCHOOL
            )

    await asyncio.gather(*(tap() for _ in range(10)))
    told = [fact for fact, _ in await story.facts(database)]
    assert told.count(CaseFact.INVOLVED_CHANGED) == told.count(CaseFact.REROUTED) == 1
