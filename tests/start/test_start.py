"""The commands, from anywhere, and the menu by role."""

import pytest
from aiogram.methods import SetChatMenuButton, SetMyCommands, SetMyDescription, SetMyShortDescription
from aiogram.types import BotCommandScopeChat
from sqlmodel import select

from handlers.commands import publish_commands
from models import Account
from models.codes import Role
from models.database import Database
from services.people import service as people
from services.people.actor import Actor
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, MOTHER, NOW, STRANGER, TEACHER, School, set_locale

TEACHERS = ["👧 我的班", "✍️ 记一笔", "🔴 我要报告", "📋 待办", "⚙️ 设置"]


@pytest.mark.parametrize(
    ("who", "keys"),
    [
        (TEACHER, TEACHERS),
        (HEAD, [*TEACHERS[:4], "🏫 学校", "⚙️ 设置"]),
        (DEPUTY, TEACHERS),
        (COUNTY, ["🔴 我要报告", "🔴 还开着的报告", "🏛️ 县里的学校", "📋 待办", "⚙️ 设置"]),
        (MOTHER, ["👧 我的孩子", "⚙️ 设置"]),
        (STRANGER, []),
    ],
)
async def test_the_menu_goes_by_role(room: Room, who: int, keys: list[str]) -> None:
    phone = room.phone(who)
    await phone.send("/start")
    assert phone.last.keys == keys


async def test_who_only_guards_children_neither_notes_nor_runs_the_school(
    room: Room, school: School, database: Database
) -> None:
    async with database.transaction() as session:
        account = await people.ensure_account(session, now=NOW, actor=_guest())
        person = await people.add_person(session, now=NOW, name="陆清明", account_id=account)
        await people.grant(
            session, now=NOW, person_id=person, role=Role.SAFEGUARDING, unit_id=school.school_id
        )
    phone = room.phone(STRANGER)
    await phone.send("/start")
    assert phone.last.keys == ["👧 我的班", "🔴 我要报告", "📋 待办", "⚙️ 设置"]


async def test_a_guest_hears_how_to_join(room: Room) -> None:
    stranger = room.phone(STRANGER)
    await stranger.send("/start")
    assert "链接" in stranger.last.text
    await stranger.send("/help")
    assert "链接" in stranger.last.text


@pytest.mark.parametrize(
    ("who", "said"), [(TEACHER, "我要报告"), (MOTHER, "我的孩子"), (STRANGER, "学校给的链接")]
)
async def test_help_goes_by_role(room: Room, who: int, said: str) -> None:
    phone = room.phone(who)
    await phone.send("/help")
    assert said in phone.last.text


async def test_privacy_says_what_leaves_the_country(room: Room) -> None:
    for who, language, said in ((MOTHER, "zh-hans", "境外"), (STRANGER, "en", "leaves the country")):
        phone = room.phone(who, language)
        await phone.send("/privacy")
        assert said in phone.last.text


async def test_the_chosen_language_wins_and_stays(room: Room) -> None:
    mother = room.phone(MOTHER)
    await mother.send("/language")
    await mother.press("English")
    assert "English" in mother.last.text
    assert mother.last.keys == ["👧 My children", "⚙️ Settings"]
    await mother.send("/start")
    assert "Hello" in mother.last.text
    await mother.send("/language")
    await mother.press("中文")
    assert mother.last.keys == ["👧 我的孩子", "⚙️ 设置"]


async def test_a_guest_chooses_a_language_too(room: Room) -> None:
    stranger = room.phone(STRANGER)
    await stranger.send("/language")
    await stranger.press("English")
    await stranger.send("/start")
    assert "Hello" in stranger.last.text


async def test_a_forged_language_changes_nothing(room: Room) -> None:
    mother = room.phone(MOTHER)
    await mother.press_data("lang:xx")
    assert "中文" in mother.last.text


@pytest.mark.parametrize("command", ["/start", "/cancel"])
async def test_from_any_state_home(room: Room, command: str) -> None:
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("➕")
    await head.send(command)
    assert "🏫 学校" in head.last.keys
    await head.send("八(1)")
    assert "没看懂" in head.last.text


async def test_cancel_says_what_became_of_it(room: Room) -> None:
    head = room.phone(HEAD)
    await head.send("/cancel")
    assert "没有要停下的事" in head.last.text
    await head.send("🏫 学校")
    await head.press("➕")
    await head.send("/help")  # an answer on the way doesn't end the flow
    await head.send("/cancel")
    assert "已停下" in head.last.text


async def test_start_shows_that_we_are_let_in_again(room: Room, database: Database) -> None:
    async with database.transaction() as session:
        account = (await session.exec(select(Account).where(Account.telegram_id == MOTHER))).one()
        account.unreachable_at = NOW
        session.add(account)
    await room.phone(MOTHER).send("/start")
    async with database.reading() as session:
        account = (await session.exec(select(Account).where(Account.telegram_id == MOTHER))).one()
    assert account.unreachable_at is None


async def test_each_chat_has_its_commands(room: Room, database: Database) -> None:
    async with database.transaction() as session:
        await set_locale(session, HEAD, "en")
    await room.phone(HEAD).send("/start")
    call = next(call for call in room.calls if isinstance(call, SetMyCommands))
    assert isinstance(call.scope, BotCommandScopeChat)
    assert call.scope.chat_id == HEAD
    assert [one.command for one in call.commands] == [
        "start", "cases", "help", "language", "privacy", "cancel",
    ]  # fmt: skip
    assert call.commands[0].description == "Open the menu"


async def test_everybody_else_sees_the_published_ones(room: Room) -> None:
    await publish_commands(room.bot)
    published = {call.language_code: call for call in room.calls if isinstance(call, SetMyCommands)}
    assert set(published) == {None, "zh", "en"}
    assert published[None].commands == published["zh"].commands
    assert len(published["en"].commands) == 5
    for kind in (SetMyDescription, SetMyShortDescription):
        assert sum(isinstance(call, kind) for call in room.calls) == 3
    descriptions = [call for call in room.calls if isinstance(call, SetMyDescription)]
    assert all(len(call.description or "") <= 512 for call in descriptions)
    short = [call for call in room.calls if isinstance(call, SetMyShortDescription)]
    assert all(len(call.short_description or "") <= 120 for call in short)
    assert sum(isinstance(call, SetChatMenuButton) for call in room.calls) == 1


def _guest() -> Actor:
    return Actor(STRANGER, "zh_CN")
