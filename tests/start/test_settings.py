"""Language, hour, zone and consent: each person's own."""

import pytest
from sqlmodel import col, select

from models import Consent, Person, Plan
from models.codes import PlanKind
from models.database import Database
from services.errors import CareError
from services.joining.zones import find_zone
from tests.phones import Room
from tests.world import GRANDMOTHER, MOTHER, NOW, STRANGER, TEACHER, School, add_person, set_locale
from views.settings import AnswerConsent, ChooseEvening, ChooseZone, OpenSetting


async def mother(database: Database, school: School) -> Person:
    async with database.reading() as session:
        return (await session.exec(select(Person).where(Person.id == school.mother_id))).one()


async def test_each_sees_what_is_theirs_to_set(room: Room) -> None:
    for who, changes in (
        (MOTHER, {"🌐", "🌙", "🏭", "🕰", "📄", "📇"}),
        (TEACHER, {"🌐", "🕰", "🔒", "🌱", "📇"}), (STRANGER, {"🌐"}),
    ):  # fmt: skip
        phone = room.phone(who)
        await phone.send("⚙️ 设置")
        assert {label[0] for label in phone.last.buttons} == changes
    assert "19:30" in room.phone(MOTHER).last.text
    assert "还没回答" in room.phone(MOTHER).last.text


async def test_the_evening_moves_and_the_plan_with_it(room: Room, school: School, database: Database) -> None:
    async with database.transaction() as session:
        session.add(Plan(child_id=school.child_id, kind=PlanKind.CALL, relation_id=school.mother_relation_id))
    phone = room.phone(MOTHER)
    await phone.send("⚙️ 设置")
    await phone.press("🌙")
    await phone.press("09:00")
    assert "09:00" in phone.last.text
    assert (await mother(database, school)).evening == "09:00"
    async with database.reading() as session:
        plan = (await session.exec(select(Plan))).one()
    assert plan.next_due_at is not None
    assert plan.next_due_at > NOW
    assert (plan.next_due_at.hour, plan.next_due_at.minute) == (1, 0)  # nine in the morning in Shanghai


async def test_a_zone_is_chosen_or_typed(room: Room, school: School, database: Database) -> None:
    phone = room.phone(MOTHER)
    await phone.send("⚙️ 设置")
    await phone.press("🕰")
    await phone.press("塔什干")
    assert "塔什干" in phone.last.text
    assert (await mother(database, school)).timezone == "Asia/Tashkent"
    await phone.press("🕰")
    await phone.press("别的地方")
    await phone.send("somewhere")
    assert "没找到" in phone.last.text
    await phone.send("ｂerlin")
    assert "Europe/Berlin" in phone.last.text
    assert (await mother(database, school)).timezone == "Europe/Berlin"


async def test_an_old_button_with_a_zone_that_is_gone_changes_nothing(
    room: Room, school: School, database: Database
) -> None:
    phone = room.phone(MOTHER)
    await phone.press_data(ChooseZone(zone="Mars/Olympus").pack())
    assert "已经不用了" in phone.last.text
    assert (await mother(database, school)).timezone == "Asia/Shanghai"


async def test_a_shift_is_chosen_typed_and_taken_back(room: Room, school: School, database: Database) -> None:
    phone = room.phone(MOTHER)
    await phone.send("⚙️ 设置")
    await phone.press("上班时间")
    await phone.press("20:00–08:00")
    assert "上班时间：20:00–08:00（这时不提醒）" in phone.last.text
    assert (await mother(database, school)).shift == "20:00-08:00"
    await phone.press("🏭")
    await phone.press("别的时间")
    await phone.send("老师，孩子发烧了怎么办")
    assert "学校的老师会看" in phone.last.text  # no hours: words for the teacher
    await phone.send("25:00-26:00")
    assert "没看懂" in phone.last.text
    await phone.send("6:00-23:00")
    assert "没有能提醒的时间" in phone.last.text
    await phone.send("９:３0到17:00")
    assert (await mother(database, school)).shift == "09:30-17:00"
    await phone.press("🏭")
    await phone.press("没有固定班次")
    assert "上班时间" not in phone.last.text
    assert (await mother(database, school)).shift is None


async def test_going_back_ends_the_typing(room: Room, school: School, database: Database) -> None:
    phone = room.phone(TEACHER)
    await phone.send("⚙️ 设置")
    await phone.press("🕰")
    await phone.press("别的地方")
    await phone.press("返回")
    await phone.send("Berlin")
    assert "没看懂" in phone.last.text


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        (" EUROPE/chisinau ", "Europe/Chisinau"),
        ("Urumqi", "Asia/Urumqi"),
    ],
)
def test_a_city_is_enough(typed: str, zone: str) -> None:
    assert find_zone(typed) == zone


@pytest.mark.parametrize("typed", ["", "PRC", "Etc/GMT+8", "../../etc/passwd", "柏林"])
def test_what_is_no_city_is_said(typed: str) -> None:
    with pytest.raises(CareError, match=r"settings\.zone_unknown"):
        find_zone(typed)


async def test_consent_is_withdrawn_as_easily_as_given(
    room: Room, school: School, database: Database
) -> None:
    async with database.transaction() as session:
        await set_locale(session, MOTHER, "en")
    phone = room.phone(MOTHER)
    await phone.send("⚙️ Settings")
    await phone.press("Consent")
    await phone.press("Agree")
    assert "reminded once a month" in phone.last.text
    card = phone.last
    await phone.press("Withdraw")
    assert "no monthly reminder" in phone.last.text
    await phone.press_data(
        AnswerConsent(person_id=school.mother_id, granted=False).pack(), message_id=card.message_id
    )
    async with database.reading() as session:
        answers = (await session.exec(select(Consent).order_by(col(Consent.id)))).all()
    assert [answer.granted for answer in answers] == [True, False]


async def test_two_on_one_phone_answer_each_for_themselves(
    room: Room, school: School, database: Database
) -> None:
    async with database.transaction() as session:
        await add_person(session, GRANDMOTHER, "石爷爷")  # on the same phone, but beside no child
    phone = room.phone(GRANDMOTHER)
    await phone.send("⚙️ 设置")
    await phone.press("📄")
    assert "石爷爷" not in phone.last.text
    await phone.press("石奶奶")
    assert "石奶奶：同意" in phone.last.text


async def test_nobody_answers_for_another_phone(room: Room, school: School, database: Database) -> None:
    for who in (STRANGER, TEACHER, GRANDMOTHER):
        phone = room.phone(who)
        await phone.press_data(AnswerConsent(person_id=school.mother_id, granted=False).pack())
        assert "这里没有" in phone.last.text
    async with database.reading() as session:
        assert (await session.exec(select(Consent))).all() == []


async def test_a_guest_has_only_the_language(room: Room) -> None:
    stranger = room.phone(STRANGER)
    for press in (
        *(OpenSetting(name=name) for name in ("evening", "zone", "consent", "home")),
        ChooseEvening(evening="09:00"), ChooseZone(zone="Asia/Tokyo"),
    ):  # fmt: skip
        await stranger.press_data(press.pack())
        assert list(stranger.last.buttons) == ["🌐 语言"]
    await stranger.press("🌐")
    await stranger.press("English")
    assert "English" in stranger.last.text


@pytest.mark.parametrize("press", ["seteve|25:00", "setzone|Asia/Nowhere", "setzone|../x"])
async def test_a_forged_choice_changes_nothing(
    room: Room, school: School, database: Database, press: str
) -> None:
    before = await mother(database, school)
    await room.phone(MOTHER).press_data(press)
    after = await mother(database, school)
    assert (before.evening, before.timezone) == (after.evening, after.timezone)


async def test_an_evening_suits_everybody_on_the_phone(
    room: Room, school: School, database: Database
) -> None:
    async with database.transaction() as session:
        await add_person(session, MOTHER, "田远山")
    phone = room.phone(MOTHER)
    await phone.press_data(ChooseEvening(evening="21:30").pack())
    async with database.reading() as session:
        evenings = await session.exec(select(Person.evening).where(col(Person.evening) == "21:30"))
        assert len(evenings.all()) == 2
