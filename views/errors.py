"""One clear sentence for what went wrong, and never whether a child exists."""

from collections.abc import Callable
from typing import Any

from services.errors import CareError
from services.notifications.facts import Facts
from services.notifications.parked import UpdateParked
from views.card import Card
from views.reader import Reader


def error_card(error: CareError, reader: Reader) -> Card:
    return Card(reader.t(error.code, **error.params))


def denied_card(reader: Reader) -> Card:
    """The same words for “no such child” and “not yours”."""
    return Card(reader.t("errors.denied"))


def accident_card(reader: Reader, reference: int) -> Card:
    return Card(reader.t("errors.accident", reference=reference))


def parked_card(facts: UpdateParked, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    return accident_card(reader, facts.reference)


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {UpdateParked: parked_card}
