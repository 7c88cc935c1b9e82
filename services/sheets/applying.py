"""Let a sheet stand, and take it back within a day: every child by the roads that a hand takes."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Relation, SheetImport
from models.codes import Away, Care, Leaving
from services.access.service import Denied
from services.children import corrections, entering, leaving, moving
from services.people.actor import Actor
from services.profile import Profile
from services.sheets import queries, service
from services.sheets.scopes import open_scope
from services.sheets.types import Change, Done, Entry, Over, Preview, Scope, Words

Values = dict[str, Any]


async def apply(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, words: Words, import_id: int
) -> Done | Over | Denied:
    """Bring the children in whom the preview named; a second press changes nothing."""
    row = await queries.find(session, import_id=import_id, account_id=actor.account_id)
    unit_id = row.unit_id if row else None
    scope = await open_scope(session, now=now, actor=actor, unit_id=unit_id or service.NOWHERE)
    if row is None or isinstance(scope, Denied):
        return Denied()
    if row.applied_at is not None:
        return _done(row, scope)
    if not service.is_waiting(row, now):
        return Over()
    return await carry_in(session, now=now, scope=scope, profile=profile, words=words, row=row)


async def carry_in(
    session: AsyncSession, *, now: datetime, scope: Scope, profile: Profile, words: Words, row: SheetImport
) -> Done | Over:
    """What the sheet says is laid over the school once more: it may have changed since the preview."""
    await queries.lock_school(session, school_id=scope.school_id)
    seen = await service.look(session, now=now, scope=scope, profile=profile, words=words, row=row)
    if not isinstance(seen, Preview) or not await _claim(session, now=now, import_id=row.id or 0):
        return Over()
    plan = seen.plan
    new = await entering.enter(session, children=[_columns(one, scope, now) for one in plan.new])
    for change in plan.changed:
        await _write(session, now=now, scope=scope, child_id=change.known.child_id, values=_said(change))
    way_back = {"new": new, "changed": [_way_back(one) for one in plan.changed]}
    counts = {"added": len(new), "changed": len(plan.changed)}
    await session.exec(
        update(SheetImport)
        .where(col(SheetImport.id) == row.id)
        .values(cells=None, way_back=json.dumps(way_back), **counts)
    )
    return Done(row.id or 0, scope.unit_name, counts["added"], counts["changed"], now + queries.WITHIN)


async def undo(session: AsyncSession, *, now: datetime, actor: Actor, import_id: int) -> Done | Over | Denied:
    """Take an import back within a day, all but what somebody has changed since."""
    row = await queries.find(session, import_id=import_id, account_id=actor.account_id)
    unit_id = row.unit_id if row else None
    scope = await open_scope(session, now=now, actor=actor, unit_id=unit_id or service.NOWHERE)
    if row is None or isinstance(scope, Denied):
        return Denied()
    if row.undone_at is not None:
        return _done(row, scope)
    if row.applied_at is None or row.way_back is None or now >= row.applied_at + queries.WITHIN:
        return Over()
    kept = await _take_back(session, now=now, scope=scope, way_back=json.loads(row.way_back))
    over = {"undone_at": now, "way_back": None}
    await session.exec(update(SheetImport).where(col(SheetImport.id) == import_id).values(**over))
    return Done(import_id, scope.unit_name, row.added, row.changed, now, is_undone=True, kept=kept)


async def _claim(session: AsyncSession, *, now: datetime, import_id: int) -> bool:
    waiting = (col(SheetImport.id) == import_id, col(SheetImport.applied_at).is_(None))
    claimed = update(SheetImport).where(*waiting).values(applied_at=now).returning(col(SheetImport.id))
    return (await session.exec(claimed)).first() is not None


async def _take_back(session: AsyncSession, *, now: datetime, scope: Scope, way_back: Values) -> int:
    """Return how many stay as they are now."""
    joined = set(
        await session.exec(
            select(Relation.child_id).where(
                col(Relation.child_id).in_(way_back["new"]), col(Relation.person_id).is_not(None)
            )
        )
    )
    going = set(way_back["new"]) - joined
    gone = await leaving.take_off(session, now=now, child_ids=going, why=Leaving.MISTAKE)
    kept = len(way_back["new"]) - len(gone)
    for one in way_back["changed"]:
        child = await session.get(Child, one["child_id"], populate_existing=True)
        stands = child is not None and all(
            getattr(child, name) == value for name, value in one["now"].items()
        )
        if stands:
            await _write(session, now=now, scope=scope, child_id=one["child_id"], values=one["was"])
        kept += not stands
    return kept


async def _write(
    session: AsyncSession, *, now: datetime, scope: Scope, child_id: int, values: Values
) -> None:
    """Another class first, then whatever else is said otherwise."""
    rest = dict(values)
    if "class_id" in rest:
        child = await session.get(Child, child_id, populate_existing=True)
        await moving.put(
            session, now=now, school_id=scope.school_id, at=child.class_id if child else 0,
            to=rest.pop("class_id"), child_ids=[child_id],
        )  # fmt: skip
    coded = {"care": Care, "away": Away}
    if rest:
        amended = {name: coded[name](value) if name in coded else value for name, value in rest.items()}
        await corrections.amend(session, now=now, child_id=child_id, **amended)


def _columns(entry: Entry, scope: Scope, now: datetime) -> Values:
    said = asdict(entry)
    del said["phones"]  # read and checked; where they are kept is another subject's
    return said | {
        "boards": bool(entry.boards), "registered_by_id": scope.person_id, "registered_at": now,
    }  # fmt: skip


def _said(change: Change) -> Values:
    return {name: getattr(change.entry, name) for name in change.fields}


def _way_back(change: Change) -> Values:
    was = {name: getattr(change.known, name) for name in change.fields}
    return {"child_id": change.known.child_id, "was": was, "now": _said(change)}


def _done(row: SheetImport, scope: Scope) -> Done:
    until = (row.applied_at or row.made_at) + queries.WITHIN
    return Done(
        row.id or 0, scope.unit_name, row.added, row.changed, until, is_undone=row.undone_at is not None
    )
