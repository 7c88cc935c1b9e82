"""Hurt or ill at school: hospital first, then home is called, by the matrix, once somebody says so."""

import pytest
from sqlmodel import col, update

from models import Child, Relation
from models.case_codes import CaseFact, Involved
from models.database import Database
from services.alerts.at_home import asked_at_home
from services.profile import Adult, Profile
from tests.alerts import story
from tests.alerts.missing import DENIED, told
from tests.phones import Phone, Room
from tests.world import GRANDMOTHER, HEAD, MOTHER, NOW, TEACHER, School

HURT, OTHER = "在校受伤、突然生病", "其他人"
CALL, HOSPITAL, CLINIC = "现在告诉家里", "孩子在医院", "孩子在卫生院"
COMES, RINGS = "我过来", "我打电话"
SAID = "要看医生"


async def hurt(room: Room, group: str = OTHER) -> Phone:
    return await story.report(room, group, situation=HURT)


async def call(room: Room, group: str = OTHER, *, at: str = HOSPITAL) -> Phone:
    teacher = await hurt(room, group)
    await teacher.press(CALL)
    await teacher.press(at)
    return teacher


def calls(phone: Phone) -> list[str]:
    return [one for one in phone.texts if SAID in one]


async def test_help_comes_first_and_whom_it_tells_is_read(room: Room) -> None:
    teacher = await hurt(room)
    assert [shown.contact for shown in teacher.chat if shown.contact] == ["120", "110"]
    await teacher.press(CALL)
    card = teacher.chat[0].text
    assert card.index("120") < card.index("· 石奶奶（照看人）") < card.index("· 周阿桂（妈妈）")
    assert [calls(room.phone(one)) for one in (MOTHER, GRANDMOTHER)] == [[], []]


async def test_one_tap_says_where_the_child_is_and_nothing_of_a_case(room: Room, database: Database) -> None:
    teacher = await call(room)
    for who in (GRANDMOTHER, MOTHER):
        said = room.phone(who).last
        assert said.text == "稻香坪学校：田小满要看医生，现在在医院，有老师陪着。请过来，或者打电话给许一诺。"
        assert said.protected
        assert not any("case" in press or press.startswith("al") for press in said.buttons.values())
    assert await told(database) == [CaseFact.HOME_CALLED]
    assert "告诉了家里" in teacher.chat[0].text


@pytest.mark.parametrize(
    ("answer", "fact", "thanks", "step", "line"),
    [
        (COMES, CaseFact.HOME_COMING, "会陪着孩子等您", "马上过来", "石奶奶回话：“我过来。”"),
        (RINGS, CaseFact.HOME_RINGS, "等您的电话", "会打电话来", "石奶奶回话：“我打电话。”"),
    ],
)
async def test_an_answer_comes_to_the_reporter_and_to_whoever_has_it(
    room: Room, database: Database, answer: str, fact: CaseFact, thanks: str, step: str, line: str
) -> None:
    teacher = await hurt(room)
    head = room.phone(HEAD)
    await head.press(story.TAKE)
    await teacher.press(CALL)
    await teacher.press(HOSPITAL)
    grandmother = room.phone(GRANDMOTHER)
    await grandmother.press(answer)
    await grandmother.press_data(f"coming:1:{'comes' if answer == COMES else 'rings'}")
    assert thanks in grandmother.last.text
    assert await told(database) == [CaseFact.HOME_CALLED, fact]
    assert step in teacher.last.text
    assert "石奶奶" not in teacher.last.text
    await head.press(story.OPEN)
    assert line in head.last.text
    await room.later(minutes=11)
    assert not any("还没有人回话" in one for one in teacher.texts + head.texts)


async def test_silence_is_said_to_both(room: Room) -> None:
    await hurt(room)
    head = room.phone(HEAD)
    await head.press(story.TAKE)
    await head.press(story.OPEN)
    await head.press(CALL)
    await head.press(CLINIC)
    assert "卫生院" in room.phone(MOTHER).last.text
    assert "打电话给顾明河" in room.phone(MOTHER).last.text
    await room.later(minutes=11)
    assert "过了10分钟" in head.last.text
    assert "110" not in head.last.text
    assert not any("过了10分钟" in one for one in room.phone(TEACHER).texts)  # who asked, and who has it


async def test_a_child_that_goes_on_to_hospital_is_told_of_anew(room: Room, database: Database) -> None:
    teacher = await call(room, at=CLINIC)
    await teacher.press(CALL)
    assert "已经告诉，孩子在卫生院" in teacher.chat[0].text
    assert not any(CLINIC in label for label in teacher.chat[0].buttons)
    await teacher.press(HOSPITAL)
    await teacher.press_data("alcw:1:hospital")
    assert ["卫生院" in one for one in calls(room.phone(MOTHER))] == [True, False]
    assert await told(database) == [CaseFact.HOME_CALLED] * 2


async def test_a_reporter_who_hides_is_not_named_at_home(room: Room) -> None:
    teacher = await hurt(room)
    await teacher.press("姓名只给接手的人看")
    await teacher.press(CALL)
    await teacher.press(HOSPITAL)
    assert "打电话给学校" in room.phone(MOTHER).last.text


async def test_nobody_is_told_while_somebody_at_home_may_be_involved(room: Room) -> None:
    teacher = await hurt(room, story.FAMILY)
    assert not any(CALL in label for label in teacher.chat[0].buttons)
    for press in ("alah:1:0", "alcw:1:hospital"):
        await teacher.press_data(press)
        assert DENIED in teacher.last.text
    assert room.phone(GRANDMOTHER).chat == []


async def test_who_may_not_see_the_child_is_not_told(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        barred = update(Relation).where(col(Relation.person_id) == school.mother_id)
        await session.exec(barred.values(barred_at=NOW))
    await call(room)
    assert [len(calls(room.phone(one))) for one in (MOTHER, GRANDMOTHER)] == [0, 1]
    async with database.transaction() as session:
        await session.exec(update(Child).values(frozen_at=NOW))
    await room.phone(TEACHER).press(CALL)
    assert "手机上收不到的，请打电话告诉" in room.phone(TEACHER).chat[0].text


async def test_a_question_is_not_answered_with_the_other_ones_answer(room: Room, database: Database) -> None:
    """Old presses and forged ones: where a missing child is says nothing of a hurt one."""
    teacher = await hurt(room)
    await teacher.press_data("alah:1:1")
    assert DENIED in teacher.last.text
    await teacher.press_data("alcw:1:hospital")
    for press in ("where:1:here", "coming:2:comes"):
        await room.phone(GRANDMOTHER).press_data(press)
        assert DENIED in room.phone(GRANDMOTHER).last.text
    assert await told(database) == [CaseFact.HOME_CALLED]


def test_whom_the_matrix_lets_be_called(profile: Profile) -> None:
    for involved in (Involved.OTHER, Involved.PUPIL, Involved.SCHOOL, Involved.UNCLEAR):
        assert asked_at_home(profile, "A1", involved, ()) == {Adult.PARENT, Adult.CARER}
        assert asked_at_home(profile, "A1", involved, ("family",)) == frozenset()
    assert asked_at_home(profile, "A1", Involved.FAMILY, ()) == frozenset()
    assert asked_at_home(profile, "A1", None, ()) == frozenset()
