"""Every code that a paper may meet has its words, in each language."""

from dataclasses import replace

import pytest

from documents.papers import write
from locales import LOCALES
from models.codes import Asked, IncidentKind
from models.database import Database
from services.incidents.rules import Clock
from services.papers.types import (
    Breach,
    ConsentCount,
    IncidentCount,
    Kept,
    Lies,
    Processing,
    PurgeCount,
    RequestCount,
    Yearly,
)
from services.profile import Profile
from tests.papers.setting import a_setup, gather
from tests.world import School

BEGINNINGS = (
    "handled", "touched", "settled", "ended", "asked", "done", "told", "entered", "child_left", "replaced",
)  # fmt: skip
CLOCKS = tuple((clock, 1) for clock in Clock)


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_full_year(database: Database, school: School, profile: Profile, locale: str) -> None:
    async with database.transaction() as session:
        facts = await gather(session, "yearly", profile=profile, setup=a_setup(profile))
    assert isinstance(facts, Yearly)
    full = replace(
        facts,
        is_over=True,
        consents=(ConsentCount("contact", 11, 12, 13), ConsentCount("unheard_of", 14, 15, 16)),
        requests=tuple(RequestCount(one, 21, 22, 23, 24, None, 25) for one in Asked),
        purges=(PurgeCount("notes", 31),),
        incidents=tuple(IncidentCount(kind, 41, CLOCKS, 42) for kind in IncidentKind),
    )
    sections = {section.code: section.table for section in write(full, locale).sections}
    wanted = (("consents", 2, "11"), ("requests", 3, "21"), ("deletions", 1, "31"), ("incidents", 3, "41"))
    for code, rows, first in wanted:
        table = sections[code]
        assert table is not None
        assert (len(table.rows), table.rows[0][1]) == (rows, first)
        assert {len(row) for row in table.rows} == {len(table.head)}


@pytest.mark.parametrize("locale", LOCALES)
async def test_each_setting_kind_and_clock(database: Database, profile: Profile, locale: str) -> None:
    setup = a_setup(profile)
    async with database.transaction() as session:
        impact = await gather(session, "impact", profile=profile, setup=setup)
        record = await gather(session, "processing", profile=profile, setup=setup)
        breach = await gather(session, "breach", profile=profile, setup=setup)
    assert isinstance(breach, Breach)
    assert isinstance(record, Processing)
    said = {
        text
        for kind in IncidentKind
        for clock in Clock
        for text in write(replace(breach, kind=kind, clock=clock), locale).texts()
    }
    periods = tuple(Kept(one, {locale: one}, 2, None, one) for one in BEGINNINGS)
    said.update(
        write(replace(record, setup=replace(setup, kept=periods), schemes=("mailto",)), locale).texts()
    )
    for lies in Lies:
        for is_so in (True, False):
            setting = replace(
                setup, key=Lies.BESIDE, backup=lies, is_live=is_so, is_reviewed=is_so, is_audit_told=is_so,
                has_webhook=is_so, database="sqlite" if is_so else "postgresql",
            )  # fmt: skip
            said.update(write(replace(impact, setup=setting), locale).texts())
    assert not [text for text in said if not text or "{" in text]
