"""Pictures and files in a case: kept as they came, under the case's key, shown again behind the PIN.

Each has a key of its own, so that it is sealed before the transaction and no writer waits for it; that key is
sealed as the words are. We never look inside.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseDocument
from models.case_codes import CaseFact, CaseWords
from services.access.rules import Action
from services.access.service import Denied
from services.alerts import news, telling
from services.alerts.doors import open_held, open_own
from services.cases.sealing import seal, unseal
from services.casework import document_queries
from services.casework.document_types import Kept, Sent, Stored
from services.casework.filing import add_entry
from services.casework.road import open_kept
from services.casework.rules import LONGEST, ensure_room, name_of
from services.people.actor import Actor
from services.pins import service as pins
from services.pins.types import Closed


async def keep(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, sent: Sent
) -> Stored | Denied:
    """Put a file into a case that the actor has taken.

    Raises CareError casework.take_first, casework.released or casework.full.
    """
    kept = await open_kept(session, now=now, actor=actor, case_id=case_id)
    if isinstance(kept, Denied):
        return kept
    case, holder = kept
    return await _keep(session, now=now, case=case, person_id=holder, sent=sent)


async def keep_own(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, sent: Sent
) -> Stored | Denied:
    """Put a file into one's own report; it can't be seen again from there.

    Raises CareError casework.released or casework.full.
    """
    case = await open_own(session, now=now, actor=actor, case_id=case_id)
    if isinstance(case, Denied) or case.is_practice:
        return Denied()
    stored = await _keep(session, now=now, case=case, person_id=case.reporter_id, sent=sent)
    await news.tell_holder(session, now=now, case=case)
    return stored


async def show(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, entry_id: int
) -> Kept | Denied | Closed:
    """Open one file to somebody whom the case has come to, behind the PIN."""
    closed = await pins.keep_open(session, now=now, actor=actor)
    if closed is not None:
        return closed
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.READ_CASE_FILE)
    if isinstance(opened, Denied):
        return opened
    case, _ = opened
    place = (await document_queries.list_places(session, case_id=case_id)).get(entry_id)
    row = await document_queries.find(session, entry_id=entry_id)
    return Denied() if place is None or row is None else _kept(session, case, row, place=place)


async def list_kept(session: AsyncSession, *, case: Case) -> tuple[Kept, ...]:
    """Every file of a case, for whoever has passed its door."""
    rows = await document_queries.list_whole(session, case_id=case.id or 0)
    return tuple(_kept(session, case, row, place=place) for place, row in rows)


def _kept(session: AsyncSession, case: Case, row: CaseDocument, *, place: int) -> Kept:
    key = unseal(session, case, row.key)
    return Kept(row.media, name_of(case.number, place, row.suffix), key, row.content)


async def _keep(session: AsyncSession, *, now: datetime, case: Case, person_id: int, sent: Sent) -> Stored:
    case_id = case.id or 0
    ensure_room(await document_queries.count_bytes(session, case_id=case_id), sent.size)
    entry_id = await add_entry(
        session, now=now, case=case, kind=CaseWords.DOCUMENT, words=sent.words[:LONGEST], person_id=person_id
    )  # fmt: skip
    session.add(
        CaseDocument(
            entry_id=entry_id, media=sent.media, suffix=sent.suffix, size=sent.size, digest=sent.digest,
            key=seal(session, case, sent.key), content=sent.content,
        )
    )  # fmt: skip
    await telling.note(session, now=now, case=case, fact=CaseFact.WRITTEN, person_id=person_id)
    places = await document_queries.list_places(session, case_id=case_id)
    return Stored(case_id, places[entry_id], sent.size)
