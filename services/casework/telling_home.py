"""Whom outside the school somebody has told of a case: adult by adult, as the profile's matrix names them.

That parents of both sides hear of bullying, or a parent of an accident, is a duty; hiding it is how schools
fail. So it is a fact of the case, by whom and when, and not a line that one may have read.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from services.access.service import Denied
from services.alerts import telling
from services.alerts.events import holding_in, list_events
from services.alerts.kept_out import list_kept_out
from services.alerts.moments import is_same_tap
from services.alerts.other_side import may_be_told
from services.alerts.rules import TOLD_FACTS
from services.alerts.types import Fact, times_told
from services.cases.rules import ensure_may_tell
from services.casework.road import open_kept, show
from services.casework.types import Home, Road
from services.people.actor import Actor
from services.profile import Adult, Profile, When, who_is_told


async def look(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, case_id: int
) -> Home | Denied:
    """Who may be told, and who was when. Raises CareError casework.take_first."""
    kept = await open_kept(session, now=now, actor=actor, case_id=case_id)
    if isinstance(kept, Denied):
        return kept
    case, _ = kept
    events = await list_events(session, case_id=case_id)
    facts = [Fact(one.fact, one.happened_at, one.entered_at) for one in events]
    adults = await _adults(session, now=now, case=case, profile=profile)
    may_name = may_be_told(case, profile) is not None
    return Home(case_id, case.number, adults, times_told(facts), may_name_other=may_name)


async def tell(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, case_id: int, adult: Adult
) -> Road | Denied:
    """Note that this adult was told just now; the same tap twice is one fact.

    Raises CareError casework.take_first or casework.over.
    """
    kept = await open_kept(session, now=now, actor=actor, case_id=case_id)
    if isinstance(kept, Denied):
        return kept
    case, holder = kept
    if adult not in await _adults(session, now=now, case=case, profile=profile):
        return Denied()
    fact = TOLD_FACTS[adult]
    events = await list_events(session, case_id=case_id)
    if not is_same_tap(((one.fact, one.entered_at) for one in events), fact, now=now):
        ensure_may_tell(case.state, fact, holding_in(events, reporter=case.reporter_id))
        await telling.note(session, now=now, case=case, fact=fact, person_id=holder)
    return await show(session, now, case, holder)


async def _adults(session: AsyncSession, *, now: datetime, case: Case, profile: Profile) -> dict[Adult, When]:
    """Nobody who must never hear of it: a press can't invite to what the matrix, or a person, forbids."""
    verdicts = who_is_told(profile, case.situation, case.involved, case.named_before)
    kept_out = await list_kept_out(session, now=now, case=case)
    return {
        one.adult: one.when for one in verdicts if one.when is not When.NEVER and one.adult not in kept_out
    }
