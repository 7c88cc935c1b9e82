"""“A drill, not real”: the first line of every card of one, and of no other."""

from dataclasses import replace

from services.alerts.types import Standing
from services.profile import Profile
from services.profile.numbers import police_of
from views.card import Card
from views.reader import Reader


def marked(card: Card, reader: Reader, *, police: str) -> Card:
    """Put the mark before everything, once; a drill brings no number that somebody could call."""
    mark = reader.t("practice.mark", police=police)
    text = card.text if card.text.startswith(mark) else f"{mark}\n{card.text}"
    return replace(card, text=text, numbers=())


def as_it_is(card: Card, standing: Standing, profile: Profile, reader: Reader) -> Card:
    """Mark the card of a drill; a real case's stays as it is."""
    return marked(card, reader, police=police_of(profile)) if standing.is_practice else card
