"""A role has a last day: given by whoever may end it, shown, kept by the door, refused where it can't be."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from models import AuditEntry, CalendarSpan, RoleGrant
from models.codes import Role, SpanKind
from models.database import Database
from services.errors import CareError
from services.joining import dating
from services.joining.rules import ensure_last_day
from services.people import service as people
from tests.alerts.story import add_staff
from tests.joining.links import start_of
from tests.joining.test_family import FATHER
from tests.phones import Phone, Room
from tests.world import COUNTY, DEPUTY, HEAD, MOTHER, NOW, TEACHER, School, actor_of
from views.posts import DatePost, When
from views.presses import EndPost

DENIED = "这里没有您可以查看的内容"
SECOND_HEAD = 120
TERM_ENDS = date(2027, 1, 20)


async def add_term(database: Database, school: School) -> None:
    async with database.transaction() as session:
        for first, last in ((date(2026, 9, 1), TERM_ENDS), (date(2027, 2, 22), date(2027, 7, 9))):
            session.add(
                CalendarSpan(
                    unit_id=school.school_id, kind=SpanKind.TERM, from_on=first, to_on=last,
                    entered_by_id=school.head_id, entered_at=NOW,
                )
            )  # fmt: skip


async def grant_of(database: Database, person_id: int, role: Role) -> RoleGrant:
    async with database.reading() as session:
        query = select(RoleGrant).where(RoleGrant.person_id == person_id, RoleGrant.role == role)
        return (await session.exec(query)).one()


async def open_post(room: Room, name: str) -> Phone:
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("👋")
    await head.press(name)
    return head


async def test_a_day_is_typed_shown_and_kept_by_the_door(room: Room, school: School) -> None:
    head, teacher = await open_post(room, "许一诺"), room.phone(TEACHER)
    await head.press("定最后一天")
    await head.send("2026-12-01")
    assert "三(1)：许一诺，到2026-12-01" in head.last.text
    grant = await grant_of(room.database, school.teacher_id, Role.TEACHER)
    assert grant.until_at == datetime(2026, 12, 1, 16, 0, tzinfo=UTC)  # midnight at the school
    room.clock.at = datetime(2026, 12, 1, 15, 59, 59, tzinfo=UTC)
    await teacher.press_data(f"note:{school.child_id}")
    assert DENIED not in teacher.last.text
    room.clock.at = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
    await teacher.press_data(f"note:{school.child_id}")
    assert DENIED in teacher.last.text
    await head.send("🏫 学校")
    assert "三(1)：还没有老师" in head.last.text


async def test_the_end_of_the_term_is_one_tap(room: Room, school: School) -> None:
    await add_term(room.database, school)
    head = await open_post(room, "沈知夏（儿童保护值班人）")
    await head.press("到期末（1月20日）")
    assert "沈知夏（儿童保护值班人），到2027-01-20" in head.last.text
    assert "七(1)：沈知夏\n" in head.last.text  # the other role goes on
    async with room.database.reading() as session:
        query = select(AuditEntry.person_id).where(AuditEntry.action == "date_post")
        assert list(await session.exec(query)) == [school.head_id]


async def test_without_a_term_there_is_no_such_tap(room: Room, school: School) -> None:
    head = await open_post(room, "许一诺")
    assert not any("到期末" in label for label in head.last.buttons)
    grant = await grant_of(room.database, school.teacher_id, Role.TEACHER)
    await head.press_data(DatePost(place_id=school.school_id, grant_id=grant.id or 0, when=When.TERM).pack())
    assert "校历里还没有" in head.last.text


async def test_the_day_is_taken_back(room: Room, school: School) -> None:
    head = await open_post(room, "许一诺")
    assert not any("不定日子" in label for label in head.last.buttons)
    await head.press("定最后一天")
    await head.send("2026-12-01")
    head = await open_post(room, "许一诺")
    await head.press("不定日子")
    assert "三(1)：许一诺\n" in head.last.text
    assert (await grant_of(room.database, school.teacher_id, Role.TEACHER)).until_at is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2026-11-22", "这项职务2026-11-23才开始"),
        ("明年夏天", "没看懂是哪一天"),
        ("2126-07-01", "太远了"),
        ("2027-02-30", "没看懂是哪一天"),
    ],
)
async def test_a_day_that_cannot_be_is_refused_and_asked_for_again(
    room: Room, school: School, typed: str, why: str
) -> None:
    head = await open_post(room, "许一诺")
    await head.press("定最后一天")
    await head.send(typed)
    assert why in head.last.text
    assert (await grant_of(room.database, school.teacher_id, Role.TEACHER)).until_at is None
    await head.send("2026年11月23日")  # today still counts
    assert "到2026-11-23" in head.last.text


async def test_a_day_that_is_over_is_refused(room: Room, school: School) -> None:
    await room.later(days=3)
    head = await open_post(room, "许一诺")
    await head.press("定最后一天")
    await head.send("2026-11-25")
    assert "已经过了" in head.last.text
    await head.send("2026-11-26")
    assert "到2026-11-26" in head.last.text


def test_the_edges_of_a_last_day() -> None:
    today = date(2026, 11, 26)
    begun = date(2026, 11, 23)
    for fits in (today, today + timedelta(days=3_660)):
        ensure_last_day(fits, begun_on=begun, today=today)
    for day, key in (
        (begun - timedelta(days=1), "before_begin"), (begun, "over"),
        (today - timedelta(days=1), "over"), (today + timedelta(days=3_661), "far"),
    ):  # fmt: skip
        with pytest.raises(CareError, match=rf"posts\.{key}"):
            ensure_last_day(day, begun_on=begun, today=today)


async def test_the_school_is_never_left_without_an_administrator(room: Room, school: School) -> None:
    head = await open_post(room, "顾明河")
    await head.press("定最后一天")
    await head.send("2027-07-09")
    assert "最后一位管理员" in head.last.text
    assert (await grant_of(room.database, school.head_id, Role.ADMINISTRATOR)).until_at is None
    await add_staff(room.database, SECOND_HEAD, "白副校", Role.ADMINISTRATOR, school.school_id)
    await head.send("2027-07-09")
    assert "顾明河（管理员），到2027-07-09" in head.last.text
    for end in ("现在退出", "定最后一天"):  # whoever has a last day doesn't count: only 白副校 stays
        head = await open_post(room, "白副校")
        await head.press(end)
        if end == "定最后一天":
            await head.send("2028-01-01")
        assert "最后一位管理员" in head.last.text
    head = await open_post(room, "顾明河")
    await head.press("不定日子")
    head = await open_post(room, "白副校")
    await head.press("现在退出")
    assert "白副校" not in head.last.text


@pytest.mark.db
async def test_two_who_date_each_other_leave_one(school: School, database: Database) -> None:
    async with database.transaction() as session:
        await people.grant(
            session, now=NOW, person_id=school.deputy_id, role=Role.ADMINISTRATOR, unit_id=school.school_id
        )
    head, own = await actor_of(database, HEAD), school.school_id
    first = (await grant_of(database, school.head_id, Role.ADMINISTRATOR)).id or 0
    second = (await grant_of(database, school.deputy_id, Role.ADMINISTRATOR)).id or 0
    async with database.transaction() as session:
        await dating.end_on(session, now=NOW, actor=head, place_id=own, grant_id=second, text="2027-07-09")
    with pytest.raises(CareError, match=r"school\.last_administrator"):
        async with database.transaction() as session:
            await dating.end_on(session, now=NOW, actor=head, place_id=own, grant_id=first, text="2027-07-10")
    with pytest.raises(CareError, match=r"school\.last_administrator"):
        async with database.transaction() as session:
            await dating.end_post(session, now=NOW, actor=head, place_id=own, grant_id=first)


async def test_a_county_officer_has_no_last_day_here(room: Room, school: School) -> None:
    head = await open_post(room, "韩青")
    assert not any("最后一天" in label for label in head.last.buttons)
    grant_id = (await grant_of(room.database, school.county_officer_id, Role.COUNTY_OFFICER)).id or 0
    await head.press_data(DatePost(place_id=school.school_id, grant_id=grant_id, when=When.DAY).pack())
    await head.send("2026-12-01")
    assert "由县里安排" in head.last.text


async def test_nobody_else_gives_a_last_day(room: Room, school: School) -> None:
    await add_term(room.database, school)
    grant_id = (await grant_of(room.database, school.teacher_id, Role.TEACHER)).id or 0
    for somebody in (TEACHER, DEPUTY, COUNTY, MOTHER):
        for when in When:
            phone = room.phone(somebody)
            await phone.press_data(DatePost(place_id=school.school_id, grant_id=grant_id, when=when).pack())
            assert DENIED in phone.last.text
    head = room.phone(HEAD)
    await head.press_data(EndPost(place_id=school.school_id, grant_id=999).pack())
    assert DENIED in head.last.text
    await head.press_data(DatePost(place_id=999, grant_id=grant_id, when=When.TERM).pack())
    assert DENIED in head.last.text
    assert (await grant_of(room.database, school.teacher_id, Role.TEACHER)).until_at is None


async def test_whoever_is_let_in_may_be_given_a_last_day_at_once(room: Room, school: School) -> None:
    head, newcomer = room.phone(HEAD), room.phone(FATHER)
    await head.send("🏫 学校")
    await head.press("✉️")
    await head.press("🤝")
    await newcomer.send(start_of(head))
    await newcomer.send("陆清明")
    await head.press("✅")
    await head.press("做到哪天")
    assert "陆清明（志愿者）" in head.last.text
    await head.press("定最后一天")
    await head.send("2026-12-31")
    assert "陆清明（志愿者），到2026-12-31" in head.last.text
