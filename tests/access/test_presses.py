"""The callback door: whoever has no place beside a child presses every kind of button for it, to no effect.

The buttons are forged from the code's own classes, so that a new kind is in it from its first day. Each goes
through the real dispatcher, pressed by roles and kin that once stood there, will, are kept away, or are of
elsewhere; the drill `callbacks` presses a hundred thousand more.
"""

from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from itertools import product
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlmodel import col, func, select

from models import AuditEntry, Relation
from models.codes import UnitKind
from models.database import Database
from services.profile import Profile
from tests.access.people import Somebody, World, build
from tests.drill.attack.oracle import changed, snapshot
from tests.drill.attack.presses import PRESSES
from tests.phones import Room
from tests.world import NOW, open_pins

EACH = 4  # of four who might press a kind, one does
ODD = ("0", "1", "home", "739950", "monthly", "2026-11", "2026-11-30", "call", "injury")
FOREIGN = ("ex", "not_yet", "other_county", "others", "barred", "mate_barred", "none")
KINDS = {
    "school": UnitKind.SCHOOL, "county": UnitKind.COUNTY, "class": UnitKind.CLASS, "unit": UnitKind.SCHOOL,
    "village": UnitKind.VILLAGE, "township": UnitKind.TOWNSHIP, "place": UnitKind.SCHOOL,
}  # fmt: skip


def forged(press: type[CallbackData], ids: dict[str, int]) -> str:
    """One button of a kind, about the child and its places; what else is in it, anything that can be read."""
    given = [_candidates(name, field.annotation, ids) for name, field in press.model_fields.items()]
    for parts in product(*given):
        data = press.__separator__.join((press.__prefix__, *parts))
        with suppress(ValueError, TypeError):
            press.unpack(data)
            return data
    raise AssertionError(f"{press.__prefix__}: no button of this kind can be made here")


def _candidates(name: str, kind: Any, ids: dict[str, int]) -> tuple[str, ...]:
    if name.endswith("_id"):
        return (str(ids.get(name.removesuffix("_id"), 1)),)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return tuple(str(one) for one in kind)[:1]
    return ("1",) if kind is bool else ODD


def names_a_place_of_the_child(press: type[CallbackData]) -> bool:
    bare = {name.removesuffix("_id") for name in press.model_fields if name.endswith("_id")}
    return bool(bare & {"child", "relation", "plan", *KINDS})


KINDS_OF_BUTTON = sorted(prefix for prefix, press in PRESSES.items() if names_a_place_of_the_child(press))


def rounds(world: World) -> Iterator[tuple[Somebody, str]]:
    """Each kind of button by some of the roles and kin; who they are, and how foreign, takes turns."""
    by_who: dict[str, list[Somebody]] = {}
    for one in world.people:
        if one.relation in FOREIGN:
            by_who.setdefault(one.who, []).append(one)
    for n, prefix in enumerate(KINDS_OF_BUTTON):
        for m, some in enumerate(by_who.values()):
            if (n + m) % EACH == 0:
                yield some[(n // EACH + m) % len(some)], prefix


async def test_whoever_is_foreign_presses_every_kind_of_button_to_no_effect(
    database: Database, profile: Profile
) -> None:
    async with database.transaction() as session:
        world = await build(session)
        await open_pins(session, *(one.telegram_id for one in world.people))
        own = select(Relation.id).where(Relation.child_id == world.child_id).order_by(col(Relation.id))
        relation_id = (await session.exec(own)).first() or 0
    ids = {"child": world.child_id, "relation": relation_id, "person": world.people[0].person_id}
    ids |= {name: world.here.units[kind] for name, kind in KINDS.items()}
    async with Room.open(database, profile, NOW) as room:
        before, pressed = await snapshot(database, 10_000), 0
        for one, prefix in rounds(world):
            phone = room.phone(one.telegram_id)
            await phone.press_data(forged(PRESSES[prefix], ids))
            shown = [text for text in phone.texts if "田小满" in text or "三(1)" in text]
            assert not shown, (one.who, one.relation, prefix, shown)
            phone.chat.clear()
            pressed += 1
        assert changed(before, await snapshot(database, 10_000)) == []
    async with database.reading() as session:
        of_the_child = col(AuditEntry.subject).in_(["child", "case_child"]) & (
            col(AuditEntry.subject_id) == world.child_id
        )
        of_its_class = (col(AuditEntry.subject) == "class") & (
            col(AuditEntry.subject_id) == world.here.units[UnitKind.CLASS]
        )
        allowed = select(AuditEntry.action).where(col(AuditEntry.allowed), of_the_child | of_its_class)
        assert set(await session.exec(allowed)) == set()
        refused = select(func.count(col(AuditEntry.action).distinct())).where(~col(AuditEntry.allowed))
        assert (await session.exec(refused)).one() >= 20  # the buttons do lead to doors
    assert pressed >= 300


@pytest.mark.parametrize("prefix", KINDS_OF_BUTTON)
def test_the_buttons_that_are_forged_can_be_read(prefix: str) -> None:
    ids = dict.fromkeys([*KINDS, "child", "relation", "person"], 7)
    assert forged(PRESSES[prefix], ids).startswith(prefix)
