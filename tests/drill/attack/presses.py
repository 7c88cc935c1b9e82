"""Buttons as somebody hostile makes them: forged from the code's own classes, or real ones that were bent."""

import importlib
import pkgutil
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aiogram.filters.callback_data import CallbackData

import views

Thing = tuple[str, int]  # a table's name and a row's number

for module in pkgutil.iter_modules(views.__path__):
    importlib.import_module(f"views.{module.name}")

PRESSES: dict[str, type[CallbackData]] = {
    one.__prefix__: one
    for one in sorted(CallbackData.__subclasses__(), key=lambda one: str(one.__prefix__))
    if one.__module__.startswith("views.")
}
TABLES = {
    "class": "unit", "school": "unit", "county": "unit", "case": "care_case", "words": "family_words",
    "ask": "care_case", "grant": "role_grant", "check": "duty_check", "span": "calendar_span",
    "request": "privacy_request", "change": "duty_change", "leave": "duty_leave", "second": "second_person",
}  # fmt: skip
MOST_BYTES = 64
ODD_IDS = (
    "0", "-1", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "9" * 30, "１",
    "1_0", "+1", " 1", "1e3", "0x1", "1.0", "true", "", "x", "𝟏",
)  # fmt: skip
WORDS = (
    "", "x", "%s", "{name}", "<b>", "R1", "R4", "home", "remove", "waiting", "2026-11", "9999-99", "0000-00",
    "injury", "hurt", "en", "call", "letter", "called", "1", "zone_typed", "consent", "\x00", "\u202e", "😀",
)  # fmt: skip
JUNK = (
    "", ":", "::::", "child", "child:", "x:1", "CHILD:1", "child:1:2:3", "\x00" * 8, "\u202e\u200b",
    "😀" * 16, "../../etc", "' OR 1=1 --", "{0.__class__}", "a" * MOST_BYTES, ":" * MOST_BYTES, "null", "[]",
)  # fmt: skip


@dataclass(frozen=True)
class Pressed:
    """A button that the bot can read: its prefix, and the rows that it points at."""

    prefix: str
    things: tuple[Thing, ...]


def read(data: str) -> Pressed | None:
    """Read a button as the bot would; None when it is none of ours."""
    for prefix, press in PRESSES.items():
        if data.split(press.__separator__, 1)[0] == prefix:
            try:
                found = press.unpack(data)
            except (TypeError, ValueError):
                return None
            named = [name for name in press.model_fields if name.endswith("_id")]
            return Pressed(prefix, tuple((table_of(name), getattr(found, name)) for name in named))
    return None


def table_of(name: str) -> str:
    bare = name.removesuffix("_id")
    return TABLES.get(bare, bare)


def forge(chance: random.Random, ids_of: Callable[[str], Sequence[int]]) -> str:
    """A button nobody was shown: others' ids or odd ones, any code, a piece missing now and then."""
    press = chance.choice(list(PRESSES.values()))
    parts = [press.__prefix__, *(_part(chance, name, one.annotation, ids_of)
                                 for name, one in press.model_fields.items())]  # fmt: skip
    if len(parts) > 1 and chance.random() < 0.03:
        parts.pop()
    return fitting(press.__separator__.join(parts))


def _part(chance: random.Random, name: str, kind: Any, ids_of: Callable[[str], Sequence[int]]) -> str:
    ids = ids_of(table_of(name)) if name.endswith("_id") else ()
    if ids and chance.random() < 0.8:
        return str(chance.choice(ids))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return str(chance.choice(list(kind)))
    if kind is bool:
        return chance.choice("01")
    if kind is int:
        return chance.choice(ODD_IDS) if chance.random() < 0.3 else str(chance.randrange(1, 40))
    return chance.choice(WORDS)


def bend(chance: random.Random, data: str) -> str:
    """A real button with something wrong with it."""
    at = chance.randrange(len(data)) if data else 0
    ways = (
        lambda: data[:at] + chr(ord(data[at]) ^ (1 << chance.randrange(7))) + data[at + 1 :],
        lambda: data[:at],
        lambda: data[at:],
        lambda: data.replace(":", "::", 1),
        lambda: f"{data}:{chance.choice(ODD_IDS)}",
        lambda: f"{chance.choice(list(PRESSES))}:{data.partition(':')[2]}",
        lambda: f"{data[:at]}{chance.choice(WORDS)}{data[at:]}",
        data.upper,
    )
    return fitting(chance.choice(ways)()) if data else ":"


def junk(chance: random.Random) -> str:
    wild = chance.randbytes(MOST_BYTES).decode(errors="ignore")
    return fitting(chance.choice((*JUNK, wild)))


def fitting(data: str) -> str:
    """What Telegram would carry: at most 64 bytes, no half a character."""
    return data.encode(errors="ignore")[:MOST_BYTES].decode(errors="ignore")
