"""`python -m bot phone-lost` and `reset-pin`, when nobody at the school can."""

import asyncio
import re
from pathlib import Path

import pytest
from sqlmodel import col, update

from bot.preparing import open_database
from models import RoleGrant
from services import profile as profiles
from tests.commands import run, settings_of
from tests.phones import Room
from tests.pins.typing import NEW_PHONE
from tests.words.families import DENIED
from tests.world import HEAD, NOW, STRANGER, build_school

NOBODY = "1"  # a port where nothing answers: the link needs Telegram, cutting off does not


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A school without a county's officer, on the disk where the commands look for it."""

    async def build() -> None:
        async with open_database(settings_of(tmp_path)) as database, database.transaction() as session:
            school = await build_school(session, now=NOW)
            held = col(RoleGrant.person_id) == school.county_officer_id
            await session.exec(update(RoleGrant).where(held).values(until_at=NOW))

    asyncio.run(build())
    return tmp_path


def test_the_last_administrator_comes_back_by_the_operator_s_word(folder: Path) -> None:
    lost = run(folder, "phone-lost", str(HEAD), SANDBOX_URL=f"http://127.0.0.1:{NOBODY}/?token=x")
    assert (lost.exit_code, lost.stderr) == (0, ""), lost.stderr
    found = re.search(r"/start ([\w-]{22})", lost.stdout)
    assert found is not None

    async def go_on() -> tuple[str, str, list[str]]:
        async with (
            open_database(settings_of(folder)) as database,
            Room.open(database, profiles.load("CN"), NOW) as room,
        ):
            old, new = room.phone(HEAD), room.phone(NEW_PHONE)
            await old.send("🏫 学校")
            await new.send(f"/start {found[1]}")
            await new.send("顾明河")
            await new.send("/start")
            return old.last.text, new.texts[-2], new.last.keys

    old, said, keys = asyncio.run(go_on())
    assert old == DENIED
    assert "欢迎回来" in said
    assert "🏫 学校" in keys


def test_a_pin_is_removed_once(folder: Path) -> None:
    first = run(folder, "reset-pin", str(HEAD))
    assert (first.exit_code, "chooses a new one" in first.stdout) == (0, True)
    again = run(folder, "reset-pin", str(HEAD))
    assert (again.exit_code, again.stderr.count("\n")) == (2, 1)
    assert "has no PIN" in again.stderr


@pytest.mark.parametrize("command", ["phone-lost", "reset-pin"])
def test_somebody_unknown_changes_nothing(folder: Path, command: str) -> None:
    result = run(folder, command, str(STRANGER), LANG="zh_CN.UTF-8")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "什么都没有改" in result.stderr
