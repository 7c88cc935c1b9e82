"""Whom at home, and on the other side, somebody has told; one press notes it."""

from aiogram.filters.callback_data import CallbackData

from services.casework.types import Home
from services.profile import Adult, When
from views.card import Button, Card, Style
from views.case_other_side import other_side_row
from views.presses import Id, OpenRoad
from views.reader import Reader


class TellHome(CallbackData, prefix="rdth"):
    """`adult` None: who it is comes first."""

    case_id: Id
    adult: Adult | None = None


def tell_home_row(case_id: int, reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("casework.tell_home"), TellHome(case_id=case_id).pack()),)


def home_card(home: Home, reader: Reader) -> Card:
    """Who is to be told now comes with colour; who was told says when, and may be told again."""
    lines = [reader.t("casework.tell_whom", number=home.number)]
    rows = list[tuple[Button, ...]]()
    for adult, when in home.adults.items():
        name = reader.plain(f"cases.adult_{adult.value}")
        told_at = home.told.get(adult)
        if told_at is None:
            lines.append(reader.t(f"cases.tell_{when.value}", adult=name))
        else:
            lines.append(reader.t("cases.told_at", adult=name, at=reader.moment(told_at)))
        is_due = told_at is None and when is When.NOW
        press = TellHome(case_id=home.case_id, adult=adult).pack()
        label = reader.plain("casework.told_just_now", adult=name)
        rows.append((Button(label, press, style=Style.PRIMARY if is_due else None),))
    back = (Button(reader.plain("casework.back"), OpenRoad(case_id=home.case_id).pack()),)
    if home.may_name_other:
        rows.append(other_side_row(home.case_id, reader))
    return Card("\n".join(lines), (*rows, back), protected=True)
