"""Somebody hostile, somebody clumsy: forged buttons, guessed links, odd words; nothing moves or shows."""

import asyncio
import importlib
import itertools
import pkgutil
import random
import re
import secrets
from datetime import date, timedelta
from enum import StrEnum

import pytest
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, SendPhoto
from aiogram.types import Contact, Location
from sqlmodel import SQLModel, col, select

import views
from models import Account, Child, ClassObservation, FamilyWords, Note, Relation, Unit
from models.codes import Away, Care, Kin, Role, UnitKind
from models.database import Database
from services.people import service as people
from tests.phones import Phone, Room
from tests.world import GRANDMOTHER, HEAD, NOW, STRANGER, TEACHER, School, add_person

for module in pkgutil.iter_modules(views.__path__):
    importlib.import_module(f"views.{module.name}")

PRESSES = sorted(
    (one for one in CallbackData.__subclasses__() if one.__module__.startswith("views.")),
    key=lambda one: one.__prefix__,
)
FOREIGNER, THEIRS, SECRET = 888, "柳霜降", "绝密的话"
IDS = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "-1", "2147483647", "１", "1_0", "x", "")
WORDS = ("", "x", "%s", "{name}", "<b>", "R1", "home", "remove", "2026-11", "9999-99", "injury", "hurt", "en")
UNTRACED = {"inbox_update", "audit_entry", "conversation", "account"}
TYPED = (
    "a" * 4096, "\u200b\u200b", "\u202eabc", "😀", "<script>", "{name}", "{0.__class__}", "%s%n", "&lt;b&gt;",
    "张\n三", "𠮷{0}", "\x1fvoice 3 x", "'; DROP TABLE child;--",
)  # fmt: skip
Rows = dict[str, set[tuple[str, ...]]]


def forge(chance: random.Random, press: type[CallbackData]) -> str:
    """A button nobody was shown: foreign ids, words where codes belong, a piece missing now and then."""
    parts = [press.__prefix__]
    for field in press.model_fields.values():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            parts.append(chance.choice([one.value for one in kind]))
        else:
            parts.append(chance.choice(IDS if kind is int else ("0", "1") if kind is bool else WORDS))
    if len(parts) > 1 and chance.random() < 0.05:
        parts.pop()
    return press.__separator__.join(parts)[:64]


async def rows(database: Database) -> Rows:
    found: Rows = {}
    async with database.reading() as session:
        connection = await session.connection()
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in UNTRACED:
                kept = await connection.execute(table.select())
                found[table.name] = {tuple(str(value) for value in row) for row in kept}
    return found


@pytest.fixture
async def prey(database: Database, school: School) -> int:
    """A child of another school, with a note; returns the child's id."""
    async with database.transaction() as session:
        place = Unit(kind=UnitKind.SCHOOL, name="柳湾学校", parent_id=school.county_id)
        session.add(place)
        await session.flush()
        unit = Unit(kind=UnitKind.CLASS, name="一班", parent_id=place.id)
        session.add(unit)
        head = await add_person(session, FOREIGNER, "柳大寒")
        await session.flush()
        await people.grant(session, now=NOW, person_id=head, role=Role.ADMINISTRATOR, unit_id=place.id or 0)
        child = Child(
            name=THEIRS, born_on=date(2018, 6, 1), class_id=unit.id or 0, care=Care.SELF, away=Away.BOTH,
            registered_at=NOW,
        )  # fmt: skip
        session.add(child)
        await session.flush()
        session.add(Relation(child_id=child.id or 0, kin=Kin.MOTHER, away=True, from_at=NOW))
        session.add(
            Note(
                child_id=child.id or 0,
                author_id=head,
                mood=3,
                tags=["injury"],
                words=SECRET,
                happened_on=NOW.date(),
                entered_at=NOW,
            )
        )
    return child.id or 0


async def _make_traffic(room: Room, child_id: int) -> None:
    """A case, a link and family words, so that there is something to reach for."""
    foreigner = room.phone(FOREIGNER)
    await foreigner.press_data(f"alst:{child_id}:R4")
    await foreigner.press_data("alin:1:family")
    await room.phone(GRANDMOTHER).send("想跟老师说说孩子")


@pytest.mark.parametrize("telegram_id", [STRANGER, GRANDMOTHER, TEACHER])
async def test_forged_buttons_reach_nothing_of_others(room: Room, prey: int, telegram_id: int) -> None:
    await _make_traffic(room, prey)
    phone, chance, before = room.phone(telegram_id), random.Random(telegram_id), await rows(room.database)
    for press in PRESSES * 2:
        told = len(room.calls)
        await phone.press_data(forge(chance, press))
        calls = room.calls[told:]
        assert any(isinstance(one, AnswerCallbackQuery) for one in calls)
        assert any(isinstance(one, SendMessage | EditMessageText | SendPhoto) for one in calls)
    after = await rows(room.database)
    if telegram_id == STRANGER:
        assert after == before
    for table in ("note", "care_case", "invitation", "role_grant"):
        assert before[table] <= after[table], table
    assert {row for row in before["child"] if THEIRS in row} <= after["child"]
    seen = "\n".join(f"{shown.text}{[*shown.buttons]}" for shown in phone.chat)
    assert not any(hidden in seen for hidden in (THEIRS, SECRET, "柳湾", "柳大寒"))


@pytest.mark.parametrize("press", ["child:9223372036854775808", f"why:call:{'1' * 40}:2026-11"])
async def test_an_id_too_wide_is_an_old_button(room: Room, press: str) -> None:
    await room.phone(STRANGER).press_data(press)
    assert room.phone(STRANGER).chat


async def test_guessed_links_all_read_the_same_and_leave_nothing(room: Room, school: School) -> None:
    token = await _link(room, f"schclass:{school.class_id}:teacher")
    guesses = [token[:-1], token + "A", token.swapcase(), token[::-1], "0", "{x}", "<b>"]
    guesses += [secrets.token_urlsafe(16) for _ in range(25)]
    said = set()
    for number, guess in enumerate(guesses):
        phone = room.phone(5000 + number // 4)
        await phone.send(f"/start {guess}")
        said.add(phone.last.text)
    assert len(said) == 1
    async with room.database.reading() as session:
        found = (await session.exec(select(Account).where(col(Account.telegram_id) >= 5000))).all()
    assert not found


@pytest.mark.parametrize(("hours", "is_family"), [(24, False), (14 * 24, True)])
async def test_a_link_ends_on_the_instant(room: Room, school: School, hours: int, is_family: bool) -> None:
    father = school.mother_relation_id + 1
    token = await _link(room, f"invite:{father}" if is_family else f"schclass:{school.class_id}:teacher")
    made = room.clock.at
    answers = []
    for number, offset in enumerate((-1, 0, 1)):
        room.clock.at = made + timedelta(hours=hours, microseconds=offset)
        phone = room.phone(6000 + number)
        await phone.send(f"/start {token}")
        answers.append(tuple(phone.texts))
    assert len(answers[0]) == 2  # who sends it, and the question for a name
    assert answers[1] == answers[2] != answers[0]


async def test_two_taps_at_once_are_one_observation(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await asyncio.gather(*(teacher.press_data(f"ncalm:{school.class_id}") for _ in range(5)))
    async with room.database.reading() as session:
        assert len((await session.exec(select(ClassObservation))).all()) == 1


async def test_odd_words_are_answered_once_wherever_they_are_typed(room: Room, school: School) -> None:
    teacher, head, grandmother = room.phone(TEACHER), room.phone(HEAD), room.phone(GRANDMOTHER)
    flows: tuple[tuple[Phone, str | None], ...] = (
        (teacher, f"reg:{school.class_id}"), (teacher, f"fixname:{school.child_id}"),
        (teacher, f"fixborn:{school.child_id}"), (head, f"sch:{school.school_id}:add:0"),
        (grandmother, "set:zone_typed"), (grandmother, None),
    )  # fmt: skip
    for (phone, entry), text in itertools.product(flows, TYPED):
        await phone.send("/start")
        if entry:
            await phone.press_data(entry)
        heard = len(phone.chat)
        await phone.send(text)
        assert len(phone.chat) == heard + 1, (entry, text[:20])
    async with room.database.reading() as session:
        kept = (await session.exec(select(FamilyWords))).all()
    assert len(kept) == len(TYPED)


async def test_stray_things_in_the_middle_get_one_answer_and_end_nothing(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(f"reg:{school.class_id}")
    for content in (
        {"location": Location(latitude=1, longitude=2)},
        {"contact": Contact(phone_number="13800000000", first_name="—")},
        {"text": "/unheard"},
        {"text": "/help"},
    ):
        heard = len(teacher.chat)
        await teacher.send(**content)
        assert len(teacher.chat) == heard + 1
    await teacher.send("柳霜降")
    assert "柳霜降" in teacher.last.text  # it was still the name that was awaited


async def _link(room: Room, press: str) -> str:
    head = room.phone(HEAD)
    await head.press_data(press)
    found = re.search(r"start=([\w-]+)", f"{head.last.text}{head.last.buttons}")
    assert found is not None
    return found[1]
