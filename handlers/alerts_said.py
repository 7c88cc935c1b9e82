"""Words of danger that somebody on the staff typed outside any flow: a way to the red button and the file.

Nothing is stored about a child whom nobody has named. Until then the words wait in the conversation, as long
as nothing else is begun.
"""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Typed
from models.case_codes import CaseWords
from models.codes import OF_A_CLASS
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied
from services.access.types import ChildRef
from services.alerts.types import Raised
from services.casework import filing
from services.profile import speaks_of_danger
from views.alerts_said import KeepSaid, ask_keep_card, gone_card, heard_card
from views.case_words import written_card
from views.errors import denied_card

SAID = "said"


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(
        offer_report, F.chat.type == "private", StateFilter(None), Typed(), is_danger_from_staff
    )
    router.callback_query.register(keep_said, KeepSaid.filter())
    return router


async def is_danger_from_staff(message: Message, act: Act) -> bool:
    return act.actor.is_staff and speaks_of_danger(act.profile, message.text or "")


async def clear_but_said(state: FSMContext) -> str | None:
    """End what was being typed; the words of danger that led here wait on. Returns them."""
    said: str | None = (await state.get_data()).get(SAID)
    await state.clear()
    if said:
        await state.set_data({SAID: said})
    return said


async def ask_to_keep(act: Act, raised: Raised | Denied, said: str | None) -> None:
    """Below the report that is stored now: do the words belong to it?"""
    if said and isinstance(raised, Raised):
        await act.say(ask_keep_card(raised.case.standing.case_id, said, act.reader))


@behind(Action.RAISE_CASE)
async def offer_report(message: Message, act: Act, state: FSMContext) -> None:
    words = message.text or ""
    async with act.transaction() as session:
        await state.update_data({SAID: words})
        named: list[ChildRef] = []
        for class_id in sorted(act.actor.units(*OF_A_CLASS)):
            children = await access.open_class(
                session, now=act.now, actor=act.actor, action=Action.RAISE_CASE, class_id=class_id
            )
            named += [] if isinstance(children, Denied) else [one for one in children if one.name in words]
    await act.say(heard_card(named[0] if len(named) == 1 else None, act.profile, act.reader))


@behind(Action.REPORT_CASE)
async def keep_said(_query: CallbackQuery, callback_data: KeepSaid, act: Act, state: FSMContext) -> None:
    """Put the words into one's own report as what was seen; a second press finds nothing more to keep."""
    case_id = callback_data.case_id
    async with act.transaction() as session:
        said = (await state.get_data()).get(SAID)
        kept = None
        if said:
            kept = await filing.write_own(
                session, now=act.now, actor=act.actor, case_id=case_id, kind=CaseWords.SEEN, text=said
            )
            await state.clear()
    if kept is None:
        await act.show(gone_card(case_id, act.reader))
    elif isinstance(kept, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.show(written_card(case_id, act.reader))
