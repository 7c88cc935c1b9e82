"""What may be typed about a child, and what follows from who cares and who is away. Pure."""

from datetime import date
from types import MappingProxyType

from models.codes import Away, Care, Kin
from services.dates import read_day
from services.errors import CareError
from services.profile.ages import age_on

YOUNGEST, OLDEST = 2, 20  # years; a nursery class to the end of a vocational school
CARER_AT_HOME = frozenset({Care.GRANDPARENTS, Care.KIN, Care.SIBLING, Care.SCHOOL, Care.FOSTER})

AWAY_KIN = MappingProxyType(
    {
        Away.BOTH: frozenset({Kin.MOTHER, Kin.FATHER}),
        Away.MOTHER: frozenset({Kin.MOTHER}),
        Away.FATHER: frozenset({Kin.FATHER}),
        Away.NEITHER: frozenset[Kin](),
    }
)


def parse_birth_date(text: str, *, today: date) -> date:
    """Return the day a person typed: 2018-5-21, 2018年5月21日, 20180521, full-width digits, 21 May 2018.

    Raises CareError children.date_unclear, children.born_tomorrow or children.age_odd.
    """
    born_on = read_day(text)
    if born_on is None:
        raise CareError("children.date_unclear")
    ensure_age(born_on, today=today)
    return born_on


def ensure_age(born_on: date, *, today: date) -> None:
    """Raise CareError unless somebody born on that day can be at school."""
    if born_on > today:
        raise CareError("children.born_tomorrow")
    if not YOUNGEST <= age_on(born_on, today) <= OLDEST:
        raise CareError("children.age_odd", youngest=YOUNGEST, oldest=OLDEST)


def ensure_fits(care: Care, away: Away) -> None:
    """Raise CareError when one parent is said to care at home while both are said to be away."""
    if care is Care.SINGLE_PARENT and away is Away.BOTH:
        raise CareError("children.care_and_away")
