"""The faces of what this subject says unasked."""

from collections.abc import Callable
from typing import Any

from services.joining.notices import Admitted, JoinDecided, JoinPending
from services.joining.types import Waiting
from services.notifications.facts import Facts
from views.card import Card
from views.joining import admitted_card, joined_card, pending_card
from views.menu import menu_keys
from views.reader import Reader


def pending_face(facts: JoinPending, reader: Reader, is_repeat: bool) -> Card:  # noqa: FBT001
    return pending_card(Waiting(facts.invitation_id, facts.name, facts.place), reader)


def decided_face(facts: JoinDecided, reader: Reader, is_repeat: bool) -> Card:  # noqa: FBT001
    """A place taken brings its keyboard with it."""
    card = joined_card(facts.place, facts.accepted, reader)
    if not facts.accepted:
        return card
    return Card(card.text, keys=menu_keys(facts.newcomer, reader))


def admitted_face(facts: Admitted, reader: Reader, is_repeat: bool) -> Card:  # noqa: FBT001
    return admitted_card(facts.invitation_id, facts.school_name, reader)


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {
    JoinPending: pending_face,
    JoinDecided: decided_face,
    Admitted: admitted_face,
}
