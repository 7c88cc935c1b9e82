"""Whom of the child's home nobody is to tell, whatever the matrix says: those somebody left out by name.

That a household hears nothing from the bot is the rule, and doesn't forbid a person to speak with a parent.
After a report from home of which nothing may be seen there, that holds too for whoever reads on that phone.
"""

from collections import defaultdict
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseExclusion, Relation
from models.codes import Kin
from services.alerts.exclusions import with_shared_phones
from services.people.queries import live
from services.profile import Adult


async def list_kept_out(session: AsyncSession, *, now: datetime, case: Case) -> set[Adult]:
    """Parents, or carers, where every one of them is kept out; of whom nobody is known, nobody is."""
    people = await _list_named(session, case)
    if case.is_silent:
        people |= await with_shared_phones(session, {case.reporter_id})
    kin = await session.exec(select(Relation).where(Relation.child_id == case.child_id, live(Relation, now)))
    known: dict[Adult, set[int | None]] = defaultdict(set)
    for one in kin:
        known[Adult.CARER if one.kin is Kin.CARER else Adult.PARENT].add(one.person_id)
    return {adult for adult, here in known.items() if here <= people}


async def _list_named(session: AsyncSession, case: Case) -> set[int]:
    query = select(CaseExclusion.person_id).where(
        CaseExclusion.case_id == case.id,
        col(CaseExclusion.named_by_id).is_not(None),
        col(CaseExclusion.is_let_in).is_(False),
    )
    return set(await session.exec(query))
