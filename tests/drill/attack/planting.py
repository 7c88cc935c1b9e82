"""Plant a canary in every place where somebody can put a word."""

import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiogram.fsm.state import StatesGroup

import handlers
from models.codes import Detail, PlanKind, SpanKind
from tests.drill.attack.canaries import Canaries
from tests.drill.attack.injecting import HEADER, Postman
from tests.drill.attack.mouths import contents
from tests.journeys.stage import Stage
from views.alerts import AlertSituation
from views.alerts_deeds import PoliceTime
from views.calendar import AskSpan
from views.checkins import NoteMood, NoteSave, NoteWords
from views.children import Register
from views.pins import ChoosePin
from views.presses import CheckIn, InviteFamily
from views.reaching import AskWay
from views.registering import AskBirth, AskName
from views.rhythm_asking import AskHours, AskRule
from views.school import InviteTeacher, OpenSchool
from views.settings import OpenSetting

A_PIN = "280619"
HEAD, TEACHER, MOTHER, STRANGER, NEWCOMER, FATHER = (
    "顾明河",
    "许一诺",
    "周阿桂",
    "路过的人",
    "新来的人",
    "林家的人",
)
BOT_KEY = "SELECT key FROM conversation LIMIT 1"


@dataclass(frozen=True)
class Planter:
    """Plants by a postman; `stage` shows what the bot has said."""

    post: Postman
    stage: Stage
    canaries: Canaries

    def who(self, name: str) -> int:
        return self.stage.ids[name]

    async def plant(self, speakers: Sequence[str]) -> None:
        """Everywhere that somebody may come to, in the order in which a school would be used."""
        for name in speakers:
            for content in contents(self.canaries, name):
                await self.post.say(self.who(name), **content)
        steps: tuple[Callable[[], Awaitable[None]], ...] = (
            self._about_a_child, self._in_a_note, self._at_school, self._in_settings, self._in_a_rhythm,
            self._on_a_card, self._in_a_report, self._on_the_way_in, self._elsewhere,
        )  # fmt: skip
        for step in steps:
            await step()

    async def _about_a_child(self) -> None:
        child, klass = self._child("田小满"), self._class("三(1)")
        await self._ask(TEACHER, Register(class_id=klass).pack(), self.canaries.name("a new child"))
        await self.post.type(self.who(TEACHER), self.canaries.secret("a birth date"))
        await self._ask(
            TEACHER, AskBirth(child_id=child).pack(), self.canaries.secret("a corrected birth date")
        )
        await self._ask(TEACHER, AskName(child_id=child).pack(), self.canaries.name("a corrected name"))

    async def _in_a_note(self) -> None:
        child = self._child("林谷雨")
        await self.post.press(self.who(TEACHER), CheckIn(child_id=child).pack())
        await self._ask(TEACHER, NoteMood(child_id=child, mood=1).pack(), self.canaries.secret("a note"))
        await self.post.press(self.who(TEACHER), NoteSave(child_id=child).pack())
        note = self.post.one("SELECT max(id) FROM note")
        await self._ask(TEACHER, NoteWords(note_id=note).pack(), self.canaries.secret("an amendment"))

    async def _at_school(self) -> None:
        school = self.post.one("SELECT id FROM unit WHERE kind = 'school'")
        adding = OpenSchool(school_id=school, what="add").pack()
        await self._ask(HEAD, adding, self.canaries.name("a class"))
        for kind in SpanKind:
            asking = AskSpan(school_id=school, kind=kind).pack()
            await self._ask(HEAD, asking, self.canaries.secret(f"days of a {kind}"))

    async def _in_settings(self) -> None:
        for name in ("zone_typed", "shift_typed"):
            typed = f"1 {self.canaries.secret(name)}"
            await self._ask(MOTHER, OpenSetting(name=name).pack(), typed)

    async def _in_a_rhythm(self) -> None:
        child = self._child("苏白露")
        plan = self.post.one("SELECT id FROM plan WHERE child_id = ? AND kind = ?", child, PlanKind.LETTER)
        asking = AskRule(plan_id=plan, kind="offset").pack()
        await self._ask(TEACHER, asking, self.canaries.secret("a day to count from"))
        asking = AskHours(child_id=child, days=1, typed=True).pack()
        await self._ask(TEACHER, asking, self.canaries.secret("hours near a phone"))

    async def _on_a_card(self) -> None:
        child = self._child("苏白露")
        place = self.post.one("SELECT min(id) FROM relation WHERE child_id = ?", child)
        home = AskWay(child_id=child, kind=Detail.ADDRESS).pack()
        await self._ask(TEACHER, home, self.canaries.secret("where home is"))
        messenger = AskWay(child_id=child, kind=Detail.MESSENGER, place=place).pack()
        await self._ask(TEACHER, messenger, self.canaries.secret("a messenger's name"))
        assert self.post.one("SELECT count(*) FROM contact_detail") == 2

    async def _in_a_report(self) -> None:
        child = self._child("苏白露")
        await self.post.press(self.who(TEACHER), AlertSituation(child_id=child, code="R4").pack())
        case = self.post.one("SELECT max(id) FROM care_case")
        await self._ask(
            TEACHER, PoliceTime(case_id=case).pack(), self.canaries.secret("when the police came")
        )

    async def _on_the_way_in(self) -> None:
        klass, child = self._class("三(1)"), self._child("苏白露")
        relation = self.post.one(
            "SELECT min(id) FROM relation WHERE child_id = ? AND person_id IS NULL", child
        )
        await self._ask(HEAD, ChoosePin().pack(), A_PIN)  # a link for a colleague asks for it
        await self.post.type(self.who(HEAD), A_PIN)
        for newcomer, inviter, press in (
            (NEWCOMER, HEAD, InviteTeacher(class_id=klass).pack()),
            (FATHER, TEACHER, InviteFamily(relation_id=relation).pack()),
        ):
            before = await self.stage.last_id(inviter)
            await self.post.press(self.who(inviter), press)
            said = json.dumps(await self.stage.messages(inviter, before))
            token = re.search(r"start=([\w-]{20,})", said)
            await self.post.type(self.who(newcomer), f"/start {token[1] if token else ''}")
            await self.post.type(self.who(newcomer), self.canaries.name("who joins"))
            await self.post.type(self.who(newcomer), self.canaries.secret("instead of consent"))

    async def _elsewhere(self) -> None:
        """Corrections, buttons, groups, blocks, and the name that somebody gave to Telegram."""
        canaries, mother = self.canaries, self.who(MOTHER)
        await self.post.say(mother, kind="edited_message", edit_date=1, text=canaries.secret("a correction"))
        for start in ("", "child:", "lang:", "seteve|", "set:"):
            await self.post.press(mother, f"{start}{canaries.secret(f'a button {start}')}")
        user = {"id": mother, "is_bot": False, "first_name": canaries.secret("first name"),
                "last_name": canaries.secret("last name"), "username": canaries.secret("username"),
                "language_code": canaries.secret("language")}  # fmt: skip
        chat = {"id": -100, "type": "group", "title": canaries.secret("a group")}
        said = {"message_id": 1, "date": 1, "chat": chat, "from": user}
        await self.post.bring("message", **said, text=canaries.secret("text in a group"))
        await self.post.bring("channel_post", **said, text=canaries.secret("a channel"))
        await self.post.bring(
            "message", **(said | {"chat": {"id": mother, "type": "private"}}), text="/start"
        )

    async def plant_in_every_state(self, speakers: Sequence[str]) -> None:
        """Whatever may be awaited: also what a flow of tomorrow awaits, and answers to nothing."""
        bot_id = str(self.post.one(BOT_KEY)).split(":", maxsplit=1)[0]
        for state in every_state():
            for name in speakers:
                key = f"{bot_id}:{self.who(name)}:{self.who(name)}"
                self.post.ask("UPDATE conversation SET state = ?, body = NULL WHERE key = ?", state, key)
                await self.post.type(self.who(name), self.canaries.secret(f"{name} in {state}"))
                await self.post.type(self.who(name), "/start")

    async def plant_at_the_door(self) -> None:
        """What never becomes an update: a wrong secret, a wrong path, bodies that can't be read."""
        secret, url, base = self.canaries.secret, self.post.url, self.post.url.rsplit("/", 1)[0]
        requests: tuple[tuple[str, dict[str, str], Any], ...] = (
            (url, {HEADER: secret("a wrong secret")}, secret("a stranger's body")),
            (url, {}, {"update_id": secret("no number")}),
            (url, {}, {"update_id": 77, "message": {"text": secret("unreadable")}}),
            (f"{base}/{secret('a path')}?x={secret('a query')}", {}, ""),
            (f"{base}/metrics", {"authorization": f"Bearer {secret('a token')}"}, ""),
        )
        for address, headers, body in requests:
            async with self.post.http.post(address, json=body, headers=headers):
                pass

    async def _ask(self, name: str, press: str, answer: str) -> None:
        """Press what asks for words, then type them."""
        await self.post.press(self.who(name), press)
        await self.post.type(self.who(name), answer)

    def _child(self, name: str) -> Any:
        return self.post.one("SELECT id FROM child WHERE name = ?", name)

    def _class(self, name: str) -> Any:
        return self.post.one("SELECT id FROM unit WHERE name = ?", name)


def every_state() -> list[str]:
    """Each state that some handler waits in."""
    found = set()
    for module in pkgutil.iter_modules(handlers.__path__):
        for _, group in inspect.getmembers(
            importlib.import_module(f"handlers.{module.name}"), inspect.isclass
        ):
            if issubclass(group, StatesGroup):
                found |= {one.state for one in group.__all_states__ if one.state}
    return sorted(found)
