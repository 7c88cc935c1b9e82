"""One hostile update at a time: a press or a link, and who sends it."""

import base64
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.drill.attack.days import Stolen
from tests.drill.attack.oracle import Oracle
from tests.drill.attack.presses import bend, forge, junk
from tests.drill.attack.town import Presser

FIRST_GUESSER = 1_000_000  # each has few tries before links are no longer looked at: so there are many
TRIES = 4
MOMENT = 1_790_000_000


@dataclass(frozen=True)
class Strike:
    who: int
    what: str
    kind: str
    on: str = "message"  # what the button hangs on: a message, one too old to be seen, or nothing

    @property
    def is_press(self) -> bool:
        return not self.kind.endswith("link")

    def update(self, number: int) -> dict[str, Any]:
        """The update as Telegram words it."""
        user = {"id": self.who, "is_bot": False, "first_name": "—", "language_code": "zh-hans"}
        chat = {"id": self.who, "type": "private"}
        message = {"message_id": number, "date": MOMENT, "chat": chat, "text": "…"}
        if not self.is_press:
            written = {**message, "from": user, "text": f"/start {self.what}".strip()}
            return {"update_id": number, "message": written}
        query: dict[str, Any] = {
            "id": str(number), "from": user, "chat_instance": "1", "data": self.what, "message": message,
        }  # fmt: skip
        if self.on == "too old":
            query["message"] = {"message_id": number, "date": 0, "chat": chat}
        elif self.on == "nothing":
            del query["message"]
        return {"update_id": number, "callback_query": query}


def pressed(chance: random.Random, presser: Presser, stolen: Stolen, oracle: Oracle) -> Strike:
    """A button of some kind under somebody's finger, whether or not they have a right to it."""
    kind = chance.choices(("forged", "foreign", "replayed", "mutated", "junk"), (45, 18, 12, 18, 7))[0]
    own = stolen.buttons.get(presser.telegram_id, ())
    shown = own if kind == "replayed" and own else chance.choice(list(stolen.buttons.values()))
    data = {
        "forged": lambda: forge(chance, oracle.of_table),
        "mutated": lambda: bend(chance, chance.choice(shown)),
        "junk": lambda: junk(chance),
    }.get(kind, lambda: chance.choice(shown))()
    on = chance.choices(("message", "too old", "nothing"), (8, 1, 1))[0]
    return Strike(presser.telegram_id, data, kind, on)


def links(chance: random.Random, stolen: Stolen) -> Iterator[Strike]:
    """Guessed, spent and bent links, each few from a phone that nobody knows yet."""
    number = 0
    while True:
        number += 1
        kind = chance.choice(("guessed", "spent", "mutated"))
        token = _token(chance, stolen, kind)
        if token != stolen.unused:
            yield Strike(FIRST_GUESSER + number // TRIES, token, f"{kind} link")


def _token(chance: random.Random, stolen: Stolen, kind: str) -> str:
    if kind == "guessed":
        return base64.urlsafe_b64encode(chance.randbytes(16)).decode().rstrip("=")
    token = chance.choice(stolen.spent)
    if kind == "spent":
        return token
    bent = bend(chance, chance.choice((token, stolen.unused)))
    return bent.strip() or "0"
