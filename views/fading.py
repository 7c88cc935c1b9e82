"""What stands where a card's words have gone."""

from services.fading.types import Subject
from services.outbox.fades import Faded
from views.card import Button, Card
from views.cases import standing_card
from views.contacts import done_rows
from views.menu import OpenMenu
from views.presses import OpenCase, OpenChild
from views.reader import Reader


def blanked_card(faded: Faded, reader: Reader) -> Card:
    """One sentence and the way back through the door; a case's card stays what one can take."""
    if faded.standing is not None:
        return standing_card(faded.standing, reader)
    opening = Button(reader.plain("fading.open"), _way_back(faded.due.subject))
    return Card(reader.t("fading.blanked"), (*_finishing(faded.due.subject, reader), (opening,)))


def _finishing(subject: Subject, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """A reminder is finished by a press however late: it counts for the month of the card."""
    if subject.reminds is None or subject.child_id is None or subject.month is None:
        return ()
    return done_rows(subject.reminds, subject.child_id, subject.month, reader)


def _way_back(subject: Subject) -> str:
    if subject.case_id is not None:
        return OpenCase(case_id=subject.case_id).pack()
    if subject.child_id is not None:
        return OpenChild(child_id=subject.child_id).pack()
    return OpenMenu().pack()
