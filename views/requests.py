"""Requests as whoever answers them sees them."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from models.codes import Asked
from services.privacy.types import Opened
from views.card import Button, Card, Style
from views.lists import paged
from views.presses import Id, OpenRequests
from views.reader import Reader


class OpenRequest(CallbackData, prefix="req"):
    request_id: Id


class GrantRequest(CallbackData, prefix="reqyes"):
    request_id: Id
    sure: bool = False


class RefuseRequest(CallbackData, prefix="reqno"):
    request_id: Id


def requests_card(waiting: Sequence[Opened], page: int, reader: Reader) -> Card:
    if not waiting:
        return Card(reader.t("requests.none"))
    buttons = [Button(_label(one, reader), _open(one)) for one in waiting]
    rows = paged(buttons, page=page, press=lambda n: OpenRequests(page=n).pack(), width=1)
    return Card(reader.count("requests.waiting", len(waiting)), rows, protected=True)


def request_card(opened: Opened, reader: Reader) -> Card:
    """Who asks for what, by when it is due, and what became of it."""
    ticket = opened.ticket
    lines = [
        reader.t(f"requests.asks_{ticket.asked}", name=ticket.name),
        *([reader.t("requests.about", child=opened.child_name)] if opened.child_name else []),
        reader.t("requests.words", words=opened.words) if opened.words else reader.t("requests.no_words"),
        "",
        _standing(opened, reader),
    ]
    rows: tuple[tuple[Button, ...], ...] = ()
    if ticket.is_granted is None:
        yes = GrantRequest(request_id=ticket.request_id).pack()
        no = RefuseRequest(request_id=ticket.request_id).pack()
        rows = (
            (
                Button(reader.plain("requests.done"), yes, style=Style.SUCCESS),
                Button(reader.plain("requests.refuse"), no),
            ),
        )
    return Card("\n".join(lines), (*rows, _to_list(reader)), protected=True)


def sure_card(opened: Opened, reader: Reader) -> Card:
    """Before it is said: it should be true by then, and a deletion can't be taken back."""
    ticket = opened.ticket
    if ticket.asked is not Asked.DELETE:
        key = "requests.sure"
    else:
        key = "requests.sure_delete_staff" if opened.is_staff else "requests.sure_delete"
    press = GrantRequest(request_id=ticket.request_id, sure=True).pack()
    style = Style.DANGER if ticket.asked is Asked.DELETE else Style.SUCCESS
    sure = Button(reader.plain("requests.sure_yes"), press, style=style)
    return Card(reader.t(key, name=ticket.name), ((sure,), _to_one(opened, reader)), protected=True)


def reason_card(opened: Opened, reader: Reader) -> Card:
    text = reader.t("requests.ask_reason", name=opened.ticket.name)
    return Card(text, (_to_one(opened, reader),), protected=True)


def _standing(opened: Opened, reader: Reader) -> str:
    ticket = opened.ticket
    if ticket.is_granted is None:
        key = "requests.is_overdue" if opened.is_overdue else "requests.due"
        return reader.t(key, day=reader.day_of(ticket.made_at), due=reader.day(ticket.due_on))
    if ticket.is_granted:
        return reader.t("requests.was_done")
    return reader.t("requests.was_refused", reason=ticket.reason or "")


def _label(opened: Opened, reader: Reader) -> str:
    ticket = opened.ticket
    asked = reader.plain(f"privacy.asked_{ticket.asked}")
    key = "requests.label_overdue" if opened.is_overdue else "requests.label"
    return reader.plain(key, name=ticket.name, asked=asked, due=reader.day(ticket.due_on))


def _open(opened: Opened) -> str:
    return OpenRequest(request_id=opened.ticket.request_id).pack()


def _to_one(opened: Opened, reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("privacy.back"), _open(opened)),)


def _to_list(reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("requests.all"), OpenRequests().pack()),)
