"""What people were told against what is stored, once everything is quiet."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import col, func, select

from models import Account, Case, Contact, InboxUpdate, Note, Notification, Person
from models.case_codes import CaseState
from models.codes import Handling, Notice, Outcome, Sending
from models.database import Database
from tests.bench.layout import FIRST_TELEGRAM_ID
from tests.drill.people import is_noted, is_sent, is_stored, number_in, say
from tests.drill.school import School
from tests.drill.witness import Witness


@dataclass
class Balance:
    """Counts. `false_*` and `lost_*` must be 0; `unmarked` are second copies that don't say so."""

    alerts: int = 0
    notes: int = 0
    calls: int = 0
    updates: int = 0
    false_alerts: int = 0
    false_notes: int = 0
    false_calls: int = 0
    lost_updates: int = 0
    undelivered: int = 0
    repeated: int = 0
    unmarked: int = 0


async def balance(database: Database, school: School, *, posted: Collection[int], mothers: range) -> Balance:
    """Compare everything that was ever shown with what the database holds."""
    found = Balance(updates=len(posted))
    await _check_alerts(database, school.witness, found)
    await _check_cards(database, school.witness, found)
    await _check_notes(database, school.witness, found)
    await _check_calls(database, school, mothers, found)
    found.lost_updates = len(set(posted) - await handled(database))
    return found


async def _check_alerts(database: Database, witness: Witness, found: Balance) -> None:
    """Whoever read “stored” has a case; whoever read “sent” has one that is on its way."""
    async with database.reading() as session:
        cases = {one.number: one for one in await session.exec(select(Case))}
    shown = [one for chat in witness.chats.values() for one in chat]
    stored = {number_in(one) for one in shown if is_stored(one)}
    sent = {number_in(one) for one in shown if is_sent(one)}
    found.alerts = len(stored | sent)
    open_ones = {number for number, case in cases.items() if case.state is not CaseState.DRAFT}
    found.false_alerts = len((stored - set(cases)) | (sent - open_ones))


async def _check_cards(database: Database, witness: Witness, found: Balance) -> None:
    """Each alert that is owed stands in its chat; one that stands there twice says so."""
    async with database.reading() as session:
        owed = Counter(await session.exec(
            select(Account.telegram_id, Case.number)
            .select_from(Notification)
            .join(Case, col(Case.id) == Notification.case_id)
            .join(Person, col(Person.id) == Notification.recipient_id)
            .join(Account, col(Account.id) == Person.account_id)
            .where(Notification.kind == Notice.CASE_ALERT, Notification.sending != Sending.SUPERSEDED)
        ))  # fmt: skip
        alerts = select(Notification.case_id).where(Notification.kind == Notice.CASE_ALERT)
        told = set(await session.exec(alerts))
        untold = select(Case.id).where(Case.state == CaseState.OPEN)
        found.undelivered = sum(case_id not in told for case_id in await session.exec(untold))
    for (person, number), rows in owed.items():
        cards = [one for one in witness.chats[person] if is_alert(one.text, number) and not one.is_edit]
        found.undelivered += max(0, rows - len(cards))
        found.repeated += max(0, len(cards) - rows)
        unmarked = sum(say("cases.again") not in one.text for one in cards)
        found.unmarked += max(0, unmarked - rows)


async def _check_notes(database: Database, witness: Witness, found: Balance) -> None:
    async with database.reading() as session:
        stored = {words for words in await session.exec(select(Note.words)) if words}
    saved = {one.text for chat in witness.chats.values() for one in chat if say("checkins.saved") in one.text}
    found.notes = len(saved)
    found.false_notes = sum(not any(words in text for words in stored) for text in saved)


async def _check_calls(database: Database, school: School, mothers: range, found: Balance) -> None:
    told = {n for n in mothers if any(is_noted(one) for one in school.witness.chats[school.layout.mother(n)])}
    async with database.reading() as session:
        newest = (await session.exec(select(func.max(Contact.month)))).one()
        of_month = select(Contact.child_id).where(Contact.month == newest, Contact.outcome == Outcome.CALLED)
        stored = set(await session.exec(of_month))
    found.calls = len(told)
    found.false_calls = sum(n + 1 not in stored for n in told)


async def handled(database: Database) -> set[int]:
    async with database.reading() as session:
        query = select(InboxUpdate.update_id).where(InboxUpdate.handling == Handling.HANDLED)
        return set(await session.exec(query))


def is_alert(text: str, number: str) -> bool:
    """Whether this card tells the ladder of a case, for the first time or again."""
    return number in text and (say("cases.urgent") in text or say("cases.again") in text)


def row_of(telegram_id: int) -> int:
    """The row that tests.bench.rows gives an adult."""
    return telegram_id - FIRST_TELEGRAM_ID + 1
