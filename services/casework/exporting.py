"""Open a case for its papers, behind the PIN: whoever has taken it may, and once it is over all it came to.

Nothing is made here: the facts are read and the reading is written down in the same commit; the files are
made after it. The words of a case that was released are gone, and the rest is told all the same.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.case_codes import CaseState
from services.access.rules import Action
from services.access.service import Denied
from services.alerts.doors import open_held
from services.alerts.exclusions import list_excluded
from services.alerts.queries import find_case, find_name
from services.casework import documents, paper_queries
from services.casework.gathering import gather
from services.casework.paper_types import CasePaper, Export, Second
from services.casework.seconds import find_seconds
from services.errors import CareError
from services.people.actor import Actor
from services.pins import service as pins
from services.pins.types import Closed


async def write_report(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int
) -> CasePaper | Denied | Closed:
    """Read what the written report to an authority tells. Raises CareError casework.take_first."""
    opened = await _open(session, now=now, actor=actor, case_id=case_id, action=Action.WRITE_CASE_PAPER)
    if isinstance(opened, Denied | Closed):
        return opened
    case, viewer = opened
    return await gather(session, now=now, case=case, viewer=viewer)


async def export(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int
) -> Export | Denied | Closed:
    """Read the whole file, and find who may be told its passphrase.

    Raises CareError casework.take_first or casefile.no_second.
    """
    opened = await _open(session, now=now, actor=actor, case_id=case_id, action=Action.EXPORT_CASE)
    if isinstance(opened, Denied | Closed):
        return opened
    case, holder = opened
    found = await find_seconds(session, now=now, case=case, first=holder)
    if found is None:
        raise CareError("casefile.no_second")
    return Export(
        paper=await gather(session, now=now, case=case, viewer=holder),
        exporter=await find_name(session, holder) or "",
        exporter_id=holder,
        documents=await documents.list_kept(session, case=case),
        seconds=tuple(await paper_queries.list_phones(session, person_ids=found[1])),
    )


async def list_still(session: AsyncSession, *, now: datetime, export: Export) -> tuple[Second, ...]:
    """Who of them may be told now: while files are made, one of them may be left out, or the exporter."""
    case = await find_case(session, case_id=export.paper.case_id)
    if case is None or export.exporter_id in await list_excluded(session, now=now, case=case):
        return ()
    found = await find_seconds(session, now=now, case=case, first=export.exporter_id)
    return tuple(one for one in export.seconds if found is not None and one.person_id in found[1])


async def _open(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, action: Action
) -> tuple[Case, int] | Denied | Closed:
    closed = await pins.keep_open(session, now=now, actor=actor)
    if closed is not None:
        return closed
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=action)
    if isinstance(opened, Denied) or opened[0].is_practice:
        return Denied()
    case, holder = opened
    if case.taken_by_id != holder and case.state is not CaseState.CLOSED:
        raise CareError("casework.take_first")
    return opened
