"""Words in a case's file: added by whoever works on it or raised it, amended by later ones, never changed."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseEntry
from models.case_codes import CaseFact, CaseState, CaseWords
from services.access.rules import Action
from services.access.service import Denied
from services.alerts import news, reading, telling
from services.alerts.answering import open_asked
from services.alerts.doors import open_held, open_own
from services.alerts.events import list_facts
from services.alerts.types import ReportedCase
from services.cases.rules import ensure_may_tell
from services.cases.sealing import seal, unseal
from services.casework import document_queries, queries
from services.casework.road import open_kept, show
from services.casework.rules import OWN_WORDS, WITH_WORDS, clean_words
from services.casework.types import CaseFile, Entry, Road
from services.errors import CareError
from services.people.actor import Actor
from services.pins import service as pins
from services.pins.types import Closed


async def write(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    case_id: int,
    kind: CaseWords,
    text: str,
    amends_id: int | None = None,
) -> Road | Denied:
    """Add words to the file of a case that the actor has taken; some of them move it on.

    Raises CareError casework.take_first, casework.over, casework.too_soon, casework.released, or what
    `clean_words` does.
    """
    kept = await open_kept(session, now=now, actor=actor, case_id=case_id)
    if isinstance(kept, Denied) or not await _may_amend(session, case_id=case_id, amends_id=amends_id):
        return Denied()
    case, holder = kept
    fact = CaseFact.WRITTEN if amends_id else WITH_WORDS.get(kind, CaseFact.WRITTEN)
    # A closed case's file is amended and added to all the same: what comes late is not lost.
    if case.state is not CaseState.CLOSED or fact is not CaseFact.WRITTEN:
        ensure_may_tell(case.state, fact, await list_facts(session, case_id=case_id))
    await add_entry(
        session, now=now, case=case, kind=kind, words=clean_words(text), person_id=holder, amends_id=amends_id
    )
    await telling.note(session, now=now, case=case, fact=fact, person_id=holder)
    return await show(session, now, case, holder)


async def write_own(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, kind: CaseWords, text: str
) -> ReportedCase | Denied:
    """Add to one's own report what was seen, or what the child said by itself; it can't be read back."""
    case = await open_own(session, now=now, actor=actor, case_id=case_id)
    if isinstance(case, Denied) or kind not in OWN_WORDS or case.is_practice:
        return Denied()
    await add_entry(
        session, now=now, case=case, kind=kind, words=clean_words(text), person_id=case.reporter_id
    )
    await telling.note(session, now=now, case=case, fact=CaseFact.WRITTEN, person_id=case.reporter_id)
    await news.tell_holder(session, now=now, case=case)
    return await reading.reported(session, case)


async def write_where(
    session: AsyncSession, *, now: datetime, actor: Actor, ask_id: int, text: str
) -> Denied | None:
    """Whoever was asked about a missing child says where it was seen: for whoever has the case alone.

    Raises what `clean_words` does.
    """
    opened = await open_asked(session, now=now, actor=actor, ask_id=ask_id)
    if isinstance(opened, Denied) or opened[0].released_at is not None:
        return Denied()
    case, person = opened
    await add_entry(
        session, now=now, case=case, kind=CaseWords.SEEN, words=clean_words(text), person_id=person
    )
    await telling.note(session, now=now, case=case, fact=CaseFact.WRITTEN, person_id=person)
    await news.tell_holder(session, now=now, case=case)
    return None


async def read(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int
) -> CaseFile | Denied | Closed:
    """Show all words of a case to somebody it has come to, behind the PIN; each reading is written down."""
    closed = await pins.keep_open(session, now=now, actor=actor)
    if closed is not None:
        return closed
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.READ_CASE_FILE)
    if isinstance(opened, Denied):
        return opened
    case, viewer = opened
    rows = await queries.list_entries(session, case_id=case_id)
    later = {row.amends_id: row.id for row, _ in rows if row.amends_id is not None}
    documents = await document_queries.list_documents(session, case_id=case_id)
    kept = await queries.list_kept_names(session, case=case) if case.taken_by_id != viewer else set()
    entries = tuple(
        Entry(
            row.id or 0, row.kind, unseal(session, case, row.sealed),
            None if row.person_id in kept else author, row.happened_at,
            row.entered_at, row.amends_id, later.get(row.id or 0), documents.get(row.id or 0),
        )
        for row, author in rows
    )  # fmt: skip
    may_write = case.taken_by_id == viewer and case.released_at is None and not case.is_practice
    return CaseFile(await reading.standing(session, case), entries, may_write)


async def add_entry(
    session: AsyncSession,
    *,
    now: datetime,
    case: Case,
    kind: CaseWords,
    words: str,
    person_id: int,
    amends_id: int | None = None,
) -> int:
    """Seal an entry into the file and return its id. Raises CareError casework.released."""
    if case.released_at is not None:
        raise CareError("casework.released")
    entry = CaseEntry(
        case_id=case.id or 0, kind=kind, sealed=seal(session, case, words), amends_id=amends_id,
        person_id=person_id, happened_at=now, entered_at=now,
    )  # fmt: skip
    session.add(entry)
    await session.flush()
    return entry.id or 0


async def _may_amend(session: AsyncSession, *, case_id: int, amends_id: int | None) -> bool:
    """Whether the entry to amend is of this case; nothing to amend is fine."""
    if amends_id is None:
        return True
    return any(row.id == amends_id for row, _ in await queries.list_entries(session, case_id=case_id))
