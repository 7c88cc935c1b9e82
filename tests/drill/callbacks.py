"""A hundred thousand buttons and links that nobody may use: nothing moves or shows, all are answered."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Person
from models.database import Database
from services import profile as profiles
from tests.databases import CASE_KEYS, lay
from tests.drill.attack import presses
from tests.drill.attack.days import Stolen, live
from tests.drill.attack.gate import Findings, Gate, answers, listening, speeches, swept_seldom, words_of
from tests.drill.attack.oracle import Oracle, changed, snapshot, survey
from tests.drill.attack.strikes import Strike, links, pressed
from tests.drill.attack.town import JOINER, PUT_OUT, Presser, Town, build_town, end_roles
from tests.drill.report import Seen
from tests.drill.run import Run
from tests.world import NOW

STRIKES, FEW = 100_000, 2_000
LINKS = 10  # each so-manieth is a link
BY_RIGHT = 20  # for so many without a right, one press by somebody who may: no crash, always answered
ALARM = "alerts.nobody_reached"  # a report by right, in a county where nobody can be told any more, cries so
SILENT = "hmtell:"  # a report from home takes its button away; on nothing, there is none to take
AT_ONCE, AT_ONCE_SHORT = 25, 100  # then every row is compared
ABOVE = "SELECT id, parent_id FROM unit WHERE parent_id IS NOT NULL"
UNHANDLED = "SELECT count(*) FROM inbox_update WHERE handling <> 'handled'"


@dataclass
class Siege:
    """An attack under way: `secrets` are the names that each presser must never read."""

    gate: Gate
    town: Town
    stolen: Stolen
    oracle: Oracle
    secrets: dict[int, re.Pattern[str]]
    found: Findings = field(default_factory=Findings)
    done: Counter[str] = field(default_factory=Counter)


async def callbacks(run: Run) -> Seen:
    wanted, chance = run.of(STRIKES, short=FEW), random.Random(run.seed)
    lay(run.folder / "care.sqlite3")
    url = f"sqlite+aiosqlite:///{run.folder / 'care.sqlite3'}"
    database = Database(url, MultiFernet([Fernet(Fernet.generate_key())]), CASE_KEYS)
    with listening() as accidents, swept_seldom():
        gate = Gate(database, profiles.load("CN"), NOW)
        async with gate.bot.session:
            siege = await _begin(gate, presses=60 if run.length else 12)
            accidents.clear()
            size = AT_ONCE if run.length else AT_ONCE_SHORT
            await _strike_all(siege, chance, wanted, at_once=size)
            await _press_by_right(siege, chance, wanted // BY_RIGHT)
            parked = await _number(database, UNHANDLED)
    await database.close()
    for accident in accidents:
        if accident.strip() != ALARM:
            siege.found.note("logged", accident)
    siege.found.counts["parked"] = parked
    return _told(siege)


async def _begin(gate: Gate, *, presses: int) -> Siege:
    async with gate.database.transaction() as session:
        town = await build_town(session, NOW)
    stolen = await live(gate, town, presses=presses)
    gate.clock.at += timedelta(minutes=1)
    async with gate.database.transaction() as session:
        await end_roles(session, town, now=gate.clock.at)
        joiner = await _person_of(session, JOINER)
    town = replace(town, pressers=(*town.pressers, Presser(JOINER, joiner)))
    await gate.metronome.settle()
    gate.phone(PUT_OUT).blocked = True
    gate.forget()
    return Siege(gate, town, stolen, await survey(gate.database), await _secrets(gate, town))


async def _person_of(session: AsyncSession, telegram_id: int) -> int:
    query = select(Person.id).join(Account, col(Person.account_id) == Account.id)
    return (await session.exec(query.where(Account.telegram_id == telegram_id))).one() or 0


async def _secrets(gate: Gate, town: Town) -> dict[int, re.Pattern[str]]:
    """Names that stand in another school than a presser's, and for whom no place is left all of them."""
    async with gate.database.reading() as session:
        connection = await session.connection()
        named = await connection.execute(text(
            "SELECT c.name, u.parent_id FROM child c JOIN unit u ON u.id = c.class_id "
            "UNION SELECT name, CASE kind WHEN 'class' THEN parent_id ELSE id END FROM unit"
        ))  # fmt: skip
        names = [(name, school) for name, school in named]
        homes = dict([tuple(row) for row in await connection.execute(text(
            "SELECT c.id, u.parent_id FROM child c JOIN unit u ON u.id = c.class_id"
        ))])  # fmt: skip
        above = dict([tuple(row) for row in await connection.execute(text(ABOVE))])
    patterns = {}
    for one in town.pressers:
        own = one.works_in | one.units | {homes[child] for child in one.children}
        if one.telegram_id in (*town.ended, 104, 304):  # colleagues once; a county knows its schools
            own |= {town.school.school_id, town.school.county_id}
        own |= {unit for unit, up in above.items() if up in one.units}  # a county knows its schools
        own |= {above[unit] for unit in own if unit in above}  # a school knows its county
        hidden = [re.escape(name) for name, school in names if school not in own]
        patterns[one.telegram_id] = re.compile("|".join(hidden) or r"(?!)")
    return patterns


async def _strike_all(siege: Siege, chance: random.Random, wanted: int, *, at_once: int) -> None:
    strikes = _strikes(siege, chance, wanted)
    known = await _number(siege.gate.database, "SELECT max(id) FROM account")
    before = await snapshot(siege.gate.database, known)
    while batch := list(islice(strikes, at_once)):
        await _judge(siege, batch)
        after = await snapshot(siege.gate.database, known)
        if differs := changed(before, after):
            siege.found.note("effects", f"{differs} after {[(s.who, s.what) for s in batch]}")
        before = after


def _strikes(siege: Siege, chance: random.Random, wanted: int) -> Iterator[Strike]:
    """Such as nobody has a right to: the oracle keeps the others out."""
    link = links(chance, siege.stolen)
    while siege.done.total() < wanted:
        if siege.done.total() % LINKS == 0:
            strike = next(link)
        else:
            presser = chance.choice(siege.town.pressers)
            strike = pressed(chance, presser, siege.stolen, siege.oracle)
            if siege.oracle.has_right(presser, presses.read(strike.what)):
                continue
        siege.done[strike.kind] += 1
        yield strike


async def _judge(siege: Siege, batch: list[Strike], *, may_be_silent: bool = False) -> None:
    """Feed a batch and look at what was said at each."""
    gate, found = siege.gate, siege.found
    updates = [(one.who, one.update(next(gate.numbers))) for one in batch]
    for strike, calls in zip(batch, await gate.take(updates), strict=True):
        where, said = f"{strike.who} {strike.what!r}", speeches(calls)
        if strike.is_press and answers(calls) != 1:
            found.note("spinner", f"{where} answered {answers(calls)} times")
        if not said and not may_be_silent:
            found.note("unanswered", where)
        if any(int(getattr(one, "chat_id", 0) or 0) != strike.who for one in said):
            found.note("said to another", where)
        if (secret := siege.secrets.get(strike.who)) and (leak := secret.search(words_of(calls))):
            found.note("leaks", f"{where} read {leak[0]}")
    gate.forget()


async def _press_by_right(siege: Siege, chance: random.Random, wanted: int) -> None:
    """What somebody may press has effects; it must neither break anything nor go unanswered."""
    while siege.done["by right"] < wanted:
        presser: Presser = chance.choice(siege.town.pressers)
        strike = pressed(chance, presser, siege.stolen, siege.oracle)
        if siege.oracle.has_right(presser, presses.read(strike.what)):
            siege.done["by right"] += 1
            await _judge(siege, [strike], may_be_silent=strike.what.startswith(SILENT))


async def _number(database: Database, query: str) -> int:
    async with database.reading() as session:
        return int((await (await session.connection()).execute(text(query))).scalar() or 0)


def _told(siege: Siege) -> Seen:
    counts, done = siege.found.counts, siege.done
    wrong = {name: number for name, number in counts.items() if number}
    strikes = done.total() - done["by right"]
    kinds = ", ".join(f"{number:,} {name}" for name, number in done.items() if name != "by right")
    return Seen(
        f"{strikes:,} buttons and links nobody may use, {done['by right']:,} presses by right beside them",
        "0 effects, 0 crashes, 0 unanswered, no name of another school",
        f"{kinds}; {'wrong ' + str(wrong) if wrong else '0 of all these'}",
        not wrong,
        figures={"done": dict(done), "wrong": wrong, "examples": siege.found.examples},
    )
