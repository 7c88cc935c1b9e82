"""What is kept and why, and what somebody may ask of us about it."""

from collections.abc import Callable

from aiogram.filters.callback_data import CallbackData

from models.codes import Asked
from services.privacy.types import Rights, Ticket
from views.card import Button, Card, rows_of
from views.presses import Id, OpenPurposes
from views.reader import Reader


class OpenPrivacy(CallbackData, prefix="prv"):
    """The way back to the card of /privacy."""


class TakeFile(CallbackData, prefix="prvfile"):
    person_id: Id = 0  # 0: whoever is alone on this phone, or a choice


class AskRight(CallbackData, prefix="prvask"):
    asked: Asked
    person_id: Id = 0


class SkipWords(CallbackData, prefix="prvskip"):
    """Make the request without a word beside it."""


def privacy_card(rights: Rights, reader: Reader) -> Card:
    """A guest reads what is kept; everybody else finds their rights below, and how their requests stand."""
    lines = [reader.t("privacy.about"), *(ticket_line(one, reader) for one in rights.tickets)]
    if not rights.people:
        return Card(lines[0])
    file = Button(reader.plain("privacy.take_file"), TakeFile().pack())
    purposes = Button(reader.plain("privacy.purposes"), OpenPurposes().pack())
    asking = [Button(reader.plain(f"privacy.ask_{one}"), AskRight(asked=one).pack()) for one in Asked]
    first = (file, purposes) if rights.has_children else (file,)
    return Card("\n".join(lines), (first, *rows_of(asking, 3)), protected=True)


def ticket_line(ticket: Ticket, reader: Reader) -> str:
    """When it was asked, and by when it is answered, or how it was."""
    states = {None: "privacy.ticket_open", True: "privacy.ticket_done", False: "privacy.ticket_refused"}
    return reader.t(
        states[ticket.is_granted],
        asked=reader.plain(f"privacy.asked_{ticket.asked}"),
        name=ticket.name,
        day=reader.day_of(ticket.made_at),
        due=reader.day(ticket.due_on),
    )


def whose_card(rights: Rights, press: Callable[[int], str], reader: Reader) -> Card:
    """Several people share this phone: each asks for themselves."""
    buttons = [Button(one.name, press(one.person_id)) for one in rights.people]
    return Card(reader.t("privacy.whose"), (*rows_of(buttons, 2), back(reader)), protected=True)


def words_card(asked: Asked, reader: Reader) -> Card:
    """One message, or none."""
    skip = Button(reader.plain("privacy.skip"), SkipWords().pack())
    return Card(reader.t(f"privacy.words_{asked}"), ((skip,), back(reader)))


def made_card(ticket: Ticket, reader: Reader) -> Card:
    asked = reader.plain(f"privacy.asked_{ticket.asked}")
    return Card(reader.t("privacy.made", asked=asked, due=reader.day(ticket.due_on)), (back(reader),))


def sent_card(reader: Reader) -> Card:
    """Under the two files."""
    return Card(reader.t("privacy.sent"), (back(reader),))


def back(reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("privacy.back"), OpenPrivacy().pack()),)
