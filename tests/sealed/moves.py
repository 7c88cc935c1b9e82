"""What anybody may do on an ordinary day; the same with and without a case."""

from dataclasses import dataclass
from typing import Any

from aiogram.types import Sticker, Voice

from scheduler import jobs
from tests.joining.links import start_of
from tests.phones import Phone
from tests.sealed.place import FATHER, TEACHER, find_child, find_father_place
from tests.sealed.watched import WatchedRoom
from tests.shown import Shown

STICKER = Sticker(
    file_id="s", file_unique_id="s", type="regular", width=1, height=1, is_animated=False, is_video=False
)
VOICE = Voice(file_id="v", file_unique_id="v", duration=3)
SENT: dict[str, dict[str, Any]] = {"sticker": {"sticker": STICKER}, "voice": {"voice": VOICE}}
NOT_PRESSED = ("alst:",)  # a report of one's own is another story


@dataclass(frozen=True)
class Wait:
    """The clock moves, and everything that comes due on the way is done."""

    minutes: int

    async def play(self, room: WatchedRoom) -> None:
        await room.later(minutes=self.minutes)


@dataclass(frozen=True)
class Tick:
    """One of the jobs that no waiting brings about here."""

    name: str

    async def play(self, room: WatchedRoom) -> None:
        if self.name == "duty":
            await jobs.check_duty(room.database, room.clock, room.profile)
        elif self.name == "watch":
            await jobs.audit_cases(room.database, room.clock, _silently)
        else:
            await jobs.seal_audit(room.database)
        await room.metronome.settle()


@dataclass(frozen=True)
class Say:
    """A key of the menu, a command, or words."""

    who: int
    text: str

    async def play(self, room: WatchedRoom) -> None:
        await room.phone(self.who).send(self.text)


@dataclass(frozen=True)
class Send:
    who: int
    what: str

    async def play(self, room: WatchedRoom) -> None:
        await room.phone(self.who).send(**SENT[self.what])


@dataclass(frozen=True)
class Press:
    """Some button on one of the newest cards of a phone."""

    who: int
    back: int
    place: int

    async def play(self, room: WatchedRoom) -> None:
        phone = room.phone(self.who)
        cards = [shown for shown in reversed(phone.chat) if _presses(shown)]
        if cards:
            card = cards[self.back % len(cards)]
            presses = _presses(card)
            await phone.press_data(presses[self.place % len(presses)], message_id=card.message_id)


@dataclass(frozen=True)
class Block:
    """Somebody who is to hear nothing turns the bot away, or lets it in again."""

    who: int

    async def play(self, room: WatchedRoom) -> None:
        phone = room.phone(self.who)
        phone.blocked = not phone.blocked


@dataclass(frozen=True)
class Note:
    """The teacher writes about a child, from the key to the stored note."""

    child: str
    face: str
    words: str

    async def play(self, room: WatchedRoom) -> None:
        async with room.database.reading() as session:
            child_id = await find_child(session, self.child)
        phone = room.phone(TEACHER)
        for press in (f"note:{child_id}", f"nmood:{child_id}:{self.face}"):
            await phone.press_data(press)
        await phone.send(self.words)
        await phone.press_data(f"nsave:{child_id}")


@dataclass(frozen=True)
class Join:
    """The teacher invites 小满's father, who comes and is confirmed; later there is no place any more."""

    async def play(self, room: WatchedRoom) -> None:
        teacher, father = room.phone(TEACHER), room.phone(FATHER)
        async with room.database.reading() as session:
            place = await find_father_place(session)
        if place is None:
            return
        await teacher.press_data(f"invite:{place}")
        if not any("?start=" in one.text for one in teacher.chat):
            return
        await father.send(start_of(teacher))
        await father.send("田远山")
        await _press_first(father, "joinok:")
        await _press_first(teacher, "joinis:")


Move = Wait | Tick | Say | Send | Press | Block | Note | Join


async def _press_first(phone: Phone, prefix: str) -> None:
    """Press the newest button of a kind, where there is one."""
    for shown in reversed(phone.chat):
        found = [press for press in shown.buttons.values() if press.startswith(prefix)]
        if found:
            await phone.press_data(found[0], message_id=shown.message_id)
            return


def _presses(shown: Shown) -> list[str]:
    return [one for one in shown.buttons.values() if not one.startswith(("https:", *NOT_PRESSED))]


async def _silently() -> None:
    """Nobody listens for our heart."""
