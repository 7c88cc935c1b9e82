"""The administrators' card: classes, colleagues, newcomers."""

import pytest
from sqlmodel import select

from models import Unit
from models.codes import Role, UnitKind
from models.database import Database
from services.access.service import Denied
from services.errors import CareError
from services.joining import dating, staff
from services.joining import service as joining
from services.people import service as people
from services.profile import Profile
from tests.joining.links import start_of
from tests.joining.test_family import FATHER, arrive, invite_father
from tests.phones import Room
from tests.world import COUNTY, HEAD, MOTHER, NOW, STRANGER, TEACHER, School, actor_of, set_locale
from views.presses import EndPost
from views.school import InviteRole, InviteTeacher, OpenSchool, OpenWaiting

DENIED = "这里没有您可以查看的内容"


async def test_the_card_shows_who_is_where(room: Room) -> None:
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    for said in (
        "三(1)：许一诺",
        "七(1)：沈知夏",
        "顾明河（管理员）",
        "沈知夏（儿童保护值班人）",
        "韩青（禾映县的值班员）",
    ):
        assert said in head.last.text


async def test_nobody_else_sees_it(room: Room, school: School) -> None:
    own = school.school_id
    presses = [
        *(OpenSchool(school_id=own, what=what) for what in ("home", "invite", "add", "remove", "waiting")),
        *(InviteRole(school_id=own, role=role) for role in Role),
        InviteTeacher(class_id=school.class_id), InviteTeacher(class_id=999),
        EndPost(place_id=own, grant_id=1), EndPost(place_id=own, grant_id=1, sure=True),
        OpenWaiting(school_id=own, invitation_id=1), OpenSchool(school_id=999),
    ]  # fmt: skip
    for somebody in (TEACHER, COUNTY, MOTHER, STRANGER):
        phone = room.phone(somebody)
        await phone.send("🏫 学校")
        assert DENIED in phone.last.text
        for press in presses:
            await phone.press_data(press.pack())
            assert DENIED in phone.last.text


async def test_classes_are_added(room: Room) -> None:
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("➕")
    await head.send("—")
    assert "没看到名字" in head.last.text
    await head.send("三(1)、八(1)、九(1)")
    assert head.last.text.count("三(1)") == 1
    assert "八(1)：还没有老师" in head.last.text


async def test_a_key_of_the_menu_leads_out_of_a_flow(room: Room) -> None:
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("➕")
    await head.send("⚙️ 设置")
    assert "设置" in head.last.text
    await head.send("八(1)")
    assert "八(1)" not in head.last.text


async def test_somebody_leaves_at_once(room: Room) -> None:
    head, teacher = room.phone(HEAD), room.phone(TEACHER)
    await head.send("🏫 学校")
    await head.press("👋")
    await head.press("许一诺")
    assert "现在退出吗" in head.last.text
    sure = head.last
    press = sure.buttons["现在退出"]
    await head.press("现在退出")
    assert "三(1)：还没有老师" in head.last.text
    await head.press_data(press, message_id=sure.message_id)
    assert "三(1)：还没有老师" in head.last.text
    await teacher.send("/start")
    assert teacher.last.keys == []


async def test_the_last_administrator_stays(room: Room, school: School, database: Database) -> None:
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("👋")
    await head.press("顾明河")
    await head.press("现在退出")
    assert "最后一位管理员" in head.last.text
    async with database.transaction() as session:
        await people.grant(
            session, now=NOW, person_id=school.deputy_id, role=Role.ADMINISTRATOR, unit_id=school.school_id
        )
    await head.press("现在退出")
    assert "顾明河（管理员）" not in head.last.text


async def test_two_administrators_cannot_remove_each_other(school: School, database: Database) -> None:
    async with database.transaction() as session:
        await people.grant(
            session, now=NOW, person_id=school.deputy_id, role=Role.ADMINISTRATOR, unit_id=school.school_id
        )
    head = await actor_of(database, HEAD)
    async with database.reading() as session:
        view = await staff.see_school(session, now=NOW, actor=head, school_id=school.school_id)
    assert isinstance(view, staff.SchoolView)
    first, second = [post.grant_id for post in view.posts if post.role is Role.ADMINISTRATOR]
    async with database.transaction() as session:
        await dating.end_post(session, now=NOW, actor=head, place_id=school.school_id, grant_id=second)
    with pytest.raises(CareError, match=r"school\.last_administrator"):
        async with database.transaction() as session:
            await dating.end_post(session, now=NOW, actor=head, place_id=school.school_id, grant_id=first)


@pytest.mark.parametrize(
    ("label", "words", "key"),
    [("🏫 学校管理员", "稻香坪学校的管理员", "🏫 学校"), ("🛡️", "儿童保护值班人", "🔴 我要报告"),
     ("🏛️", "禾映县的值班员", "📋 待办")],
)  # fmt: skip
async def test_staff_join(room: Room, label: str, words: str, key: str) -> None:
    head, newcomer = room.phone(HEAD), room.phone(FATHER)
    await head.send("🏫 学校")
    await head.press("✉️")
    await head.press(label)
    assert words in head.last.text
    assert "11月24日" in head.last.text  # a day, not two weeks
    await newcomer.send(start_of(head))
    await newcomer.send("陆清明")
    # A school doesn't choose who watches it: the county's officer lets the next one in.
    decider = room.phone(COUNTY) if "县" in words else head
    await decider.press("✅")
    welcome = next(one for one in reversed(newcomer.chat) if "确认好了" in one.text)
    assert words in welcome.text
    assert key in welcome.keys


async def test_a_missing_county_is_named_first(room: Room, school: School, database: Database) -> None:
    async with database.transaction() as session:
        unit = (await session.exec(select(Unit).where(Unit.id == school.school_id))).one()
        unit.parent_id = None
        session.add(unit)
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("✉️")
    await head.press("🏛️")
    assert "县叫什么" in head.last.text
    await head.send("新禾县")
    assert "新禾县的值班员" in head.last.text
    async with database.reading() as session:
        unit = (await session.exec(select(Unit).where(Unit.id == school.school_id))).one()
        county = (await session.exec(select(Unit).where(Unit.id == unit.parent_id))).one()
    assert (county.kind, county.name) == (UnitKind.COUNTY, "新禾县")


async def test_a_role_needs_a_unit_of_its_kind(school: School, database: Database, profile: Profile) -> None:
    head = await actor_of(database, HEAD)
    wrong = [
        (Role.TEACHER, school.school_id),
        (Role.ADMINISTRATOR, school.class_id),
        (Role.SAFEGUARDING, school.county_id),
        (Role.COUNTY_OFFICER, school.county_id),
        (Role.TEACHER, 999),
    ]
    for role, unit_id in wrong:
        async with database.transaction() as session:
            result = await joining.invite_staff(
                session, now=NOW, actor=head, profile=profile, role=role, unit_id=unit_id
            )
        assert isinstance(result, Denied)


async def test_newcomers_can_be_confirmed_from_the_card(room: Room, school: School) -> None:
    head = room.phone(HEAD)
    await arrive(room.phone(FATHER), await invite_father(room, school))
    await head.send("🏫 学校")
    assert "有1位等着确认" in head.last.text
    await head.press("⏳")
    await head.press("田远山")
    assert "是本人吗" in head.last.text
    await head.press("✅")
    assert "已确认" in head.last.text
    await head.press_data(OpenWaiting(school_id=school.school_id, invitation_id=1).pack())
    assert "没有人等着" in head.last.text


async def test_many_classes_have_pages(room: Room, school: School, database: Database) -> None:
    async with database.transaction() as session:
        await set_locale(session, HEAD, "en")
        for number in range(20):
            await people.add_unit(
                session, kind=UnitKind.CLASS, name=f"C{number}", parent_id=school.school_id,
                timezone="Asia/Shanghai",
            )  # fmt: skip
    head = room.phone(HEAD)
    await head.send("🏫 School")
    assert "C0: no teacher yet" in head.last.text
    await head.press("Invite staff")
    await head.press("Teacher of a class")
    assert "C19" not in head.last.buttons
    await head.press("▶")
    await head.press("▶")
    await head.press("C19")
    assert "teacher of C19" in head.last.text


async def test_a_school_without_classes_says_so(room: Room, database: Database) -> None:
    async with database.transaction() as session:
        school_id = await people.add_unit(
            session, kind=UnitKind.SCHOOL, name="另一所", parent_id=None, timezone="Asia/Shanghai"
        )
        actor = await actor_of(database, STRANGER)
        account = await people.ensure_account(session, now=NOW, actor=actor)
        person = await people.add_person(session, now=NOW, name="陆清明", account_id=account)
        await people.grant(session, now=NOW, person_id=person, role=Role.ADMINISTRATOR, unit_id=school_id)
    head = room.phone(STRANGER)
    await head.send("🏫 学校")
    await head.press("✉️")
    await head.press("🧑‍🏫")
    assert "还没有班级" in head.last.text
    await head.press("返回")
    assert "另一所" in head.last.text


async def test_a_role_that_nobody_is_invited_to_opens_nothing(room: Room, school: School) -> None:
    head = room.phone(HEAD)
    for role in Role:
        if role not in joining.UNIT_OF_ROLE:
            await head.press_data(InviteRole(school_id=school.school_id, role=role).pack())
            assert DENIED in head.last.text
