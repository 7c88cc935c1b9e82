"""Which other children of the home a case is about too: the newest decision about each holds."""

from collections.abc import Iterable

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import CaseSibling

# Built once, like the others that are asked for each card of a case: building one costs more than running it.
_DECISIONS = (
    select(CaseSibling).where(CaseSibling.case_id == bindparam("case_id")).order_by(col(CaseSibling.id))
)


async def list_decisions(session: AsyncSession, *, case_id: int | None) -> list[CaseSibling]:
    """What was decided about each child, the oldest first."""
    return list(await session.exec(_DECISIONS, params={"case_id": case_id}))


def linked_in(decisions: Iterable[CaseSibling]) -> list[int]:
    """The children whom the newest decision names as concerned."""
    newest = {one.child_id: one.is_concerned for one in decisions}
    return [child_id for child_id, is_concerned in newest.items() if is_concerned]


async def list_linked(session: AsyncSession, *, case_id: int | None) -> list[int]:
    return linked_in(await list_decisions(session, case_id=case_id))


async def list_linking(session: AsyncSession, *, child_id: int) -> list[int]:
    """The cases of other children to which this one belongs."""
    rows = await session.exec(
        select(CaseSibling).where(CaseSibling.child_id == child_id).order_by(col(CaseSibling.id))
    )
    newest = {one.case_id: one.is_concerned for one in rows}
    return [case_id for case_id, is_concerned in newest.items() if is_concerned]
