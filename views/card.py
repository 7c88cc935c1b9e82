"""A card: text and buttons for no particular library."""

from dataclasses import dataclass, field
from enum import StrEnum


class Style(StrEnum):
    DANGER = "danger"
    SUCCESS = "success"
    PRIMARY = "primary"


@dataclass(frozen=True)
class Button:
    """Under a message: `press` is packed callback data, or `url` opens a link."""

    label: str
    press: str | None = None
    url: str | None = None
    style: Style | None = None


@dataclass(frozen=True)
class PhoneNumber:
    """A number to call: sent as a contact card, because buttons don't dial."""

    name: str
    number: str


@dataclass(frozen=True)
class Card:
    """One message. `text` is Telegram HTML; `rows` are buttons; `keys` the keyboard below the input.

    `keys` None leaves the keyboard alone. `picture` is PNG bytes, shown above the text.
    `contact_key` labels a key above `keys` that shares the phone's own number.
    `protected` cards name a child or an adult of its family: they can't be forwarded, and fade after a day.
    """

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    keys: tuple[tuple[str, ...], ...] | None = None
    numbers: tuple[PhoneNumber, ...] = ()
    contact_key: str | None = None
    picture: bytes | None = field(default=None, repr=False)
    protected: bool = False

    @property
    def stays_here(self) -> bool:
        """Whether it must not be forwarded: it names a child, or a press may edit it into one that does."""
        return self.protected or bool(self.rows and not self.picture)


def rows_of(buttons: list[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """Lay buttons out in rows of `width`."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))
