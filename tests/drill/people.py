"""People who press, wait for the answer, and press once more when none comes, as people do."""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp

from locales import translate
from services import profile as profiles
from tests.drill.witness import Shown, Witness
from tests.journeys.stage import Stage

LOCALE = "zh_CN"
IMPATIENT = 2.5  # seconds without an answer until somebody presses again
PRESSES = 6  # then people begin anew: what they had begun is forgotten
BEGINNINGS = 10  # then something is wrong that no press mends
NUMBER = re.compile(r"\b20\d\d-[0-9A-Z]{4}\b")
CHILD = "Child "  # how the children of tests.bench.rows are called


def say(key: str, **params: object) -> str:
    """Words as they stand in a chat: without markup."""
    return re.sub(r"<[^>]+>", "", translate(LOCALE, key, **params))


class LostThreadError(Exception):
    """Pressing again and again leads nowhere: begin anew."""


class StuckError(Exception):
    """Beginning anew again and again leads nowhere either."""


@dataclass
class Phone:
    """One person's phone. `posted` are the updates that left it; `pause`: seconds to read before a tap."""

    stage: Stage
    witness: Witness
    person: int
    rng: random.Random
    posted: list[int] = field(default_factory=list)
    pause: float = 0.0

    async def write(self, text: str) -> None:
        path = f"/people/{self.person}/messages"
        self._keep(await self.stage.call("POST", path, json={"text": text}))

    async def press(self, message_id: int, button: str) -> None:
        """Press a button; one that is gone meanwhile has been answered."""
        body = {"message_id": message_id, "button": button}
        with suppress(aiohttp.ClientResponseError):
            self._keep(await self.stage.call("POST", f"/people/{self.person}/presses", json=body))

    def _keep(self, queued: dict[str, int | None]) -> None:
        if queued["update_id"] is not None:
            self.posted.append(queued["update_id"])

    async def until(self, act: Callable[[], Awaitable[None]], wanted: Callable[[Shown], bool]) -> Shown:
        """Act, and again whenever nothing wanted is shown for a while; raise LostThreadError at last."""
        after = self.witness.turn(self.person)
        for _ in range(PRESSES):
            await act()
            shown = await self.witness.see(self.person, wanted, after=after, patience=IMPATIENT)
            if shown is not None:
                return shown
        last = self.witness.chats[self.person][-1:]
        raise LostThreadError(f"{self.person}: {[(one.text[:60], one.buttons[:3]) for one in last]}")

    async def tap(self, on: Shown, button: str, wanted: Callable[[Shown], bool]) -> Shown:
        await asyncio.sleep(self.pause)
        return await self.until(lambda: self.press(on.message_id, button), wanted)

    def a_child(self, on: Shown) -> str:
        return self.rng.choice([label for label in on.buttons if CHILD in label])


async def persist(flow: Callable[[], Awaitable[object]]) -> None:
    """Go through a flow, from its beginning again when its thread is lost; raises StuckError at last."""
    for beginning in range(1, BEGINNINGS + 1):
        try:
            await flow()
        except LostThreadError as error:
            if beginning == BEGINNINGS:
                raise StuckError(f"{error}") from error
        else:
            return


async def raise_alert(phone: Phone) -> str:
    """From the red key to “sent”; return the case's number."""
    stored = await begin_alert(phone)
    if not is_sent(stored):  # within a minute the same tap on the same child is the same case
        await send_alert(phone, stored)
    return number_in(stored)


async def begin_alert(phone: Phone) -> Shown:
    """From the red key to “stored”: nobody has been told yet."""
    situation = profiles.load("CN").situations[0].words[LOCALE]
    yes = say("alerts.yes")
    children = await phone.until(lambda: phone.write(say("menu.report")), lists_children)
    confirm = await phone.tap(children, phone.a_child(children), offers(yes))
    situations = await phone.tap(confirm, one_of(confirm, yes), offers(situation))
    return await phone.tap(
        situations, one_of(situations, situation), lambda shown: is_stored(shown) or is_sent(shown)
    )


async def send_alert(phone: Phone, stored: Shown) -> None:
    family = profiles.load("CN").involved[0].words[LOCALE]
    await phone.tap(stored, one_of(stored, family), is_sent)


async def save_note(phone: Phone, words: str) -> None:
    """From the key to “noted”, with words of its own in the note."""
    face = profiles.load("CN").moods[0].face
    save, saved = say("checkins.save"), say("checkins.saved")
    children = await phone.until(lambda: phone.write(say("menu.checkin")), lists_children)
    moods = await phone.tap(children, phone.a_child(children), offers(face))
    await phone.tap(moods, one_of(moods, face), offers(save))
    draft = await phone.until(
        lambda: phone.write(words), lambda shown: words in shown.text and save in shown.buttons
    )
    await phone.tap(draft, save, lambda shown: saved in shown.text and words in shown.text)


async def tell_call(phone: Phone) -> None:
    """Wait for the month's reminder, however long it takes, and say that the call was made."""
    called = say("contacts.called")
    reminder = await phone.witness.see(phone.person, offers(called), after=0, patience=None)
    assert reminder is not None
    await phone.tap(reminder, called, is_noted)


def is_noted(shown: Shown) -> bool:
    """Whether this says that a call is known, to whomever it was told first."""
    keys = ("contacts.noted_called", "contacts.known")
    first = [say(key, name="\0", month="\0").split("\0")[0] for key in keys]
    return not shown.buttons and any(shown.text.startswith(words) for words in first)


def is_stored(shown: Shown) -> bool:
    return bool(number := number_in(shown)) and say("alerts.stored", number=number) in shown.text


def is_sent(shown: Shown) -> bool:
    return bool(number := number_in(shown)) and say("alerts.sent", number=number) in shown.text


def lists_children(shown: Shown) -> bool:
    return sum(CHILD in label for label in shown.buttons) > 1


def number_in(shown: Shown) -> str:
    found = NUMBER.search(shown.text)
    return found[0] if found else ""


def offers(label: str) -> Callable[[Shown], bool]:
    return lambda shown: any(label in one for one in shown.buttons)


def one_of(shown: Shown, label: str) -> str:
    return next(one for one in shown.buttons if label in one)
