"""A sheet somebody sent: where it belongs, what its columns say, what it would change.

Nothing of a child is written here (`applying` does): it can be looked at as often as one likes.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import SheetImport
from models.sheet_codes import SheetField
from services.access.service import Denied
from services.people.actor import Actor
from services.people.places import list_villages
from services.profile import Profile
from services.sheets import queries
from services.sheets.columns import choose, plain, read_columns
from services.sheets.comparing import compare
from services.sheets.reading import Ground, read_lines
from services.sheets.scopes import list_units, open_scope
from services.sheets.types import (
    AskColumn,
    AskUnit,
    Columns,
    Grid,
    NoColumn,
    Over,
    Preview,
    Scope,
    Words,
    Workbook,
)
from services.sheets.values import class_key
from services.wallclock import find_zone, local

NOWHERE = 0  # the id of no unit

Looked = Preview | AskUnit | AskColumn | NoColumn | Over | Denied


async def take(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, words: Words, book: Workbook
) -> Looked:
    """Keep a sheet that was sent, and say what it would change, or ask what isn't clear."""
    units = await list_units(session, actor=actor)
    if not units:
        return await _refuse(session, now=now, actor=actor)
    grid, left_out = choose(book, words.headings)
    import_id = await queries.store(
        session, now=now, account_id=actor.account_id, grid=grid, left_out=left_out
    )
    if len(units) > 1:
        return AskUnit(import_id, units)
    return await settle_unit(
        session, now=now, actor=actor, profile=profile, words=words, import_id=import_id, unit_id=units[0][0]
    )


async def settle_unit(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    words: Words,
    import_id: int,
    unit_id: int,
) -> Looked:
    """Say into which school or class a sheet goes."""
    row = await queries.find(session, import_id=import_id, account_id=actor.account_id)
    scope = await open_scope(session, now=now, actor=actor, unit_id=unit_id)
    if row is None or isinstance(scope, Denied):
        return Denied()
    if not is_waiting(row, now):
        return Over()
    await queries.set_unit(session, import_id=import_id, unit_id=unit_id, person_id=scope.person_id)
    return await look(session, now=now, scope=scope, profile=profile, words=words, row=row)


async def say_column(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    words: Words,
    import_id: int,
    of: SheetField,
    place: int,
) -> Looked:
    """Say which heading means what: the school's next sheet isn't asked again."""
    found = await reopen(session, now=now, actor=actor, import_id=import_id)
    if isinstance(found, Over | Denied):
        return found
    row, scope = found
    _, columns, _ = await _columns(session, scope, words, row)
    heading = dict(columns.unknown).get(place)
    if heading is not None:
        await queries.remember(session, school_id=scope.school_id, heading=plain(heading), of=of)
    return await look(session, now=now, scope=scope, profile=profile, words=words, row=row)


async def look_again(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, words: Words, import_id: int
) -> Looked:
    """The same sheet once more, for another page of its card."""
    found = await reopen(session, now=now, actor=actor, import_id=import_id)
    if isinstance(found, Over | Denied):
        return found
    row, scope = found
    return await look(session, now=now, scope=scope, profile=profile, words=words, row=row)


async def put_away(session: AsyncSession, *, actor: Actor, import_id: int) -> None:
    """Its cells go now; a sheet that was brought in stays so."""
    row = await queries.find(session, import_id=import_id, account_id=actor.account_id)
    if row is not None:
        await queries.put_away(session, import_id=import_id)


async def reopen(
    session: AsyncSession, *, now: datetime, actor: Actor, import_id: int
) -> tuple[SheetImport, Scope] | Over | Denied:
    """A sheet that waits, and where it belongs; the door is asked again at each press."""
    row = await queries.find(session, import_id=import_id, account_id=actor.account_id)
    unit_id = row.unit_id if row else None
    scope = await open_scope(session, now=now, actor=actor, unit_id=unit_id or NOWHERE)
    if row is None or isinstance(scope, Denied):
        return Denied()
    return (row, scope) if is_waiting(row, now) else Over()


async def look(
    session: AsyncSession, *, now: datetime, scope: Scope, profile: Profile, words: Words, row: SheetImport
) -> Preview | AskColumn | NoColumn:
    """What a sheet would change, as things stand now."""
    grid, columns, left_out = await _columns(session, scope, words, row)
    import_id = row.id or 0
    if columns.missing:
        of = columns.missing[0]
        return AskColumn(import_id, of, columns.unknown) if columns.unknown else NoColumn(of)
    ground = await _ground(session, now=now, scope=scope, profile=profile, words=words)
    known = await queries.list_known(session, school_id=scope.school_id)
    plan = compare(read_lines(grid, columns, ground), known, own_classes=frozenset(scope.classes))
    return Preview(import_id, scope, grid, columns, plan, left_out)


def is_waiting(row: SheetImport, now: datetime) -> bool:
    return row.cells is not None and row.applied_at is None and now < row.made_at + queries.WITHIN


async def _columns(
    session: AsyncSession, scope: Scope, words: Words, row: SheetImport
) -> tuple[Grid, Columns, tuple[str, ...]]:
    grid, left_out = queries.unpack(row.cells or "")
    said = await queries.list_headings(session, school_id=scope.school_id)
    columns = read_columns(grid, {**words.headings, **said}, needs_class=len(scope.classes) != 1)
    return grid, columns, left_out


async def _ground(
    session: AsyncSession, *, now: datetime, scope: Scope, profile: Profile, words: Words
) -> Ground:
    villages = await list_villages(session, school_id=scope.school_id)
    return Ground(
        today=local(now, find_zone(scope.timezone)).date(),
        words=words,
        classes={class_key(name, words.numerals): class_id for class_id, name in scope.classes.items()},
        villages={plain(one.name): one.village_id for one in villages},
        only_class=next(iter(scope.classes)) if len(scope.classes) == 1 else None,
        cares=frozenset(one.code for one in profile.care_types),
        region=profile.country or "",
    )


async def _refuse(session: AsyncSession, *, now: datetime, actor: Actor) -> Denied:
    """Written down like any other refusal."""
    await open_scope(session, now=now, actor=actor, unit_id=NOWHERE)
    return Denied()
