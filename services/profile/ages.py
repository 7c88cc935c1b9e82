"""Birthdays that change what the law asks, counted at the day on which something happened."""

from datetime import date
from typing import TYPE_CHECKING

from pydantic import PositiveInt

from services.profile.choices import Fixed

if TYPE_CHECKING:
    from services.profile.schema import Profile


class AgeGates(Fixed):
    """In years; whoever is younger is below the gate."""

    unattended: PositiveInt
    data_consent: PositiveInt
    live_alone: PositiveInt
    adult: PositiveInt


def age_on(born_on: date, on: date) -> int:
    """Return the age in full years; a child of 29 February is a year older from 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def gates_of(profile: "Profile", born_on: date, on: date) -> frozenset[str]:
    """Name the gates of the place that somebody hadn't reached on that day."""
    age = age_on(born_on, on)
    return frozenset(name for name, years in profile.age_gates if age < years)
