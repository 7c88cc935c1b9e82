"""Words typed everywhere, looked for everywhere: logs, figures, queues, errors, the file and its copies."""

import asyncio
import contextlib
import io
import random
import sqlite3
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy.exc import DBAPIError

from bot.doctor import examine
from bot.dumps import SqliteDump
from bot.parking import list_parked
from bot.settings import Settings
from bot.web import webhook_path
from models import FamilyWords, Unit
from models.codes import UnitKind
from models.database import Database
from tests.databases import lay
from tests.drill.attack.canaries import Canaries
from tests.drill.attack.injecting import HEADER, SECRET, Postman
from tests.drill.attack.mouths import SIZED
from tests.drill.attack.planting import FATHER, HEAD, MOTHER, NEWCOMER, STRANGER, TEACHER, Planter
from tests.drill.forks import Fork
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.drill.school import moved_settings
from tests.journeys.stage import Stage, open_stage, sandbox_process
from tests.ports import free_port
from tests.world import NOW

METRICS_TOKEN = "of-the-metrics"
WHERE_NAMES_STAND = {("child", "name"), ("person", "name"), ("unit", "name"), ("invitation", "joined_name")}
ACCIDENT = (
    "CREATE TRIGGER accident BEFORE INSERT ON family_words BEGIN SELECT RAISE(ABORT, 'an accident'); END"
)
ENOUGH = 200
SPEAKERS, FEW = (MOTHER, TEACHER, HEAD, STRANGER), (MOTHER, STRANGER)


@dataclass
class Search:
    """What was looked at, in characters, and which canaries sang where."""

    canaries: Canaries
    sizes: dict[str, int] = field(default_factory=dict)
    hits: list[str] = field(default_factory=list)
    arrived: int = 0  # names that do stand where names may

    def look(self, where: str, content: str | bytes, *, names_too: bool = True) -> None:
        self.sizes[where] = self.sizes.get(where, 0) + len(content)
        self.hits += self.canaries.found_in(where, content, names_too=names_too)


async def canaries(run: Run) -> Seen:
    search = Search(Canaries(random.Random(run.seed)))
    port = free_port()
    async with sandbox_process() as address, open_stage(address) as stage:
        settings = _settings(address, run.folder, port)
        fork = await run.warm.fork("loud", settings, log=run.folder / "log")
        await fork.until_ready()
        async with _brought(settings, stage) as post:
            for name in (STRANGER, NEWCOMER, FATHER):
                await stage.arrive(name)
            planter = Planter(post, stage, search.canaries)
            await planter.plant(SPEAKERS if run.length else FEW)
            unforeseen = _parked(post.file)
            await planter.plant_in_every_state((TEACHER, MOTHER) if run.length else (TEACHER,))
            await planter.plant_at_the_door()
            await _break_something(post, stage, search.canaries)
            await stage.wait_idle()
            await _look_while_it_runs(search, post, Settings.model_validate(settings), port)
        await fork.stop()
    await _look_at_what_is_left(search, fork, run.folder)
    await _look_at_errors(search, run.folder)
    parked = _parked(run.folder / "care.sqlite3")
    return _told(search, unforeseen, parked, enough=ENOUGH if run.length else ENOUGH // 2)


def _told(search: Search, unforeseen: int, parked: int, *, enough: int) -> Seen:
    count = len(search.canaries.secrets) + len(search.canaries.names)
    looked = ", ".join(f"{where} {size:,}" for where, size in search.sizes.items())
    # Had nothing arrived, or nothing failed, nothing could have been found.
    is_true = count >= enough and parked > unforeseen == 0 and search.arrived and all(search.sizes.values())
    return Seen(
        f"{count} words planted through every input",
        "0 found in logs, figures, queues, errors, unencrypted copies and, names apart, the database file",
        f"{search.hits[:5] or '0 found'}; {parked} updates made to fail, {unforeseen} failed by themselves; "
        f"characters read: {looked}",
        bool(is_true) and not search.hits,
        figures={
            "hits": search.hits,
            "sizes": search.sizes,
            "canaries": count,
            "parked": parked,
            "unforeseen": unforeseen,
            "arrived": search.arrived,
        },
    )


def _settings(address: str, folder: Path, port: int) -> dict[str, Any]:
    return {
        **moved_settings(address), "profile": "CN", "secret_key_file": str(folder / "secret.key"),
        "database_url": f"sqlite+aiosqlite:///{folder / 'care.sqlite3'}", "web_port": port,
        "public_url": f"http://127.0.0.1:{port}", "webhook_secret": SECRET, "metrics_token": METRICS_TOKEN,
    }  # fmt: skip


@asynccontextmanager
async def _brought(settings: dict[str, Any], stage: Stage) -> AsyncIterator[Postman]:
    await stage.learn_people()
    path = webhook_path(Settings.model_validate(settings))
    file = Path(settings["database_url"].removeprefix("sqlite+aiosqlite:///"))
    async with aiohttp.ClientSession(headers={HEADER: SECRET}) as http:
        yield Postman(http, f"{settings['public_url']}/{path}", file)


async def _break_something(post: Postman, stage: Stage, planted: Canaries) -> None:
    """A handler that fails three times with words in its hands, and a Telegram that quotes them."""
    word = planted.secret("words that a handler fails with")
    post.ask(ACCIDENT)
    await post.type(stage.ids[MOTHER], word)
    caption = planted.secret("a caption that a handler fails with")
    await post.say(stage.ids[MOTHER], photo=[SIZED], caption=caption)
    post.ask("DROP TRIGGER accident")
    quoted = planted.secret("words that Telegram quotes")
    refusal = f"Bad Request: can't parse entities: {quoted}"
    await stage.faults({"kind": "400", "description": refusal, "times": 20})
    for name in (MOTHER, TEACHER):
        await post.type(stage.ids[name], quoted)
        await post.press(stage.ids[name], "menu")
    await stage.faults()


async def _look_while_it_runs(search: Search, post: Postman, settings: Settings, port: int) -> None:
    token = {"authorization": f"Bearer {METRICS_TOKEN}"}
    for page in ("health", "metrics"):
        async with post.http.get(f"http://127.0.0.1:{port}/{page}", headers=token) as answer:
            search.look(f"/{page}", await answer.text())
    search.look("doctor", await _said_by(examine, settings))
    search.look("parked list", await _said_by(list_parked, settings))
    for suffix in ("", "-wal", "-shm"):
        content = await asyncio.to_thread(post.file.with_name(post.file.name + suffix).read_bytes)
        search.look(f"the file{suffix}", content, names_too=False)
    copy = post.file.with_name("copy.sqlite3")
    await asyncio.to_thread(SqliteDump(post.file).copy_to, copy)
    search.look("a copy before it is encrypted", copy.read_bytes(), names_too=False)
    for table, column, value in _cells(copy):
        may_be_named = (table, column) in WHERE_NAMES_STAND
        search.arrived += may_be_named and value in search.canaries.names
        search.look("rows" if isinstance(value, str) else "secret rows", value, names_too=not may_be_named)


async def _said_by(command: Any, settings: Settings) -> str:
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said), contextlib.suppress(SystemExit):
        await command(settings)
    return said.getvalue()


def _cells(file: Path) -> Iterator[tuple[str, str, str | bytes]]:
    with closing(sqlite3.connect(file)) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            cursor = database.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            columns = [one[0] for one in cursor.description]
            for row in cursor:
                for column, value in zip(columns, row, strict=True):
                    if isinstance(value, str | bytes):
                        yield table, column, value


async def _look_at_what_is_left(search: Search, fork: Fork, folder: Path) -> None:
    search.look("standard output", "\n".join(fork.said))
    search.look("the log", await asyncio.to_thread(fork.log.read_text))
    for path in sorted(folder.iterdir()):  # noqa: ASYNC240 - whatever else was left beside it
        if path.is_file() and "sqlite3" not in path.name:
            search.look("other files", await asyncio.to_thread(path.read_bytes))


async def _look_at_errors(search: Search, folder: Path) -> None:
    """What an exception of the database says of the row that it refused."""
    lay(folder / "errors.sqlite3")
    database = Database(
        f"sqlite+aiosqlite:///{folder / 'errors.sqlite3'}", MultiFernet([Fernet(Fernet.generate_key())])
    )
    words, name = search.canaries.secret("refused words"), search.canaries.name("a refused name")
    for row in (
        FamilyWords(words=words, author_id=0, told_at=NOW),
        Unit(name=name, kind=UnitKind.CLASS, parent_id=0),
    ):
        try:
            async with database.transaction() as session:
                session.add(row)
        except DBAPIError as error:
            search.look("exceptions", f"{error!r}\n{error}\n{''.join(traceback.format_exception(error))}")
    await database.close()


def _parked(file: Path) -> int:
    with closing(sqlite3.connect(file)) as database:
        query = "SELECT count(*) FROM inbox_update WHERE handling = 'parked'"
        return int(database.execute(query).fetchone()[0])
