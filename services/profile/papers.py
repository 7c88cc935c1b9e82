"""What the law of a place asks of an operator on paper."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, PositiveInt

from services.profile.choices import Fixed, Words


def _day_of_each_year(value: str) -> str:
    try:
        date.fromisoformat(f"2027-{value}")
    except ValueError:
        raise ValueError('must be a day of every year in quotes, such as "01-31"') from None
    return value


YearDay = Annotated[str, AfterValidator(_day_of_each_year)]


class Papers(Fixed):
    """What the law of the place asks of an operator on paper: a sentence each, with its articles.

    `authority_hours`: until when an authority knows of a larger incident. `yearly_due`: the last day, in the
    year after, on which the yearly report is handed in.
    """

    impact: Words
    processing: Words
    yearly: Words
    breach: Words
    abroad: Words
    authority_hours: PositiveInt
    yearly_due: YearDay
    verified: bool
