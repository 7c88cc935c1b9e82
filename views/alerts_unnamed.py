"""A child whom the reporter can't name: of another school, unknown, seen on the way."""

from aiogram.filters.callback_data import CallbackData

from services.access.types import SchoolRef
from views.card import Button, Card
from views.presses import Id, Page
from views.reader import Reader


class AlertUnnamed(CallbackData, prefix="alun"):
    """Show the situations; the report goes to this school. `page`: of cards in chats from before."""

    school_id: Id
    page: Page = 0


class AlertUnnamedAs(CallbackData, prefix="alus"):
    """The tap that stores."""

    school_id: Id
    code: str


def unnamed_rows(schools: list[SchoolRef], reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """The way on for whoever doesn't find the child in a list; by school where there are several."""
    if len(schools) == 1:
        return ((_unnamed(schools[0], reader.plain("alerts.unnamed")),),)
    return tuple((_unnamed(one, reader.plain("alerts.unnamed_at", school=one.name)),) for one in schools)


def elsewhere_card(schools: list[SchoolRef], reader: Reader) -> Card:
    """A child whom the reporter may not see can be reported all the same; no word says whether it exists."""
    return Card(reader.t("alerts.elsewhere"), unnamed_rows(schools, reader))


def _unnamed(school: SchoolRef, label: str) -> Button:
    return Button(label, AlertUnnamed(school_id=school.school_id).pack())
