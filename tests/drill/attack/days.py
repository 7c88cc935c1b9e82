"""The school's own people use the bot first: rows to reach for, buttons to steal, links to guess."""

import re
from collections import deque
from dataclasses import dataclass

from sqlalchemy import text

from locales import translate
from models.codes import Role
from tests import world
from tests.drill.attack import town as places
from tests.drill.attack.gate import Gate
from tests.drill.attack.presses import MOST_BYTES
from tests.drill.attack.town import Town
from tests.phones import Phone
from views.school import InviteRole

KEYS = ("children", "own_children", "checkin", "report", "tasks", "school", "settings", "cases")
USERS = (
    world.HEAD, world.TEACHER, world.DEPUTY, world.MOTHER, world.GRANDMOTHER, world.COUNTY,
    places.EX_TEACHER, places.EX_HEAD, places.PUT_OUT, places.EX_FATHER, places.OTHER_HEAD,
    places.OTHER_TEACHER, places.OTHER_MOTHER, places.OTHER_COUNTY, places.FAR_HEAD, places.FAR_MOTHER,
)  # fmt: skip
FAMILIES = (world.MOTHER, places.EX_FATHER, places.OTHER_MOTHER, places.FAR_MOTHER)


@dataclass(frozen=True)
class Stolen:
    """Buttons by whom they were shown to, and links that open nothing more."""

    buttons: dict[int, tuple[str, ...]]
    spent: tuple[str, ...]
    unused: str


async def live(gate: Gate, town: Town, *, presses: int) -> Stolen:
    """Let everybody press what they are shown, at most so many buttons each."""
    for family in FAMILIES:
        await gate.phone(family).send("请老师多看看她")
    await gate.metronome.settle()
    buttons = {}
    for user in USERS:
        buttons[user] = await _wander(gate.phone(user), presses)
        await gate.metronome.settle()
    spent, unused = await _make_links(gate, town)
    return Stolen(buttons, spent, unused)


async def _wander(phone: Phone, presses: int) -> tuple[str, ...]:
    for key in KEYS:
        await phone.send(translate("zh_CN", f"menu.{key}"))
    waiting, seen = deque(_buttons(phone)), set(_buttons(phone))
    while waiting and presses:
        data = waiting.popleft()
        if _is_farewell(data):
            continue
        presses -= 1
        await phone.press_data(data, message_id=phone.last.message_id)
        if not phone.chat:  # the quiet way to report leaves nothing behind
            await phone.send("/start")
        fresh = [one for one in _buttons(phone) if one not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return tuple(sorted(seen))


def _buttons(phone: Phone) -> list[str]:
    shown = [one for card in phone.chat for one in card.buttons.values()]
    return [one for one in shown if one and len(one.encode()) <= MOST_BYTES and "://" not in one]


def _is_farewell(data: str) -> bool:
    """Nobody puts a colleague out, or withdraws what the others need."""
    return data.startswith(("schend:", "schdate:", "setok:", "lang:"))


async def _make_links(gate: Gate, town: Town) -> tuple[tuple[str, ...], str]:
    """A used, an expired and a revoked link, and one that waits for its reader."""
    school = town.school
    used = await _link(gate, f"schclass:{school.class_id}:teacher")
    joiner = gate.phone(places.JOINER)
    await joiner.send(f"/start {used}")
    await joiner.send("孟立秋")
    expired = await _link(gate, f"schclass:{school.other_class_id}:teacher")
    async with gate.database.transaction() as session:
        late = text("UPDATE invitation SET expires_at = created_at WHERE used_at IS NULL")
        await (await session.connection()).execute(late)
    post = InviteRole(school_id=school.school_id, role=Role.SAFEGUARDING).pack()
    revoked = await _link(gate, post)
    unused = await _link(gate, post)
    return (used, expired, revoked), unused


async def _link(gate: Gate, press: str) -> str:
    head = gate.phone(world.HEAD)
    await head.press_data(press, message_id=head.last.message_id)
    found = re.search(r"start=([\w-]+)", f"{head.last.text}{head.last.buttons}")
    if found is None:
        raise AssertionError(f"{press} made no link: {head.last.text}")
    return found[1]
