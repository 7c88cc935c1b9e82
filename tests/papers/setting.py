"""An installation's setting, and one paper of each kind."""

from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.settings import Settings
from bot.setup import setup_of
from models.codes import IncidentKind
from services.incidents import service as incidents
from services.papers import service as papers
from services.papers.types import Facts, Setup
from services.profile import Profile
from tests.world import NOW

WORDS = "三(1)的名单发到了别的群。[还不清楚] 谁看过"
KINDS = ("impact", "processing", "yearly", "breach")


def a_setup(profile: Profile, **more: object) -> Setup:
    given = {"operator_name": "稻香坪学校", "operator_contact": "顾明河 000-0101", **more}
    return setup_of(Settings(_env_file=None, **given), profile)  # type: ignore[arg-type]


async def gather(session: AsyncSession, kind: str, *, profile: Profile, setup: Setup) -> Facts:
    """The facts of one paper; a breach is entered first."""
    if kind == "impact":
        return await papers.impact(session, now=NOW, profile=profile, setup=setup)
    if kind == "processing":
        return await papers.processing(session, now=NOW, setup=setup)
    if kind == "yearly":
        return await papers.yearly(session, now=NOW, profile=profile, setup=setup, year=2026)
    kept = await incidents.add(
        session, now=NOW, profile=profile, kind=IncidentKind.LEAKED, noticed_at=NOW - timedelta(hours=1),
        happened_at=None, people=None, words=WORDS,
    )  # fmt: skip
    return await papers.breach(session, now=NOW, profile=profile, setup=setup, incident_id=kept.incident_id)
