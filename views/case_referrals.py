"""By when another authority is asked to answer, when a need is handed to it."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from models.case_codes import Authority
from services.profile import Profile
from views.card import Button, Card, Style, rows_of
from views.casework import ReferTo, authority_words, back_row
from views.presses import Id
from views.reader import Reader


class ReferBy(CallbackData, prefix="rdrb"):
    """The tap that refers. `days`: until when an answer is asked for; 0: the day is typed."""

    case_id: Id
    authority: Authority
    days: Annotated[int, Field(ge=0, le=366)]


def respond_card(press: ReferTo, authority: Authority, profile: Profile, reader: Reader) -> Card:
    """By when is an answer asked for? The place's usual time comes with colour."""
    terms = profile.referral_days

    def by(days: int) -> Button:
        label = reader.count("casework.within", days) if days else reader.plain("casework.type_day")
        style = Style.PRIMARY if days == terms.usual else None
        data = ReferBy(case_id=press.case_id, authority=authority, days=days).pack()
        return Button(label, data, style=style)

    text = reader.t("casework.refer_by", who=authority_words(authority, profile, reader))
    rows = (*rows_of([by(days) for days in terms.offered], 2), (by(0),), back_row(press.case_id, reader))
    return Card(text, rows)


def ask_day_card(reader: Reader) -> Card:
    return Card(reader.t("casework.ask_day"))
