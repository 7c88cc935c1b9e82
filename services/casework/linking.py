"""Whether a case is about another child of the home too: whoever has taken it decides, and may decide anew.

Linked, the other child's own household must notice nothing either: whoever is left out by that hears nothing
more at once, and doesn't come back when the link is taken back. Nobody else learns of the case by a link.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseSibling
from models.case_codes import CaseFact
from services.access.rules import Action
from services.access.service import Denied
from services.alerts import exclusions, kin, leaving_out, reading, telling
from services.alerts.events import list_words
from services.alerts.safety import SAFETY
from services.cases.rules import ensure_may_tell
from services.casework.at_home import Sibling, Siblings, list_siblings
from services.casework.road import open_kept
from services.people.actor import Actor


async def open_siblings(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int
) -> Siblings | Denied:
    """Show the other children of the home to whoever has taken the case.

    Raises CareError casework.take_first.
    """
    opened = await open_kept(session, now=now, actor=actor, case_id=case_id, action=Action.LINK_SIBLING)
    return opened if isinstance(opened, Denied) else await _show(session, now, *opened)


async def decide(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, child_id: int, is_concerned: bool
) -> Siblings | Denied:
    """Say whether the case is about this child too; the same word twice is one.

    Denied also to whoever belongs to the other child's household themselves: then somebody else goes on.
    Raises CareError casework.take_first or casework.over.
    """
    opened = await open_kept(session, now=now, actor=actor, case_id=case_id, action=Action.LINK_SIBLING)
    if isinstance(opened, Denied):
        return opened
    case, holder = opened
    fact = CaseFact.SIBLING_LINKED if is_concerned else CaseFact.SIBLING_CLEARED
    ensure_may_tell(case.state, fact, ())
    found = {one.child_id: one for one in await list_siblings(session, now=now, case=case, viewer=holder)}
    if child_id not in found:
        return Denied()
    if found[child_id].is_concerned is is_concerned:
        return await _show(session, now, case, holder)
    await _enter(session, now=now, case=case, child=found[child_id], fact=fact, person_id=holder)
    return Denied() if case.taken_by_id != holder else await _show(session, now, case, holder)


async def tell_safety(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, child_id: int, fact: CaseFact
) -> Siblings | Denied:
    """Note whether another child of the home, whom the case is about too, is safe; each by itself.

    The same word twice is one. Raises CareError casework.take_first or casework.over.
    """
    opened = await open_kept(session, now=now, actor=actor, case_id=case_id, action=Action.LINK_SIBLING)
    if isinstance(opened, Denied) or fact not in SAFETY:
        return Denied()
    case, holder = opened
    ensure_may_tell(case.state, fact, ())
    words = await list_words(session, case_id=case_id)
    if child_id not in words:
        return Denied()
    if words[child_id] is not fact:
        await telling.note(session, now=now, case=case, fact=fact, person_id=holder, child_id=child_id)
    return await _show(session, now, case, holder)


async def _enter(
    session: AsyncSession, *, now: datetime, case: Case, child: Sibling, fact: CaseFact, person_id: int
) -> None:
    before = await exclusions.list_excluded(session, now=now, case=case)
    session.add(
        CaseSibling(
            case_id=case.id or 0, child_id=child.child_id, is_concerned=fact is CaseFact.SIBLING_LINKED,
            person_id=person_id, happened_at=now, entered_at=now,
        )
    )  # fmt: skip
    await session.flush()
    await telling.note(session, now=now, case=case, fact=fact, person_id=person_id, child_id=child.child_id)
    if fact is CaseFact.SIBLING_LINKED:
        await _leave_out(session, now=now, case=case, before=before)
        await kin.tell_holders(session, now=now, case=case)


async def _leave_out(session: AsyncSession, *, now: datetime, case: Case, before: set[int]) -> None:
    """Write down who is left out now, so that it stays so, and let them have seen the last of it."""
    await exclusions.exclude(session, now=now, case=case, groups=())
    await leaving_out.let_go(session, now=now, case=case, before=before)


async def _show(session: AsyncSession, now: datetime, case: Case, viewer: int) -> Siblings:
    return Siblings(
        await reading.standing(session, case),
        await list_siblings(session, now=now, case=case, viewer=viewer),
    )
