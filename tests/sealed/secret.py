"""A sealed case and what is done about it; in the other history none of this happens."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from tests.phones import Phone
from tests.sealed.place import COUNTY, DEPUTY, HEAD, KIN_HEAD, SCHOOL_STAFF, TEACHER, Home, find_child
from tests.sealed.watched import WatchedRoom

HOME = "home"
REPORTERS = {"teacher": TEACHER, "deputy": DEPUTY}
FROM_SCHOOL = frozenset({"school", "unclear"})  # groups that leave the school out
NOBODY = 9_999  # the id of a case that isn't there


@dataclass(frozen=True)
class Setting:
    """Whose child it is about, who reports, and whom they name; "" never says."""

    home: Home
    reporter: str
    group: str
    is_late: bool = False  # named only after it was sent without
    tells_head: bool = False

    @property
    def reporter_phone(self) -> int:
        return REPORTERS.get(self.reporter, self.home.reporter)

    @property
    def excluded(self) -> frozenset[int]:
        """The phones on which nothing may be noticed, by the rules as a person would tell them."""
        phones = self.home.phones
        if self.group in FROM_SCHOOL and not self.is_late:
            phones |= SCHOOL_STAFF
        if self.tells_head:
            phones -= {HEAD, KIN_HEAD} - self.home.phones
        is_overlooked = self.reporter_phone == self.home.reporter and self.home.is_shared
        return phones if is_overlooked else phones - {self.reporter_phone}


@dataclass(frozen=True)
class Raise:
    """Store it, and say who may be involved, unless that comes late or never."""

    setting: Setting

    async def play(self, room: WatchedRoom) -> None:
        async with room.database.reading() as session:
            child_id = await find_child(session, self.setting.home.child)
        phone = room.phone(self.setting.reporter_phone)
        if self.setting.reporter == HOME:
            with room.muted(self.setting.reporter_phone):
                await self._from_home(phone)
        else:
            await phone.press_data(f"alst:{child_id}:B1")
            if not self.setting.is_late:
                await NameGroup(self.setting).play(room)

    async def _from_home(self, phone: Phone) -> None:
        """From the command to the tap; on a phone that others read, all of it is gone afterwards."""
        await phone.send("/help")
        await phone.press("有话悄悄说")
        if self.setting.home.child in phone.last.buttons:
            await phone.press(self.setting.home.child)
        await phone.press({"school": "学校里", "unclear": "不放心"}.get(self.setting.group, "打孩子"))


@dataclass(frozen=True)
class NameGroup:
    setting: Setting

    async def play(self, room: WatchedRoom) -> None:
        phone, case_id = room.phone(self.setting.reporter_phone), await case_of(room)
        if self.setting.group:
            await phone.press_data(f"alin:{case_id}:{self.setting.group}")
        if self.setting.tells_head:
            await phone.press_data(f"alhd:{case_id}")


@dataclass(frozen=True)
class Pressed:
    """Somebody presses a button of the case, whether or not it was shown to them."""

    who: int
    press: str

    async def play(self, room: WatchedRoom) -> None:
        phone, press = room.phone(self.who), self.press.format(await case_of(room))
        shown = [one.message_id for one in phone.chat if press in one.buttons.values()]
        await phone.press_data(press, message_id=shown[-1] if shown else 1)


@dataclass(frozen=True)
class Forged:
    """Somebody excluded presses what they can't have been shown: the case's own button, or one of no case."""

    who: int
    press: str

    async def play(self, room: WatchedRoom) -> None:
        case_id = await case_of(room) or NOBODY
        await room.phone(self.who).press_data(self.press.format(case_id))


Secret = Raise | NameGroup | Pressed

HOLDERS = (HEAD, DEPUTY, COUNTY, KIN_HEAD)
OF_HOLDERS = (
    "case:{}", "caseme:{}:0", "caseme:{}:1", "caseon:{}:on", "caseon:{}:safe", "caseon:{}:police",
    "caseho:{}:0", "caseho:{}:1", "road:{}", "rdst:{}:protected", "rdrp:{}:civil_affairs:phone:1",
    "rdrf:{}:health", "rdrb:{}:health:7", "rdrb:{}:health:0", "alcw:{}:hospital",
    "rdcl:{}:no_harm", "rdca:{}:1", "rdca:{}:0", "rdct:{}", "rdfl:{}:0", "rdsi:{}:0",
    "rdsd:{}:5:1:0", "rdsd:{}:5:0:0",  # 田芒种, of 小满's home
    "rdth:{}:", "rdth:{}:parent", "alah:{}:0", "alah:{}:1",
)  # fmt: skip
OF_REPORTERS = (
    "alpo:{}:now",
    "alpo:{}:silent",
    "alpo:{}:mute",
    "case:{}",
    "alnm:{}:1",
    "alnm:{}:0",
    "rdro:{}:1",
)


def presses_of(setting: Setting) -> Iterator[Pressed]:
    """Everything that may be pressed about the case by those who may know of it."""
    for who in HOLDERS:
        if who not in setting.excluded | {setting.reporter_phone}:
            yield from (Pressed(who, press) for press in OF_HOLDERS)
    if setting.reporter != HOME:
        yield from (Pressed(setting.reporter_phone, press) for press in OF_REPORTERS)


async def case_of(room: WatchedRoom) -> int | None:
    async with room.database.reading() as session:
        return await _first_case(session)


async def _first_case(session: AsyncSession) -> int | None:
    return (await session.exec(select(Case.id).order_by(col(Case.id)))).first()
