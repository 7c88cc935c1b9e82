"""A case's papers, behind the PIN: the written report, and the whole file whose passphrase goes elsewhere.

The door is opened and written down in the transaction; files are made and sent after its commit. If we end
in between, nothing was sent: it is pressed again.
"""

from functools import partial

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from documents.case_papers import package
from documents.case_papers.making import Made, case_files, report_files
from handlers import speaking
from handlers.act import Act
from handlers.behind import behind
from handlers.making import Found, Making, card_of, make_files, send_file
from handlers.pin_asking import ask_pin
from models.database import Session
from services.access.rules import Action
from services.access.service import Denied
from services.casework import exporting, road
from services.casework.paper_types import CasePaper, Export, Second
from services.fading.types import Subject
from services.pins.types import Closed
from views import case_papers as views
from views.card import Card
from views.case_papers import ExportCase, WriteReport
from views.errors import denied_card
from views.reader import Reader


def register(router: Router) -> None:
    router.callback_query.register(write_report, WriteReport.filter())
    router.callback_query.register(export_case, ExportCase.filter())


@behind(Action.WRITE_CASE_PAPER)
async def write_report(
    _query: CallbackQuery, callback_data: WriteReport, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        found = await report_face(session, act, state, callback_data)
    await act.say(await card_of(found, act))


@behind(Action.KEEP_CASE, Action.EXPORT_CASE)
async def export_case(_query: CallbackQuery, callback_data: ExportCase, act: Act, state: FSMContext) -> None:
    """First what will happen; then it does."""
    async with act.transaction() as session:
        found: Found
        if callback_data.sure:
            found = await export_face(session, act, state, callback_data)
        else:
            found = await _ask(session, act, callback_data)
    if callback_data.sure:
        await act.say(await card_of(found, act))
    else:
        await act.show(await card_of(found, act))


async def report_face(session: Session, act: Act, state: FSMContext, press: WriteReport) -> Found:
    found = await exporting.write_report(session, now=act.now, actor=act.actor, case_id=press.case_id)
    match found:
        case Closed():
            return await ask_pin(state, act, found, press)
        case Denied():
            return found
        case _:
            return Making(partial(_send_report, found))


async def export_face(session: Session, act: Act, state: FSMContext, press: ExportCase) -> Found:
    found = await exporting.export(session, now=act.now, actor=act.actor, case_id=press.case_id)
    match found:
        case Closed():
            return await ask_pin(state, act, found, press)
        case Denied():
            return found
        case _:
            return Making(partial(_send_export, found))


async def _ask(session: Session, act: Act, press: ExportCase) -> Card:
    found = await road.open_road(session, now=act.now, actor=act.actor, case_id=press.case_id)
    return denied_card(act.reader) if isinstance(found, Denied) else views.sure_export_card(found, act.reader)


async def _send_report(paper: CasePaper, act: Act) -> Card:
    made = await make_files(
        partial(report_files, paper, act.profile, act.locale, template=act.report_template)
    )
    if made is None or not await _send(act, made):
        return views.lost_report_card(paper.case_id, act.reader)
    return views.report_card(paper.case_id, paper.number, _notes(paper, made, act.reader), act.reader)


async def _send_export(export: Export, act: Act) -> Card:
    """The passphrase first: what nobody could open is not sent."""
    passphrase = package.new_passphrase()
    made = await make_files(partial(case_files, export, act.profile, act.locale, passphrase))
    if made is None:
        return views.not_made_card(export.paper.case_id, act.reader)
    print_ = package.fingerprint(made.files[0][1])
    second = await _tell(export, passphrase, print_, act)
    if second is None:
        return views.not_delivered_card(export.paper.case_id, act.reader)
    if not await _send(act, made):
        return views.lost_card(export, second, act.reader)
    return views.exported_card(export, second, print_, _notes(export.paper, made, act.reader), act.reader)


async def _tell(export: Export, passphrase: str, print_: str, act: Act) -> Second | None:
    """Tell the first of them who can be reached, beside the queue: its rows would keep what was said."""
    async with act.database.reading() as session:
        seconds = await exporting.list_still(session, now=act.now, export=export)
    for second in seconds:
        card = views.passphrase_card(export, passphrase, print_, Reader(second.locale, second.timezone))
        message_id = await speaking.send(act.bot, second.telegram_id, card)
        if message_id is not None:
            await act.traces.note_elsewhere(
                second.telegram_id, message_id, Subject(case_id=export.paper.case_id)
            )
            return second
    return None


async def _send(act: Act, made: Made) -> bool:
    return all([await send_file(act, name, content) for name, content in made.files])


def _notes(paper: CasePaper, made: Made, reader: Reader) -> list[str]:
    """What couldn't be made as wished, a sentence each."""
    gone = [reader.t("casefile.words_gone")] if paper.released_at else []
    return gone + [reader.t(f"casefile.{one.code}", name=one.name) for one in made.troubles]
