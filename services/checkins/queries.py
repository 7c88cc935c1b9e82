"""Find notes and what was seen of a class."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from models import Child, ClassObservation, Note, Person
from services.checkins.types import Entry

PAGE = 5


async def find_note(session: AsyncSession, *, note_id: int, lock: bool = False) -> Note | None:
    query = select(Note).where(Note.id == note_id, col(Note.emptied_at).is_(None))
    return (await session.exec(query.with_for_update() if lock else query)).first()


async def get_entry(session: AsyncSession, *, note_id: int) -> Entry:
    """A note that exists, with its amendments."""
    note, author = (await session.exec(_signed().where(Note.id == note_id))).one()
    amendments = await _amendments(session, note_ids=[note_id])
    return entry_of(note, author, tuple(amendments.get(note_id, ())))


async def list_page(session: AsyncSession, *, child_id: int, page: int) -> tuple[list[Entry], bool]:
    """A page of a child's notes, newest first, and whether older ones follow."""
    rows = await session.exec(
        _signed()
        .where(
            Note.child_id == child_id,
            col(Note.recalled_at).is_(None),
            col(Note.amends_id).is_(None),
            col(Note.emptied_at).is_(None),
        )
        .order_by(col(Note.happened_on).desc(), col(Note.id).desc())
        .offset(page * PAGE)
        .limit(PAGE + 1)
    )
    found = list(rows)
    amendments = await _amendments(session, note_ids=[note.id or 0 for note, _ in found[:PAGE]])
    entries = [entry_of(note, name, tuple(amendments.get(note.id or 0, ()))) for note, name in found[:PAGE]]
    return entries, len(found) > PAGE


async def list_noted(session: AsyncSession, *, class_id: int, on: date) -> frozenset[int]:
    """The children of a class of whom something was noted on this day."""
    rows = await session.exec(
        select(Note.child_id)
        .join(Child, col(Note.child_id) == Child.id)
        .where(Child.class_id == class_id, Note.happened_on == on, col(Note.recalled_at).is_(None))
        .distinct()
    )
    return frozenset(rows)


async def is_observed(session: AsyncSession, *, class_id: int, author_ids: Sequence[int], on: date) -> bool:
    query = select(ClassObservation.id).where(
        ClassObservation.class_id == class_id,
        col(ClassObservation.author_id).in_(author_ids),
        ClassObservation.observed_on == on,
    )
    return (await session.exec(query)).first() is not None


def entry_of(note: Note, author: str, amendments: tuple[Entry, ...] = ()) -> Entry:
    return Entry(
        note.id or 0, note.mood, tuple(note.tags), note.words, note.happened_on, note.entered_at, author,
        amendments,
    )  # fmt: skip


def _signed() -> Select[Note, str]:
    return select(Note, Person.name).join(Person, col(Note.author_id) == Person.id)


async def _amendments(session: AsyncSession, *, note_ids: Sequence[int]) -> dict[int, list[Entry]]:
    rows = await session.exec(
        _signed()
        .where(col(Note.amends_id).in_(note_ids), col(Note.recalled_at).is_(None))
        .order_by(col(Note.id))
    )
    found: dict[int, list[Entry]] = {}
    for note, author in rows:
        found.setdefault(note.amends_id or 0, []).append(entry_of(note, author))
    return found
