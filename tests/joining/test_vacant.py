"""Who is missing where a report would go: the county's officer, the founder and the operator are told."""

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlmodel import col, update

from bot.preparing import open_database
from models import RoleGrant
from models.codes import Role
from models.database import Database
from tests.commands import run, settings_of
from tests.joining.test_founding import FOUNDER, founders_link
from tests.joining.test_schools import found
from tests.phones import Room
from tests.world import COUNTY, HEAD, NOW, School, build_school

NO_OFFICER = "上面还没有县里的值班员"


async def end(database: Database, role: Role) -> None:
    async with database.transaction() as session:
        held = col(RoleGrant.role) == role
        await session.exec(update(RoleGrant).where(held).values(until_at=NOW - timedelta(days=1)))


async def test_the_county_sees_which_post_is_vacant(room: Room, school: School, database: Database) -> None:
    officer = await found(room, township="双溪镇", name="双溪小学")
    await officer.send("🏛️ 县里的学校")
    assert "双溪小学（双溪镇），还没有学校负责人、学校的儿童保护值班人" in officer.last.text
    await officer.press("稻香坪学校")
    assert "没有人担任" not in officer.last.text
    await end(database, Role.SAFEGUARDING)
    await officer.send("🏛️ 县里的学校")
    assert "稻香坪学校，还没有学校的儿童保护值班人" in officer.last.text
    await officer.press("稻香坪学校")
    assert "没有人担任：学校的儿童保护值班人" in officer.last.text
    assert room.phone(COUNTY) is officer


async def test_a_head_sees_that_nobody_stands_outside(room: Room, school: School, database: Database) -> None:
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    assert NO_OFFICER not in head.last.text
    await end(database, Role.COUNTY_OFFICER)
    await head.send("🏫 学校")
    assert NO_OFFICER in head.last.text


async def test_a_founder_is_told_at_once(room: Room, database: Database) -> None:
    await end(database, Role.ADMINISTRATOR)  # nobody is here any more: the operator begins anew
    founder = room.phone(FOUNDER)
    await founder.send(await founders_link(room))
    for answer in ("顾明河", "稻香坪学校", "三(1)"):
        await founder.send(answer)
    assert any("建好了" in text and NO_OFFICER in text for text in founder.texts)


class _Answers(BaseHTTPRequestHandler):
    """As much of the Bot API as the link needs: our name."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"ok": True, "result": {"username": "xiangban_bot"}}).encode())

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def api() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/?token=x"
        server.shutdown()


def test_the_operator_is_told_with_the_link(tmp_path: Path, api: str) -> None:
    async def build() -> None:
        async with open_database(settings_of(tmp_path)) as database, database.transaction() as session:
            await build_school(session, now=NOW)

    asyncio.run(build())
    watched = run(tmp_path, "invite-admin", "--school", "青石小学", "--county", "禾映县", SANDBOX_URL=api)
    assert (watched.exit_code, "No county duty officer" in watched.stdout) == (0, False), watched.stderr
    alone = run(tmp_path, "invite-admin", "--school", "远校", "--county", "远县", SANDBOX_URL=api)
    assert (alone.exit_code, "No county duty officer" in alone.stdout) == (0, True), alone.stderr
    assert "https://t.me/xiangban_bot?start=" in alone.stdout
