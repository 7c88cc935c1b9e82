"""What `paper …` does: gather the facts, write them down as read, then make the file."""

import os
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.preparing import open_database
from bot.settings import Settings
from bot.setup import setup_of
from bot.words import OperatorError, say
from documents.case_papers.report import report
from documents.papers import Paper, write
from documents.papers.layout import lay_out
from documents.papers.office import OfficeTemplateError, fill_in
from services import profile as profiles
from services.casework.paper_types import CasePaper
from services.papers import service as papers
from services.papers.types import Facts
from services.wallclock import find_zone, local


async def make(
    settings: Settings,
    *,
    kind: str,
    out: Path,
    locale: str | None,
    template: Path | None,
    which: int | None = None,
) -> None:
    """Write one paper and say how much of it is left to a hand. Raises OperatorError or CareError."""
    _ensure_free(out)
    now = datetime.now(UTC)
    async with open_database(settings) as database, database.transaction() as session:
        facts = await _gather(session, settings, now=now, kind=kind, which=which)
    _put_down(out, write(facts, locale or settings.default_locale), facts, template, now)


async def make_form(settings: Settings, *, out: Path, locale: str | None, template: Path | None) -> None:
    """Write the report of a case about which nothing is known. Raises OperatorError."""
    _ensure_free(out)
    now = datetime.now(UTC)
    facts = CasePaper(made_at=local(now, find_zone(settings.timezone)), zone=settings.timezone)
    paper = report(facts, profiles.load(settings.profile), locale or settings.default_locale)
    _put_down(out, paper, facts, template, now)


def _put_down(out: Path, paper: Paper, facts: Facts | CasePaper, template: Path | None, at: datetime) -> None:
    if template is None:
        file = lay_out(paper, at=at)
    else:
        try:
            file = fill_in(_read(template), paper, facts, at=at)
        except OfficeTemplateError as error:
            raise OperatorError(error.code, path=template, name=error.name) from None
    _keep(out, file)
    code = "paper_filled" if template else "paper_made"
    print(say(code, path=out, blanks=paper.count_blanks()))  # noqa: T201


async def _gather(
    session: AsyncSession, settings: Settings, *, now: datetime, kind: str, which: int | None
) -> Facts:
    profile = profiles.load(settings.profile)
    setup = setup_of(settings, profile)
    if kind == "impact":
        return await papers.impact(session, now=now, profile=profile, setup=setup)
    if kind == "processing":
        return await papers.processing(session, now=now, setup=setup)
    if kind == "breach":
        return await papers.breach(session, now=now, profile=profile, setup=setup, incident_id=which or 0)
    return await papers.yearly(session, now=now, profile=profile, setup=setup, year=which)


def _ensure_free(out: Path) -> None:
    if out.exists():
        raise OperatorError("paper_there", path=out)


def _read(template: Path) -> bytes:
    try:
        return template.read_bytes()
    except OSError as error:
        raise OperatorError("template_unreadable", path=template) from error


def _keep(out: Path, file: bytes) -> None:
    """Write it whole or not at all, and never over another."""
    half = out.with_name(f".{out.name}.half")
    try:
        half.write_bytes(file)
        os.link(half, out)
    except FileExistsError as error:
        raise OperatorError("paper_there", path=out) from error
    except OSError as error:
        raise OperatorError("paper_unwritable", path=out) from error
    finally:
        half.unlink(missing_ok=True)
