"""Requests as whoever answers them sees them."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from models.codes import Asked
from services.privacy.rules import Usual, find_usual, usual_reasons
from services.privacy.types import Opened
from views.card import Button, Card, Style, rows_of
from views.lists import paged
from views.presses import Id, OpenRequests
from views.reader import Reader

# What goes from a child's file, and what stays in it.
STAYS = {Asked.CORRECT: "requests.stays_correct", Asked.DELETE: "requests.stays_delete"}


class OpenRequest(CallbackData, prefix="req"):
    request_id: Id


class GrantRequest(CallbackData, prefix="reqyes"):
    request_id: Id
    sure: bool = False


class RefuseRequest(CallbackData, prefix="reqno"):
    request_id: Id


class RefuseAsUsual(CallbackData, prefix="reqwhy"):
    request_id: Id
    why: Usual


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
    """Before it is said: it should be true by then, and a deletion can't be taken back.

    What goes and what stays is the same for every child, whatever else there is about one.
    """
    ticket = opened.ticket
    if ticket.asked is not Asked.DELETE:
        key = "requests.sure"
    else:
        key = "requests.sure_delete_staff" if opened.is_staff else "requests.sure_delete"
    lines = [reader.t(key, name=ticket.name)]
    if ticket.asked in STAYS and (opened.child_name or not opened.is_staff):
        lines.append(reader.t(STAYS[ticket.asked]))
    press = GrantRequest(request_id=ticket.request_id, sure=True).pack()
    style = Style.DANGER if ticket.asked is Asked.DELETE else Style.SUCCESS
    sure = Button(reader.plain("requests.sure_yes"), press, style=style)
    return Card("\n".join(lines), ((sure,), _to_one(opened, reader)), protected=True)


def reason_card(opened: Opened, reader: Reader) -> Card:
    """The ordinary sentences, one tap each; whatever else is typed."""
    ticket = opened.ticket
    usual = usual_reasons(ticket.asked)
    lines = [
        reader.t("requests.ask_reason", name=ticket.name),
        *(reader.t("requests.why_line", words=reader.plain(f"requests.why_{one}")) for one in usual),
        reader.t("requests.or_write"),
    ]
    buttons = [
        Button(
            reader.plain(f"requests.usual_{one}"),
            RefuseAsUsual(request_id=ticket.request_id, why=one).pack(),
        )
        for one in usual
    ]
    return Card("\n".join(lines), (*rows_of(buttons, 1), _to_one(opened, reader)), protected=True)


def reason_words(reason: str | None, reader: Reader) -> str:
    """Why it was refused, in the reader's language where it is one of the usual sentences."""
    usual = find_usual(reason)
    return reader.plain(f"requests.why_{usual}") if usual else reason or ""


def _standing(opened: Opened, reader: Reader) -> str:
    ticket = opened.ticket
    if ticket.is_granted is None:
        key = "requests.is_overdue" if opened.is_overdue else "requests.due"
        return reader.t(key, day=reader.day_of(ticket.made_at), due=reader.day(ticket.due_on))
    if ticket.is_granted:
        return reader.t("requests.was_done")
    return reader.t("requests.was_refused", reason=reason_words(ticket.reason, reader))


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
