"""What is held of somebody, as two files."""

import asyncio
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, update

from models import Note, OtherWay, Relation
from models.codes import Kin, Outcome, Role
from models.database import Database
from services.contacts import queries as contacts
from services.people import service as people
from services.profile import load
from tests.alerts import story
from tests.databases import Sqlite
from tests.phones import Room
from tests.privacy.rights import ask, audited, files, take
from tests.words.families import DENIED
from tests.world import (
    GRANDMOTHER,
    HEAD,
    MOTHER,
    NOW,
    STRANGER,
    TEACHER,
    School,
    add_person,
    build_school,
    set_locale,
)
from views.privacy import TakeFile


async def change_place(database: Database, kin: Kin, **values: object) -> None:
    async with database.transaction() as session:
        await session.exec(update(Relation).where(col(Relation.kin) == kin).values(**values))


async def write_notes(database: Database, school: School) -> None:
    async with database.transaction() as session:
        for words, recalled_at in (("小满今天有点闷", None), ("写错了的话", NOW)):
            session.add(
                Note(
                    child_id=school.child_id, author_id=school.teacher_id, mood=2, words=words,
                    happened_on=NOW.date(), entered_at=NOW, recalled_at=recalled_at,
                )
            )  # fmt: skip


async def test_a_mother_finds_herself_her_words_and_her_child(room: Room, school: School) -> None:
    mother = room.phone(MOTHER)
    await mother.send("想给小满寄双鞋，多大码<合适>？")
    await write_notes(room.database, school)
    async with room.database.transaction() as session:
        await contacts.store_done(
            session, now=NOW, child_id=school.child_id, month="2026-11", outcome=Outcome.CALLED,
            person_id=school.teacher_id,
        )  # fmt: skip
    await ask(room, MOTHER, "更正", "我的名字写错了")
    text, held = await take(room, MOTHER)
    for words in ("名字：周阿桂", "多大码<合适>？", "孩子：田小满", "班级：三(1)", "我的名字写错了"):
        assert words in text
    assert "谁在照看：爷爷奶奶外公外婆" in text
    assert held["child"] == [
        {
            "child": "田小满", "born_on": "2018-05-21", "school": "稻香坪学校", "class": "三(1)",
            "care": "GP", "parents_away": "both", "boards": False,
        }
    ]  # fmt: skip
    [month] = held["contact"]
    assert (month["outcome"], month["told_by_me"]) == ("called", False)
    assert "小满今天有点闷" not in text
    assert "许一诺" not in text
    assert "石奶奶" not in text
    assert await audited(room.database, "take_holdings") == [True]
    assert "两份内容一样" in mother.last.text


async def test_notes_are_given_to_nobody_by_the_machine(room: Room, school: School) -> None:
    """A child may have said there what must not come home: a person looks before anything is given."""
    await write_notes(room.database, school)
    await change_place(room.database, Kin.CARER, is_guardian=True)
    for who in (MOTHER, GRANDMOTHER, TEACHER):
        text, held = await take(room, who)
        assert "note" not in held
        assert "小满今天有点闷" not in text


async def test_a_carer_gets_her_own_and_a_guardian_the_childs(room: Room, school: School) -> None:
    _, held = await take(room, GRANDMOTHER)
    assert "child" not in held
    assert held["relation"][0]["kin"] == "carer"
    await change_place(room.database, Kin.CARER, is_guardian=True)
    _, held = await take(room, GRANDMOTHER)
    assert held["child"][0]["child"] == "田小满"


async def test_who_is_barred_finds_nothing_of_the_child(room: Room, school: School) -> None:
    await room.phone(MOTHER).send("您好老师")
    async with room.database.transaction() as session:
        await contacts.store_done(
            session, now=NOW, child_id=school.child_id, month="2026-11", outcome=Outcome.CALLED,
            person_id=school.mother_id,
        )  # fmt: skip
    await change_place(room.database, Kin.MOTHER, barred_at=NOW)
    text, held = await take(room, MOTHER)
    assert set(held) == {"person", "account", "family_words"}
    assert "田小满" not in text
    assert "三(1)" not in text


async def test_somebody_who_works_here_finds_roles_and_ways(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        url = "mailto:xu@school.example"
        session.add(OtherWay(person_id=school.teacher_id, scheme="mailto", url=url, added_at=NOW))
    text, held = await take(room, TEACHER)
    assert "职务：老师" in text
    assert held["other_way"][0]["address"] == "mailto:xu@school.example"
    assert "田小满" not in text


async def test_on_a_shared_phone_each_takes_their_own(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        await add_person(session, GRANDMOTHER, "石爷爷")
    grandmother = room.phone(GRANDMOTHER)
    await grandmother.send("/privacy")
    await grandmother.press("看看存了什么")
    assert "是谁的" in grandmother.last.text
    room.calls.clear()
    await grandmother.press("石爷爷")
    text, data = (file.decode("utf-8-sig") for file in files(room))
    assert "石爷爷" in text
    assert "石奶奶" not in text + data


async def test_nobody_takes_anothers_file(room: Room, school: School) -> None:
    for who in (STRANGER, TEACHER, GRANDMOTHER):
        phone = room.phone(who)
        room.calls.clear()
        await phone.press_data(TakeFile(person_id=school.mother_id).pack())
        assert phone.last.text == DENIED
        assert files(room) == []
    assert await audited(room.database, "take_holdings") == [False] * 3


async def test_a_guest_has_no_file(room: Room) -> None:
    stranger = room.phone(STRANGER)
    await stranger.send("/privacy")
    assert stranger.last.buttons == {}
    await stranger.press_data(TakeFile().pack())
    assert stranger.last.text == DENIED


async def test_the_file_speaks_english_too(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        await set_locale(session, MOTHER, "en")
    mother = room.phone(MOTHER)
    await mother.send("/privacy")
    room.calls.clear()
    await mother.press("What is kept of me")
    text = files(room)[0].decode("utf-8-sig")
    assert "You are: the mother" in text
    assert "Who cares at home: Grandparents" in text


GROUPS = (story.FAMILY, story.SCHOOL, story.UNCLEAR, story.PUPIL)


Plan = tuple[str | None, int, bool, int]


async def _what_each_takes(sqlite: Sqlite, plan: Plan, *, with_case: bool) -> list[bytes]:
    """Play one evening, with or without its case, and let everybody around the child take their file."""
    group, reporter, is_taken, minutes = plan
    async with sqlite.fresh() as database:
        async with database.transaction() as session:
            school = await build_school(session, now=NOW)
            if reporter == GRANDMOTHER:
                await people.grant(
                    session, now=NOW, person_id=school.grandmother_id, role=Role.TEACHER,
                    unit_id=school.class_id,
                )  # fmt: skip
        async with Room.open(database, load("CN"), NOW) as room:
            await room.phone(MOTHER).send("您好老师")
            if with_case:
                await (story.report(room, group, reporter) if group else story.store(room, reporter))
                await room.later(minutes=minutes)
                taker = next((one for one in room.phones.values() if story.alerts(one)), None)
                if is_taken and taker is not None:
                    await taker.press(story.TAKE)
            room.clock.at = NOW + timedelta(hours=3)
            taken: list[bytes] = []
            for who in (MOTHER, GRANDMOTHER, HEAD, TEACHER):
                await room.phone(who).send("/privacy")
                room.calls.clear()
                await room.phone(who).press("看看存了什么")
                taken += files(room)
            return taken


@settings(max_examples=6)
@given(
    plan=st.tuples(
        st.sampled_from((None, *GROUPS)), st.sampled_from((TEACHER, GRANDMOTHER)), st.booleans(),
        st.sampled_from((0, 2, 12)),
    )
)  # fmt: skip
def test_a_file_is_the_same_with_and_without_a_case(sqlite: Sqlite, plan: Plan) -> None:
    """Whoever reports, the grandmother too, whom it concerns, and whether it was taken."""

    async def both() -> tuple[list[bytes], list[bytes]]:
        return (
            await _what_each_takes(sqlite, plan, with_case=True),
            await _what_each_takes(sqlite, plan, with_case=False),
        )

    with_case, without = asyncio.run(both())
    assert len(without) == 8
    assert with_case == without
