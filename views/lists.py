"""Lists of buttons that stay short: eight to a page, with a way back and forth when there are more."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from views.card import Button, Card, rows_of
from views.reader import Reader

PAGE = 8

T = TypeVar("T")


def page_of(items: Sequence[T], page: int, size: int = PAGE) -> Sequence[T]:
    """Return the items of a page, counted from 0; a page that is gone shows the nearest one left."""
    start = clamp(page, len(items), size) * size
    return items[start : start + size]


def paged(
    buttons: list[Button], *, page: int, press: Callable[[int], str], width: int = 2, size: int = PAGE
) -> tuple[tuple[Button, ...], ...]:
    """Lay out one page of `buttons`; `press(n)` is the callback data that opens page n."""
    rows = rows_of(list(page_of(buttons, page, size)), width)
    turns = turning(len(buttons), page=page, press=press, size=size)
    return (*rows, turns) if turns else rows


def turning(count: int, *, page: int, press: Callable[[int], str], size: int = PAGE) -> tuple[Button, ...]:
    """The ◀ ▶ row under a list of `count` things; empty when one page holds them."""
    here, last = clamp(page, count, size), clamp(count, count, size)
    back = (Button("◀", press(here - 1)),) if here > 0 else ()
    forth = (Button("▶", press(here + 1)),) if here < last else ()
    return back + forth


def clamp(page: int, count: int, size: int = PAGE) -> int:
    """Return the page nearest to `page` that exists."""
    return max(0, min(page, (count - 1) // size))


def which_card(places: Sequence[tuple[str, str]], reader: Reader) -> Card:
    """Name and press of each place in which the reader has the same role."""
    buttons = [Button(name, press) for name, press in places]
    return Card(reader.t("menu.which_place"), rows_of(buttons, 1))
